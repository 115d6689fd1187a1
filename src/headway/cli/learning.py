"""headway learn check · import · export · read · drill · cards · exam · diagnose · plan: the course in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli import options as given
from headway.cli.asking import ask, ask_all, columns, show_reasons, tell, wrapped
from headway.cli.speaking import refusing, say

if TYPE_CHECKING:
    from headway.learn.course import Course
    from headway.learn.path import Path as StudyPath
    from headway.learn.schedule import Memory

learn = typer.Typer(no_args_is_help=True, rich_markup_mode=None,
                    help="A course on continual improvement: read, drill, recall, sit an exam; or a course of your own.")

COURSE = typer.Option("--course", metavar="FOLDER", help="A course of your own; otherwise the one that ships.")
CHAPTER = typer.Option("--chapter", metavar="ID", help="Only this chapter. Repeatable.")
SEED = typer.Option("--seed", metavar="NUMBER", help="The same number draws the same questions; otherwise new ones.")
MANY = typer.Option("--many", metavar="NUMBER", min=1, max=200, help="How many.")
PROGRESS = typer.Option("--progress", metavar="FILE", help="Where answers are kept between sessions.")
OUT = typer.Option("--out", help="Where to write it.")
ANSWERS = typer.Option("--answers", metavar="FILE", help="Write the answers here, for headway learn plan.")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@learn.command()
def check(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The course.")]) -> None:
    """Check a course of your own: every problem with its file and line, and questions that give their answer away."""
    from headway.learn.gates import flaws, near_duplicates
    from headway.learn.reading import check as problems_of
    from headway.learn.reading import load
    from headway.report.words.learning import FLAWS, problem

    with refusing():
        problems = problems_of(folder)
        for each in problems:
            tell(f"{each.file}:{each.line}: {problem(each.code, dict(each.facts))}")
        if problems:
            raise typer.Exit(2)
        course = load(folder)
    for question in course.questions:
        for flaw in flaws(question):
            tell(f"{question.id}: {FLAWS[flaw]}")
    for id, other in near_duplicates(course.questions):
        tell(f"{id}: {FLAWS['nearly_the_same']} {other}")
    tell(f"{course.title}: {len(course.chapters)} chapters, {len(course.questions)} questions, {len(course.cards)} cards.")


@learn.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Plain text: headings, quizzes with answers, flashcards, terms.")],
    out: Annotated[Path | None, OUT] = None,
) -> None:
    """Turn a plain chapter into a draft course, to be checked and completed."""
    from headway.workbench.learning import import_course

    with refusing():
        folder = out or Path(f"{file.stem}-course")
        found = import_course(file, folder)
    tell("Found: " + ", ".join(f"{many} {name}" for name, many in found.items()) + ".")
    say(f"Written: {folder}. Look through it, then: headway learn check {folder}")


@learn.command()
def export(
    form: Annotated[str, typer.Argument(metavar="FORM", help="anki, moodle, gift, qti or qti3.")],
    course: Annotated[Path | None, COURSE] = None,
    out: Annotated[Path | None, OUT] = None,
) -> None:
    """Write the course's cards (anki) or questions (moodle, gift, qti, qti3) for another program."""
    from headway.workbench.learning import course_of, export_course

    with refusing():
        path = export_course(course_of(course), form, out)
    say(f"Written: {path}")


@learn.command()
def read(
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Its id or number; without it, what there is.")] = None,
    course: Annotated[Path | None, COURSE] = None,
) -> None:
    """Read a chapter: its sections, exercises and key terms; without one, the table of contents."""
    from headway.cli.chapters import chapter_of, tell_chapter, tell_contents
    from headway.workbench.learning import course_of

    with refusing():
        told = course_of(course)
        if chapter is None:
            tell_contents(told)
        else:
            tell_chapter(chapter_of(told, chapter))


@learn.command()
def drill(
    many: Annotated[int, MANY] = 5,
    seed: Annotated[int | None, SEED] = None,
    course: Annotated[Path | None, COURSE] = None,
) -> None:
    """Read scenarios in four steps, trigger, step, activity and level, each explained as soon as you have answered."""
    import random

    from headway.framework import Kind, pack
    from headway.workbench.learning import course_of

    with refusing():
        told = course_of(course)
        rng = random.Random(_seed(seed))
        right = asked = 0
        for scenario in rng.sample(told.scenarios, min(many, len(told.scenarios))):
            tell(f"\n{wrapped(scenario.text)}")
            for name, finding in scenario.findings.items():
                terms = pack(told.pack).of(Kind(name))
                choice = ask(f"{name.capitalize()}?", [term.label for term in terms])
                hit = terms[choice].id == finding.label
                right, asked = right + hit, asked + 1
                label = next(term.label for term in terms if term.id == finding.label)
                tell(wrapped(f"{'Right.' if hit else f'It is “{label}”.'} {finding.reason}"))
    tell(f"\n{right} of {asked} right.")


@learn.command()
def cards(
    many: Annotated[int, MANY] = 20,
    progress: Annotated[Path | None, PROGRESS] = None,
    course: Annotated[Path | None, COURSE] = None,
) -> None:
    """Flashcards that are due, then new ones; say how it went: again, hard, good or easy."""
    from headway.learn.schedule import due
    from headway.workbench import learning

    with refusing(stopped="Stopped. Every card that was answered is kept."):
        told, path = learning.course_of(course), learning.progress_file(progress)
        known = list(learning.memories(told, path))
        waiting = [*due(known, at=datetime.now(UTC)), *(memory for memory in known if memory.state is None)][:many]
        if not waiting:
            tell("Nothing is due.")
        _recall(told, known, waiting, keep=lambda: learning.keep(told, known, path))
        leeches = sum(memory.leech for memory in known)
    if leeches:
        tell(f"{leeches} cards keep being forgotten and are no longer asked: split or reword them.")


def _recall(course: Course, known: list[Memory], waiting: Sequence[Memory], *, keep: Callable[[], None]) -> None:
    """Ask each card and keep each answer at once, so that stopping loses nothing."""
    from headway.learn.schedule import Answer, reviewed

    by_id = {card.id: card for card in course.cards}
    for number, memory in enumerate(waiting, start=1):
        card = by_id[memory.card]
        tell("\n" + wrapped(f"{number} of {len(waiting)}: {card.front}"))
        typer.prompt("Enter shows the answer", default="", show_default=False, prompt_suffix=" ")
        tell(wrapped(card.back))
        answer = tuple(Answer)[ask("How was it?", list(Answer), across=True)]
        known[known.index(memory)] = reviewed(memory, answer, at=datetime.now(UTC))
        keep()


@learn.command()
def exam(
    questions: Annotated[int, typer.Option("--questions", min=1, max=150, help="How many; 40 are the certificate's.")] = 40,
    chapter: Annotated[list[str] | None, CHAPTER] = None,
    other_language: Annotated[bool, typer.Option("--other-language", help="A quarter more time.")] = False,
    seed: Annotated[int | None, SEED] = None,
    course: Annotated[Path | None, COURSE] = None,
) -> None:
    """Sit an exam in the certificate's form, drawn afresh; reasons for every option come at the end."""
    from headway.learn.exam import CERTIFICATE, draw, mark, share_covered, shortened
    from headway.report.words.learning import COVERS
    from headway.report.words.template import fill
    from headway.workbench.learning import course_of

    with refusing(stopped="Stopped. The paper was not handed in; q hands it in as it is."):
        told = course_of(course)
        _known(told, chapter or [])
        form = shortened(CERTIFICATE, questions=questions)
        paper = draw(told, seed=_seed(seed), form=form, chapters=chapter or (), other_language=other_language)
        if course is None:
            tell(wrapped(fill(COVERS, {"share": share_covered()})))
        tell(wrapped(f"{questions} questions, {paper.minutes:.0f} minutes, {form.to_pass} to pass. "
                     "Enter leaves a question out, q hands in.\n"))
        started_at = datetime.now(UTC)
        result = mark(paper, ask_all(paper.questions, clock=lambda: datetime.now(UTC)), started_at=started_at)
    show_reasons(told, result)


@learn.command()
def diagnose(
    many: Annotated[int, MANY] = 20,
    seed: Annotated[int | None, SEED] = None,
    course: Annotated[Path | None, COURSE] = None,
    answers: Annotated[Path | None, ANSWERS] = None,
) -> None:
    """About twenty questions, then what you don't know yet, how sure that is, and what to do next."""
    from headway.learn.diagnosis import chance_of_passing, gaps, known
    from headway.report.words.learning import NEXT
    from headway.workbench.learning import course_of, keep_answers

    with refusing():
        told = course_of(course)
        right = _diagnosed(told, many=many, seed=seed)
        if answers is not None:
            keep_answers(told, right, answers)
    found = known(right, chapters=[chapter.id for chapter in told.chapters])
    tell("")
    for gap in gaps(told, found):
        chapter = told.chapter(gap.known.chapter)
        tell(columns(chapter.title if chapter else "", f"{gap.known.right} of {gap.known.of}  {100 * gap.known.mean:3.0f} % "
                     f"({100 * gap.known.low:.0f} to {100 * gap.known.high:.0f})"))
        tell(wrapped(f"  {NEXT[gap.todo]}" + (f": headway learn read {chapter.id}" if chapter and gap.todo == "read" else ""),
                     indent=2))
    chance = chance_of_passing(told, found)
    tell(wrapped(f"Chance of 26 of 40 on what this course covers: {100 * chance.chance:.0f} % "
                 f"({100 * chance.low:.0f} to {100 * chance.high:.0f})."))
    if answers is not None:
        say(f"Written: {answers}. A path from it: headway learn plan --answers {answers} --exam DATE")


def _diagnosed(course: Course, *, many: int, seed: int | None) -> list[tuple[str, bool]]:
    """Ask a diagnosis; (chapter, right) of each question that was answered: what was left out says nothing."""
    from headway.learn.diagnosis import diagnostic

    questions = diagnostic(course, seed=_seed(seed), many=many)
    given_answers = ask_all(questions, clock=lambda: datetime.now(UTC))
    return [(question.chapter, given_answers[question.id].choice == question.key) for question in questions
            if question.id in given_answers]


@learn.command()
def plan(
    exam: Annotated[str, typer.Option("--exam", metavar="DATE", help="The day of the exam.")],
    days: Annotated[str, typer.Option("--days", metavar="DAYS", help="Weekdays, as in mon,wed,sat.")] = "mon,wed,fri",
    minutes: Annotated[float, typer.Option("--minutes", help="A session's length.")] = 30.0,
    answers: Annotated[Path | None, typer.Option(
        "--answers", metavar="FILE", help="What headway learn diagnose wrote: what you know already takes less time.")] = None,
    ask_first: Annotated[bool, typer.Option("--diagnose", help="Ask about twenty questions first, and plan from them.")] = False,
    seed: Annotated[int | None, SEED] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="Write it as a calendar too.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day; otherwise today.")] = None,
    progress: Annotated[Path | None, PROGRESS] = None,
    course: Annotated[Path | None, COURSE] = None,
) -> None:
    """A study path to the day of an exam: what to do in each session, what is worth most first, and the recall it leads to."""
    from headway.learn.diagnosis import MANY as QUESTIONS
    from headway.learn.diagnosis import gaps, known
    from headway.learn.export.calendar import calendar
    from headway.learn.path import study_path
    from headway.workbench import write_text
    from headway.workbench.learning import answers_kept, course_of

    with refusing():
        told = course_of(course)
        first, last = given.day(from_, option="--from") or date.today(), given.day(exam, option="--exam") or date.today()
        right = answers_kept(told, answers) if answers else _diagnosed(told, many=QUESTIONS, seed=seed) if ask_first else ()
        found = gaps(told, known(right, chapters=[chapter.id for chapter in told.chapters]))
        path = study_path(told, found, from_on=first, exam_on=last, weekdays=_weekdays(days), minutes=minutes)
        _tell_sessions(path)
        _tell_recall(told, progress, from_on=first, exam_on=last)
        if ics is not None:
            write_text(ics, calendar(told, path, made_at=datetime.now(UTC)))
            say(f"Written: {ics}")


def _tell_sessions(path: StudyPath) -> None:
    from headway.report.words.learning import SHORTLY

    for session in path.sessions:
        parts = [f"{SHORTLY[task.kind]}{f' {task.chapter}' if task.chapter else ''} {task.minutes:.0f} min"
                 for task in session.tasks]
        tell(wrapped(f"{session.on:%a %Y-%m-%d}  {', '.join(parts)}", indent=16))
    if not path.enough:
        tell(wrapped(f"{path.short_by:.0f} minutes find no room: study longer, or on more days."))
    tell(wrapped("\nEach word is a command: headway learn read CHAPTER, headway learn cards, headway learn exam.\n"))


def _tell_recall(course: Course, progress: Path | None, *, from_on: date, exam_on: date) -> None:
    """The recall of cards up to the exam, from what was answered so far."""
    from headway.learn.schedule import deadline_plan, forecast
    from headway.report.words.learning import recall_lines
    from headway.workbench import learning

    known = learning.memories(course, learning.progress_file(progress))
    cards = deadline_plan(known, from_on=from_on, exam_on=exam_on)
    for line in recall_lines(forecast(known, retention=cards.retention, from_on=from_on, exam_on=exam_on)):
        tell(wrapped(line))


def _weekdays(text: str) -> list[int]:
    from headway.refused import Refused

    names = [name.strip().lower()[:3] for name in text.split(",")]
    if not set(names) <= set(WEEKDAYS):
        raise Refused("bad_weekdays", given=text)
    return [WEEKDAYS.index(name) for name in names]


def _known(course: Course, chapters: Sequence[str]) -> None:
    from headway.refused import Refused

    for id in chapters:
        if course.chapter(id) is None:
            raise Refused("unknown_chapter", given=id, known=tuple(chapter.id for chapter in course.chapters))


def _seed(given_seed: int | None) -> int:
    """A new draw each time unless one is asked for again; it is told, so that it can be."""
    if given_seed is not None:
        return given_seed
    import secrets

    seed = secrets.randbelow(1_000_000)
    say(f"Drawn anew; --seed {seed} draws the same again.")
    return seed

