"""Verdicts made by hand, to see how each is told and drawn."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

from headway.analyse.judgement import Judgement, judgement
from headway.kpi.catalogue import BY_ID
from headway.kpi.definition import Direction, Family, Given, Kpi, Unit
from headway.kpi.series import Period, Point, Series
from headway.verdict.question import Asked
from headway.verdict.result import Answer, Check, Effect, Kind, Scale, Verdict

MONDAY, CHANGE = date(2025, 9, 1), date(2026, 3, 2)
UNITS = {Kind.SHARE: Unit.SHARE, Kind.DURATION: Unit.HOURS, Kind.COUNT: Unit.COUNT, Kind.SCORE: Unit.SCORE,
         Kind.QUANTITY: Unit.SCORE}
CHECKS = (Check("placebo_dates", True, {"dates": 24, "claimed": 1, "widened": 1.2}), Check("moving_blocks", True, {"p": .002}),
          Check("controls", False, {"used": ("north",), "doubted": ("south",), "unlike": ("east",)}),
          Check("looks", True, {"this": 3, "planned": 26}))


def given(kind: Kind, *, name: str = "exams_in_time") -> Kpi:
    return Kpi(id=name, version=1, unit=UNITS[kind], direction=Direction.UP, family=Family.UTILITY, part=Given(), settles=False,
               label=name)


def points(before: float, after: float, *, n: int, kind: Kind, weeks: int = 37) -> tuple[Point, ...]:
    """A series that swings a little around its two levels; the last points of three weeks in winter are missing."""
    found = []
    for week in range(weeks):
        on = MONDAY + timedelta(weeks=week)
        value = (before if on < CHANGE else after) * (1 + (.04, -.05, .01, -.02, .03)[week % 5])
        value = min(value, 1.0) if kind is Kind.SHARE else value
        found.append(Point(on, 0, None) if 16 <= week < 19 else Point(on, n, value))
    return tuple(found)


def made(
    answer: Answer, *, kind: Kind = Kind.SHARE, before: float | None = .699,
    after: tuple[float, float, float] | None = (.96, .923, .98),
    target: float | None = .95, direction: Direction = Direction.UP, kpi: Kpi | str | None = None, n: int = 20,
    reasons: tuple[str, ...] = (), look_again: date | None = None, checks: tuple[Check, ...] = CHECKS, **more: object,
) -> Judgement:
    """A verdict of our own choosing on a series that fits it."""
    measure = BY_ID[kpi] if isinstance(kpi, str) else kpi or given(kind)
    told = points(before or 1.0, after[0] if after is not None else before or 1.0, n=n, kind=kind)
    series = Series(kpi=measure, period=Period.WEEK, n=n * 34, value=None, points=told)
    relative = kind not in (Kind.SHARE, Kind.SCORE)
    effect = Effect(None, None, None, Scale.RELATIVE if relative else Scale.DIFFERENCE)
    if before is not None and after is not None:
        value, low, high = ((level / before - 1) if relative else level - before for level in after)
        effect = replace(effect, value=value, low=low, high=high)
    verdict = Verdict(verdict=answer, kind=kind, effect=effect, before=before if after is not None else None, after=after,
                      target=target, n=(23, 11), cases=(23 * n, 11 * n), reasons=reasons, checks=checks, look_again=look_again,
                      method={"series": "points", "threshold": .05, "columns": ("level", "slope", "wander 1", "step")})
    asked = Asked(change=CHANGE, direction=direction, kind=kind, target=target, counted=n > 1)
    whole = judgement(verdict, series=series, asked=asked, change_name="pilot starts")
    known = {part.name for part in fields(Judgement)}
    assert set(more) <= known
    return replace(whole, **more)   # type: ignore[arg-type]   # what a test says of it


EVERY: dict[str, Judgement] = {
    "reached": made(Answer.REACHED, kind=Kind.COUNT, before=41.0, after=(17.0, 15.2, 18.8), target=20.0,
                    direction=Direction.DOWN, kpi=given(Kind.COUNT, name="password_calls"), n=1),
    "improved": made(Answer.IMPROVED, reasons=("target_not_shown",)),
    "short": made(Answer.IMPROVED, after=(.86, .82, .89), reasons=("target_not_shown",)),
    "no_target": made(Answer.IMPROVED, target=None, kpi="within_24h"),
    "signs_only": made(Answer.SIGNS_ONLY, kind=Kind.DURATION, before=16.0, after=(13.1, 11.0, 16.8), target=12.0,
                       direction=Direction.DOWN, kpi="first_response_median", reasons=("only_blocks_agree",),
                       look_again=date(2026, 6, 7)),
    "no_evidence": made(Answer.NO_EVIDENCE, before=.301, after=(.302, .285, .322), target=None, kpi="recurrence"),
    "worse": made(Answer.WORSE, kind=Kind.COUNT, before=22.0, after=(31.0, 28.2, 34.1), target=None, direction=Direction.DOWN,
                  kpi=given(Kind.COUNT, name="wifi complaints"), n=1),
    "waiting": made(Answer.CANNOT_TELL_YET, kind=Kind.DURATION, before=16.0, after=(15.1, 9.8, 23.3), target=12.0,
                    direction=Direction.DOWN, kpi="time_to_resolve_mean_30d", reasons=("interval_too_wide",),
                    look_again=date(2026, 8, 9)),
    "too_few": made(Answer.CANNOT_TELL_YET, before=None, after=None, target=None, reasons=("too_few_points",), checks=()),
}
