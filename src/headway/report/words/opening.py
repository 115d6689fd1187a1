"""The three sentences that matter: codes and facts become sentences to be read aloud."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from headway.analyse import Said
from headway.eventlog.refused import Fact
from headway.kpi.definition import Direction, Kpi, Unit
from headway.report.words.measures import called
from headway.report.words.numbers import HOURS_A_DAY, between, day, figure, hours, number, times
from headway.report.words.template import bare

PARTS = {.1: "a tenth", .2: "a fifth", .25: "a quarter", .3: "three tenths", .5: "a half"}

NOT_VISIBLE = {
    "baseline_too_short": "not on this baseline",
    "not_within_a_year": "not within a year",
    "too_few_points": "can't be told yet",
}

WHY_NOT_VISIBLE = {
    "baseline_too_short": "the time before the change is too short, however long you wait after it",
    "not_within_a_year": "a year of waiting would not be enough",
    "too_few_points": "there are too few points to know the noise",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence to be read aloud, and the small line of figures under it."""

    says: str
    small: str = ""


class Facts:
    """The facts of one statement and the measure they speak of; asking for one that is missing is a `KeyError`."""

    __slots__ = ("_given", "_kpi")

    def __init__(self, given: Mapping[str, Fact], kpis: Mapping[str, Kpi]) -> None:
        self._given = given
        self._kpi = kpis.get(str(given.get("kpi")))

    @property
    def kpi(self) -> Kpi:
        return self._kpi if self._kpi is not None else _missing("kpi")

    def has(self, *names: str) -> bool:
        return all(self._given.get(name) is not None for name in names)

    def text(self, name: str) -> str:
        return str(self._given[name]) if self.has(name) else _missing(name)

    def number(self, name: str) -> float:
        return float(self.text(name))

    def value(self, name: str, *, spoken: bool = True) -> str:
        return figure(self.number(name), self.kpi, spoken=spoken)

    def count(self, name: str, noun: str = "ticket") -> str:
        return times(self.number(name), noun) if self.has(name) else ""


def opening(said: Said, *, kpis: Mapping[str, Kpi]) -> Statement:
    """One of the opening sentences; a code without words, or with facts missing, is said as it stands.

    >>> opening(Said("odd_thing", {"n": 3}), kpis={}).says
    'Odd thing (n: 3).'
    >>> opening(Said("level", {"median_hours": 22.1, "p90_hours": 382.0}), kpis={}).says
    'Half of the tickets are resolved within 22 hours; the slowest tenth take 16 days or longer.'
    """
    if said.code not in OPENING:
        return _as_it_stands(said)
    try:
        return OPENING[said.code](Facts(said.facts, kpis))
    except (KeyError, ValueError):   # other facts than the sentence needs: say those there are
        return _as_it_stands(said)


def visible_after(weeks: float | None, reason: str | None, *, short: bool = False) -> str:
    """
    >>> visible_after(4, None), visible_after(.4, None), visible_after(None, "not_within_a_year")
    ('4 weeks', 'under 1 week', 'not within a year')
    """
    if weeks is None:
        return NOT_VISIBLE.get(reason or "", bare(reason or "not visible", {}))
    if weeks < 1:
        return "<1 wk" if short else "under 1 week"
    whole = math.ceil(weeks)
    return f"{number(whole)} wk" if short else times(whole, "week")


def part(change: float) -> str:
    """
    >>> part(.2), part(.15)
    ('a fifth', '15 %')
    """
    return PARTS.get(round(change, 4), f"{number(100 * change)} %")


def effect(kpi: Kpi) -> str:
    """What a change for the better is called: misses are cut, and so is time; the rest rises."""
    if kpi.direction is Direction.UP and kpi.unit is not Unit.SHARE:
        return f"a rise of {{part}} in {called(kpi).name.lower()}"
    return f"a cut of {{part}} in {called(kpi).cut}"


def _level(facts: Facts) -> Statement:
    in_days = not facts.has("clock") or facts.text("clock") == "calendar"
    at = {name: facts.number(f"{name}_hours") for name in ("median", "p90", "mean") if facts.has(f"{name}_hours")}
    small = [f"{facts.count('n')} with a time of resolution"] if facts.has("n") else []
    labels = {"median": "median", "p90": "90th percentile", "mean": "mean"}
    small += [f"{labels[name]} {number(value, decimals=1)} h" for name, value in at.items()]
    if facts.has("days_only") and at["median"] < HOURS_A_DAY:
        later = f"within {hours(at['p90'], spoken=True)}" if at["p90"] >= HOURS_A_DAY else "on that day too"
        return Statement(f"Half of the tickets are resolved on the day they are opened, nine tenths {later}.", " · ".join(small))
    return Statement(
        f"Half of the tickets are resolved within {hours(at['median'], spoken=True, in_days=in_days)}; "
        f"the slowest tenth take {hours(at['p90'], spoken=True, in_days=in_days)} or longer.", " · ".join(small))


def _level_share(facts: Facts) -> Statement:
    value = facts.number("value")
    done = called(facts.kpi).done
    small = facts.count("n")
    if done is None:
        return Statement(f"{called(facts.kpi).name}: {facts.value('value')}.", small)
    of = 100 if value >= .05 or value == 0 else 1000
    count = number(value * of)
    verb = done.replace("were ", "was ", 1) if count == "1" else done
    return Statement(f"Of {number(of)} tickets, {count} {verb}.", " · ".join(filter(None, (facts.value(
        "value", spoken=False), small and f"of {small}"))))


def _moved(facts: Facts, *, worse: bool) -> Statement:
    words, since = called(facts.kpi), day(facts.text("since"))
    before, now = facts.value("before"), facts.value("now")
    if words.done is not None:
        says = f"At first, {before} of the tickets {words.done}; since {since} it is {now}"
    elif facts.kpi.unit is Unit.HOURS:
        says = f"At first, {words.cut} was {before}; since {since} it is {now}"
    else:
        says = f"{words.name} stood at {before} at first; since {since} it is {now}"
    says += ", which is worse." if worse else "."
    small = [f"{number(facts.number('before_n'))} and {number(facts.number('now_n'))} tickets"] if facts.has(
        "before_n", "now_n") else []
    if facts.has("baseline_from"):
        says += " Proposed as baseline: the time since then."
        small.append(f"confirm the start with --baseline-from {facts.text('baseline_from')}, or name the change")
    return Statement(says, " · ".join(small))


def _steady(facts: Facts) -> Statement:
    period = facts.text("period")
    usual = between(facts.number("lower"), facts.number("upper"), facts.kpi, dash=" to ")
    return Statement(
        f"{called(facts.kpi).name} is steady around {facts.value('centre')}: on a usual {period}, "
        f"anything from {usual} is chance.", facts.count("n_points", period))


def _visible(facts: Facts) -> Statement:
    change = effect(facts.kpi).format(part=part(facts.number("change")))
    says = f"From here, {change} would be visible after {visible_after(facts.number('weeks'), None)}"
    if facts.has("also"):
        reason = facts.text("also_reason") if facts.has("also_reason") else "baseline_too_short"
        kind = "a rise" if change.startswith("a rise") else "a cut"
        says += f"; {kind} of {part(facts.number('also'))} {visible_after(None, reason)}"
    return Statement(f"{says}.", _power(facts))


def _not_visible(facts: Facts) -> Statement:
    reason = facts.text("reason") if facts.has("reason") else ""
    why = WHY_NOT_VISIBLE.get(reason, bare(reason, {}) if reason else "")
    change = effect(facts.kpi).format(part=part(facts.number("change") if facts.has("change") else .5))
    return Statement(f"From here, not even {change} could be told from noise{': ' if why else ''}{why}.", _power(facts))


def _power(facts: Facts) -> str:
    small = []
    if facts.has("power", "alpha"):
        small.append(f"{figure_of_100(facts.number('power'))} chance to see it, "
                     f"{figure_of_100(facts.number('alpha'))} to be fooled")
    if facts.has("n_points", "period"):
        small.append(f"{facts.count('n_points', facts.text('period'))} before the change")
    if facts.has("autocorrelation"):
        small.append(f"neighbours correlated {number(facts.number('autocorrelation'), decimals=2)}")
    return " · ".join(small)


def figure_of_100(share: float) -> str:
    return f"{number(100 * share)} %"


def _too_few(facts: Facts) -> Statement:
    period = facts.text("period") if facts.has("period") else "point"
    what = f" of {called(facts.kpi).name.lower()}" if facts.has("kpi") else ""
    needed = f"; {number(facts.number('needed'))} would do" if facts.has("needed") else ""
    points = facts.count("n_points", period)
    verb = "is" if points.startswith("1 ") else "are"
    return Statement(f"{points}{what} {verb} too few to tell steady from moving{needed}.")


def censored(facts: Facts) -> Statement:
    """A fall that only the end of the log makes: slow tickets of the newest periods are not in it yet."""
    name = called(facts.kpi).name
    fall = f" from {facts.value('before')} to {facts.value('now')}" if facts.has("before", "now") else ""
    ends = f" on {day(facts.text('as_of'))}" if facts.has("as_of") else ""
    return Statement(f"{name} seems to fall{fall} only because the log ends{ends}.",
                     "of the newest tickets, only the quick ones are in it yet; no trend is claimed")


def _as_it_stands(said: Said) -> Statement:
    plain = bare(said.code, said.facts)
    return Statement(f"{plain[:1].upper()}{plain[1:]}.")


def _missing(name: str) -> NoReturn:
    raise KeyError(name)


OPENING: dict[str, Callable[[Facts], Statement]] = {
    "level": _level,
    "level_share": _level_share,
    "moved_better": lambda facts: _moved(facts, worse=False),
    "moved_worse": lambda facts: _moved(facts, worse=True),
    "steady": _steady,
    "visible": _visible,
    "not_visible": _not_visible,
    "too_few": _too_few,
    "censored": censored,
}
