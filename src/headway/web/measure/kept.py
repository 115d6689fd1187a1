"""The library's values as plain JSON and back: definitions, natural states, findings. What is kept can be drawn again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, get_args

from headway.baseline import Baseline, Phase, Signal, VisibleEffect
from headway.eventlog.fields import Field
from headway.eventlog.quality import Finding
from headway.kpi.definition import Clock, Direction, Family, Kpi, Part, Summary, Unit
from headway.kpi.series import Point

PARTS: dict[str, Any] = {part.__name__: part for part in get_args(Part)}


def told_kpi(kpi: Kpi) -> dict[str, Any]:
    """A definition in full, as JSON.

    >>> from headway.kpi.catalogue import BY_ID
    >>> kpi_of(told_kpi(BY_ID["time_to_resolve_median"])) == BY_ID["time_to_resolve_median"]
    True
    """
    told = asdict(kpi) | {"where": {field.value: list(values) for field, values in kpi.where.items()}}
    return told | {"part": {"kind": type(kpi.part).__name__, **asdict(kpi.part)}, "needs": list(kpi.needs)}


def kpi_of(told: Mapping[str, Any]) -> Kpi:
    """The definition that was kept."""
    part = dict(told["part"])
    kind = PARTS[part.pop("kind")]
    return Kpi(**(dict(told) | {
        "unit": Unit(told["unit"]), "direction": Direction(told["direction"]), "family": Family(told["family"]),
        "clock": Clock(told["clock"]), "part": kind(**{name: _of_part(name, value) for name, value in part.items()}),
        "where": {Field(field): tuple(values) for field, values in told["where"].items()},
        "needs": tuple(map(Field, told["needs"]))}))


def _of_part(name: str, value: Any) -> Any:
    if name in ("start", "end") or (name == "of" and value in tuple(Field)):
        return Field(value)
    return Summary(value) if name == "summary" else value


def told_state(state: Baseline) -> dict[str, Any]:
    """A natural state as JSON; days as ISO dates."""
    told: dict[str, Any] = json.loads(json.dumps(asdict(state), default=date.isoformat))
    return told


def state_of(told: Mapping[str, Any]) -> Baseline:
    """The natural state that was kept."""
    return Baseline(**(dict(told) | {
        "phases": tuple(map(_phase, told["phases"])), "usual": tuple(told["usual"]) if told["usual"] else None,
        "proposed_from": _day(told["proposed_from"]), "signed_from": _day(told["signed_from"]),
        "visible": tuple(VisibleEffect(**effect) for effect in told["visible"]), "reasons": tuple(told["reasons"])}))


def _phase(told: Mapping[str, Any]) -> Phase:
    return Phase(**(dict(told) | {
        "starts_on": date.fromisoformat(told["starts_on"]), "ends_on": date.fromisoformat(told["ends_on"]),
        "lower": tuple(told["lower"]), "upper": tuple(told["upper"]),
        "signals": tuple(Signal(**signal) for signal in told["signals"])}))


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def told_findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [{"code": one.code, "count": one.count, "unit": one.unit, "facts": dict(one.facts)} for one in findings]


def findings_of(told: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(one["code"], one["count"], one["unit"], {
        name: tuple(fact) if isinstance(fact, list) else fact for name, fact in one["facts"].items()}) for one in told)


def digest_of(told: Mapping[str, Any], points: Sequence[Point]) -> str:
    """The same definition with the same figures has the same digest.

    >>> one = digest_of({"id": "a"}, [Point(date(2024, 1, 1), 3, .5)])
    >>> one == digest_of({"id": "a"}, [Point(date(2024, 1, 1), 3, .5)]), one == digest_of({"id": "b"}, [])
    (True, False)
    """
    figures = [[point.starts_on.isoformat(), point.n, point.value, point.sum, point.sum_squares, point.settled, point.thin,
                point.partial, point.suspect] for point in points]
    content = json.dumps([told, figures], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(content.encode()).hexdigest()
