"""Verdicts and refused comparisons, drawn from what was kept; nothing is left to compute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from headway.analyse.judgement import Judgement
from headway.eventlog.refused import Refused
from headway.report.chart.interval_line import interval_line
from headway.report.chart.verdict_mark import verdict_mark
from headway.report.html import el
from headway.report.section import verdict as section
from headway.report.words.numbers import day
from headway.report.words.refusals import refusal
from headway.verdict import Answer
from headway.web.register.models import Improvement
from headway.web.review import kept
from headway.web.review.models import DecisionKind, RefusedComparison, Verdict
from headway.web.review.queries.inputs import Figure

UNLIKE = ("unlike_measures", "definition_changed", "no_baseline")   # refused for good; other codes are mended or waited for
NOTHING = SafeString("")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCard:
    """A verdict as a page shows it: what is read first, finished; `chart` and `figures` where there is room for them."""

    pk: int
    question: int
    kpi: int
    measure: str
    change: str
    named: SafeString
    says: SafeString
    interval: SafeString
    figures: SafeString
    chart: SafeString
    looks: str
    look_again_on: date | None
    judged_at: datetime
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCard:
    """A comparison that was not made. `fair` is the verdict on the baseline's own measure, `ask` what to ask where there is none.

    `unlike` says that no waiting mends it; then both figures are shown.
    """

    pk: int
    question: int
    unlike: bool
    sentence: str
    before: Figure
    after: Figure
    at: datetime
    fair: VerdictCard | None
    ask_kpi: int | None
    intervention: int


def in_force(improvement: Improvement) -> QuerySet[Verdict]:
    """The verdicts that no later look replaced, newest first."""
    return (Verdict.objects.filter(improvement=improvement, replaced_at=None)
            .select_related("question__intervention").defer("told").order_by("-judged_at", "-pk"))


def refused_in_force(improvement: Improvement) -> QuerySet[RefusedComparison]:
    return (RefusedComparison.objects.filter(improvement=improvement, replaced_at=None)
            .select_related("question__intervention", "question__baseline").order_by("-at", "-pk"))


def card_of(row: Verdict, *, whole: bool) -> VerdictCard:
    """From a row that `in_force` read; `whole` with figures and chart."""
    judged = kept.judgement_of(row.drawn)
    return VerdictCard(
        pk=row.pk, question=row.question_id, kpi=row.question.kpi_id, measure=row.measure, change=change_of(judged),
        named=safe(section.named(judged)), says=safe(section.sentence(judged)), interval=safe(interval_line(judged)),
        figures=safe(section.figures(judged)) if whole else NOTHING, chart=chart_of(judged) if whole else NOTHING,
        looks=looks_of(row), look_again_on=row.look_again_on, judged_at=row.judged_at, decided=decided_of(row))


def chart_of(judged: Judgement) -> SafeString:
    drawn = section.course(judged)
    return safe(drawn) if drawn is not None else NOTHING


def change_of(judged: Judgement) -> str:
    told = day(judged.asked.change)
    return f"{judged.change_name}, {told}" if judged.change_name else told


def looks_of(row: Verdict) -> str:
    """Which look it was, and what that says of how it was judged."""
    planned = row.question.looks_planned
    if row.question.ended_at is not None:
        return _("look %(look)s, and no further one: the question is ended") % {"look": row.look}
    if planned is None:
        return _("look %(look)s, and again with all newer data") % {"look": row.look}
    if planned == 1:
        return _("the one look planned")
    return _("look %(look)s of %(planned)s") % {"look": row.look, "planned": planned}


def decided_of(row: Verdict) -> str:
    return str(DecisionKind(row.decided).label) if row.decided else ""


def mark_of(row: Verdict) -> SafeString:
    return safe(verdict_mark(Answer(row.answer), target=row.target is not None))


def refused_of(row: RefusedComparison, *, verdicts: list[VerdictCard]) -> RefusedCard:
    """From a row that `refused_in_force` read; the fair comparison is looked for among the verdicts beside it."""
    own = row.question.baseline.kpi_id
    fair = next((card for card in verdicts if card.kpi == own), None) if row.code in UNLIKE else None
    return RefusedCard(
        pk=row.pk, question=row.question_id, unlike=row.code in UNLIKE, sentence=sentence_of(row), at=row.at, fair=fair,
        before=Figure(row.before_what, row.before_figure, row.before_note),
        after=Figure(row.after_what, row.after_figure, row.after_note),
        ask_kpi=own if row.code == "unlike_measures" and fair is None else None, intervention=row.question.intervention_id)


def sentence_of(row: RefusedComparison) -> str:
    facts = {name: tuple(fact) if isinstance(fact, list) else fact for name, fact in row.facts.items()}
    return refusal(Refused(row.code, **facts))


def grounds_of(judged: Judgement) -> SafeString:
    return safe(el("div", section.reasons(judged), section.next_steps(judged, by_command=False), class_="split"))


def safe(markup: str) -> SafeString:
    """The library's sections: made of its own words and of texts that it has escaped."""
    return mark_safe(markup)
