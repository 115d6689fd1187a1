"""Questionnaires of one's own: made, given out by links, answered without a name, or their results imported."""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.operations import digest_of_secret
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.measure.models import Answer, Asks, Question, Survey, SurveyLink
from headway.web.vision.models import Entity

MOST_QUESTIONS, MOST_LINKS, MOST_ROWS, LONGEST_WORDS = 10, 2000, 50_000, 1000
YES_OR_NO = {"yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False}
Asked: TypeAlias = Sequence[tuple[str, str]]   # (what it asks for, the question)


def make_survey(*, person: User, entity: Entity, title: str, greeting: str, opens_on: date, closes_on: date,
                questions: Asked, asked: int | None = None) -> Survey:
    """A short questionnaire: at most ten questions."""
    demand(person, May.CONTRIBUTE, unit=entity.unit)
    if closes_on < opens_on:
        raise Declined("ends_before_it_starts", field="closes_on")
    wanted = [(kind, text.strip()) for kind, text in questions if text.strip()]
    if not 1 <= len(wanted) <= MOST_QUESTIONS:
        raise Declined("questions_too_many", most=MOST_QUESTIONS, field="questions")
    with operation("measure.make_survey", by=person, organisation=entity.unit.organisation) as audit:
        row = Survey.objects.create(unit=entity.unit, entity=entity, title=title, greeting=greeting, opens_on=opens_on,
                                    closes_on=closes_on, asked=asked)
        Question.objects.bulk_create(Question(survey=row, place=place, asks=Asks(kind), text=text)
                                     for place, (kind, text) in enumerate(wanted, start=1))
        audit.line(row, after=facts_of(row) | {"questions": [text for _, text in wanted]})
    return row


def edit_survey(*, person: User, survey: Survey, seen: int | None, title: str, greeting: str, opens_on: date, closes_on: date,
                asked: int | None) -> Survey:
    """Title, dates and how many were asked. Questions stay: other questions are another questionnaire."""
    demand(person, May.CONTRIBUTE, unit=survey.unit)
    if closes_on < opens_on:
        raise Declined("ends_before_it_starts", field="closes_on")
    with operation("measure.edit_survey", by=person, organisation=survey.unit.organisation) as audit:
        row = locked(survey, seen=seen)
        before = facts_of(row)
        row.title, row.greeting, row.opens_on, row.closes_on, row.asked = title, greeting, opens_on, closes_on, asked
        row.save()
        audit.line(row, before=before, after=facts_of(row))
        _ask_to_count(row, by=person.pk)
    return row


def make_links(*, person: User, survey: Survey, many: int) -> list[str]:
    """Links for one answer each, told once; they count as people asked."""
    demand(person, May.CONTRIBUTE, unit=survey.unit)
    if not 1 <= many <= MOST_LINKS:
        raise Declined("links_too_many", most=MOST_LINKS, field="many")
    words = [secrets.token_urlsafe(18) for _ in range(many)]
    with operation("measure.make_links", by=person, organisation=survey.unit.organisation) as audit:
        row = locked(survey)
        before = facts_of(row, "id", "asked")
        SurveyLink.objects.bulk_create(SurveyLink(survey=row, digest=digest_of_secret(word)) for word in words)
        row.asked = (row.asked or 0) + many
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "asked") | {"links": many})
    return [link_of(word) for word in words]


def open_to_all(*, person: User, survey: Survey) -> str:
    """One link for everybody, told once; an earlier one ends. Nobody can know who answers twice, so the page says so."""
    demand(person, May.CONTRIBUTE, unit=survey.unit)
    word = secrets.token_urlsafe(18)
    with operation("measure.open_survey", by=person, organisation=survey.unit.organisation) as audit:
        row = locked(survey)
        row.open_link = digest_of_secret(word)
        row.save()
        audit.line(row, after={"open_link": True})
    return link_of(word)


def link_of(word: str) -> str:
    return str(settings.ADDRESS) + reverse("measure:answer", args=[word])


def answer(*, word: str, values: Mapping[str, Any], on: date) -> Answer:
    """Take one answer by a link. A link for one answer is used up by it; nothing tells who gave it.

    Raises `Declined`: `survey_is_closed`, `link_is_used`, `nothing_answered`, `answer_unreadable`.
    """
    digest = digest_of_secret(word)
    link = SurveyLink.objects.filter(digest=digest).first()
    found = Survey.objects.select_related("unit__organisation").filter(
        **({"pk": link.survey_id} if link else {"open_link": digest})).first()
    if found is None or not found.opens_on <= on <= found.closes_on:
        raise Declined("survey_is_closed")
    told = checked(found, values)
    if not told:
        raise Declined("nothing_answered")
    with operation("measure.answer_survey", by=None, organisation=found.unit.organisation) as audit:
        if link is not None and not SurveyLink.objects.filter(pk=link.pk, used=False).update(used=True):
            raise Declined("link_is_used")
        row = Answer.objects.create(survey=found, on=on, values=told)
        audit.line(row, after={"id": row.pk, "survey": found.pk, "on": on})   # not what was answered
        _ask_to_count(found, by=None)
    return row


def checked(survey: Survey, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are given, as they are kept. Raises `Declined`: `answer_unreadable`."""
    found: dict[str, Any] = {}
    for question in survey.questions.all():
        given = values.get(str(question.pk))
        if given is None or given == "":
            continue
        try:
            found[str(question.pk)] = _read(question, str(given).strip())
        except (ValueError, KeyError):
            raise Declined("answer_unreadable", question=question.text, answer=str(given)[:40]) from None
    return found


def _read(question: Question, text: str) -> Any:
    if question.asks == Asks.WORDS:
        return text[:LONGEST_WORDS]
    if question.asks == Asks.YES_NO:
        return YES_OR_NO[text.lower()]
    rating = float(text.replace(",", "."))
    if rating not in (1, 2, 3, 4, 5):
        raise ValueError(text)
    return int(rating)


def import_answers(*, person: User, survey: Survey, text: str, asked: int | None = None) -> int:
    """Answers given elsewhere: CSV with a column for each question (its text or its place) and, if known, `date`.

    All or nothing; a row that was imported already is passed over, so the same file twice adds nothing. Returns how many
    were added. Raises `Declined`: `answers_without_questions`, `answer_unreadable`, `answer_date_unreadable`, `no_new_answers`.
    """
    demand(person, May.CONTRIBUTE, unit=survey.unit)
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))[:MOST_ROWS + 1]
    if len(rows) > MOST_ROWS:
        raise Declined("answers_too_many", most=MOST_ROWS)
    columns = _columns(survey, rows[0] if rows else {})
    with operation("measure.import_answers", by=person, organisation=survey.unit.organisation) as audit:
        row = locked(survey)
        there = set(row.answers.exclude(imported_as=None).values_list("imported_as", flat=True))
        found = [one for one in _imported(row, rows, columns) if one.imported_as not in there]
        if not found:
            raise Declined("no_new_answers")
        Answer.objects.bulk_create(found, batch_size=500)
        if asked is not None:
            row.asked = asked
        row.save()
        audit.line(row, after={"imported": len(found), "asked": row.asked})
        _ask_to_count(row, by=person.pk)
    return len(found)


def _columns(survey: Survey, first: Mapping[str, Any]) -> dict[str, str]:
    """Column → question id."""
    known = {name: str(question.pk) for question in survey.questions.all()
             for name in (question.text.casefold(), str(question.place), f"q{question.place}")}
    found = {column: known[column.strip().casefold()] for column in first if column and column.strip().casefold() in known}
    if not found:
        raise Declined("answers_without_questions")
    return found


def _imported(survey: Survey, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> list[Answer]:
    found, times = [], dict[str, int]()
    for place, row in enumerate(rows, start=2):
        told = checked(survey, {question: row.get(column) for column, question in columns.items()})
        if not told:
            continue
        day = next((value for name, value in row.items() if name and name.strip().casefold() in ("date", "day", "on")), "")
        try:
            on = date.fromisoformat(str(day).strip()[:10]) if day else timezone.localdate()
        except ValueError:
            raise Declined("answer_date_unreadable", row=place, date=str(day)[:40]) from None
        digest = hashlib.sha256(repr(sorted((str(name), str(value)) for name, value in row.items())).encode()).hexdigest()
        times[digest] = times.get(digest, 0) + 1   # two people may well have answered alike
        found.append(Answer(survey=survey, on=on, values=told, imported_as=f"{digest}-{times[digest]}"))
    return found


def _ask_to_count(survey: Survey, *, by: int | None) -> None:
    jobs.ask("measure.count_survey", by=by, survey=survey.pk)
