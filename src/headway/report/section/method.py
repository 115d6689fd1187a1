"""How this was made and how to make it again: command, digest, clock, columns, version."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from headway.analyse import Assessment
from headway.eventlog.reading import Reading
from headway.report.html import Markup, el
from headway.report.section.frame import heads, section, table
from headway.report.words import method as said
from headway.report.words import page as words


def method(assessment: Assessment, *, command: str) -> Markup:
    terms = [(el("dt", term), el("dd", text)) for term, text in _terms(assessment, command)]
    columns = _columns(assessment.reading) if assessment.reading is not None else None
    return section(*words.METHOD, el("dl", *(part for pair in terms for part in pair), class_="method"), columns)


def foot() -> Markup:
    ask = el("button", said.KEYS_BUTTON, class_="ask", type="button", hidden="")
    return el("footer", el("span", f"{said.MADE_BY} {own_version()}. {words.TRADE_MARK}"), ask, class_="foot")


def keys(*, folds: bool = True) -> Markup:
    """The list of keys; a dialog that stays shut where there is no JavaScript. `folds`: whether there are charts to unfold."""
    known = [(key, does) for key, does in words.KEYS if folds or key != words.UNFOLD]
    pairs = [part for key, does in known for part in (el("dt", el("kbd", key)), el("dd", does))]
    shut = el("form", el("button", said.SHUT, type="submit"), method="dialog")
    return el("dialog", el("b", said.KEYS_BUTTON), el("dl", *pairs), shut, class_="keys", aria_label=said.KEYS_BUTTON)


def own_version() -> str:
    try:
        return version("headway")
    except PackageNotFoundError:   # run from a folder that was never installed
        return "(not installed)"


def _terms(assessment: Assessment, command: str) -> Iterator[tuple[str, Markup | str]]:
    if command:
        yield said.AGAIN, el("code", command)
    if assessment.digest:
        yield said.DIGEST, el("code", assessment.digest)
    if assessment.as_of is not None:
        yield said.AS_OF, said.moment(assessment.as_of)
    yield said.CLOCK, words.clock(assessment)
    yield from words.method_lines(dict(assessment.method))
    for on, name in assessment.changes:
        yield said.CHANGE, said.change(on, name)
    yield said.VERSION, f"Headway {own_version()}"


def _columns(reading: Reading) -> Markup:
    rows = [el("tr", el("th", field, scope="row"), *(el("td", part) for part in rest))
            for field, *rest in said.columns(reading)]
    found = table(heads(*said.COLUMN_HEADS), rows, label=said.COLUMNS, class_="stack")
    return el("details", el("summary", said.columns_line(reading)), found, class_="table")
