"""Tasks, pilots, interventions and other events as a person sees them: finished values, few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.framework import Pack
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, may, may_somewhere, units_where
from headway.web.accounts.roles import May
from headway.web.act.models import Intervention, Pilot, Task, TaskState
from headway.web.ground.cursor import Page, page_of
from headway.web.plan.models import Approval
from headway.web.plan.queries import requesters
from headway.web.register.models import Improvement, QuickWin
from headway.web.register.operations import runs
from headway.web.register.states import OPEN
from headway.web.vision.models import Entity
from headway.web.vision.queries import term_label
from headway.web.vision.queries.duties import investments_to_decide

Row = TypeVar("Row", bound=Model)
ENDED = (TaskState.DONE, TaskState.DROPPED)
MOST_TASKS = 500      # of one improvement, on one page


@dataclass(frozen=True, slots=True)
class TaskLine:
    pk: int
    title: str
    note: str
    activity: str
    owner: str
    due_on: date | None
    late: bool
    state: str
    state_name: str
    pilot: str
    ended: bool
    version: int
    improvement_pk: int
    improvement: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The tasks of one value chain activity."""

    key: str
    name: str
    tasks: tuple[TaskLine, ...]
    open: int


@dataclass(frozen=True, slots=True)
class PilotLine:
    pk: int
    name: str
    scope: str
    left_out: str
    starts_on: date
    ends_on: date | None
    works_if: str
    outcome: str
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionLine:
    pk: int
    what: str
    starts_on: date
    in_full_on: date | None
    reach: str
    exposed: str
    entities: tuple[str, ...]
    recording: str
    recording_name: str
    recording_note: str
    pilot: str
    plan: str
    undone_on: date | None
    undone_because: str


@dataclass(frozen=True, slots=True)
class EventLine:
    pk: int
    what: str
    starts_on: date
    ends_on: date | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Step 5 of one improvement."""

    columns: tuple[Column, ...]
    pilots: tuple[PilotLine, ...]
    interventions: tuple[InterventionLine, ...]
    events: tuple[EventLine, ...]
    open_tasks: int
    done_tasks: int
    late_tasks: int
    settled: bool
    may_edit: bool
    may_run: bool

    @property
    def is_empty(self) -> bool:
        return not (self.pilots or self.interventions or self.events or self.open_tasks or self.done_tasks)


def visible(person: User, of: type[Row], pk: int) -> Row:
    """A row of an improvement in sight, with its unit, or 404."""
    found = (of._default_manager.filter(in_sight(person, field="improvement__unit"), pk=pk)
             .select_related("improvement__unit__organisation", "improvement__organisation", "improvement__owner",
                             "improvement__coordinator").first())
    if found is None:
        raise Http404
    return found


def tasks_of(improvement: Improvement) -> QuerySet[Task]:
    return Task.objects.filter(improvement=improvement).select_related("owner", "pilot").order_by("due_order", "pk")


def interventions_of(improvement: Improvement) -> QuerySet[Intervention]:
    """What was changed and not taken back, in the order of its days."""
    return (Intervention.objects.filter(improvement=improvement, withdrawn_at=None).select_related("pilot", "option")
            .order_by("starts_on", "pk"))


def action_of(improvement: Improvement, person: User, *, pack: Pack, today: date) -> Action:
    """Step 5 as its page shows it. Five queries."""
    tasks = [task_line(row, pack=pack, today=today) for row in tasks_of(improvement)[:MOST_TASKS]]
    ended = [line for line in tasks if line.ended]
    may_edit = may(person, May.CONTRIBUTE, unit=improvement.unit)
    return Action(
        columns=columns_of(tasks, pack), pilots=tuple(map(pilot_line, improvement.pilots.order_by("starts_on", "pk"))),
        interventions=tuple(intervention_line(row, entities=row.entities.all())   # type: ignore[arg-type]
                            for row in interventions_of(improvement).prefetch_related("entities")),
        events=tuple(EventLine(row.pk, row.what, row.starts_on, row.ends_on, row.note)
                     for row in improvement.other_events.order_by("starts_on", "pk")),
        open_tasks=len(tasks) - len(ended), done_tasks=sum(line.state == TaskState.DONE for line in ended),
        late_tasks=sum(line.late for line in tasks), settled=improvement.route[4] == "d", may_edit=may_edit,
        may_run=runs(person, improvement))


def columns_of(tasks: Sequence[TaskLine], pack: Pack) -> tuple[Column, ...]:
    """By value chain activity in the framework's order; tasks under no activity, or one of another edition, come last."""
    known = {term.label: term.key for term in pack.activities}
    names = [*known, *dict.fromkeys(line.activity for line in tasks if line.activity not in known)]
    found = []
    for name in names:
        own = tuple(line for line in tasks if line.activity == name)
        if own:
            found.append(Column(known.get(name, ""), name, own, sum(not line.ended for line in own)))
    return tuple(found)


def task_line(row: Task, *, pack: Pack, today: date, of: Improvement | None = None) -> TaskLine:
    ended = row.state in ENDED
    return TaskLine(
        pk=row.pk, title=row.title, note=row.note, activity=term_label(row.activity, chosen=pack, written_in=row.pack),
        owner=str(row.owner) if row.owner else "", due_on=row.due_on, late=not ended and row.due_order < today,
        state=row.state, state_name=str(row.get_state_display()), pilot=row.pilot.name if row.pilot else "", ended=ended,
        version=row.version, improvement_pk=row.improvement_id, improvement=str(of) if of else "")


def pilot_line(row: Pilot) -> PilotLine:
    return PilotLine(row.pk, row.name, row.scope, row.left_out, row.starts_on, row.ends_on, row.works_if, row.outcome,
                     row.ended_on)


def intervention_line(row: Intervention, *, entities: Sequence[Entity] = ()) -> InterventionLine:
    return InterventionLine(
        pk=row.pk, what=row.what, starts_on=row.starts_on, in_full_on=row.in_full_on, reach=str(row.get_reach_display()),
        exposed=row.exposed, entities=tuple(entity.name for entity in entities), recording=row.recording,
        recording_name=str(row.get_recording_display()), recording_note=row.recording_note,
        pilot=row.pilot.name if row.pilot else "", plan=row.option.name if row.option else "", undone_on=row.undone_on,
        undone_because=row.undone_because)


def own_tasks(person: User, organisation: Organisation, *, pack: Pack, today: date, after: str | None = None,
              ended: bool = False) -> Page[TaskLine]:
    """A person's tasks in one organisation, the ones due first at the top. Two queries."""
    rows = Task.objects.filter(in_sight(person, field="improvement__unit"), owner=person, improvement__organisation=organisation)
    rows = rows.filter(state__in=ENDED) if ended else rows.exclude(state__in=ENDED)
    page = page_of(rows.select_related("improvement", "owner", "pilot"), order=("due_order", "pk"), after=after)
    return Page(items=[task_line(row, pack=pack, today=today, of=row.improvement) for row in page.items], next=page.next)


@dataclass(frozen=True, slots=True)
class WantedAnswer:
    """Something that an approver is asked, of which improvement (None: an investment), and where it is answered."""

    what: str
    improvement_pk: int | None
    about: str
    asked_by: str
    asked_at: datetime
    words: str
    href: str


MOST_ANSWERS = 50


def wanted_answers(person: User, organisation: Organisation) -> tuple[WantedAnswer, ...]:
    """Plans, quick wins and investments that this person may approve and has no hand in, those that wait longest first.

    Three queries.
    """
    if not may_somewhere(person, May.APPROVE, organisation=organisation):
        return ()
    units = units_where(person, May.APPROVE, organisation=organisation)
    plans = (Approval.objects.filter(answered_at=None, option__improvement__unit__in=units, option__improvement__state__in=OPEN)
             .select_related("option__improvement", "asked_by").order_by("pk")[:MOST_ANSWERS])
    wins = (QuickWin.objects.filter(granted=None, improvement__unit__in=units, improvement__state__in=OPEN)
            .select_related("improvement", "asked_by").order_by("pk")[:MOST_ANSWERS])
    asked = [*(_wanted(row, row.option.improvement, what=row.option.name, words=row.words,
                       href=reverse("plan:answer", args=[row.pk]))
               for row in plans if person.pk not in requesters(row, row.option.improvement)),
             *(_wanted(row, row.improvement, what=_("A quick win?"), words=row.reason,
                       href=reverse("register:answer_quick_win", args=[row.improvement_id]))
               for row in wins if person.pk not in (row.asked_by_id, row.improvement.raised_by_id)),
             *(WantedAnswer(what=row.title, improvement_pk=None, about=f"{floatformat(row.amount, '-2g')} {row.currency}",
                            asked_by=str(row.proposed_by or ""), asked_at=row.created_at, words=row.purpose,
                            href=reverse("vision:investment", args=[row.pk]))
               for row in investments_to_decide(person, organisation))]
    return tuple(sorted(asked, key=lambda one: one.asked_at))


def _wanted(row: Approval | QuickWin, of: Improvement, *, what: str, words: str, href: str) -> WantedAnswer:
    return WantedAnswer(what=what, improvement_pk=of.pk, about=str(of), asked_by=str(row.asked_by or ""),
                        asked_at=row.asked_at, words=words, href=href)


@dataclass(frozen=True, slots=True)
class Panel:
    """Step 5 on the improvement's page."""

    interventions: tuple[InterventionLine, ...]
    next_tasks: tuple[TaskLine, ...]
    open: int
    done: int


MOST_NEXT = 5


def step_panel(improvement: Improvement, person: User) -> Panel | None:
    """What was changed, and the tasks that are due next. Two queries."""
    from django.utils import timezone

    from headway.web.vision.queries import pack_of

    interventions = tuple(map(intervention_line, interventions_of(improvement)))
    rows = list(tasks_of(improvement)[:MOST_TASKS])
    if not interventions and not rows:
        return None
    pack, today = pack_of(improvement.organisation), timezone.localdate()
    to_do = [row for row in rows if row.state not in ENDED]
    return Panel(interventions, tuple(task_line(row, pack=pack, today=today) for row in to_do[:MOST_NEXT]), len(to_do),
                 sum(row.state == TaskState.DONE for row in rows))


def step_facts(rows: Iterable[Intervention]) -> dict[str, Any]:
    """What the record of step 5 keeps for reading."""
    return {"interventions": [
        {"intervention": row.pk, "what": row.what, "starts_on": row.starts_on.isoformat(),
         "in_full_on": row.in_full_on.isoformat() if row.in_full_on else None, "reach": row.reach, "exposed": row.exposed,
         "recording": row.recording, "option": row.option_id} for row in rows]}
