"""The lines around a verdict: what it is about, its figures, how it was made."""

from __future__ import annotations

from headway.analyse.judgement import Judgement
from headway.eventlog.refused import Fact
from headway.kpi.definition import Clock, Direction, Unit
from headway.report.words import verdict as words
from headway.report.words.grounds import points
from headway.report.words.levels import effect, exact, levels, signed, worth
from headway.report.words.numbers import day, listed, number, span
from headway.report.words.template import written
from headway.verdict.result import Answer

COVER = "verdict on "
VERDICT = "Verdict"
REASONS = "what was looked at, and what it said"
NEXT = ("What would change it", "and when to look")

ESTIMATORS = {"step with AR(1) and sampling noise, averaged by REML":
              "a step in the level, against noise that resembles its neighbours and noise of sampling"}
SERIES = {"points": "the points of the series",
          "closing rate": "the closing rate: closures against those expected of tickets of the same ages"}
COLUMNS = {"slope": "a steady drift", "wander": "wandering", "weekday": "weekdays", "year": "the time of year",
           "load": "load", "control": "controls"}
SHOWN_ELSEWHERE = ("estimator", "series", "columns", "threshold", "level", "period")


def scope(judged: Judgement) -> list[str]:
    """What was judged, in a few pieces."""
    series = judged.series
    found = [words.name(judged), words.when(judged)]
    if series.points:
        found.append(f"{series.period.value}s of {span(series.points[0].starts_on, series.points[-1].starts_on)}")
    if series.kpi.unit is Unit.HOURS:
        found.append("business hours" if series.kpi.clock is Clock.BUSINESS else "calendar clock")
    return found


def beside(judged: Judgement) -> str:
    """Beside the answer's word: the target, and the day up to which the points reach."""
    return " · ".join(filter(None, (words.standing(judged), words.cost(judged), _known(judged))))


def _known(judged: Judgement) -> str:
    series, on = judged.series, judged.asked.as_of
    if on is None and series.as_of is not None:
        on = series.as_of.date()
    if on is not None:
        return f"as known on {day(on)}"
    return f"up to the {series.period.value} of {day(series.points[-1].starts_on)}" if series.points else ""


def figures(judged: Judgement) -> list[tuple[str, str, str]]:
    """Term, figure, and what stands under it."""
    told, found = levels(judged), []
    moved = effect(judged, told)
    if moved is not None:
        move, _, interval = moved.partition(" (")
        found.append(("Change of the level", move, f"90 % interval {interval.rstrip(')')}"))
    if judged.in_full is not None and judged.in_full.value is not None and judged.in_full.low is not None \
            and judged.in_full.high is not None:
        low, high = (signed(judged, end, told) for end in (judged.in_full.low, judged.in_full.high))
        found.append(("Once in full", signed(judged, judged.in_full.value, told), f"90 % interval {low} to {high}"))
    if judged.after is not None:
        found.append(("Level after", told.told(judged.after[0]), f"90 % interval {told.between(*judged.after[1:])}"))
    found += _counted(judged)
    found.append(("Rests on", *_split(points(judged))))
    if (gain := worth(judged)) is not None:
        found.append(("Worth having", f"{gain} or more", "as was said"))
    if judged.look_again is not None:
        found.append(("Look again", day(judged.look_again), ""))
    return found


def _counted(judged: Judgement) -> list[tuple[str, str, str]]:
    """What happened, apart from the level behind it."""
    sides = words.counted(judged)
    if judged.attained is not None and judged.attained.n:
        told = judged.attained
        kept = f"the target of {exact(100 * told.target)} % was {'kept' if told.kept else 'missed'}"
        return [("Counted after the change", f"{number(told.met)} of {number(told.n)}",
                 f"{number(100 * told.met / told.n, decimals=1)} %; {kept}")]
    if sides is None or not sides[1][1]:
        return []
    (was, of), (met, n) = sides
    before = f"; before {number(was)} of {number(of)}" if of else ""
    return [("Counted after the change", f"{number(met)} of {number(n)}", f"{number(100 * met / n, decimals=1)} %{before}")]


def method_lines(judged: Judgement) -> list[tuple[str, str]]:
    """How the verdict came about, as term and text; a choice without words is said with its code."""
    method, asked = judged.method, judged.asked
    good = "up is good" if asked.direction is Direction.UP else "down is good"
    on = day(asked.change)
    found = [("Measure", f"{words.name(judged)}; {good}"), ("Change", words.when(judged) if judged.change_name else on)]
    if "series" in method:
        found.append(("Judged by", SERIES.get(str(method["series"]), str(method["series"]))))
    if "estimator" in method:
        found.append(("Model", ESTIMATORS.get(str(method["estimator"]), str(method["estimator"]))))
    if allowed := _allowed(method.get("columns")):
        found.append(("Allowed for", allowed))
    if isinstance(kinds := method.get("kinds_of_tickets"), int):
        found.append(("Case mix", f"tickets are held against tickets of their kind, {number(kinds)} kinds by category, service, "
                                  "type and channel"))
    found.append(("Natural limits", "of the points before the change alone; for the eye, not for the verdict"))
    if isinstance(threshold := method.get("threshold"), int | float):
        found.append(("Claimed where", f"chance does as much at most {_times(threshold)}"))
    found.append(("Intervals", f"{number(100 * judged.effect.level)} %, so that one side is wrong once in twenty"))
    if asked.looks is not None:
        this, planned = asked.looks
        found.append(("Look", f"{number(this)} of {number(planned)} planned" if planned else f"{number(this)}, no end planned"))
    if asked.in_full is not None:
        found.append(("All of its effect", f"from {day(asked.in_full)}, rising to it in a straight line"))
    if asked.as_of is not None:
        found.append(("As known on", day(asked.as_of)))
    found += [(name.replace("_", " ").capitalize(), written(value)) for name, value in method.items()
              if name not in SHOWN_ELSEWHERE]
    return found


def _allowed(columns: Fact) -> str:
    """The columns of the regression in words: weekdays once, not six times."""
    names = columns if isinstance(columns, tuple) else ()
    kinds = dict.fromkeys(name.split(" ")[0] for name in names if name not in ("level", "step"))
    return listed(tuple(COLUMNS.get(kind, kind) for kind in kinds))


def _split(told: str) -> tuple[str, str]:
    first, _, rest = told.partition("; ")
    return first, rest


def answer_line(answer: Answer) -> str:
    return f"{words.ANSWERS[answer]}: {words.MEANINGS[answer]}"


def _times(share: float) -> str:
    """How often, in counts that can be pictured.

    >>> _times(.05), _times(.01), _times(.0004)
    ('5 times in 100', 'once in 100', '4 times in 10,000')
    """
    of = next((many for many in (100, 1000, 10_000) if share * many >= 1), 100_000)
    counted = exact(round(of * share, 1))
    return f"{'once' if counted == '1' else f'{counted} times'} in {number(of)}"
