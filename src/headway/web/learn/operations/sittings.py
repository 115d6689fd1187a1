"""Sitting a paper: drawn, answered as it goes, handed in once. The deadline is the server's, whatever a browser shows."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from headway.learn.course import QUESTION_MINUTES, Difficulty, Question, Style
from headway.learn.diagnosis import chance_of_passing, diagnostic
from headway.learn.exam import CERTIFICATE, Paper, draw, shortened
from headway.learn.parallel import parallel
from headway.refused import Refused
from headway.web.ground.declined import Declined
from headway.web.learn.models import AT_ONCE, Sitting, SittingAnswer, SittingKind, Study
from headway.web.learn.operations.study import count_work
from headway.web.learn.queries.knowing import known_by
from headway.web.learn.queries.reading import wordings_held
from headway.web.learn.queries.sittings import is_over, missed_in, result_of, seen_lately, under_way
from headway.web.learn.questions import AGAIN_FROM, AGAIN_OF, as_json, course_of, of_json

QUIZ_QUESTIONS = 5
MOST_AGAIN = 10      # questions like those that a paper went wrong in: of one go
LARGEST_SEED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What one wants to be asked in a quiz or a practice exam."""

    chapters: Collection[str] = ()
    styles: Collection[Style] = ()
    difficulties: Collection[Difficulty] = ()
    questions: int = CERTIFICATE.questions
    other_language: bool = False
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a new sitting asks."""

    questions: Sequence[Question]
    fragments: Sequence[str] = ()
    minutes: float | None = None
    to_pass: int = 0
    chapters: Sequence[str] = field(default_factory=list)


def begin_quiz(study: Study, *, chapters: Collection[str], questions: int = QUIZ_QUESTIONS) -> Sitting:
    """A few questions on chapters, with the reasons as soon as each is answered.

    Raises `Refused`: unknown_chapter, too_few_questions.
    """
    paper = _drawn(study, Wish(chapters, questions=questions), seed=(seed := new_seed()))
    return begin(study, SittingKind.QUIZ, seed=seed, drawn=Drawn(paper.questions, paper.fragments, chapters=list(chapters)))


def begin_again(sitting: Sitting) -> Sitting:
    """Questions like those that went wrong in a paper, with the reasons as soon as each is answered.

    Raises `Declined`: not_handed_in, nothing_to_ask.
    """
    study, seed = demand_handed_in(sitting).study, new_seed()
    asked = {question["id"] for question in sitting.questions} | set(sitting.fragments)
    made, fragments = [], []
    for place, missed in enumerate(missed_in(sitting)[:MOST_AGAIN]):
        item = parallel(missed, course_of(study), seed=seed + place, avoid=asked, wordings=wordings_held(study))
        if item is not None:
            made.append(item.question)
            fragments.append(item.fragment)
            asked |= {item.question.id, item.question.stem, item.fragment}
    with transaction.atomic():
        begun = begin(study, SittingKind.QUIZ, seed=seed, drawn=Drawn(
            made, fragments, chapters=list(dict.fromkeys(question.chapter for question in made))))
        begun.questions = [{**question, AGAIN_FROM: sitting.pk} for question in begun.questions]
        begun.save()
    return begun


def begin_diagnostic(study: Study) -> Sitting:
    """About twenty questions over all chapters, without a clock."""
    return begin(study, SittingKind.DIAGNOSTIC, seed=(seed := new_seed()), drawn=Drawn(
        diagnostic(course_of(study), seed=seed)))


def begin_practice(study: Study, wish: Wish) -> Sitting:
    """An exam of one's own choice. Raises `Declined`: exam_is_under_way; `Refused`: unknown_chapter, too_few_questions."""
    with transaction.atomic():
        _none_under_way(study)
        paper = _drawn(study, wish, seed=(seed := new_seed()))
        minutes = paper.minutes if wish.timed else None
        return begin(study, SittingKind.PRACTICE, seed=seed, drawn=Drawn(
            paper.questions, paper.fragments, minutes, paper.form.to_pass, list(wish.chapters)))


def begin_mock(study: Study, *, edition: str, other_language: bool) -> Sitting:
    """An exam in the certificate's form. Raises `Declined`: exam_is_under_way, no_exam_for_edition."""
    if edition != course_of(study).pack:
        raise Declined("no_exam_for_edition")
    with transaction.atomic():
        _none_under_way(study)
        paper = _drawn(study, Wish(other_language=other_language), seed=(seed := new_seed()))
        Study.objects.filter(pk=study.pk).update(edition=edition, other_language=other_language)
        return begin(study, SittingKind.MOCK, seed=seed, edition=edition, drawn=Drawn(
            paper.questions, paper.fragments, paper.minutes, paper.form.to_pass))


def _drawn(study: Study, wish: Wish, *, seed: int) -> Paper:
    told = course_of(study)
    ids = tuple(chapter.id for chapter in told.chapters)
    for id in wish.chapters:
        if id not in ids:
            raise Refused("unknown_chapter", given=id, known=ids)
    form = CERTIFICATE if wish.questions == CERTIFICATE.questions else shortened(CERTIFICATE, questions=wish.questions)
    if wish.styles:
        form = type(form)(form.questions, form.minutes, form.to_pass, form.extra, tuple(Style(each) for each in wish.styles))
    return draw(told, seed=seed, form=form, chapters=wish.chapters, other_language=wish.other_language,
                difficulties=tuple(wish.difficulties) or tuple(Difficulty), avoid=seen_lately(study),
                wordings=wordings_held(study))


def _none_under_way(study: Study) -> None:
    """Of two that begin at the same moment, the second waits here and finds the first."""
    Study.objects.select_for_update().get(pk=study.pk)
    if under_way(study) is not None:
        raise Declined("exam_is_under_way")


def new_seed() -> int:
    return secrets.randbelow(LARGEST_SEED)


def begin(study: Study, kind: SittingKind, *, seed: int, drawn: Drawn, edition: str = "") -> Sitting:
    """Start the clock on what was drawn. Raises `Declined("nothing_to_ask")`."""
    if not drawn.questions:
        raise Declined("nothing_to_ask")
    now = timezone.now()
    told = course_of(study)
    foretold = chance_of_passing(told, known_by(study)) if kind is SittingKind.MOCK else None
    return Sitting.objects.create(
        study=study, kind=kind, course=told.id, edition=edition, chapters=list(drawn.chapters), seed=seed,
        questions=[as_json(question) for question in drawn.questions], fragments=list(drawn.fragments),
        to_pass=drawn.to_pass, started_at=now,
        ends_at=None if drawn.minutes is None else now + timedelta(minutes=drawn.minutes),
        foretold=foretold.chance if foretold else None, foretold_low=foretold.low if foretold else None,
        foretold_high=foretold.high if foretold else None)


def answer(sitting: Sitting, *, place: int, choice: int | None = None, flagged: bool | None = None) -> SittingAnswer:
    """Keep a choice, a flag or both. A quiz keeps the first choice: its reasons are shown at once.

    Raises `Declined`: time_is_up, handed_in_already, no_such_option.
    """
    with transaction.atomic():
        held = _held(sitting)
        if held.handed_in_at is not None:
            raise Declined("handed_in_already")
        if is_over(held):
            raise _time_is_up(held)
        if not 0 <= place < len(held.questions) or not (choice is None or 0 <= choice < len(held.questions[place]["options"])):
            raise Declined("no_such_option")
        row = _answered(held, place, choice, flagged)
    if held.kind in AT_ONCE and not _places_left(held):
        _close(held, at=timezone.now())
    return row


def _answered(held: Sitting, place: int, choice: int | None, flagged: bool | None) -> SittingAnswer:
    asked = held.questions[place]
    row = held.answers.filter(place=place).first()
    new = choice is not None and (row is None or row.choice is None)
    row = row or SittingAnswer(sitting=held, place=place, chapter=asked["chapter"], was_right=False)
    if choice is not None and (new or held.kind not in AT_ONCE):
        row.choice, row.was_right = choice, bool(asked["options"][choice][1])
    row.flagged = row.flagged if flagged is None else flagged
    row.at = timezone.now()
    row.save()
    if new:
        count_work(held.study, QUESTION_MINUTES)
        if held.kind in AT_ONCE and not row.was_right and AGAIN_OF not in asked:
            _ask_again(held, place)
    return row


def _ask_again(held: Sitting, place: int) -> None:
    """What went wrong is asked once more at the end, in other words; what went wrong twice waits for another day."""
    seen = {question["id"] for question in held.questions} | {question["stem"] for question in held.questions}
    item = parallel(of_json(held.questions[place]), course_of(held.study), seed=held.seed + place,
                    avoid=seen | set(held.fragments), wordings=wordings_held(held.study))
    if item is not None:
        held.questions = [*held.questions, {**as_json(item.question), AGAIN_OF: place}]
        held.fragments = [*held.fragments, item.fragment]
        held.save()


def _places_left(held: Sitting) -> int:
    return len(held.questions) - held.answers.filter(choice__isnull=False).count()


def hand_in(sitting: Sitting) -> Sitting:
    """End a sitting and mark it. Handed in twice, it counts once. Raises `Declined("time_is_up")`: the paper is closed
    all the same, with the answers that were given in time."""
    with transaction.atomic():
        held = _held(sitting)
        if held.handed_in_at is not None:
            return held
        late = is_over(held)
        _close(held, at=held.ends_at if late and held.ends_at else timezone.now())
    if late:
        raise _time_is_up(held)
    return held


def settle(sitting: Sitting) -> Sitting:
    """Close a paper whose time is up, as of its deadline; any other is left as it is."""
    if sitting.handed_in_at is not None or not is_over(sitting):
        return sitting
    with transaction.atomic():
        held = _held(sitting)
        if held.handed_in_at is None and held.ends_at is not None:
            _close(held, at=held.ends_at)
    return held


def _held(sitting: Sitting) -> Sitting:
    return Sitting.objects.select_for_update(of=("self",)).select_related("study").get(pk=sitting.pk)


def _time_is_up(held: Sitting) -> Declined:
    ends_at = timezone.localtime(held.ends_at)
    return Declined("time_is_up", at=f"{ends_at:%H:%M}", answers=held.answers.filter(choice__isnull=False).count())


def _close(held: Sitting, *, at: datetime) -> None:
    result = result_of(held)
    held.handed_in_at, held.right = at, result.points
    held.passed = result.passed if held.to_pass else None
    held.save()
    foretell(held.study)


def foretell(study: Study) -> None:
    """Reckon the chance of passing anew; done when answers came, so that no page has to."""
    known = known_by(study)
    if not any(each.of for each in known):
        return
    chance = chance_of_passing(course_of(study), known)
    Study.objects.filter(pk=study.pk).update(chance=chance.chance, chance_low=chance.low, chance_high=chance.high)




def demand_handed_in(sitting: Sitting) -> Sitting:
    """Reasons are told once a paper is handed in. Raises `Declined("not_handed_in")`."""
    if sitting.handed_in_at is None:
        raise Declined("not_handed_in")
    return sitting
