"""A verdict in words: what changed for whom, whether it is more than chance, what of the target, what would tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from headway.analyse.judgement import Judgement
from headway.kpi.definition import Direction, Given, Kpi, Unit
from headway.report.words.levels import CLAIMS, Levels, levels, worth
from headway.report.words.measures import MEASURES, called, sliced
from headway.report.words.numbers import day, listed, number, shortened, times
from headway.report.words.template import bare
from headway.verdict.result import Answer, Kept, Verdict

TITLE = "Did we get there?"

ANSWERS: dict[Answer, str] = {
    Answer.REACHED: "Reached",
    Answer.IMPROVED: "Improved",
    Answer.SIGNS_ONLY: "Signs only",
    Answer.NO_EVIDENCE: "No evidence",
    Answer.WORSE: "Worse",
    Answer.CANNOT_TELL_YET: "Cannot tell yet",
}
MEANINGS: dict[Answer, str] = {
    Answer.REACHED: "better by more than chance, and the whole 90 % interval of the level lies beyond the target",
    Answer.IMPROVED: "better by more than chance; the target, if there is one, is not shown",
    Answer.SIGNS_ONLY: "better by one view, not by the other, or not by enough for an early look",
    Answer.NO_EVIDENCE: "a gain of the size worth having would have shown by now",
    Answer.WORSE: "worse by more than chance",
    Answer.CANNOT_TELL_YET: "too little to tell; with the day to look again, where waiting would help",
}

# What continues "Of 100 tickets, 61 …" for each measure that is a share of tickets.
NOW: dict[str, str] = {
    "within_8h": "are now resolved within 8 hours",
    "within_24h": "are now resolved within a day",
    "within_72h": "are now resolved within three days",
    "sla_kept": "now keep their agreement",
    "reopened": "are now reopened",
    "bounced": "are now handed over three times or more",
    "ping_pong": "now go back to a group that had them before",
    "first_group": "are now resolved by the first group",
    "satisfaction_response": "are now followed by an answer on satisfaction",
    "recurrence": "are now tied to a known problem seen before",
    "change_failure_rate": "now fail or cause an incident",
}
# What "is now at …", where the measure's own words would read backwards.
SUBJECTS: dict[str, str] = {
    "reassigned_mean": "the mean number of handovers a ticket", "backlog": "the number of open tickets",
    "arrivals": "the number of tickets opened", "closures": "the number of tickets closed",
    "net_flow": "what is opened less what is closed", "satisfaction": "the mean satisfaction",
    "availability": "availability", "mtbf": "the mean time between failures",
}

# What a reason adds to the sentence.
REASONS: dict[str, str] = {
    "target_not_shown": "Whether the target is met can’t be told yet",
    "too_few_points": "There are too few points to tell",
    "no_variation": "All points are alike: without noise there is nothing to judge by",
    "interval_too_wide": "That can’t be told from chance yet",
    "looks_not_paid": "At this early look the proof must be stronger; one look alone would have been enough",
    "many_at_once": "Among so many verdicts at once the proof must be stronger; alone it would have been enough",
    "balance_breached": "Something else got worse for it by more than is tolerated",
    "own_past_cries_wolf": "That may be chance: on its own past this series has shown as much without a change",
    "response_rate_changed": "Other people may answer than before",
    "signs_of_worse": "It may even be worse: one of two methods says so",
    "only_blocks_agree": "That may be chance: one of two methods does not agree yet",
}

_STOP = re.compile(r"[:;.](?= |$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The verdict as it could be read aloud, in pieces; True marks what one would stress."""

    pieces: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


def answer(judged: Verdict) -> str:
    return ANSWERS.get(judged.verdict) or bare(judged.verdict.value, {}).capitalize()


def standing(judged: Judgement) -> str:
    """What of the target, in two words, beside "improved"; every other answer says it or leaves it open."""
    if judged.target is None or judged.verdict is not Answer.IMPROVED:
        return ""
    return "target missed" if short_of_target(judged) else "target not shown"


def short_of_target(judged: Judgement) -> bool:
    """Whether the whole interval lies on the wrong side of the target."""
    if judged.target is None or judged.after is None:
        return False
    _, low, high = judged.after
    return high < judged.target if judged.asked.direction is Direction.UP else low > judged.target


def beyond_target(judged: Judgement) -> bool:
    """Whether the whole interval lies on the good side of the target."""
    if judged.target is None or judged.after is None:
        return False
    _, low, high = judged.after
    return low >= judged.target if judged.asked.direction is Direction.UP else high <= judged.target


def headline(judged: Judgement) -> str:
    """"IMPROVED, target not shown", for a terminal."""
    return ", ".join(filter(None, (answer(judged).upper(), standing(judged), cost(judged))))


def cost(judged: Judgement) -> str:
    return "at a cost" if "balance_breached" in judged.reasons else ""


def name(judged: Judgement) -> str:
    """What the verdict is about: the measure, and the part of the log."""
    kpi, part = judged.series.kpi, sliced(judged.series.slice)
    told = shortened(_label(kpi)) if kpi.label is not None else called(kpi).name
    told = f"{told[:1].upper()}{told[1:]}"
    return f"{told}, {part}" if part else told


def sentence(judged: Judgement) -> Sentence:
    """At most 45 words: the change, whether it is more than chance, the target, what would tell."""
    told = levels(judged)
    chance, claimed = _chance(judged, told), judged.verdict in CLAIMS
    rest = " ".join(part for part in (_target(judged, told), _cost(judged), _wait(judged)) if part)
    lead, change = _change(judged, told) if judged.before is not None and judged.after is not None else ("", "")
    stop = _STOP.search(chance)   # where nothing is claimed, that is what one would stress
    first = len(chance) if stop is None else stop.start()
    pieces = ((lead, False), (change, claimed), (". " if change else "", False), (chance[:first], not claimed),
              (f"{chance[first:]}{f' {rest}' if rest else ''}", False))
    return Sentence(tuple(piece for piece in pieces if piece[0]))


def when(judged: Judgement, *, short: bool = False) -> str:
    """The change by its name and day: "chatbot, 2 March 2026"."""
    on = day(judged.asked.change)
    what = shortened(judged.change_name, at_most=24 if short else 48)
    return f"{what}, {on}" if what else f"change, {on}"


def counted(judged: Judgement) -> tuple[tuple[float, int], tuple[float, int]] | None:
    """For a share whose n are known: (met, of) before and after the change, as the points say; None otherwise."""
    if judged.series.kpi.unit is not Unit.SHARE or not judged.asked.counted:
        return None
    sides: list[tuple[float, int]] = []
    for after in (False, True):
        points = [point for point in judged.series.points
                  if point.counts and (point.starts_on >= judged.asked.change) is after]
        sides.append((sum(point.n * (point.value or 0.0) for point in points), sum(point.n for point in points)))
    return sides[0], sides[1]


def noun(judged: Judgement) -> str:
    """What is counted."""
    kpi = judged.series.kpi
    if isinstance(kpi.part, Given):
        return "case"
    return "change" if kpi.id == "change_failure_rate" else "ticket"


def _change(judged: Judgement, told: Levels) -> tuple[str, str]:
    """What leads up to the change, and the change itself."""
    assert judged.before is not None
    assert judged.after is not None
    kpi, now, before = judged.series.kpi, judged.after[0], judged.before
    part = f" ({sliced(judged.series.slice)})" if judged.series.slice else ""
    if pictured(judged):
        many, was, of = number(told.of * now), number(told.of * before), number(told.of)
        if kpi.label is None and kpi.id in NOW:
            return f"Of {of} {noun(judged)}s{part}, ", f"{many} {NOW[kpi.id]}{_was(was, many)}"
        if kpi.label == "series":
            return "The share ", f"is now {many} of {of}{_was(was, many)}"
        return f"{_subject(kpi)} ", f"now holds for {many} of {of} cases{_was(was, many)}"
    subject = f"{_subject(kpi)}{part}"
    level, was = told.spoken(now), told.plain(before, spoken=True)
    same = was == told.plain(now, spoken=True)
    return f"{subject[:1].upper()}{subject[1:]} ", f"is now at {level}{', as before' if same else f'; it was at {was}'}"


def pictured(judged: Judgement) -> bool:
    """Whether the levels are told as counts that people can picture, "96 of 100"."""
    return judged.series.kpi.unit is Unit.SHARE and judged.series.kpi.id not in SUBJECTS


def _was(was: str, now: str) -> str:
    return ", as before" if was == now else f"; it was {was}"


def _subject(kpi: Kpi) -> str:
    if kpi.label == "series":   # points from Python, which bring no name
        return "the level"
    shipped = kpi.label is None and kpi.id in MEASURES
    return SUBJECTS.get(kpi.id, MEASURES[kpi.id].cut) if shipped else f"“{shortened(_label(kpi), at_most=40)}”"


def _label(kpi: Kpi) -> str:
    return (kpi.label or kpi.id).replace("_", " ")


def _chance(judged: Judgement, told: Levels) -> str:
    match judged.verdict:
        case Answer.REACHED:
            return "That is more than chance."
        case Answer.IMPROVED:
            fits = f": {_fits(judged, told)} would fit" if judged.target is None else ""
            return f"That is more than chance{fits}."
        case Answer.WORSE:
            return "That is worse, and chance does not explain it."
        case Answer.NO_EVIDENCE:
            gain = worth(judged)
            signs = f" {REASONS['signs_of_worse']}." if "signs_of_worse" in judged.reasons else ""
            return f"A gain of {gain or 'the size worth having'} would have shown by now.{signs}"
        case Answer.SIGNS_ONLY | Answer.CANNOT_TELL_YET:
            return _reasons(judged, told)


def _reasons(judged: Judgement, told: Levels) -> str:
    """Why it can’t be told, in the order of the reasons; a reason without words is said as it stands."""
    said = []
    for code in judged.reasons:
        match code:
            case "too_few_points":
                before, after = judged.n
                said.append(f"{times(before, 'point')} before the change and {number(after)} after are too few to tell.")
            case "interval_too_wide" if judged.after is not None:
                said.append(f"{REASONS[code]}: {_fits(judged, told)} would fit.")
            case "target_not_shown" | "balance_breached":
                pass
            case _:
                said.append(f"{REASONS.get(code) or bare(code, {}).capitalize()}.")
    return " ".join(said) or "That can’t be told from chance yet."


def _target(judged: Judgement, told: Levels) -> str:
    if judged.target is None or judged.after is None:
        return ""
    aim = _aim(judged, told)
    if judged.verdict is Answer.REACHED:
        side = "over" if judged.asked.direction is Direction.UP else "under"
        return f"Even cautiously read it is {side} the target of {aim}."
    if judged.verdict is not Answer.IMPROVED:
        return ""
    cases = f"with {number(judged.cases[1])} {noun(judged)}s, " if judged.asked.counted and judged.cases[1] else ""
    if short_of_target(judged):
        return f"The target of {aim} is not met: {cases}{_fits(judged, told)} would fit."
    return f"Whether the target of {aim} is met can’t be told yet: {cases}{_fits(judged, told)} would fit."


def _aim(judged: Judgement, told: Levels) -> str:
    assert judged.target is not None
    return number(told.of * judged.target) if pictured(judged) else told.aim(judged.target)


def _fits(judged: Judgement, told: Levels) -> str:
    """"anything from 92 to 98"; of 1,000 where the sentence counts in thousands."""
    assert judged.after is not None
    low, high = told.around(*judged.after[1:])
    if told.fewer and pictured(judged):
        low, high = (number(float(end.replace(",", "").replace("−", "-")) * 10 ** told.fewer) for end in (low, high))
    return f"anything from {low} to {high}"


def _cost(judged: Judgement) -> str:
    """What got worse for it."""
    if "balance_breached" not in judged.reasons:
        return ""
    breached = tuple(balance.name for balance in judged.balances if balance.state is Kept.BREACHED)
    return f"But {listed(breached, at_most=2)} got worse." if breached else f"{REASONS['balance_breached']}."


def _wait(judged: Judgement) -> str:
    """What would tell."""
    if judged.look_again is not None:
        return f"Look again on {day(judged.look_again)}."
    if judged.verdict is Answer.CANNOT_TELL_YET and "interval_too_wide" in judged.reasons:
        return "Waiting a year would not tell it either."
    return ""
