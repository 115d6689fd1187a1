"""The stylesheets, the fonts and the small module of a report, ready to be put into one file."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files

FAMILIES = {"Headway Sans": "sans.woff2", "Headway Serif": "serif.woff2"}

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?")
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_PAIR = re.compile(r"light-dark\(([^,]+), ([^)]+)\)")
_PAGE_WIDE = re.compile(r"^(html|body) \{[^}]*\}", re.MULTILINE)
# A thin line of the letter's own colour stands in for its weight.
_BOLDER = "".join(f"svg .{name} {{ stroke: var(--{colour}); stroke-width: .5 }}" for name, colour in (
    ("strong", "ink"), ("picture-title", "ink"), ("t-up", "better"), ("t-down", "worse")))
_USE = re.compile(r"var\(--([\w-]+)\)")


def read(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@cache
def stylesheet(*more: str) -> str:
    """Everything a page needs, without comments and spare space; `more` are the sheets of one kind of page."""
    return packed("".join(read(name) for name in ("tokens.css", "chart.css", "page.css", *more)))


@cache
def fonts() -> str:
    """The font faces, each with its file inside."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:200 900;font-display:swap;'
        f'src:url(data:font/woff2;base64,{_encoded(file)}) format("woff2")}}' for family, file in FAMILIES.items())


@cache
def picture_stylesheet() -> str:
    """The rules of charts with their light colours written out, for a renderer that knows no variables and one weight."""
    tokens = {name: _PAIR.sub(r"\1", value.strip()) for name, value in _TOKEN.findall(read("tokens.css"))}
    return packed(_USE.sub(lambda use: tokens[use.group(1)], read("chart.css") + _BOLDER))


@cache
def fragment_stylesheet(*more: str) -> str:
    """The same rules held inside one element: what they would say of the whole page is said of that element."""
    tokens = read("tokens.css").partition(":root {")[2].partition("}")[0].replace("color-scheme: light dark;", "")
    ground = "background: var(--paper); color: var(--ink); font: 400 var(--sm)/1.5 var(--sans); padding: var(--s4);"
    sheets = "".join(read(name).partition("/* narrow */")[0] for name in ("page.css", *more))
    inside = _PAGE_WIDE.sub("", read("chart.css") + sheets)
    return packed(f".headway-cell {{ {tokens} {ground} {inside} }}")


@cache
def module() -> str:
    return "\n".join(line.strip() for line in read("page.js").splitlines() if line.strip())


def packed(css: str) -> str:
    """
    >>> packed("a { b: c;  d: e }  /* why */ f, g { h: i }")
    'a{b: c;d: e}f,g{h: i}'
    """
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", css))).strip()


def _encoded(file: str) -> str:
    content = files("headway.report").joinpath("fonts", file).read_bytes()
    return base64.b64encode(content).decode("ascii")
