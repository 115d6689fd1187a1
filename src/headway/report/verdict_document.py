"""The verdict as a document for programs: what `headway verdict --json` writes."""

from __future__ import annotations

import math
from typing import Any

from headway.analyse.judgement import Judgement
from headway.kpi.series import Point
from headway.report.words.verdict import name, sentence
from headway.verdict.result import Effect, Verdict

SCHEMA = "headway/verdict/1"
KEYS = {
    "schema": "the form and its version",
    "verdict": "one of the answers above",
    "name": "what the verdict is about", "kpi": "the measure's id", "kind": "what it measures, which decides the scale",
    "unit": "hours, share (0 to 1), count or score", "direction": "which way is good", "period": "of the points",
    "change": "the first day after the change", "change_name": "what was changed, as was said; else empty",
    "effect": "the change of the level: value, low, high at `level`, on `scale` (relative or difference)",
    "p_better": "the chance, given the model, that the level moved in the good direction",
    "before": "the level as it would lie unchanged", "after": "the level after: value, low, high",
    "target": "as was said", "attained": "the count against a target for shares: met of n, and whether it was kept",
    "in_full": "the effect once all of it has come, where some is still to come; as effect",
    "balances": "what must not get worse for it: name, kind, effect, tolerated, state (kept, breached, cannot_tell)",
    "n": "points before and after", "cases": "cases before and after",
    "doubted_controls": "controls that moved with the change", "reasons": "codes, above",
    "checks": "code, passed (null: could not be looked at), facts", "look_again": "the first day on which it could be told",
    "method": "how it was judged", "says": "the verdict as a sentence",
    "points": "the series: starts_on, n, value, whether it was judged (`counts`)",
}


def as_json(judged: Judgement) -> dict[str, Any]:
    """The documented form, versioned by `schema`; no value is ever nan. A key is only ever added within a version."""
    kpi = judged.series.kpi
    about = {"name": name(judged), "kpi": kpi.id, "unit": kpi.unit.value, "direction": judged.asked.direction.value,
             "period": judged.series.period.value, "change": judged.asked.change.isoformat(), "change_name": judged.change_name}
    rest = {"says": str(sentence(judged)), "points": [_point(point) for point in judged.series.points]}
    whole = {"schema": SCHEMA} | about | _verdict(judged) | rest
    return {key: whole[key] for key in KEYS}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    after, attained = verdict.after, verdict.attained
    return {
        "verdict": verdict.verdict.value,
        "kind": verdict.kind.value,
        "effect": _effect(verdict.effect),
        "in_full": None if verdict.in_full is None else _effect(verdict.in_full),
        "balances": [{"name": balance.name, "kind": None if balance.kind is None else balance.kind.value,
                      "effect": _effect(balance.effect), "tolerated": balance.tolerated, "state": balance.state.value}
                     for balance in verdict.balances],
        "p_better": verdict.p_better,
        "before": verdict.before,
        "after": None if after is None else dict(zip(("value", "low", "high"), after, strict=True)),
        "target": verdict.target,
        "attained": None if attained is None else {
            "period": [attained.first.isoformat(), attained.last.isoformat()], "met": attained.met,
            "n": attained.n, "target": attained.target, "kept": attained.kept},
        "n": {"before": verdict.n[0], "after": verdict.n[1]},
        "cases": {"before": verdict.cases[0], "after": verdict.cases[1]},
        "doubted_controls": list(verdict.doubted_controls),
        "reasons": list(verdict.reasons),
        "checks": [{"code": check.code, "passed": check.passed, "facts": _plain(dict(check.facts))} for check in verdict.checks],
        "look_again": verdict.look_again.isoformat() if verdict.look_again is not None else None,
        "method": _plain(dict(verdict.method)),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {"value": effect.value, "low": effect.low, "high": effect.high, "level": effect.level, "scale": effect.scale.value}


def _point(point: Point) -> dict[str, Any]:
    return {"starts_on": point.starts_on.isoformat(), "n": point.n, "value": point.value, "counts": point.counts}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return [plain(one) for one in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value
    return {name: plain(value) for name, value in facts.items()}
