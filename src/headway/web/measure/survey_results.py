"""What the answers of a questionnaire say: shares and means with their 90 % intervals, and how many answered at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from headway.stats.shares import mean_interval, share_interval

FEWEST_ANSWERS = 5    # shown one by one, fewer would tell who said what
CONTENT = 4           # of 5: "good" or "very good"


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its two-sided 90 % interval; `low` and `high` are None where one answer tells nothing of the spread."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """`mean` for ratings; `share` is that of ratings of 4 or 5, or of "yes"; `counts` by answer. None: nobody answered."""

    question: int
    n: int
    mean: Interval | None = None
    share: Interval | None = None
    counts: Mapping[str, int]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResult:
    """`asked` None: an open link, of which nobody knows whom it reached; then there is no response rate."""

    answers: int
    asked: int | None
    response: Interval | None
    questions: tuple[QuestionResult, ...]

    def told(self) -> dict[str, Any]:
        return asdict(self)


def result_of(questions: Sequence[tuple[int, str]], answers: Sequence[Mapping[str, Any]], *, asked: int | None) -> SurveyResult:
    """Count answers {question id as text: value} to questions (id, "rating" | "yes_no" | "words").

    Where it is known how many were asked, intervals allow for the part of them that answered.

    >>> told = result_of([(7, "rating")], [{"7": 5}, {"7": 4}, {"7": 2}], asked=10)
    >>> told.questions[0].counts["5"], round(told.questions[0].share.value, 2), told.response.value
    (1, 0.67, 0.3)
    """
    n = len(answers)
    known = asked if asked is not None and asked >= max(n, 1) else None
    response = None
    if known is not None:
        low, high = share_interval(n, known)
        response = Interval(n / known, low, high)
    return SurveyResult(answers=n, asked=known, response=response, questions=tuple(
        _question(number, kind, [answer[str(number)] for answer in answers if str(number) in answer], of=known)
        for number, kind in questions))


def _question(number: int, kind: str, values: list[Any], *, of: int | None) -> QuestionResult:
    if kind == "words":
        said = tuple(sorted(str(value) for value in values)) if len(values) >= FEWEST_ANSWERS else ()
        return QuestionResult(question=number, n=len(values), counts={}, words=said)
    choices = ["1", "2", "3", "4", "5"] if kind == "rating" else ["yes", "no"]
    spelt = [str(value) if kind == "rating" else "yes" if value else "no" for value in values]
    counts = {choice: spelt.count(choice) for choice in choices}
    if not values:
        return QuestionResult(question=number, n=0, counts=counts)
    hits = counts["4"] + counts["5"] if kind == "rating" else counts["yes"]
    share = Interval(hits / len(values), *share_interval(hits, len(values), of=of))
    if kind != "rating":
        return QuestionResult(question=number, n=len(values), counts=counts, share=share)
    numbers = [float(value) for value in values]
    mean = sum(numbers) / len(numbers)
    ends = mean_interval(numbers, of=of)
    low, high = (max(ends[0], 1.0), min(ends[1], 5.0)) if ends is not None else (None, None)
    return QuestionResult(question=number, n=len(values), counts=counts, share=share, mean=Interval(mean, low, high))
