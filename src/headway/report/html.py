"""Elements of HTML and SVG as strings in which every text from outside is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final

from headway.report.words.numbers import glued

VOID: Final = frozenset({"meta", "link", "br", "hr", "img", "path", "rect", "circle"})


class Markup(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


def el(tag: str, *children: str | None, **attributes: str | float | None) -> Markup:
    """An element; plain strings among the children are escaped, `Markup` is not, None is left out.

    `class_` and `for_` lose their underscore, other underscores become hyphens; an attribute of None is left out.

    >>> el("p", "a < b, 3 h", el("b", "!"), class_="x")
    '<p class="x">a &lt; b, 3\\xa0h<b>!</b></p>'
    """
    opened = f"<{tag}{''.join(_attribute(name, value) for name, value in attributes.items() if value is not None)}>"
    if tag in VOID:
        return Markup(f"{opened[:-1]}/>" if tag in ("path", "rect", "circle") else opened)
    return Markup(f"{opened}{''.join(text(child) for child in children if child is not None)}</{tag}>")


def text(content: str) -> Markup:
    """A text, escaped unless it is markup already; numbers keep their units on their line."""
    return content if isinstance(content, Markup) else Markup(html.escape(glued(content), quote=False))


def joined(parts: Iterable[str], *, between: str = "") -> Markup:
    return Markup(text(between).join(text(part) for part in parts))


def _attribute(name: str, value: str | float) -> str:
    written = value if isinstance(value, str) else f"{round(value, 1):g}"
    return f' {name.rstrip("_").replace("_", "-")}="{html.escape(written)}"'
