"""Questionnaires, capability and service levels as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from headway.report.words.numbers import NONE, number, share
from headway.web.measure.capability import HIGHEST
from headway.web.measure.models import Attainment, CapabilityAssessment, ServiceLevel, Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """What was answered to one question. `bar` are (label, count, width of 0 to 100)."""

    pk: int
    text: str
    asks: str
    n: str
    mean: str
    share: str
    bar: tuple[tuple[str, str, int], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPage:
    answers: str
    response: str
    questions: tuple[QuestionLine, ...]
    counted_at: datetime | None


def survey_page(row: Survey) -> SurveyPage:
    """The results as the job has counted them. One query: the questions."""
    told: Mapping[str, Any] = row.results
    found = {one["question"]: one for one in told.get("questions", [])}
    lines = tuple(_line(question.pk, question.text, question.asks, found.get(question.pk)) for question in row.questions.all())
    return SurveyPage(answers=number(told.get("answers", 0)), response=_response(told), questions=lines,
                      counted_at=row.counted_at)


def _response(told: Mapping[str, Any]) -> str:
    response = told.get("response")
    if response is None:
        return _("can't be told: it is not known how many were asked")
    return _("%(rate)s (%(low)s to %(high)s), %(answers)s of %(asked)s") % {
        "rate": share(response["value"]), "low": share(response["low"]), "high": share(response["high"]),
        "answers": number(told["answers"]), "asked": number(told["asked"])}


def _line(pk: int, text: str, asks: str, told: Mapping[str, Any] | None) -> QuestionLine:
    if told is None or not told["n"]:
        return QuestionLine(pk=pk, text=text, asks=asks, n="0", mean=NONE, share=NONE, bar=(), words=())
    most = max(told["counts"].values(), default=0) or 1
    spelt = {"yes": _("yes"), "no": _("no")}
    bar = tuple((spelt.get(name, name), number(count), round(100 * count / most)) for name, count in told["counts"].items())
    return QuestionLine(pk=pk, text=text, asks=asks, n=number(told["n"]), mean=_interval(told["mean"], places=2),
                        share=_share(told["share"]), bar=bar, words=tuple(told["words"]))


def _interval(told: Mapping[str, Any] | None, *, places: int) -> str:
    if told is None:
        return NONE
    value = number(told["value"], decimals=places)
    if told["low"] is None:
        return _("%(value)s (no range: too few or all alike)") % {"value": value}
    return f"{value} ({number(told['low'], decimals=places)} {_('to')} {number(told['high'], decimals=places)})"


def _share(told: Mapping[str, Any] | None) -> str:
    return NONE if told is None else f"{share(told['value'])} ({share(told['low'])} {_('to')} {share(told['high'])})"


@dataclass(frozen=True, slots=True)
class CriterionLine:
    code: str
    text: str
    met: bool | None
    evidence: str


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level with its criteria. `holds`: every criterion of it and of all lower levels is met."""

    level: int
    holds: bool
    criteria: tuple[CriterionLine, ...]


def levels_of(row: CapabilityAssessment) -> tuple[LevelLine, ...]:
    """The levels of an assessment, lowest first. One query."""
    levels: dict[int, list[CriterionLine]] = {}
    for one in row.findings.all():
        levels.setdefault(one.level, []).append(CriterionLine(one.code, one.text, one.met, one.evidence))
    return tuple(LevelLine(level, level <= row.level, tuple(criteria)) for level, criteria in sorted(levels.items()))


def level_words(row: CapabilityAssessment) -> str:
    """What an assessment says, with what holds it back: never an average."""
    if row.held_back_by is None or row.level == HIGHEST:
        return _("Level %(level)s holds, the highest.") % {"level": row.level}
    if not row.findings.filter(level=row.held_back_by).exists():
        return _("Level %(level)s holds, the highest that has criteria.") % {"level": row.level}
    return _("Level %(level)s holds. Level %(next)s does not: not all of its criteria are met.") % {
        "level": row.level, "next": row.held_back_by}


@dataclass(frozen=True, slots=True)
class AttainmentLine:
    starts_on: date
    kept: str
    n: str
    share: str
    word: str
    sign: str


@dataclass(frozen=True, slots=True)
class ServiceLevelPage:
    target: str
    lines: tuple[AttainmentLine, ...]
    attained: str


def service_level_page(row: ServiceLevel) -> ServiceLevelPage:
    """Period by period what was kept; a period that is not over is not counted either way. One query."""
    rows = list(row.attainments.all())   # newest first
    judged = [one for one in rows if one.attained is not None]
    kept = sum(bool(one.attained) for one in judged)
    told = _("%(kept)s of %(all)s periods") % {"kept": kept, "all": len(judged)} if judged else _("no period is over yet")
    return ServiceLevelPage(share(row.target), tuple(
        AttainmentLine(one.starts_on, NONE if one.kept is None else number(one.kept), number(one.n),
                       NONE if one.share is None else share(one.share), *_word(one, is_newest=place == 0))
        for place, one in enumerate(rows)), told)


def _word(row: Attainment, *, is_newest: bool) -> tuple[str, str]:
    """What is said of a period, and its sign. One that the log holds only in part is neither kept nor missed."""
    if row.attained is not None:
        return (_("kept"), "✓") if row.attained else (_("missed"), "✗")
    if row.over:
        return _("no cases"), "–"
    return (_("not over yet"), "?") if is_newest else (_("only in part in the log"), "?")
