"""Prose as HTML: Markdown without raw HTML, so that nothing in a course can run in a reader's browser."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt


def rendered(prose: str) -> str:
    """
    >>> rendered("**Now** <script>x()</script>").strip()
    '<p><strong>Now</strong> &lt;script&gt;x()&lt;/script&gt;</p>'
    """
    return str(_markdown().render(prose))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
