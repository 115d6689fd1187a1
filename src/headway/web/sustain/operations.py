"""Everything that can be done in step 7."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import Versioned, locked
from headway.web.register.evidence import Evidence, EvidenceKind
from headway.web.register.letters import Occasion, tell
from headway.web.register.models import Improvement
from headway.web.register.operations import complete_step, runs
from headway.web.sustain.models import Alarm, Lesson, Recognition, StandardWork

STEP = 7
Row = TypeVar("Row", Lesson, StandardWork, Recognition)


def set_alarm(improvement: Improvement, *, person: User, given: Mapping[str, Any]) -> Alarm:
    """Say who watches the gain, by what, how often, when it is lost, and what is done then.

    A reason that stood for having none ends with it. Raises `Declined`: alarm_watches_nothing, kpi_elsewhere, watcher_elsewhere.
    """
    demand(person, May.CONTRIBUTE, unit=improvement.unit)
    _demand_whole(improvement, given)
    with operation("sustain.set_alarm", by=person, organisation=improvement.organisation) as audit:
        for reason in Alarm.objects.select_for_update().filter(improvement=improvement, ended_at=None).exclude(no_alarm=""):
            ended = locked(reason)
            ended.ended_at = timezone.now()
            ended.save()
            audit.line(ended, before={"ended_at": None}, after=facts_of(ended, "ended_at"))
        row = Alarm.objects.create(improvement=improvement, set_by=person, **given)
        audit.line(row, after=facts_of(row))
        _tell_watcher(row, by=person)
    return row


def edit_alarm(alarm: Alarm, *, person: User, given: Mapping[str, Any], seen: int | None = None) -> Alarm:
    demand(person, May.CONTRIBUTE, unit=alarm.improvement.unit)
    _demand_whole(alarm.improvement, given)
    with operation("sustain.edit_alarm", by=person, organisation=alarm.improvement.organisation) as audit:
        newest = locked(alarm, seen=seen)
        if newest.ended_at is not None or newest.no_alarm:
            raise Declined("alarm_is_ended")
        before, watcher = facts_of(newest), newest.watcher_id
        for name, value in given.items():
            setattr(newest, name, value)
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest))
        if newest.watcher_id != watcher:
            _tell_watcher(newest, by=person)
    return newest


def end_alarm(alarm: Alarm, *, person: User, reason: str) -> Alarm:
    """Nobody watches any more, and why."""
    demand(person, May.CONTRIBUTE, unit=alarm.improvement.unit)
    _demand_reason(reason)
    with operation("sustain.end_alarm", by=person, organisation=alarm.improvement.organisation) as audit:
        newest = locked(alarm)
        if newest.ended_at is not None:
            raise Declined("alarm_is_ended")
        newest.ended_at, newest.ended_because = timezone.now(), reason.strip()
        newest.save()
        audit.line(newest, before={"ended_at": None}, after=facts_of(newest, "ended_at", "ended_because"))
    return newest


def need_no_alarm(improvement: Improvement, *, person: User, reason: str) -> Alarm:
    """Say why nobody needs to watch; a former reason gives way."""
    demand(person, May.CONTRIBUTE, unit=improvement.unit)
    _demand_reason(reason)
    with operation("sustain.need_no_alarm", by=person, organisation=improvement.organisation) as audit:
        held = list(Alarm.objects.select_for_update().filter(improvement=improvement, ended_at=None))
        if any(not one.no_alarm for one in held):
            raise Declined("an_alarm_is_set")
        for former in held:
            former.ended_at = timezone.now()
            former.version += 1
            former.save()
            audit.line(former, before={"ended_at": None}, after=facts_of(former, "ended_at"))
        row = Alarm.objects.create(improvement=improvement, set_by=person, no_alarm=reason.strip())
        audit.line(row, after=facts_of(row))
    return row


def put_lesson(improvement: Improvement, *, person: User, given: Mapping[str, Any]) -> Lesson:
    return _put(Lesson(improvement=improvement, by=person, **given), person=person)


def put_standard_work(improvement: Improvement, *, person: User, given: Mapping[str, Any]) -> StandardWork:
    _demand_here(improvement, given.get("owner"))
    return _put(StandardWork(improvement=improvement, set_by=person, **given), person=person)


def recognise(improvement: Improvement, *, person: User, given: Mapping[str, Any]) -> Recognition:
    return _put(Recognition(improvement=improvement, by=person, **given), person=person)


def edit(row: Row, *, person: User, given: Mapping[str, Any], seen: int | None = None) -> Row:
    """Change a lesson, a piece of standard work or a recognition."""
    demand(person, May.CONTRIBUTE, unit=row.improvement.unit)
    _demand_here(row.improvement, given.get("owner"))
    with operation(f"sustain.edit_{row._meta.model_name}", by=person, organisation=row.improvement.organisation) as audit:
        newest = locked(row, seen=seen)
        before = _told(newest)
        for name, value in given.items():
            setattr(newest, name, value)
        newest.save()
        audit.line(newest, before=before, after=_told(newest))
    return newest


def finish(improvement: Improvement, *, person: User) -> Improvement:
    """Step 7 is done: the gain is watched, or there is a reason why not, and a lesson is told.

    Raises `Declined`: not_permitted, alarm_or_reason_wanted, lesson_wanted, earlier_step_open, not_under_way.
    """
    if not runs(person, improvement):
        demand(person, May.MANAGE, unit=improvement.unit)
    with operation("sustain.finish", by=person, organisation=improvement.organisation) as audit:
        alarms = list(Alarm.objects.filter(improvement=improvement, ended_at=None).order_by("pk"))
        if not alarms:
            raise Declined("alarm_or_reason_wanted")
        lessons = list(Lesson.objects.filter(improvement=improvement).order_by("pk").values_list("title", flat=True))
        if not lessons:
            raise Declined("lesson_wanted")
        facts = {"alarms": [one.pk for one in alarms if not one.no_alarm], "lessons": lessons,
                 "no_alarm": next((one.no_alarm for one in alarms if one.no_alarm), ""),
                 "standard_work": improvement.standard_work.count(), "recognitions": improvement.recognitions.count()}
        done = complete_step(improvement, STEP, by=person, evidence=Evidence(
            kind=EvidenceKind.RECORD, facts=facts, href=reverse("sustain:momentum", args=[improvement.pk])))
        audit.line(done, after={"step": STEP})
    return done


def _put(row: Row, *, person: User) -> Row:
    demand(person, May.CONTRIBUTE, unit=row.improvement.unit)
    with operation(f"sustain.put_{row._meta.model_name}", by=person, organisation=row.improvement.organisation) as audit:
        row.save(force_insert=True)
        audit.line(row, after=_told(row))
    return row


def _told(row: Versioned) -> dict[str, Any]:
    """What the audit keeps: whom somebody thanked may be a name, so it is left out."""
    return {name: value for name, value in facts_of(row).items() if name != "whom"}


def _demand_whole(improvement: Improvement, given: Mapping[str, Any]) -> None:
    kpi = given.get("kpi")
    if kpi is None and not str(given.get("watches", "")).strip():
        raise Declined("alarm_watches_nothing", field="watches")
    if kpi is not None and kpi.unit.organisation_id != improvement.organisation_id:
        raise Declined("kpi_elsewhere", field="kpi")
    for name in ("threshold", "response"):
        _demand_reason(str(given.get(name, "")), field=name)
    _demand_here(improvement, given.get("watcher"))


def _demand_here(improvement: Improvement, person: User | None) -> None:
    if person is not None and not person.memberships.filter(unit__organisation=improvement.organisation_id).exists():
        raise Declined("watcher_elsewhere")


def _demand_reason(reason: str, *, field: str = "reason") -> None:
    if not reason.strip():
        raise Declined("reason_is_wanted", field=field)


def _tell_watcher(alarm: Alarm, *, by: User) -> None:
    what = alarm.kpi.name if alarm.kpi else alarm.watches
    tell([alarm.watcher], about=alarm.improvement, occasion=Occasion.ASSIGNED, by=by, key=f"alarm-{alarm.pk}-{alarm.version}",
         subject=_("You watch a gain: %(title)s") % {"title": alarm.improvement.title},
         text=_("%(every)s: %(what)s. The gain is lost when: %(threshold)s. Then: %(response)s") % {
             "every": alarm.get_every_display(), "what": what, "threshold": alarm.threshold.rstrip(". "),
             "response": alarm.response.rstrip(". ")})
