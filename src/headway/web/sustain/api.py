"""Step 7 for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from headway.web.accounts.models import User
from headway.web.accounts.queries import organisation_of, person_of, visible_person
from headway.web.ground.cursor import PageOf, page_of
from headway.web.measure.models import Kpi
from headway.web.measure.queries.sight import seen_by as measures_seen_by
from headway.web.measure.queries.sight import visible_entity
from headway.web.register.queries.records import visible as visible_improvement
from headway.web.sustain import operations
from headway.web.sustain.models import Alarm, HowOften, Lesson, Recognition, StandardWork, WorkKind
from headway.web.sustain.queries import gains as gains_kept
from headway.web.sustain.queries import momentum as kept

router = Router(tags=["sustain"])


class AlarmIn(Schema):
    kpi_id: int | None = None
    watches: str = ""
    watcher_id: int
    every: HowOften = HowOften.MONTHLY
    threshold: str
    response: str


class AlarmOut(Schema):
    id: int
    improvement_id: int
    kpi_id: int | None
    watches: str
    watcher_id: int | None
    every: HowOften
    threshold: str
    response: str
    no_alarm: str
    ended_at: datetime | None


class NoAlarmIn(Schema):
    reason: str


class LessonIn(Schema):
    title: str
    happened: str
    advice: str


class LessonOut(LessonIn):
    id: int
    improvement_id: int
    created_at: datetime


class StandardWorkIn(Schema):
    kind: WorkKind = WorkKind.PROCEDURE
    name: str
    change: str
    address: str = ""
    owner_id: int | None = None
    changed_on: date


class StandardWorkOut(StandardWorkIn):
    id: int
    improvement_id: int


class RecognitionIn(Schema):
    whom: str
    what: str
    how: str = ""
    on: date


class RecognitionOut(RecognitionIn):
    id: int
    improvement_id: int


class MomentumOut(Schema):
    alarms: list[AlarmOut]
    lessons: list[LessonOut]
    standard_work: list[StandardWorkOut]
    recognitions: list[RecognitionOut]


class DoneOut(Schema):
    id: int
    route: str
    step: int


class GainOut(Schema):
    """A gain that is held, with the verdict that says so."""

    verdict_id: int
    improvement_id: int
    number: str
    title: str
    measure: str
    headline: str
    says: str
    judged_on: date
    watched: bool
    worse: bool

    @staticmethod
    def resolve_verdict_id(gain: gains_kept.Gain) -> int:
        return gain.verdict

    @staticmethod
    def resolve_improvement_id(gain: gains_kept.Gain) -> int:
        return gain.improvement


@router.get("/improvements/{pk}", response=MomentumOut, operation_id="sustain_momentum")
def momentum(request: HttpRequest, pk: int) -> Any:
    """What step 7 keeps of an improvement."""
    found = visible_improvement(person_of(request), pk)
    return {"alarms": list(found.alarms.order_by("pk")), "lessons": list(found.lessons.order_by("pk")),
            "standard_work": list(found.standard_work.order_by("pk")), "recognitions": list(found.recognitions.order_by("pk"))}


@router.post("/improvements/{pk}/alarms", response={201: AlarmOut}, operation_id="sustain_set_alarm")
def set_alarm(request: HttpRequest, pk: int, given: AlarmIn) -> Any:
    """Say who watches the gain, by what, how often, when it is lost, and what is done then."""
    person = person_of(request)
    found = visible_improvement(person, pk)
    return Status(201, operations.set_alarm(found, person=person, given=_alarm_of(person, given)))


@router.put("/alarms/{pk}", response=AlarmOut, operation_id="sustain_edit_alarm")
def edit_alarm(request: HttpRequest, pk: int, given: AlarmIn) -> Any:
    """Change an alarm."""
    person = person_of(request)
    return operations.edit_alarm(kept.visible(person, Alarm, pk), person=person, given=_alarm_of(person, given))


def _alarm_of(person: User, given: AlarmIn) -> dict[str, Any]:
    kpi = None if given.kpi_id is None else measures_seen_by(person, Kpi).filter(pk=given.kpi_id).first()
    if given.kpi_id is not None and kpi is None:
        raise Http404
    return {"kpi": kpi, "watches": given.watches, "watcher": visible_person(person, given.watcher_id), "every": given.every,
            "threshold": given.threshold, "response": given.response}


@router.post("/alarms/{pk}/end", response=AlarmOut, operation_id="sustain_end_alarm")
def end_alarm(request: HttpRequest, pk: int, given: NoAlarmIn) -> Any:
    """Nobody watches any more, and why."""
    person = person_of(request)
    return operations.end_alarm(kept.visible(person, Alarm, pk), person=person, reason=given.reason)


@router.post("/improvements/{pk}/no-alarm", response={201: AlarmOut}, operation_id="sustain_need_no_alarm")
def need_no_alarm(request: HttpRequest, pk: int, given: NoAlarmIn) -> Any:
    """Say why nobody needs to watch."""
    person = person_of(request)
    return Status(201, operations.need_no_alarm(visible_improvement(person, pk), person=person, reason=given.reason))


@router.post("/improvements/{pk}/lessons", response={201: LessonOut}, operation_id="sustain_put_lesson")
def put_lesson(request: HttpRequest, pk: int, given: LessonIn) -> Any:
    """Tell a lesson."""
    person = person_of(request)
    return Status(201, operations.put_lesson(visible_improvement(person, pk), person=person, given=given.dict()))


@router.put("/lessons/{pk}", response=LessonOut, operation_id="sustain_edit_lesson")
def edit_lesson(request: HttpRequest, pk: int, given: LessonIn) -> Any:
    """Change a lesson."""
    person = person_of(request)
    return operations.edit(kept.visible(person, Lesson, pk), person=person, given=given.dict())


@router.post("/improvements/{pk}/standard-work", response={201: StandardWorkOut},
             operation_id="sustain_put_standard_work")
def put_standard_work(request: HttpRequest, pk: int, given: StandardWorkIn) -> Any:
    """Tell what is done in another way from now on."""
    person = person_of(request)
    found = visible_improvement(person, pk)
    return Status(201, operations.put_standard_work(found, person=person, given=_work_of(person, given)))


@router.put("/standard-work/{pk}", response=StandardWorkOut, operation_id="sustain_edit_standard_work")
def edit_standard_work(request: HttpRequest, pk: int, given: StandardWorkIn) -> Any:
    """Change it."""
    person = person_of(request)
    return operations.edit(kept.visible(person, StandardWork, pk), person=person, given=_work_of(person, given))


def _work_of(person: User, given: StandardWorkIn) -> dict[str, Any]:
    told = given.dict()
    owner = told.pop("owner_id")
    return told | {"owner": None if owner is None else visible_person(person, owner)}


@router.post("/improvements/{pk}/recognitions", response={201: RecognitionOut}, operation_id="sustain_recognise")
def recognise(request: HttpRequest, pk: int, given: RecognitionIn) -> Any:
    """Thank those who did it."""
    person = person_of(request)
    return Status(201, operations.recognise(visible_improvement(person, pk), person=person, given=given.dict()))


@router.put("/recognitions/{pk}", response=RecognitionOut, operation_id="sustain_edit_recognition")
def edit_recognition(request: HttpRequest, pk: int, given: RecognitionIn) -> Any:
    """Change it."""
    person = person_of(request)
    return operations.edit(kept.visible(person, Recognition, pk), person=person, given=given.dict())


@router.post("/improvements/{pk}/done", response=DoneOut, operation_id="sustain_finish")
def finish(request: HttpRequest, pk: int) -> Any:
    """Call step 7 done."""
    person = person_of(request)
    return operations.finish(visible_improvement(person, pk), person=person)


@router.get("/lessons", response=PageOf[LessonOut], operation_id="sustain_lessons")
def lessons(request: HttpRequest, after: str | None = None) -> Any:
    """The lessons of an organisation, newest first."""
    rows = kept.lessons_in(organisation_of(request), person_of(request))
    return page_of(rows, order=("-created_at", "-pk"), after=after)


@router.get("/entities/{pk}/gains", response=list[GainOut], operation_id="sustain_gains")
def gains(request: HttpRequest, pk: int) -> Any:
    """The gains that a service, offering, practice, team, value stream or the organisation itself holds."""
    person = person_of(request)
    rows = gains_kept.of_entity(visible_entity(person, pk), person)[:200]
    return [gains_kept.gain_of(row) for row in rows]
