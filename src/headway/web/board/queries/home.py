"""The board of an organisation or of one entity, finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from headway.report.chart.verdict_mark import verdict_mark
from headway.verdict import Answer as Told
from headway.web.accounts.models import User
from headway.web.board.queries import opening, practice
from headway.web.board.queries.ageing import Ageing, ageing_of
from headway.web.board.queries.benefits import UnitOfBenefit, of_scope
from headway.web.board.queries.counted import Counted, counted
from headway.web.board.queries.opening import Opening
from headway.web.board.queries.practice import OwnMeasure
from headway.web.board.queries.rows import BoardRow, board_rows
from headway.web.board.queries.scope import Scope
from headway.web.board.queries.waiting import Asked, waiting
from headway.web.board.queries.wants import OF_ALL
from headway.web.ground.cursor import Page
from headway.web.register.queries.route import NAMES
from headway.web.review.models import Answer
from headway.web.vision.models import Entity
from headway.web.vision.queries.sight import seen_by

BAR = 160


@dataclass(frozen=True, slots=True)
class StepWaits:
    """How many wait in a step, for what, and from whom."""

    step: int
    name: str
    what: str
    whom: str
    many: int
    old: int


@dataclass(frozen=True, slots=True)
class MixRow:
    """How many verdicts gave an answer; `long` is the length of its bar, of `BAR`."""

    code: str
    name: str
    mark: SafeString
    tone: str
    many: int
    long: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """Everything on the board; nothing is left to compute."""

    entity: Entity | None
    opening: Opening
    rows: Page[BoardRow]
    counted: Counted
    asked: tuple[Asked, ...]
    steps: tuple[StepWaits, ...]
    benefits: tuple[UnitOfBenefit, ...]
    mix: tuple[MixRow, ...]
    ageing: Ageing
    measures: tuple[OwnMeasure, ...]
    areas: tuple[practice.Area, ...]


def board_page(scope: Scope, *, now: datetime, after: str | None = None) -> BoardPage:
    """Seven queries; six for one entity, which is an area by itself."""
    found = counted(scope, now=now)
    return BoardPage(
        entity=scope.entity, counted=found, opening=opening.of(found), rows=board_rows(scope, now=now, after=after),
        asked=waiting(scope, today=timezone.localdate(now)), steps=steps_of(found), benefits=of_scope(scope), mix=mix_of(found),
        ageing=ageing_of(scope, found, now=now), measures=practice.measures(found), areas=() if scope.entity is not None
                     else practice.areas(found))


def steps_of(found: Counted) -> tuple[StepWaits, ...]:
    """The steps in which something waits."""
    return tuple(StepWaits(number, str(NAMES[number - 1]), str(OF_ALL[number].what), str(OF_ALL[number].whom),
                           step.many, step.old)
                 for number, step in sorted(found.steps.items()) if step.many)


def mix_of(found: Counted) -> tuple[MixRow, ...]:
    """All six answers, also those that were never given."""
    most = max(found.answers.values(), default=0) or 1
    tones = {Answer.REACHED: "up", Answer.IMPROVED: "up", Answer.WORSE: "down"}
    return tuple(MixRow(
        answer.value, str(answer.label), mark_safe(verdict_mark(Told(answer.value), target=True)), tones.get(answer, "n"),
        many := found.answers.get(answer, 0), round(BAR * many / most)) for answer in Answer)


def visible_entity(person: User, pk: int) -> Entity:
    """The entity with its unit and organisation, or 404. One query."""
    found = seen_by(person, Entity).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
