"""A plan-check in words."""

from __future__ import annotations

from collections.abc import Iterator

from headway.kpi.definition import Direction, Unit
from headway.kpi.series import Series
from headway.report.words.levels import exact
from headway.report.words.measures import MEASURES, called, sliced
from headway.report.words.numbers import day, figure, listed, number, shortened, times
from headway.verdict.planning import Plan, Visible
from headway.verdict.question import Asked
from headway.verdict.result import Kind, Scale

TITLE = "How large must a change be to be seen?"
SOONER = "What would show it sooner"
NOTHING_SOONER = "Nothing else that was tried would show it sooner: no other measure, no part of the log, no control."
METHOD = ("By the rule of `headway verdict`: seen eight times in ten, claimed wrongly at most once in twenty, with the noise, "
          "the drift and the time of year that the data show.")
NOT_WITHIN_A_YEAR = "not_within_a_year"
REASONS = {
    NOT_WITHIN_A_YEAR: "would not show within a year.",
    "out_of_reach": "It cannot move that far from where it is now: hope for less.",
    "too_few_points": "There are too few points before the start to know the noise: at least 8 are needed, better 52.",
    "no_variation": "All points are alike: without noise there is nothing to hold a change against.",
}
SIZES = {(Direction.DOWN, Scale.RELATIVE): "A cut of", (Direction.UP, Scale.RELATIVE): "A rise of",
         (Direction.DOWN, Scale.DIFFERENCE): "A fall of", (Direction.UP, Scale.DIFFERENCE): "A rise of"}
FIELDS = {"service": "services", "team": "teams", "category": "categories", "priority": "priorities"}


def name(series: Series) -> str:
    """What is planned for: the measure, and the part of the log."""
    told = shortened(series.kpi.label) if series.kpi.label is not None else called(series.kpi).name
    part = sliced(series.slice)
    return f"{told[:1].upper()}{told[1:]}{f', {part}' if part else ''}"


def answer(plan: Plan, asked: Asked, unit: Unit) -> str:
    """When the change hoped for would show, in one sentence."""
    if plan.reason is not None and plan.reason != NOT_WITHIN_A_YEAR:
        return REASONS[plan.reason]
    what = f"{SIZES[asked.direction, plan.scale]} {size(plan.hope, plan.scale, unit)}"
    if plan.weeks_needed is None:
        return f"{what} {REASONS[NOT_WITHIN_A_YEAR]}"
    return f"{what} would show after {times(plan.weeks_needed, 'week')}."


def now(plan: Plan, series: Series, asked: Asked) -> str:
    level = figure(plan.before, series.kpi, spoken=True)
    held = f", held against {listed(plan.controls)}" if plan.controls else ""
    return (f"It is at {level} now, by {times(plan.points, plan.period.value)}{held}. If the change starts on "
            f"{day(asked.change)}, the smallest that shows is")


def visible(plan: Plan, asked: Asked, unit: Unit) -> Iterator[tuple[str, str]]:
    for one in plan.visible:
        yield f"after {times(one.weeks, 'week')}", effect(one, plan.scale, unit)


def effect(one: Visible, scale: Scale, unit: Unit) -> str:
    """"−23 %", "+4.2 points", or "none"."""
    if one.effect is None:
        return "none"
    return f"{'+' if one.effect > 0 else '−'}{size(abs(one.effect), scale, unit)}"


def size(value: float, scale: Scale, unit: Unit) -> str:
    """
    >>> size(.2, Scale.RELATIVE, Unit.HOURS), size(.042, Scale.DIFFERENCE, Unit.SHARE), size(.31, Scale.DIFFERENCE, Unit.SCORE)
    ('20 %', '4.2 points', '0.31')
    """
    if scale is Scale.RELATIVE:
        return f"{number(100 * value)} %"
    if unit is Unit.SHARE:
        return f"{exact(round(100 * value, 1))} points"
    return number(value, decimals=2)


def alternative(what: str, told: str, kind: Kind, plan: Plan) -> str:
    """One that shows it sooner: "after 4 weeks: only team Accounts"."""
    unit = Unit.SHARE if kind is Kind.SHARE else Unit.HOURS if kind is Kind.DURATION else Unit.SCORE
    smallest = next((effect(one, plan.scale, unit) for one in plan.visible if one.weeks == 8), "none")
    match what:
        case "measure":
            shown = MEASURES[told].name if told in MEASURES else told
            way = f"another measure, “{shown}”, {size(plan.hope, plan.scale, unit)} of it"
        case "part":
            field, _, value = told.partition("=")
            way = f"only {field} {value}"
        case _:
            way = f"held against the other {FIELDS.get(told, told)} ({listed(plan.controls)})"
    return f"after {times(plan.weeks_needed or 0, 'week')}: {way}; after 8 weeks {smallest} shows"


def cases(level: float | None, target: float | None, needed: int | None) -> str:
    """How many cases show a share to lie beyond its target."""
    if level is None or target is None or needed is None:
        return "Say a --target and a --level beyond it to learn how many cases show that."
    return (f"That the level lies above {exact(100 * target)} % shows with {number(needed)} cases if it lies at "
            f"{exact(100 * level)} %. Whether the target was kept this month is counted, and needs no such number.")
