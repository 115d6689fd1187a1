"""Why a verdict says what it says: one line a ground, each with its sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from headway.analyse.judgement import Judgement
from headway.eventlog.refused import Fact
from headway.kpi.definition import Given, Unit
from headway.report.words import verdict as words
from headway.report.words.levels import Levels, change, effect, exact, levels, signed, worth
from headway.report.words.measures import MEASURES
from headway.report.words.numbers import day, listed, number, share, span, times
from headway.report.words.template import bare, written
from headway.verdict.result import Answer, Balance, Check, Kept, Kind, Scale

# The signs: + for the gain, − against, = alike, ✓ check passed, ✗ target missed, ! could explain it otherwise, ? can’t be said.
SIGNS = {"+": "for the gain", "−": "against it", "=": "alike", "✓": "check passed", "✗": "target missed",
         "!": "could explain it otherwise", "?": "can’t be said"}
TONES = {"+": "up", "−": "down", "!": "down"}

REASONS: dict[str, tuple[str, str, str]] = {
    "too_few_points": ("?", "There are too few points", "The noise before the change and the level after it must both be known."),
    "no_variation": ("?", "All points are alike", "Without noise there is nothing to hold a change against."),
    "interval_too_wide": ("?", "The interval holds a gain worth having and none", "Either would fit what was seen."),
    "looks_not_paid": ("!", "An early look asks for stronger proof", "As the only look this one would have been enough."),
    "own_past_cries_wolf": ("!", "Its own past shows as much", "A move of this size came about without a change, too."),
    "many_at_once": ("!", "Many verdicts at once ask for stronger proof", "Alone, this one would have been enough."),
    "response_rate_changed": ("!", "Other people may answer than before",
                              "A change in who answers looks like a change in what they say."),
    "signs_of_worse": ("!", "It may even be worse", "One of two methods says so; the other does not agree yet."),
    "only_blocks_agree": ("?", "Only the second method sees a gain", "The first leans the same way, not surely enough."),
}
"""Sign, title and text of a reason."""
ELSEWHERE = ("target_not_shown", "balance_breached")
"""Reasons that are told with the target, and with what must not get worse."""

CHECKS: dict[str, str] = {
    "placebo_dates": "the rule tried on dates before the change at which nothing is known to have happened",
    "noise_of_others": "where its own past is too short: the series whose noise its own is taken to be like",
    "third_view": "what bsts-causalimpact says, where it is asked; it decides nothing",
    "moving_blocks": "a second method without assumptions on the noise",
    "controls": "which controls were used, which moved with the change, which ran otherwise before it",
    "looks": "which look this is of how many, and so how strong its proof must be",
    "picked_as_worst": "what was picked for being bad: how much of the gain would have come by itself",
    "response_rate": "whether the same share of people answers as before",
    "many_at_once": "how many verdicts were asked for at once",
    "fixed_wait": "whether many tickets wait equally long, as for an automatic closing",
    "rolled_out": "the parts that the change came to, each on its own day",
}
"""What each check looks at."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`title` is what was found, `text` the figures behind it."""

    sign: str
    title: str
    text: str = ""

    @property
    def tone(self) -> str | None:
        """The class of its sign where it speaks for or against."""
        return TONES.get(self.sign)


def grounds(judged: Judgement) -> list[Ground]:
    """What the verdict rests on: the measure, the move, its reasons, the checks, the count."""
    told = levels(judged)
    found = [_same(judged), *_move(judged, told), *_reasons(judged), *_target(judged, told)]
    for check in judged.checks:
        found += _check(check, judged)
    return [*found, *_attained(judged), *_balances(judged)]


def heading(judged: Judgement) -> str:
    return f"Why “{words.answer(judged).lower()}”"


def _same(judged: Judgement) -> Ground:
    series = judged.series
    clock = f", {series.kpi.clock.value} clock" if series.kpi.unit is Unit.HOURS else ""
    version = "as given" if isinstance(series.kpi.part, Given) else f"version {series.kpi.version}"
    return Ground("=", "Same measure on both sides", f"{words.name(judged)}, {version}{clock}, by {series.period.value}.")


def _move(judged: Judgement, told: Levels) -> Iterator[Ground]:
    if judged.after is None or judged.effect.low is None or judged.effect.high is None:
        return
    sign = {Answer.REACHED: "+", Answer.IMPROVED: "+", Answer.SIGNS_ONLY: "?", Answer.WORSE: "−", Answer.NO_EVIDENCE: "=",
            Answer.CANNOT_TELL_YET: "?"}[judged.verdict]
    title = {Answer.NO_EVIDENCE: f"The level moved by {change(judged, told)}, within the noise",
             Answer.CANNOT_TELL_YET: f"The level may have moved by {change(judged, told)}",
             Answer.SIGNS_ONLY: f"The level seems to have moved by {change(judged, told)}",
             }.get(judged.verdict, f"The level moved by {change(judged, told)}")
    yield Ground(sign, title, f"90 % interval {words_of_effect(judged, told)}. {points(judged)}.")


def words_of_effect(judged: Judgement, told: Levels) -> str:
    """The interval of the change alone: "+20.3 to +31.0 points"."""
    whole = effect(judged, told) or ""
    inside = whole[whole.find("(") + 1:whole.rfind(")")]
    unit = whole[:whole.find(" (")].lstrip("+−0123456789.,")
    return f"{inside}{unit}"


def points(judged: Judgement) -> str:
    """What it rests on: "24 weeks before, 11 after; 412 and 200 tickets"."""
    before, after = judged.n
    period = str(judged.method.get("period", judged.series.period.value))   # a closing rate may be told by another one
    told = f"{times(before, period)} before, {number(after)} after"
    cases = judged.cases
    if cases[0] > before or cases[1] > after:
        told += f"; {number(cases[0])} and {times(cases[1], words.noun(judged))}"
    return told


def _reasons(judged: Judgement) -> Iterator[Ground]:
    for code in judged.reasons:
        if code in REASONS:
            sign, title, text = REASONS[code]
            yield Ground(sign, title, text)
        elif code not in ELSEWHERE:
            yield Ground("?", bare(code, {}).capitalize())


def _target(judged: Judgement, told: Levels) -> Iterator[Ground]:
    if judged.target is None or judged.after is None:
        return
    aim, between = told.aim(judged.target), told.between(*judged.after[1:])
    if judged.verdict is Answer.REACHED:
        yield Ground("✓", f"The target of {aim} is reached", f"The whole interval of the level, {between}, lies beyond it.")
    elif words.short_of_target(judged):
        yield Ground("✗", f"The target of {aim} is not met", f"The whole interval of the level, {between}, lies short of it.")
    elif words.beyond_target(judged):
        yield Ground("?", f"The target of {aim} lies behind, the gain is not shown", f"The interval of the level: {between}.")
    else:
        yield Ground("?", f"Whether the target of {aim} is met can’t be said",
                     f"It lies inside the interval of the level, {between}.")


def _check(check: Check, judged: Judgement) -> list[Ground]:
    """A check in words; one without words, or with other facts, is said as it stands."""
    known = {"placebo_dates": _placebo, "moving_blocks": _blocks, "controls": _controls, "looks": _looks,
             "picked_as_worst": _picked, "response_rate": _answering, "many_at_once": _many,
             "noise_of_others": _alike, "third_view": _third, "rolled_out": _rolled_out, "fixed_wait": _fixed_wait}
    try:
        found = known[check.code](check, judged)
    except (KeyError, TypeError, ValueError):
        found = None
    return found if found is not None else [Ground(_sign(check), bare(check.code, {}).capitalize(), _facts(check))]


def _sign(check: Check) -> str:
    return "?" if check.passed is None else "✓" if check.passed else "!"


def _facts(check: Check) -> str:
    told = (f"{name.replace('_', ' ')}: {written(value)}" for name, value in check.facts.items() if value not in (None, ()))
    return ", ".join(told)


def _placebo(check: Check, judged: Judgement) -> list[Ground]:
    dates, claimed = _number(check.facts["dates"]), _number(check.facts["claimed"])
    if not dates:
        return [Ground("?", "This rule could not be tried on its past", "Too few points lie before the change.")]
    title = "This rule seldom cries wolf here" if check.passed else "This rule cries wolf here"
    often = "once" if claimed == 1 else times(claimed, "time")
    claims = f"would have claimed a gain {often}" if claimed else "would never have claimed a gain"
    text = f"On {times(dates, 'past date')} without a change it {claims}."
    widened = _number(check.facts.get("widened", 1.0))
    if widened >= 1.05:
        text += f" The interval is {number(widened, decimals=1)} times as wide for how its past scatters."
    return [Ground(_sign(check), title, text)]


def _blocks(check: Check, judged: Judgement) -> list[Ground]:
    how = f"Moving-block test without assumptions on the noise: p = {_p(_number(check.facts['p']))}."
    if check.passed:
        alone = "only_blocks_agree" in judged.reasons
        return [Ground("+", "The second method sees a gain" if alone else "A second method agrees", how)]
    if judged.verdict in (Answer.REACHED, Answer.IMPROVED, Answer.SIGNS_ONLY):
        return [Ground("−", "A second method does not agree yet", how)]
    return [Ground("=", "A second method sees no gain either", how)]


def _third(check: Check, judged: Judgement) -> list[Ground]:
    low, high = check.facts["low"], check.facts["high"]
    if low is None or high is None:
        return [Ground("?", "A third method can’t tell", "A structural time series (CausalImpact) found no interval.")]
    between = f"{signed(judged, _number(low), levels(judged))} to {signed(judged, _number(high), levels(judged))}"
    title = "A third method sees a gain, too" if check.passed else "A third method sees no gain"
    return [Ground("+" if check.passed else "−", title, f"Structural time series (CausalImpact), 90 % interval {between}.")]


def _alike(check: Check, judged: Judgement) -> list[Ground]:
    names = _names(check.facts["from"])
    return [Ground("✓", "Others tell how much it scatters",
                   f"Its own past is too short for that; its noise is taken to be like that of {listed(names, at_most=3)}.")]


def _p(value: float) -> str:
    return "under 0.001" if value < .001 else number(value, decimals=3 if value < .1 else 2)


def _controls(check: Check, judged: Judgement) -> list[Ground]:
    used, doubted, unlike = (_names(check.facts.get(name)) for name in ("used", "doubted", "unlike"))
    found = []
    if used:
        stood = "The control stood still" if len(used) == 1 else "The controls stood still"
        found.append(Ground("✓", stood, f"Held against {listed(used)}: what moved them all is not counted as a gain."))
    if doubted:
        moved = "A control moved with the change" if len(doubted) == 1 else "Controls moved with the change"
        found.append(Ground("!", moved, f"{listed(doubted)}: not trusted, and not used."))
    if unlike:
        found.append(Ground("?", "Not every control is of use", f"{listed(unlike)}: ran otherwise before the change; not used."))
    return found


def _looks(check: Check, judged: Judgement) -> list[Ground]:
    this, planned = _number(check.facts["this"]), check.facts.get("planned")
    often = times(_number(planned), "time") if planned else "without a planned end"
    return [Ground("✓", f"Looking {often} is paid for",
                   f"This is look {number(this)}: early looks ask for stronger proof, so that watching costs no false claims.")]


def _picked(check: Check, judged: Judgement) -> list[Ground]:
    of, returns = _number(check.facts["of"]), _number(check.facts["would_return_by"])
    by_itself = signed(judged, returns, levels(judged))
    return [Ground("=", f"Picked as the worst of {number(of)}",
                   f"What is picked for being bad gets better by itself: {by_itself} is not counted as a gain.")]


def _answering(check: Check, judged: Judgement) -> list[Ground]:
    before, after = (share(_number(check.facts[name])) for name in ("before", "after"))
    if check.passed:
        return [Ground("✓", "As many answer as before", f"{before} before, {after} after.")]
    return [Ground("!", "Other people may answer than before", f"{before} answered before the change, {after} after it.")]


def _many(check: Check, judged: Judgement) -> list[Ground]:
    many = _number(check.facts["verdicts"])
    if many < 2:
        return []
    return [Ground("✓", f"Asking {number(many)} at once is paid for", "The more verdicts, the stronger the proof of each.")]


def _fixed_wait(check: Check, judged: Judgement) -> list[Ground]:
    part, hours = share(_number(check.facts["share"])), number(_number(check.facts["hours"]))
    return [Ground("!", f"{part} of the tickets wait equally long",
                   f"{hours} hours on the clock of work, as for an automatic closing: no work makes that shorter, and what the "
                   "change did is told as smaller than it is. Map the moment at which the work was done.")]


def _rolled_out(check: Check, judged: Judgement) -> list[Ground]:
    parts, untold = _names(check.facts["parts"]), _names(check.facts["untold"])
    text = f"Each judged at its own day: {listed(parts)}."
    if untold:
        text += f" Too little to tell of {listed(untold)}."
    return [Ground("?" if untold else "✓", f"One verdict on a roll-out to {times(len(parts), 'part')}", text)]


def _balances(judged: Judgement) -> Iterator[Ground]:
    """What must not get worse for it, each against what would be tolerated."""
    for balance in judged.balances:
        moved = moved_by(balance) or "Its change can’t be told"
        text = f"{moved}; {of_effect(balance.tolerated, balance).lstrip('+')} would be tolerated."
        match balance.state:
            case Kept.KEPT:
                yield Ground("✓", f"{_called(balance.name)} did not get worse by more than is tolerated", text)
            case Kept.BREACHED:
                yield Ground("!", f"{_called(balance.name)} got worse by more than is tolerated", text)
            case Kept.CANNOT_TELL:
                yield Ground("?", f"Whether {_called(balance.name)} got worse can’t be said", text)


def _called(name: str) -> str:
    """A measure of a log by its name; what came as points is called what it was called."""
    shipped = MEASURES.get(name)
    return name if shipped is None else f"“{shipped.name}”"


def moved_by(balance: Balance) -> str:
    """How far it moved, with the interval: "+0.3 points (−1.6 to +2.3)"; empty where that can't be told."""
    value, low, high = balance.effect.value, balance.effect.low, balance.effect.high
    if value is None or low is None or high is None:
        return ""
    ends = (of_effect(end, balance).removesuffix(" points") for end in (low, high))
    return f"{of_effect(value, balance)} ({' to '.join(ends)})"


def of_effect(value: float, balance: Balance) -> str:
    """An effect on another measure, of which its scale is known, and of a share that it counts in points.

    >>> from headway.verdict.result import Effect
    >>> slower = Balance("slower", Effect(None, None, None, Scale.RELATIVE), .1, Kept.CANNOT_TELL)
    >>> reopened = Balance("reopened", Effect(None, None, None, Scale.DIFFERENCE), .02, Kept.KEPT, Kind.SHARE)
    >>> of_effect(-.213, slower), of_effect(.0812, reopened)
    ('−21 %', '+8.1 points')
    """
    if balance.effect.scale is Scale.RELATIVE:
        written = f"{number(100 * value)} %"
    elif balance.kind is Kind.SHARE:
        written = f"{number(100 * value, decimals=1).removesuffix('.0')} points"
    else:
        written = number(value, decimals=2)
    return written if value < 0 else f"+{written}"


def _attained(judged: Judgement) -> Iterator[Ground]:
    """A contractual level: counted, not inferred."""
    told = judged.attained
    if told is None:
        return
    target = exact(100 * told.target)
    kept = "kept" if told.kept else "missed"
    part = number(100 * told.met / told.n, decimals=1) if told.n else "–"
    yield Ground("✓" if told.kept else "✗", f"Counted, {target} % was {kept}",
                 f"{number(told.met)} of {number(told.n)} ({part} %), {span(told.first, told.last)}: what happened, not the "
                 "level behind it.")


def next_steps(judged: Judgement, *, by_command: bool = True) -> list[Ground]:
    """What would change the verdict, and when to look; `by_command` names the options of the command that asked."""
    found = []
    if judged.look_again is not None:
        found.append(Ground("→", f"Look again on {day(judged.look_again)}",
                            "By then the change worth having shows eight times in ten, if it is there."))
    elif judged.verdict is Answer.CANNOT_TELL_YET:
        few = "too_few_points" in judged.reasons
        found.append(Ground("→", "More points are needed" if few else "Waiting alone does not tell it", _instead(judged)))
    if judged.verdict is Answer.IMPROVED and judged.target is not None and not words.short_of_target(judged):
        found.append(Ground("→", "More points after the change narrow the interval",
                            "The target is shown once the whole interval lies beyond it."))
    if judged.verdict is Answer.NO_EVIDENCE:
        gain = worth(judged)
        found.append(Ground("→", "A smaller gain may still be there",
                            f"What is ruled out is a gain of {gain or 'the size worth having'} or more."))
    if not any(check.code == "controls" for check in judged.checks):
        found.append(Ground("→", "A control tells the change from what else happened that day",
                            _control(judged, by_command=by_command)))
    if judged.asked.looks is None:
        found.append(Ground("→", "Looking again and again needs its price",
                            f"Say which look it is{', as in --looks 2/12,' if by_command else ''} and the rate of false claims "
                            "stays at one in twenty."))
    return found


def _control(judged: Judgement, *, by_command: bool) -> str:
    if judged.method.get("series") == "closing rate":   # held only against other closing rates
        how = ", as in --only team=A --controls team=\"*\"" if by_command else ""
        return f"Hold it against a part of the log that the change did not touch{how}."
    return f"Name a service that it did not touch{': --controls NAME=FILE' if by_command else ''}."


def _instead(judged: Judgement) -> str:
    if "too_few_points" in judged.reasons:
        return "Shorter periods, a longer time before the change, or more of them after it."
    if "no_variation" in judged.reasons:
        return "Take a measure that varies."
    return "A finer measure, a control, or a change in more places at once would."


def _names(value: Fact) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),) if value else ()


def _number(value: Fact) -> float:
    return float(str(value))
