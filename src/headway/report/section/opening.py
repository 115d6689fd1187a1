"""The opening: what was assessed, and the three sentences that matter."""

from __future__ import annotations

from headway.analyse import Assessment
from headway.report.choose import kpis
from headway.report.html import Markup, el, joined
from headway.report.section.frame import with_options
from headway.report.words import page as words
from headway.report.words.opening import opening as sentence

BRAND = Markup('<svg viewBox="0 0 30 12" aria-hidden="true"><path d="M3 6H27"/><circle cx="4" cy="6" r="4"/>'
               '<circle cx="15" cy="6" r="4"/><circle class="ahead" cx="25" cy="6" r="3.5"/></svg>')


def cover(assessment: Assessment) -> Markup:
    digest = words.short_digest(assessment.digest)
    told = el("p", "assessment of ", el("b", words.name(assessment)), " · " if digest else None,
              el("code", digest) if digest else None, class_="meta")
    return el("header", el("p", BRAND, "Headway", class_="brand"), told, class_="cover")


def opening(assessment: Assessment) -> Markup:
    scope = f"{words.scope(assessment)}. {words.clock(assessment)}"
    return joined((el("h1", words.TITLE, class_="title"), el("p", scope, class_="meta"), sentences(assessment)))


def sentences(assessment: Assessment) -> Markup:
    """The statements as a numbered list, each with its figures in a small line beneath."""
    known = kpis(assessment)
    items = []
    for said in assessment.opening:
        statement = sentence(said, kpis=known)
        says = joined(el("strong", piece) if strong else piece for piece, strong in words.emphasised(statement.says))
        items.append(el("li", el("p", says, class_="says"),
                        el("p", with_options(statement.small), class_="meta") if statement.small else None))
    return el("ol", *items, class_="three") if items else Markup()
