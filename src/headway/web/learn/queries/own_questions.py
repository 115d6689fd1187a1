"""Questions from closed improvements: what they are made of, those that wait for a reviewer, those that were released."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet, Subquery, Value
from django.http import Http404

from headway.framework import pack
from headway.learn.course import Question
from headway.learn.from_records import Entry
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, people
from headway.web.learn.models import OwnQuestion
from headway.web.learn.questions import of_json
from headway.web.plan.models import Option
from headway.web.register.models import Improvement, StepRecord
from headway.web.register.queries.records import in_register
from headway.web.register.states import State
from headway.web.sustain.models import Lesson
from headway.web.vision.models import Stakeholder

AT_ONCE = 100       # closed improvements that are looked through in one go
FEWEST_SIGNS = 3    # of a part of a name to be masked by itself


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question for a reviewer."""

    pk: int
    number: str
    improvement: int
    question: Question
    masked: int
    read_as: str


def closed_without_questions(person: User, organisation: Organisation) -> QuerySet[Improvement]:
    """Closed improvements that nothing was made of yet, the newest first, with what was written in their steps."""
    asked = OwnQuestion.objects.filter(improvement__organisation=organisation).values("improvement")
    return (in_register(person, organisation).filter(state=State.CLOSED).exclude(pk__in=asked).order_by("-state_since", "-pk")
            .select_related("unit__organisation")
            .prefetch_related(Prefetch("step_records", queryset=StepRecord.objects.order_by("pk")),
                              Prefetch("options", queryset=Option.objects.filter(does_nothing=False).order_by("pk")),
                              Prefetch("lessons", queryset=Lesson.objects.order_by("pk")))[:AT_ONCE])


def entries_of(improvement: Improvement) -> Iterator[Entry]:
    """The longest text that was written in each step."""
    texts: dict[str, str] = {}
    for step, text in _texts(improvement):
        if len(text) > len(texts.get(step, "")):
            texts[step] = text
    return (Entry(str(improvement.pk), step, text) for step, text in texts.items())


def _texts(improvement: Improvement) -> Iterator[tuple[str, str]]:
    steps = [term.id for term in pack().steps]
    yield steps[0], improvement.outcome
    for record in improvement.step_records.all():
        yield steps[record.step - 1], f"{record.says} {record.reason}"
    for option in improvement.options.all():
        yield steps[3], option.description
    for lesson in improvement.lessons.all():
        yield steps[6], f"{lesson.happened} {lesson.advice}"


def names_in(organisation: Organisation) -> set[str]:
    """Names of people, whole and in parts, of stakeholders and of the organisation: all are masked."""
    whole = {person.name for person in people(organisation)} | {person.email for person in people(organisation)}
    parts = {part for name in whole for part in name.split() if len(part) >= FEWEST_SIGNS and "@" not in name}
    groups = set(Stakeholder.objects.filter(unit__organisation=organisation).values_list("name", flat=True))
    return {name for name in whole | parts | groups | {organisation.name} if name}


def waiting_rows(person: User, organisation: Organisation) -> list[OwnQuestion]:
    """Those that no reviewer answered yet."""
    return list(OwnQuestion.objects.filter(in_sight(person), unit__organisation=organisation, answered_at=None)
                .select_related("improvement").order_by("pk")[:AT_ONCE])


def released_rows(person: User, organisation: Organisation) -> list[OwnQuestion]:
    """Those that are asked, to be taken back if need be."""
    return list(_released(person, organisation).select_related("improvement").order_by("-answered_at", "-pk")[:AT_ONCE])


def for_reviewer(rows: Iterable[OwnQuestion]) -> list[Waiting]:
    labels = {term.id: term.label for term in pack().steps}
    return [Waiting(row.pk, str(row.improvement.number), row.improvement_id, of_json(row.question), row.masked,
                    labels.get(row.read_as, "")) for row in rows]


def visible_question(person: User, pk: int) -> OwnQuestion:
    found = OwnQuestion.objects.filter(in_sight(person), pk=pk).select_related("unit__organisation").first()
    if found is None:
        raise Http404
    return found


def released(person: User, organisation: Organisation) -> list[Question]:
    """Those that this person may be asked: they see where these come from."""
    return [of_json(row.question) for row in _released(person, organisation).order_by("pk")]


def released_many(person: User, organisation: Organisation) -> Subquery:
    """How many this person may be asked, to be read along with something else; none where there are none."""
    return Subquery(_released(person, organisation).order_by().annotate(all=Value(1)).values("all")
                    .annotate(many=Count("pk")).values("many"))


def _released(person: User, organisation: Organisation) -> QuerySet[OwnQuestion]:
    return OwnQuestion.objects.filter(in_sight(person), unit__organisation=organisation, released=True)
