"""What every section stands in: its heading, its table in a frame that scrolls, its details."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from headway.report.html import Markup, el, joined

_OPTION = re.compile(r"(--[a-z][a-z-]*(?:[ =](?:[A-Z\d][^\s,;]*[^\s,;.]|[a-z_]+=\S*[^\s,;.]))?)")


def section(title: str, aside: str, *content: str | None, class_: str | None = None) -> Markup:
    head = el("div", el("h2", title), el("span", aside, class_="meta") if aside else None, class_="head")
    return el("section", head, *content, class_=class_)


def table(heads: Sequence[Markup], rows: Iterable[str], *, label: str, class_: str) -> Markup:
    """A table that scrolls by itself where it is wider than the screen, reachable by keyboard."""
    whole = el("table", el("thead", el("tr", *heads)), el("tbody", joined(rows)), class_=class_)
    return el("div", whole, class_="scroll", tabindex="0", role="region", aria_label=label)


def heads(*names: str, numeric: Iterable[str] = ()) -> list[Markup]:
    return [el("th", name, scope="col", class_="num" if name in tuple(numeric) else None) for name in names]


def row_head(name: str, small: str | None = None) -> Markup:
    return el("th", name, el("small", small) if small else None, scope="row")


def cell(*content: str | None, small: str | None = None, quiet: bool = False, is_: str | None = None) -> Markup:
    """A cell of figures, right-aligned; `is_` names it where a phone has no room for the head."""
    return el("td", *content, el("small", small) if small else None, class_="num quiet" if quiet else "num", data_is=is_)


def with_options(content: str) -> Markup:
    """A text in which options of the command stand in the machine's voice and are not torn apart.

    >>> with_options("confirm with --baseline-from 2016-04-25, or name it")
    'confirm with <code>--baseline-from 2016-04-25</code>, or name it'
    """
    pieces = _OPTION.split(content)
    return joined(el("code", piece) if place % 2 else piece for place, piece in enumerate(pieces))


def fold(title: str, *content: str) -> Markup:
    """A part that opens: its title is its finding, the name before the colon in bold."""
    name, colon, finding = title.partition(": ")
    told = el("span", el("b", f"{name}{colon.rstrip()}"), f" {finding}" if finding else None)
    return el("details", el("summary", told), *content, class_="fold")
