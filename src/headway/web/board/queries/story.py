"""The page of an improvement: the route, the verdict with what it rests on, benefits by grade, history. All finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString, mark_safe

from headway.analyse.judgement import Judgement
from headway.framework import pack
from headway.report.chart.interval_line import interval_line
from headway.report.section import verdict as section
from headway.report.words import grounds as said
from headway.report.words.verdict_facts import method_lines
from headway.web.accounts.models import User
from headway.web.accounts.queries import may
from headway.web.accounts.roles import May
from headway.web.aim.queries import TargetLine, line_of, targets_in_force
from headway.web.board.queries import lead
from headway.web.board.queries.balances import BalanceRow, balances_of
from headway.web.board.queries.benefits import UnitOfBenefit
from headway.web.board.queries.benefits import of_improvement as benefits_of
from headway.web.board.queries.going_on import Task, going_on
from headway.web.board.queries.happened import Happened, happened
from headway.web.board.queries.past import Past, past
from headway.web.board.queries.stops import Stop, stops
from headway.web.register.models import Backlog, Improvement
from headway.web.register.operations import runs
from headway.web.register.states import OPEN
from headway.web.review import kept
from headway.web.review.models import Verdict
from headway.web.review.queries import cards
from headway.web.review.queries.cards import RefusedCard, VerdictCard
from headway.web.vision.queries import term_label

TABLE_KEY = '<summary data-key="t">'   # opens the chart's table


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The newest verdict, whole: read aloud first, drawn next, its grounds one click away."""

    pk: int
    answer: str
    named: SafeString
    plain: str
    says: SafeString
    interval: SafeString
    figures: SafeString
    chart: SafeString
    why: str
    signs: tuple[tuple[str, str, int], ...]   # (sign, what it means, how many)
    grounds: SafeString
    next_steps: SafeString
    method: tuple[tuple[str, str], ...]
    would_tell: str
    looks: str
    judged_at: datetime
    look_again_on: date | None
    decided: str
    digest: str
    library: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything on the page; nothing is left to compute."""

    improvement: Improvement
    level: str
    days: int
    days_in_all: int
    stale: bool
    is_open: bool
    stops: tuple[Stop, ...]
    verdict: Told | None
    others: tuple[VerdictCard, ...]
    refused: tuple[RefusedCard, ...]
    lead: str
    targets: tuple[TargetLine, ...]
    balances: tuple[BalanceRow, ...]
    benefits: tuple[UnitOfBenefit, ...]
    tasks: tuple[Task, ...]
    past: tuple[Past, ...]
    contributes: bool
    runs: bool

    @property
    def to_close(self) -> bool:
        """Whether only its closing is left, which this person may do."""
        return self.runs and self.is_open and self.improvement.steps_are_over

    @property
    def done(self) -> int:
        return sum(task.done for task in self.tasks)


def story(improvement: Improvement, *, person: User, now: datetime) -> Story:
    """From a record that `register.queries.record` read. Six queries, five where there is a verdict."""
    records = list(improvement.step_records.select_related("by").order_by("-pk"))
    found, known = list(cards.in_force(improvement)), happened(improvement)
    judged = kept.judgement_of(found[0].drawn) if found else None
    others = [cards.card_of(row, whole=False) for row in found[1:]]
    refused = [cards.refused_of(row, verdicts=_fair(found, others)) for row in cards.refused_in_force(improvement)]
    targets = () if found else tuple(map(line_of, targets_in_force(improvement)))
    backlog: Backlog = getattr(improvement.entity, "backlog", None) or Backlog(entity=improvement.entity)
    days = max(0, (now - improvement.step_since).days)
    return Story(
        improvement=improvement, level=term_label(improvement.level, chosen=pack(), written_in=improvement.pack), days=days,
        days_in_all=max(0, (now - improvement.created_at).days), stale=improvement.is_live and days > backlog.stale_days,
        is_open=improvement.state in OPEN, stops=stops(improvement, records),
        verdict=told(found[0], judged) if judged is not None else None, others=tuple(others), refused=tuple(refused),
        lead="" if found else lead.of(improvement, records, known), targets=tuple(one for one in targets if not one.reason),
        balances=_balances(judged, known), benefits=benefits_of(improvement), tasks=going_on(improvement, known),
        past=past(improvement, records, known), contributes=may(person, May.CONTRIBUTE, unit=improvement.unit),
        runs=runs(person, improvement))


def _fair(found: list[Verdict], others: list[VerdictCard]) -> list[VerdictCard]:
    """The verdicts beside which a refused comparison looks for the fair one; the first is drawn small for it."""
    return [*([cards.card_of(found[0], whole=False)] if found else []), *others]


def _balances(judged: Judgement | None, known: Happened) -> tuple[BalanceRow, ...]:
    return balances_of(judged.balances if judged is not None else (), known.of("balance"))


def told(row: Verdict, judged: Judgement) -> Told:
    """A verdict as the page shows it, drawn from what was kept."""
    grounds, course = said.grounds(judged), section.course(judged)
    steps = said.next_steps(judged, by_command=False)
    interval, more = interval_line(judged), section.next_steps(judged, by_command=False)
    counts = {sign: sum(ground.sign == sign for ground in grounds) for sign in said.SIGNS}
    return Told(
        pk=row.pk, answer=row.answer, named=safe(section.named(judged)), plain=row.says, says=safe(section.sentence(judged)),
                interval=safe(interval),
        figures=safe(section.figures(judged)), chart=safe((course or "").replace("<summary>", TABLE_KEY, 1)),
                why=said.heading(judged),
        signs=tuple((sign, said.SIGNS[sign], many) for sign, many in counts.items() if many),
        grounds=safe(section.listed(grounds)), next_steps=safe(more or ""), method=tuple((str(term), str(text)) for term,
            text in method_lines(judged)),
        would_tell=next((ground.title for ground in steps if not judged.look_again), ""),
        looks=cards.looks_of(row), judged_at=row.judged_at, look_again_on=row.look_again_on, decided=cards.decided_of(row),
        digest=row.digest, library=row.library)


def safe(markup: str) -> SafeString:
    """The library's own sections, in which every text is escaped."""
    return mark_safe(markup)
