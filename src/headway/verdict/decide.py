"""Did we get there: one series, one dated change, one answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction
from headway.kpi.series import Point, Series
from headway.stats.group_sequential import any_time_boundary, obrien_fleming
from headway.verdict.evidence import NOMINAL, Evidence
from headway.verdict.question import Asked, refuse_impossible
from headway.verdict.result import LEVEL, Answer, Attained, Check, Effect, Kind, Verdict
from headway.verdict.working_scale import Picture, Plain, Track, scale_of, track_of

BOTH = .1    # what the second view must show, too, before a change is called worse: nobody asked for that claim (figures in
             # docs/explanation/how-often-does-it-lie.md)
SIGNS = .2   # a second view alone counts as a sign only where the first leans the same way
_NORMAL = NormalDist()


def did_we_get_there(series: Series, *, asked: Asked, controls: Mapping[str, Series] | None = None) -> Verdict:
    """Judge a change by the points before and after it.

    Cannot tell: too few points or points that are all alike give `cannot_tell_yet` with the reason and no number.
    Raises `Refused`: `direction_needed`, `change_outside_series`, `impossible_value`, `target_wrong_way`.

    >>> from datetime import date, timedelta
    >>> from headway.kpi.definition import Family, Given, Kpi, Unit
    >>> from headway.kpi.series import Period
    >>> kpi = Kpi(id="calls", version=1, unit=Unit.COUNT, direction=Direction.DOWN, family=Family.DEMAND, part=Given())
    >>> points = tuple(Point(date(2024, 1, 1) + timedelta(weeks=w), 1, (41 if w < 30 else 17) + (w * 7 % 5 - 2.0))
    ...                for w in range(45))
    >>> told = did_we_get_there(Series(kpi=kpi, period=Period.WEEK, n=45, value=33.0, points=points),
    ...     asked=Asked(change=date(2024, 7, 29), direction=Direction.DOWN, kind=Kind.COUNT, target=20.0))
    >>> told.verdict.value
    'reached'
    """
    points = [point for point in series.points if asked.as_of is None or point.starts_on <= asked.as_of]
    refuse_impossible(points, asked)
    track = track_of(points, series.period, asked.kind)
    beside = {name: track_of(_on(points, control), series.period, asked.kind) for name, control in (controls or {}).items()}
    return judged(track, asked=asked, picture=Plain(asked.kind), controls=beside, points=points)


def judged(
    track: Track, *, asked: Asked, picture: Picture, controls: Mapping[str, Track], points: Sequence[Point],
    like: Mapping[str, Track] | None = None,
) -> Verdict:
    """The verdict on a track; `points` are those of the measure itself, for what is counted; `like` are series whose noise
    is like its own (None: the controls). Raises as above.
    """
    evidence = Evidence.of(track, asked, picture, controls, like)
    kept = attained(points, asked)
    split = sum(point.value is not None and point.starts_on < asked.change for point in points)
    counted = [point.n for point in points if point.value is not None]
    cases = sum(counted[:split]), sum(counted[split:])
    _refuse_wrong_way(evidence)
    if reason := evidence.too_little():
        return Verdict(verdict=Answer.CANNOT_TELL_YET, kind=asked.kind, effect=Effect(None, None, None, scale_of(asked.kind)),
                       target=asked.target, n=evidence.n, cases=cases, reasons=(reason,), attained=kept)
    threshold = threshold_of_looks(evidence)
    before, after, effect = _pictured(evidence)
    answer, reasons = _answer(evidence, threshold=threshold, after=after)
    return Verdict(
        verdict=answer, kind=asked.kind, effect=effect, p_better=1 - evidence.chance_of_nothing, before=before, after=after,
        target=asked.target, attained=kept, n=evidence.n, cases=cases,
        in_full=_in_full(evidence), doubted_controls=evidence.controls.doubted, reasons=reasons,
        checks=_checks(evidence),
        look_again=evidence.look_again() if answer in (Answer.CANNOT_TELL_YET, Answer.SIGNS_ONLY) else None,
        method={"estimator": "step with AR(1) and sampling noise, averaged by REML",
                "series": "closing rate" if track.closings else "points", "columns": evidence.design.names,
                "threshold": threshold, "level": LEVEL, "period": track.period.value},
    )


def _refuse_wrong_way(evidence: Evidence) -> None:
    target, up = evidence.asked.target, evidence.asked.direction is Direction.UP
    if target is None or not evidence.n[0]:
        return
    before = evidence.picture.back(evidence.before)
    if target < before if up else target > before:
        raise Refused("target_wrong_way", target=target, before=round(before, 4))


def _pictured(evidence: Evidence) -> tuple[float, tuple[float, float, float], Effect]:
    """Where the level would lie unchanged, where it lies now (estimate, low, high), and the effect."""
    step, level, picture = evidence.step, evidence.level_after, evidence.picture
    unchanged = level.mean - step.mean
    ends = [picture.back(level.quantile(share)) for share in (NOMINAL, 1 - NOMINAL)]
    after = picture.back(level.mean), min(ends), max(ends)
    effects = [picture.effect(end, unchanged) for end in evidence.ends]
    effect = Effect(picture.effect(step.mean, unchanged), min(effects), max(effects), scale_of(evidence.asked.kind))
    return picture.back(unchanged), after, effect


def _in_full(evidence: Evidence) -> Effect | None:
    """The effect once all of it has come, where some of it is still to come."""
    more = evidence.design.in_full
    if more <= 1:
        return None
    step, picture = evidence.step, evidence.picture
    before = evidence.level_after.mean - step.mean
    told = sorted(picture.effect(more * end, before) for end in evidence.ends)
    return Effect(picture.effect(more * step.mean, before), told[0], told[1], scale_of(evidence.asked.kind))


def threshold_of_looks(evidence: Evidence) -> float:
    """What this look may spend of the once in twenty; everything where it is the only one.

    With an end that is set: O'Brien and Fleming's boundary. Without one: the boundary of a test that holds at any time.
    """
    if evidence.asked.looks is None:
        return NOMINAL
    this, planned = evidence.asked.looks
    if planned is None:
        information = (evidence.worthwhile() / evidence.step.deviation) ** 2
        return 1 - _NORMAL.cdf(any_time_boundary(information, NOMINAL)) if math.isfinite(information) else 0.0
    c = obrien_fleming(tuple((look + 1) / planned for look in range(planned)), NOMINAL)
    return 1 - _NORMAL.cdf(c / math.sqrt(this / planned))


def attained(points: Sequence[Point], asked: Asked) -> Attained | None:
    """A contractual level is counted: cases that met it after the change, where the points say how many there were."""
    told = [point for point in points if point.starts_on >= asked.change and point.value is not None]
    if asked.kind is not Kind.SHARE or asked.target is None or not asked.counted or not told:
        return None
    met = sum(point.n * (point.value or 0.0) for point in told)
    return Attained(told[0].starts_on, told[-1].starts_on, round(met, 6), sum(point.n for point in told), asked.target)


def _on(points: Sequence[Point], control: Series) -> list[Point]:
    """A control's points on the periods of the series; a gap where it has none."""
    known = {point.starts_on: point for point in control.points}
    return [known.get(point.starts_on, Point(point.starts_on, 0, None)) for point in points]


def _answer(evidence: Evidence, *, threshold: float, after: tuple[float, float, float]) -> tuple[Answer, tuple[str, ...]]:
    asked, chance = evidence.asked, evidence.chance_of_nothing
    blocks_better, blocks_worse = evidence.blocks
    if chance <= threshold:
        _, lowest, highest = after
        up = asked.direction is Direction.UP
        beyond = asked.target is not None and (lowest >= asked.target if up else highest <= asked.target)
        return (Answer.REACHED, ()) if beyond else (Answer.IMPROVED, ("target_not_shown",) if asked.target is not None else ())
    if 1 - chance <= threshold and blocks_worse <= BOTH:
        return Answer.WORSE, ()
    if chance <= NOMINAL:
        return Answer.SIGNS_ONLY, ("looks_not_paid" if asked.looks else "own_past_cries_wolf",)
    if blocks_better <= NOMINAL and chance <= SIGNS:
        return Answer.SIGNS_ONLY, ("only_blocks_agree",)
    gain = evidence.ends[1] if evidence.sign > 0 else -evidence.ends[0]
    signs = ("signs_of_worse",) if 1 - chance <= threshold else ()
    if gain < evidence.worthwhile():
        return Answer.NO_EVIDENCE, signs
    return Answer.CANNOT_TELL_YET, ("interval_too_wide", *signs)


def _third_view(evidence: Evidence) -> Check:
    told = evidence.seen_by_another()
    if told is None:
        return Check("third_view", None, {"low": None, "high": None})
    low, high = told
    better = low > 0 if evidence.asked.direction is Direction.UP else high < 0
    return Check("third_view", better, {"low": low, "high": high})


def _checks(evidence: Evidence) -> tuple[Check, ...]:
    found, tried = [], evidence.tried
    if evidence.asked.placebo:
        passed = None if not tried.dates else tried.claimed <= max(1, math.ceil(2 * NOMINAL * tried.dates))
        found.append(Check("placebo_dates", passed, {"dates": tried.dates, "claimed": tried.claimed,
                                                         "widened": round(tried.widened, 3)}))
    found.append(Check("moving_blocks", evidence.blocks[0] <= NOMINAL, {"p": evidence.blocks[0]}))
    if evidence.asked.third_view is not None:
        found.append(_third_view(evidence))
    if evidence.alike is not None:
        found.append(Check("noise_of_others", True, {"from": evidence.alike.names}))
    controls = evidence.controls
    if controls.used or controls.doubted or controls.unlike:
        found.append(Check("controls", bool(controls.used) if not controls.doubted else False, {
            "used": controls.used, "doubted": controls.doubted, "unlike": controls.unlike}))
    if evidence.asked.looks is not None:
        found.append(Check("looks", True, {"this": evidence.asked.looks[0], "planned": evidence.asked.looks[1]}))
    if evidence.asked.picked_from > 1:
        found.append(Check("picked_as_worst", True, {"of": evidence.asked.picked_from,
                                                     "would_return_by": evidence.effect_of_picking}))
    return tuple(found)
