"""How a verdict was made and how to make it again."""

from __future__ import annotations

from headway.analyse.judgement import Judgement
from headway.report.html import Markup, el
from headway.report.section.frame import section
from headway.report.section.method import own_version
from headway.report.words import method as said
from headway.report.words import page as words
from headway.report.words.verdict_facts import method_lines


def verdict_method(judged: Judgement, *, command: str) -> Markup:
    terms: list[tuple[str, Markup | str]] = [(said.AGAIN, el("code", command))] if command else []
    terms += method_lines(judged)
    terms.append((said.VERSION, f"Headway {own_version()}"))
    pairs = [(el("dt", term), el("dd", told)) for term, told in terms]
    return section(*words.METHOD, el("dl", *(part for pair in pairs for part in pair), class_="method"))
