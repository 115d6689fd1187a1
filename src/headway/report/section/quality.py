"""Can the data be trusted: the account of the rows, what was found with its counts, how each field came to be known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from headway.analyse import Assessment
from headway.eventlog.fields import Provenance
from headway.eventlog.quality import Quality
from headway.report.html import Markup, el
from headway.report.section.frame import cell, heads, section, table
from headway.report.words import page as words
from headway.report.words import quality as said
from headway.report.words.numbers import number, times


def quality(assessment: Assessment) -> Markup:
    title, aside = words.QUALITY
    found = table(heads(*words.QUALITY_HEADS, numeric=words.QUALITY_HEADS[-1:]), _rows(assessment.quality),
                  label=title, class_="quality stack")
    return section(title, aside, found, _fields(assessment.quality), class_="first")


def _rows(quality: Quality) -> Iterator[Markup]:
    yield _row(said.account_of_rows(quality), "used", said.rows(quality), "")
    for code, count in quality.rejected.items():
        yield _row(said.rejected_rows(code), code, said.kept_in(_name(quality.rejected_file)), times(count, "row"))
    for finding in quality.findings:
        account = said.account(finding)
        yield _row(account.found, account.code, account.done, times(account.count, account.unit.removesuffix("s")))
    if not quality.findings:
        yield _row(words.EMPTY_QUALITY[0], None, words.EMPTY_QUALITY[1], number(0))


def _name(file: str | None) -> str | None:
    """A report goes to others: where the file lies on someone's disk is nobody's business."""
    return PurePath(file.replace("\\", "/")).name if file else None


def _row(found: str, code: str | None, done: str, count: str) -> Markup:
    named = el("th", found, el("small", el("code", code)) if code else None, scope="row")
    return el("tr", named, el("td", done, class_="words"), cell(count))


def _fields(quality: Quality) -> Markup | None:
    """Each field with a badge; what is absent stands last."""
    if not quality.fields:
        return None
    ordered = sorted(quality.fields.items(), key=lambda item: item[1] is Provenance.ABSENT)
    badges = [el("li", said.field_name(field), " ", el("span", said.PROVENANCE[known],
                 class_="badge" if known is Provenance.ABSENT else "badge edge")) for field, known in ordered]
    return Markup(el("ul", *badges, class_="badges") + el("p", said.PROVENANCE_MEANING, class_="note"))
