"""A judgement as plain JSON and back: what was judged can be drawn and read again as it was."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from headway.analyse.judgement import Judgement
from headway.eventlog.fields import Field
from headway.kpi.definition import Direction
from headway.kpi.series import Period, Point, Series
from headway.verdict import Answer, Asked, Attained, Check, Effect, Kind, Scale, Verdict
from headway.verdict.result import Balance, Kept
from headway.web.measure import kept


def told_judgement(judged: Judgement) -> dict[str, Any]:
    """Everything of a judgement, as JSON: days as ISO dates, what is not finite as null."""
    verdict = {part.name: getattr(judged, part.name) for part in fields(Verdict)}
    series, asked = judged.series, judged.asked
    whole = {
        "verdict": {name: _told(value) for name, value in verdict.items()},
        "series": {"kpi": kept.told_kpi(series.kpi), "period": series.period, "n": series.n, "value": series.value,
                   "points": [point._asdict() for point in series.points], "as_of": series.as_of,
                   "slice": {field.value: value for field, value in series.slice.items()},
                   "settle_hours": series.settle_hours, "settled_to": series.settled_to},
        "asked": asdict(asked), "natural": kept.told_state(judged.natural), "change_name": judged.change_name}
    plain: dict[str, Any] = json.loads(json.dumps(_finite(whole), default=_day))
    return plain


def judgement_of(told: Mapping[str, Any]) -> Judgement:
    """The judgement that was kept."""
    verdict = dict(told["verdict"])
    effect, in_full = verdict.pop("effect"), verdict.pop("in_full")
    attained, after = verdict.pop("attained"), verdict.pop("after")
    return Judgement(
        verdict=Answer(verdict["verdict"]), kind=Kind(verdict["kind"]), effect=_effect(effect),
        in_full=None if in_full is None else _effect(in_full), p_better=verdict["p_better"], before=verdict["before"],
        after=None if after is None else (after[0], after[1], after[2]), target=verdict["target"],
        balances=tuple(Balance(one["name"], _effect(one["effect"]), one["tolerated"], Kept(one["state"]),
                               Kind(one["kind"]) if one.get("kind") else None) for one in verdict["balances"]),
        attained=None if attained is None else Attained(**(attained | {"first": _date(attained["first"]),
                                                                       "last": _date(attained["last"])})),
        n=(verdict["n"][0], verdict["n"][1]), cases=(verdict["cases"][0], verdict["cases"][1]),
        doubted_controls=tuple(verdict["doubted_controls"]), reasons=tuple(verdict["reasons"]),
        checks=tuple(Check(one["code"], one["passed"], _facts(one["facts"])) for one in verdict["checks"]),
        look_again=_date(verdict["look_again"]), method=_facts(verdict["method"]),
        series=_series(told["series"]), asked=_asked(told["asked"]), change_name=told["change_name"],
        kept_natural=kept.state_of(told["natural"]))


def _series(told: Mapping[str, Any]) -> Series:
    points = tuple(Point(**(point | {"starts_on": _date(point["starts_on"])})) for point in told["points"])
    return Series(kpi=kept.kpi_of(told["kpi"]), period=Period(told["period"]), n=told["n"], value=told["value"], points=points,
                  as_of=None if told["as_of"] is None else datetime.fromisoformat(told["as_of"]),
                  slice={Field(field): value for field, value in told["slice"].items()},
                  settle_hours=told["settle_hours"], settled_to=_date(told["settled_to"]))


def _asked(told: Mapping[str, Any]) -> Asked:
    looks = told["looks"]
    return Asked(**(dict(told) | {
        "change": _date(told["change"]), "direction": Direction(told["direction"]), "kind": Kind(told["kind"]),
        "looks": None if looks is None else (looks[0], looks[1]), "as_of": _date(told["as_of"]),
        "in_full": _date(told["in_full"])}))


def _effect(told: Mapping[str, Any]) -> Effect:
    return Effect(**(dict(told) | {"scale": Scale(told["scale"])}))


def _facts(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _date(told: str | None) -> Any:
    return None if told is None else date.fromisoformat(told)


def _told(value: Any) -> Any:
    """What a field of a verdict holds, with its own parts unfolded."""
    if isinstance(value, Check):
        return {"code": value.code, "passed": value.passed, "facts": dict(value.facts)}
    if isinstance(value, Effect | Attained | Balance):
        return asdict(value)
    if isinstance(value, tuple):
        return [_told(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def _finite(value: Any) -> Any:
    """Without what JSON has no word for: databases refuse it."""
    if isinstance(value, Mapping):
        return {str(name): _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.item()   # a number of numpy's
