"""A plan-check for a terminal and for programs: what would show, when, and what would show it sooner."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from headway.kpi.series import Series
from headway.report.terminal import BOLD, EDGE, FAINT, NARROWEST, WIDEST, Pen
from headway.report.words import planning as words
from headway.report.words import terminal as terminal_words
from headway.verdict.planning import Plan
from headway.verdict.question import Asked
from headway.verdict.result import Kind

SCHEMA = "headway/plan/1"
MOST_SOONER = 6
KEYS = {
    "schema": "the form and its version", "kpi": "the measure's id", "name": "what is planned for", "kind": "what it measures",
    "start": "the first day of the change", "before": "the level now", "points": "points it rests on",
    "scale": "of all effects: relative or difference", "hope": "the size of the change hoped for",
    "weeks_needed": "weeks of watching until it shows eight times in ten; null where none within a year would",
    "reason": "why, as a code: too_few_points, no_variation, not_within_a_year",
    "visible": "weeks, and the smallest effect that shows after them (null: none)",
    "controls": "controls that help", "sooner": "what would show it sooner: what (measure, part, controls), name, kind, "
                                                "weeks_needed, visible_after_8_weeks",
    "target": "of a share, as was said", "level": "hoped for", "cases": "cases that show the level to lie beyond the target",
    "says": "the answer as a sentence",
}
Row = tuple[str, str, Kind, Plan]


def summary(
    plan: Plan, *, series: Series, asked: Asked, sooner: Sequence[Row], level: float | None, cases: int | None, width: int,
    ascii: bool = False, color: bool = False,
) -> str:
    """The plan-check as plain text, at most `width` wide (between 60 and 120), ending in a newline."""
    pen = Pen(max(NARROWEST, min(width, WIDEST)), color, ascii)
    lines = [*pen.ends(words.TITLE, words.name(series)), "",
             *(pen.styled(line, BOLD) for line in pen.wrapped(words.answer(plan, asked, series.kpi.unit)))]
    if plan.visible:
        lines += ["", *pen.wrapped(words.now(plan, series, asked)), ""]
        lines += [f"  {after:<16}{effect:>12}" for after, effect in words.visible(plan, asked, series.kpi.unit)]
    if sooner:
        lines += ["", pen.styled(words.SOONER, BOLD)]
        for row in sooner[:MOST_SOONER]:
            lines += pen.wrapped(words.alternative(*row), first="  ", rest="    ")
    elif plan.visible:
        lines += ["", *pen.wrapped(words.NOTHING_SOONER)]
    if cases is not None or level is not None:
        lines += ["", *pen.wrapped(words.cases(level, asked.target, cases))]
    lines += ["", *(pen.styled(line, FAINT) for line in pen.wrapped(words.METHOD))]
    text = "\n".join(f"{EDGE}{line}".rstrip() for line in ("", *lines)).replace("\u00a0", " ") + "\n"
    return text.translate(terminal_words.ASCII).encode("ascii", "replace").decode("ascii") if ascii else text


def as_json(
    plan: Plan, *, series: Series, asked: Asked, sooner: Sequence[Row], level: float | None, cases: int | None,
) -> dict[str, Any]:
    """The documented form, versioned by `schema`; no value is ever nan."""
    whole = {
        "schema": SCHEMA, "kpi": series.kpi.id, "name": words.name(series), "kind": asked.kind.value,
        "start": asked.change.isoformat(), "before": _finite(plan.before), "points": plan.points, "scale": plan.scale.value,
        "hope": _finite(plan.hope), "weeks_needed": plan.weeks_needed, "reason": plan.reason,
        "visible": [{"weeks": one.weeks, "effect": one.effect} for one in plan.visible], "controls": list(plan.controls),
        "sooner": [{"what": what, "name": name, "kind": kind.value, "weeks_needed": other.weeks_needed,
                    "visible_after_8_weeks": next((one.effect for one in other.visible if one.weeks == 8), None)}
                   for what, name, kind, other in sooner],
        "target": asked.target, "level": level, "cases": cases, "says": words.answer(plan, asked, series.kpi.unit)}
    return {key: whole[key] for key in KEYS}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
