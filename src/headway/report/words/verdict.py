"""A verdict in words: what changed for whom, whether it is more than chance, what of the target, what would tell."""

from __future__ import annotations

from headway.report.words.numbers import day, number, span, times
from headway.verdict.result import Answer, Attained, Check, Kind, Scale, Verdict

HEADLINE: dict[Answer, str] = {
    Answer.REACHED: "REACHED",
    Answer.IMPROVED: "IMPROVED",
    Answer.SIGNS_ONLY: "SIGNS ONLY",
    Answer.NO_EVIDENCE: "NO EVIDENCE",
    Answer.WORSE: "WORSE",
    Answer.CANNOT_TELL_YET: "CANNOT TELL YET",
}

REASONS: dict[str, str] = {
    "target_not_shown": "Whether the target is met can't be told yet.",
    "too_few_points": "There are too few points before or after the change.",
    "no_variation": "All points are alike: without noise there is nothing to judge by.",
    "interval_too_wide": "Anything in the interval would fit, a gain worth having and none.",
    "looks_not_paid": "At this early look the proof must be stronger; one look alone would have been enough.",
    "own_past_cries_wolf": "On its own past this series has shown as much without a change.",
    "only_blocks_agree": "One of two methods does not agree yet.",
}


def headline(verdict: Verdict) -> str:
    """
    >>> from headway.verdict.result import Effect
    >>> headline(Verdict(verdict=Answer.IMPROVED, kind=Kind.SHARE, effect=Effect(.1, .05, .15, Scale.DIFFERENCE),
    ...                  reasons=("target_not_shown",)))
    'IMPROVED, target not shown'
    """
    told = HEADLINE[verdict.verdict]
    return f"{told}, target not shown" if "target_not_shown" in verdict.reasons else told


def sentences(verdict: Verdict) -> list[str]:
    """The verdict as it could be read aloud: at most four sentences."""
    told = []
    if verdict.before is not None and verdict.after is not None:
        change = _change(verdict)
        told.append(f"{change[:1].upper()}{change[1:]}.")
    told.append({
        Answer.REACHED: "That is more than chance, and even cautiously read it is beyond the target.",
        Answer.IMPROVED: "That is more than chance.",
        Answer.WORSE: "Chance does not explain it.",
        Answer.NO_EVIDENCE: "A gain of the size worth having would have shown by now.",
        Answer.SIGNS_ONLY: "That may be chance.",
        Answer.CANNOT_TELL_YET: (
            "That can't be told from chance yet." if verdict.after is not None else "Nothing can be told yet."),
    }[verdict.verdict])
    told += [REASONS[reason] for reason in verdict.reasons if reason in REASONS]
    if verdict.look_again is not None:
        told.append(f"Look again on {day(verdict.look_again.isoformat())}.")
    return told


def level(value: float, kind: Kind) -> str:
    """A level in the series' own unit.

    >>> level(.963, Kind.SHARE), level(16.04, Kind.DURATION), level(41.0, Kind.COUNT)
    ('96.3 %', '16 h', '41')
    """
    if kind is Kind.SHARE:
        return f"{number(100 * value, decimals=1)} %"
    if kind is Kind.DURATION:
        return f"{_plain(value)} h"
    return _plain(value)


def effect(verdict: Verdict) -> str:
    """The change with its interval: "−21 % (−31 to −9 %)" or "+26 points (+20 to +31)"."""
    told = verdict.effect
    if told.value is None or told.low is None or told.high is None:
        return "can't be told"
    of = 100 if told.scale is Scale.RELATIVE or verdict.kind is Kind.SHARE else 1
    unit = " %" if told.scale is Scale.RELATIVE else " points" if verdict.kind is Kind.SHARE else ""
    return f"{_signed(of * told.value)}{unit} ({_signed(of * told.low)} to {_signed(of * told.high)}{unit})"


def check(found: Check) -> tuple[str, str]:
    """The sign of a check (✓ passed, ! could explain it otherwise, ? can't be said) and its words."""
    sign = {True: "✓", False: "!", None: "?"}[found.passed]
    facts = found.facts
    match found.code:
        case "placebo_dates":
            if not facts["dates"]:
                return "?", "too few points before the change to try the rule on its own past"
            return sign, (f"on {times(float(str(facts['dates'])), 'past date')} without a change, this rule would have claimed "
                          f"a gain {times(float(str(facts['claimed'])), 'time')}")
        case "moving_blocks":
            agrees = "agrees" if found.passed else "does not see it by itself"
            return ("✓" if found.passed else "="), f"moving-block test {agrees}, p = {number(float(str(facts['p'])), decimals=3)}"
        case "controls":
            parts = [f"{word}: {', '.join(names)}" for word, names in (
                ("controls used", facts["used"]), ("moved with the change, not trusted", facts["doubted"]),
                ("unlike before the change, not used", facts["unlike"])) if isinstance(names, tuple) and names]
            return sign, "; ".join(parts)
        case "looks":
            return "=", (f"look {facts['this']} of {facts['planned']}: early looks ask for stronger proof, so that "
                         "watching costs nothing")
    return sign, found.code.replace("_", " ")


def attained(told: Attained) -> str:
    """A contractual level: counted, not inferred."""
    kept = "kept" if told.kept else "missed"
    return (f"Counted: {number(told.met)} of {number(told.n)} from {span(told.first, told.last)}; the target of "
            f"{number(100 * told.target, decimals=1)} % was {kept} in this period.")


def _change(verdict: Verdict) -> str:
    assert verdict.before is not None
    assert verdict.after is not None
    now, low, high = verdict.after
    return (f"the level is now {level(now, verdict.kind)}; it was {level(verdict.before, verdict.kind)}. "
            f"Anything from {level(low, verdict.kind)} to {level(high, verdict.kind)} would fit")


def _signed(value: float) -> str:
    written = _plain(abs(value))
    return f"−{written}" if value < 0 else f"+{written}"


def _plain(value: float) -> str:
    """
    >>> _plain(16.04), _plain(0.456), _plain(1760.2)
    ('16', '0.46', '1,760')
    """
    if abs(value) >= 100:
        return number(value)
    text = f"{value:.2g}" if abs(value) < 10 else f"{value:.3g}"
    return text.replace("-", "−")
