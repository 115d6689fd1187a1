"""How the practice of improving itself does: counted from the register, never typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from headway.web.board.queries.counted import Counted
from headway.web.register.states import Came
from headway.web.vision.models import Entity

MOST_AREAS, BAR = 8, 160


@dataclass(frozen=True, slots=True)
class OwnMeasure:
    """A measure of the practice: a figure, what it is made of, and what it means. `figure` is "–" where there is nothing yet."""

    code: str
    name: str
    figure: str
    of: str
    means: str


@dataclass(frozen=True, slots=True)
class Area:
    """Ideas raised in one place in a year; `long` is the length of its bar."""

    entity: int
    name: str
    many: int
    long: int


def measures(found: Counted) -> tuple[OwnMeasure, ...]:
    """Share reaching the intended outcome, lessons captured, error of forecasts, backlog index; all of the last 365 days."""
    return (
        OwnMeasure("outcome", _("Reached what was wanted"), _share(found.reached, found.closed),
                   _("%(part)s of %(whole)s closed") % {"part": found.reached, "whole": found.closed},
                   _("closed ones whose verdict says that the target is reached")),
        OwnMeasure("lessons", _("Left a lesson"), _share(found.with_lesson, found.closed),
                   _("%(part)s of %(whole)s closed") % {"part": found.with_lesson, "whole": found.closed},
                   _("closed ones from which somebody else can learn")),
        OwnMeasure("forecast", _("Came as foretold"), _share(found.foretold.get(Came.WITHIN, 0), sum(found.foretold.values())),
                   _("%(part)s of %(whole)s verified, %(below)s fell short") % {
                       "part": found.foretold.get(Came.WITHIN, 0), "whole": sum(found.foretold.values()),
                       "below": found.foretold.get(Came.BELOW, 0)},
                   _("closed ones whose verified benefits lie within the range of their own forecast")),
        OwnMeasure("backlog", _("Backlog index"), _index(found),
                   _("(%(new)s raised + %(closed)s closed) ÷ (%(open)s open + %(closed)s closed)") % {
                       "new": found.raised, "closed": found.ended, "open": found.open},
                   _("how much the register moves; near 0 it stands still")),
    )


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"


def _index(found: Counted) -> str:
    whole = found.open + found.ended
    return f"{(found.raised + found.ended) / whole:.2f}" if whole else "–"


def areas(found: Counted) -> tuple[Area, ...]:
    """Where the ideas of a year came from, most first. One query, for the names."""
    first = found.areas[:MOST_AREAS]
    names = dict(Entity.objects.filter(pk__in=[pk for pk, _many in first]).values_list("pk", "name"))
    return tuple(Area(pk, names[pk], many, max(1, round(BAR * many / first[0][1]))) for pk, many in first)
