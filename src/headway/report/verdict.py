"""A verdict for a terminal and for a program."""

from __future__ import annotations

import math
import textwrap
from datetime import date
from typing import Any

from headway.report.words import verdict as words
from headway.verdict.result import Kind, Verdict

SCHEMA = "headway/verdict/1"
SHARE_EDGE, OTHER_EDGE = .05, .15   # of the axis left free at both ends, so that no bar touches its end


def summary(verdict: Verdict, *, name: str, width: int = 80) -> str:
    """The verdict as lines: headline, sentences, the interval line, what it rests on."""
    room = max(width - 4, 40)
    lines = ["", f"  Did we get there?{name:>{max(room - 17, len(name) + 2)}}", "", f"  {words.headline(verdict)}", ""]
    lines += [f"  {line}" for line in textwrap.wrap(" ".join(words.sentences(verdict)), room)]
    lines += ["", *interval_lines(verdict, room=room)]
    if verdict.effect.value is not None:
        lines += ["", *_wrapped("=", f"changed by {words.effect(verdict)}, 90 % interval; {verdict.n[0]} points before, "
                                     f"{verdict.n[1]} after", room)]
    if verdict.attained is not None:
        lines += _wrapped("✓" if verdict.attained.kept else "✗", words.attained(verdict.attained), room)
    for check in verdict.checks:
        lines += _wrapped(*words.check(check), room)
    return "\n".join([*lines, "", ""])


def interval_lines(verdict: Verdict, *, room: int) -> list[str]:
    """Before and after on one axis, the target as a broken tick."""
    if verdict.before is None or verdict.after is None:
        return []
    now, low, high = verdict.after
    told = [verdict.before, low, high, now, *([verdict.target] if verdict.target is not None else [])]
    first, last = _axis(told, verdict.kind)
    steps = room - 20

    def place(value: float) -> int:
        return round((min(max(value, first), last) - first) / (last - first) * (steps - 1)) if last > first else 0

    def line(label: str, marks: dict[int, str], value: str) -> str:
        row = [" "] * steps
        if verdict.target is not None:
            row[place(verdict.target)] = "┊"
        for at, mark in marks.items():
            row[at] = mark
        return f"  {label:<8}{''.join(row)}  {value}"

    bar = dict.fromkeys(range(place(low), place(high) + 1), "━") | {place(now): "●"}
    axis = f"  {'':<8}{words.level(first, verdict.kind):<{steps - 8}}{words.level(last, verdict.kind):>8}"
    lines = [axis, line("before", {place(verdict.before): "●"}, words.level(verdict.before, verdict.kind)),
             line("after", bar, words.level(now, verdict.kind))]
    if verdict.target is not None:
        lines.append(f"  {'':<8}target {words.level(verdict.target, verdict.kind)} ┊")
    return lines


def _axis(values: list[float], kind: Kind) -> tuple[float, float]:
    """Ends of the axis that hold every value with room beside them; a share stays within 0 and 1."""
    low, high = min(values), max(values)
    edge = (SHARE_EDGE if kind is Kind.SHARE else OTHER_EDGE) * max(high - low, abs(high) * .05, 1e-9) + 0.0
    low, high = low - edge, high + edge
    return (max(low, 0.0), min(high, 1.0)) if kind is Kind.SHARE else (low, high)


def _wrapped(sign: str, told: str, room: int) -> list[str]:
    return textwrap.wrap(told, room - 3, initial_indent=f"  {sign}  ", subsequent_indent="     ")


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The documented form, versioned by `schema`; no value is ever nan."""
    effect = verdict.effect
    return {
        "schema": SCHEMA,
        "verdict": verdict.verdict.value,
        "kind": verdict.kind.value,
        "effect": {"value": effect.value, "low": effect.low, "high": effect.high, "level": effect.level,
                   "scale": effect.scale.value},
        "p_better": verdict.p_better,
        "before": verdict.before,
        "after": None if verdict.after is None else dict(zip(("value", "low", "high"), verdict.after, strict=True)),
        "target": verdict.target,
        "attained": None if verdict.attained is None else {
            "period": [verdict.attained.first.isoformat(), verdict.attained.last.isoformat()], "met": verdict.attained.met,
            "n": verdict.attained.n, "target": verdict.attained.target, "kept": verdict.attained.kept},
        "n": {"before": verdict.n[0], "after": verdict.n[1]},
        "cases": {"before": verdict.cases[0], "after": verdict.cases[1]},
        "doubted_controls": list(verdict.doubted_controls),
        "reasons": list(verdict.reasons),
        "checks": [{"code": check.code, "passed": check.passed, "facts": _plain(dict(check.facts))} for check in verdict.checks],
        "look_again": verdict.look_again.isoformat() if verdict.look_again is not None else None,
        "method": _plain(dict(verdict.method)),
        "says": words.sentences(verdict),
    }


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return [plain(one) for one in value]
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return value.isoformat() if isinstance(value, date) else value
    return {name: plain(value) for name, value in facts.items()}
