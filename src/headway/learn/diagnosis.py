"""What a learner knows, chapter by chapter, and how sure that is; what to do about it; the chance of passing."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean

from headway.learn.course import Course, Question
from headway.learn.drawing import items_for, shuffled
from headway.learn.exam import CERTIFICATE, Form
from headway.stats.distributions import incomplete_beta

MANY = 20
FRESH = 6               # generated items a question, among which each chapter finds its own
PRIOR = (1.0, 1.0)      # every share of right answers is as likely as any other, before the first answer
LEVEL = .9
DRAWS = 400
ALIKE = 4.0             # a learner's other chapters say as much of a chapter as four answers in it do
SHAKY_BELOW, SURE_FROM = .65, .8    # the certificate passes at 65 %; above 80 % there is little left to gain


@dataclass(frozen=True, slots=True)
class Known:
    """Right answers of all in a chapter, and what follows for the share that would be right: its mean and 90 % interval."""

    chapter: str
    right: int
    of: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gap:
    """What a chapter is worth working on: points that an exam would gain, the minutes it costs, and what to do next."""

    known: Known
    points: float
    minutes: float
    todo: str   # read · practise · check · keep

    @property
    def worth(self) -> float:
        """Points an hour."""
        return 60 * self.points / self.minutes


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of passing, and within which it lies with nine in ten of what is still possible about the learner."""

    chance: float
    low: float
    high: float


def diagnostic(course: Course, *, seed: int, many: int = MANY) -> tuple[Question, ...]:
    """About `many` questions, the same number of each chapter and the rest at random: written ones and generated ones.

    Empty where the course has no question and the models have none on its terms.
    """
    rng = random.Random(seed)
    pool: dict[str, list[Question]] = {chapter.id: rng.sample(chapter.questions, len(chapter.questions))
                                       for chapter in course.chapters if chapter.questions}
    fresh: dict[str, list[Question]] = {}
    for item in islice(items_for(course, seed=seed), FRESH * many):
        fresh.setdefault(item.question.chapter, []).append(item.question)
    order = rng.sample(sorted(pool.keys() | fresh.keys()), len(pool.keys() | fresh.keys()))
    chosen: list[Question] = []
    for number in range(many if order else 0):
        chapter, turn = order[number % len(order)], number // len(order)
        written, drawn = pool.get(chapter, []), fresh.get(chapter, [])
        if source := (written or drawn) if turn % 2 == 0 else (drawn or written):
            chosen.append(shuffled(source.pop(), rng=rng))
    return tuple(chosen)


def known(answers: Sequence[tuple[str, bool]], *, chapters: Sequence[str]) -> tuple[Known, ...]:
    """What (chapter, right) answers say of each chapter, those without answers among them.

    The share is Beta(1 + right, 1 + wrong): the posterior of a binomial share under a flat prior (Bayes, 1763).

    >>> known([("why", True), ("why", True), ("system", False)], chapters=["why", "system"])[0].mean
    0.75
    """
    return tuple(_known(chapter, sum(right for id, right in answers if id == chapter),
                        sum(id == chapter for id, _ in answers)) for chapter in chapters)


def _known(chapter: str, right: int, of: int) -> Known:
    a, b = PRIOR[0] + right, PRIOR[1] + of - right
    return Known(chapter, right, of, a / (a + b), beta_quantile((1 - LEVEL) / 2, a, b), beta_quantile((1 + LEVEL) / 2, a, b))


def beta_quantile(share: float, a: float, b: float) -> float:
    """Where the beta distribution has `share` of its mass below, by bisection.

    >>> round(beta_quantile(.5, 1, 1), 6), round(beta_quantile(.95, 3, 1), 4)
    (0.5, 0.983)
    """
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if incomplete_beta(a, b, middle) < share else (low, middle)
    return (low + high) / 2


def gaps(course: Course, found: Sequence[Known], *, form: Form = CERTIFICATE) -> tuple[Gap, ...]:
    """The guide: chapters by what an hour on them is worth, the most first."""
    weights = weights_of(course)
    told = []
    for each in found:
        chapter = course.chapter(each.chapter)
        if chapter is None:
            continue
        points = weights[chapter.id] * form.questions * (1 - each.mean)
        told.append(Gap(each, points, max(chapter.minutes, 1.0), _todo(each)))
    return tuple(sorted(told, key=lambda gap: -gap.worth))


def _todo(known: Known) -> str:
    if known.of == 0:
        return "read"
    if known.low < SHAKY_BELOW <= known.high and known.of < 5:
        return "check"
    if known.mean < SHAKY_BELOW:
        return "read"
    return "keep" if known.low >= SHAKY_BELOW and known.mean >= SURE_FROM else "practise"


def weights_of(course: Course) -> Mapping[str, float]:
    """The share of an exam's questions that each chapter is expected to have: by the questions that it holds, or alike."""
    many = {chapter.id: len(chapter.questions) for chapter in course.chapters}
    if not any(many.values()):
        many = dict.fromkeys(many, 1)
    total = sum(many.values())
    return {id: count / total for id, count in many.items()}


def chance_of_passing(course: Course, found: Sequence[Known], *, seed: int = 0, form: Form = CERTIFICATE) -> Chance:
    """By drawing what the learner may know, overall and from there in each chapter, and the exact chance of enough points.

    Points are a sum of independent answers of unequal chance: its distribution by convolution (Poisson binomial).
    """
    rng = random.Random(seed)
    weights = weights_of(course)
    total = sum(weights.get(each.chapter, 0) for each in found) or 1.0
    counts = _questions_each({each.chapter: weights.get(each.chapter, 0) / total for each in found}, form.questions)
    right, of = sum(each.right for each in found), sum(each.of for each in found)
    chances = []
    for _ in range(DRAWS):
        overall = rng.betavariate(PRIOR[0] + right, PRIOR[1] + of - right)
        a, b = ALIKE * overall, ALIKE * (1 - overall)
        chances.append(_enough([(rng.betavariate(a + each.right, b + each.of - each.right), counts[each.chapter])
                                for each in found], form))
    chances.sort()
    tail = (1 - LEVEL) / 2
    return Chance(fmean(chances), chances[int(tail * len(chances))], chances[int((1 - tail) * len(chances)) - 1])


def _questions_each(shares: Mapping[str, float], many: int) -> dict[str, int]:
    """Whole numbers that sum to `many`, by the largest remainders."""
    counts = {id: int(share * many) for id, share in shares.items()}
    rest = sorted(shares, key=lambda id: -(shares[id] * many - counts[id]))
    for id in rest[:many - sum(counts.values())]:
        counts[id] += 1
    return counts


def _enough(shares: Sequence[tuple[float, int]], form: Form) -> float:
    reached = [1.0]
    for share, many in shares:
        for _ in range(many):
            reached = [(reached[k] if k < len(reached) else 0.0) * (1 - share) + (reached[k - 1] * share if k else 0.0)
                       for k in range(len(reached) + 1)]
    return sum(reached[form.to_pass:])


def brier(foretold: Sequence[tuple[float, bool]]) -> float | None:
    """How honest foretold chances were: the mean squared difference from what came; None without any.

    0 is perfect, .25 is what always saying one half gets. Source: Brier, Monthly Weather Review 78 (1950).

    >>> brier([(.9, True), (.2, False)])
    0.025
    """
    return fmean((chance - came) ** 2 for chance, came in foretold) if foretold else None
