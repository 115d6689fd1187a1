"""The backlog as a list: what is asked for, in which order, and the rows as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast
from django.utils.safestring import SafeString

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight
from headway.web.ground.addresses import address
from headway.web.ground.cursor import SIZE, Page, page_of
from headway.web.register.indexes import IsOpen
from headway.web.register.models import Backlog, Improvement, Tally
from headway.web.register.queries.backlogs import formula_in
from headway.web.register.queries.numbers import numbers_of
from headway.web.register.queries.records import in_register, tallies_of
from headway.web.register.queries.route import line_of
from headway.web.register.states import OPEN, WAITING, State

ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "rank": ("rank", "pk"), "score": ("-score_order", "rank", "pk"), "newest": ("-created_at", "-pk"),
    "due": ("due_order", "rank", "pk"), "waiting": ("step_since", "pk")}
ROLES: Final = ("owner", "sponsor", "coordinator", "approver", "raised_by")
TERMS: Final = {"practice": "practices", "activity": "gain_activities", "dimension": "dimensions"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the register. Read from an address; what can't be read there is as if not said."""

    words: str = ""
    entity: int | None = None
    objective: int | None = None
    state: str = "open"          # "open", "all", "waiting" (ideas and what is under way), or one state
    step: int | None = None
    owner: int | None = None
    level: str = ""
    practice: str = ""
    activity: str = ""
    dimension: str = ""
    size: str = ""
    priority: int | None = None
    mine: bool = False
    stale: bool = False          # waits longer in its step than its backlog allows
    quick_win: bool = False
    no_objective: bool = False
    order: str = "rank"

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Asked:
        """From the query of an address.

        >>> Asked.read({"step": "3", "owner": "x", "order": "nonsense", "stale": "on"})
        Asked(words='', entity=None, objective=None, state='open', step=3, owner=None, level='', practice='', activity='', \
dimension='', size='', priority=None, mine=False, stale=True, quick_win=False, no_objective=False, order='rank')
        """
        found: dict[str, Any] = {}
        for one in fields(cls):
            text = str(given.get(one.name, "")).strip()
            if one.type == "int | None":
                found[one.name] = int(text) if text.isdecimal() and len(text) < 10 else None
            elif one.type == "bool":
                found[one.name] = text in ("on", "1", "true", "True")
            elif text:
                found[one.name] = text[:200].replace("\0", "")
        if found.get("order") not in ORDERS:
            found.pop("order", None)
        if found.get("state") not in ("all", "open", "waiting", *State.values):
            found.pop("state", None)
        return cls(**found)

    def query(self, **changes: Any) -> str:
        """As the query of an address, without what is usual."""
        usual = asdict(Asked())
        told = {name: value for name, value in (asdict(self) | changes).items() if value != usual.get(name) and value is not None}
        return urlencode({name: "on" if value is True else value for name, value in told.items()})


@dataclass(frozen=True, slots=True)
class BacklogRow:
    """One improvement in a list."""

    pk: int
    number: str
    title: str
    entity: str
    owner: str
    state: str
    state_label: str
    step: int
    line: SafeString
    level: str
    size: str
    priority: int | None
    due_on: date | None
    overdue: bool
    score: float | None
    arithmetic: str
    lacking: tuple[str, ...]
    waiting_days: int
    stale: bool
    quick_win: bool
    version: int
    above: int | None = None   # the rows beside it on this page, by which it moves
    below: int | None = None

    @property
    def href(self) -> str:
        return address("register:improvement", self.pk)

    @property
    def moved_at(self) -> str:
        return address("register:move", self.pk)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are in each state, whatever else is asked."""

    by_state: Mapping[str, int] = field(default_factory=dict)
    quick_wins: int = 0   # told apart: they claim nothing

    @property
    def open(self) -> int:
        return sum(self.by_state.get(state, 0) for state in OPEN)

    @property
    def all(self) -> int:
        return sum(self.by_state.values())


def found(person: User, organisation: Organisation, asked: Asked, *, now: datetime) -> QuerySet[Improvement]:
    """The rows that are asked for, in no order yet."""
    rows = in_register(person, organisation)
    if asked.state in ("open", "waiting", *OPEN):
        rows = rows.filter(IsOpen("state"))
    if asked.state == "waiting":
        rows = rows.filter(state__in=WAITING)
    elif asked.state not in ("open", "all"):
        rows = rows.filter(state=asked.state)
    same = {"entity_id": asked.entity, "objective_id": asked.objective, "step": asked.step, "owner_id": asked.owner,
            "level": asked.level, "size": asked.size, "priority": asked.priority}
    rows = rows.filter(**{name: value for name, value in same.items() if value not in (None, "")})
    for name, column in TERMS.items():
        if term := getattr(asked, name):
            rows = rows.annotate(**{f"{name}_text": Cast(column, TextField())}).filter(**{f"{name}_text__contains": f'"{term}"'})
    if asked.words:
        rows = rows.filter(Q(title__icontains=asked.words) | Q(number__iexact=asked.words) | Q(idea__icontains=asked.words)
                           | Q(origin_reference__iexact=asked.words))
    if asked.mine:
        first, *others = (Improvement.objects.filter(**{role: person}).values("pk") for role in ROLES)
        rows = rows.filter(pk__in=first.union(*others))   # each by its index: few of many have to do with one person
    if asked.quick_win:
        rows = rows.filter(is_quick_win=True)
    if asked.no_objective:
        rows = rows.filter(objective=None)
    return stale(rows, now=now) if asked.stale else rows


def stale(rows: QuerySet[Improvement], *, now: datetime) -> QuerySet[Improvement]:
    """Those that wait in a step longer than their backlog allows, which each backlog says for itself."""
    own = dict(Backlog.objects.exclude(stale_days=Backlog().stale_days).values_list("entity_id", "stale_days"))
    usual = Q(step_since__lt=now - timedelta(days=Backlog().stale_days)) & ~Q(entity_id__in=list(own))
    for days in set(own.values()):
        usual |= Q(entity_id__in=[entity for entity, most in own.items() if most == days],
                   step_since__lt=now - timedelta(days=days))
    return rows.filter(usual, IsOpen("state"), state__in=WAITING)


def backlog_page(person: User, organisation: Organisation, asked: Asked, *, now: datetime, after: str | None = None,
                 size: int = SIZE) -> Page[BacklogRow]:
    """A page of the register. One query."""
    rows = found(person, organisation, asked, now=now).select_related("entity__backlog", "owner")
    page = page_of(rows, order=ORDERS[asked.order], after=after, size=size)
    items = [row_of(row, now=now) for row in page.items]
    pks = [None, *(row.pk for row in items), None]
    return Page(items=[replace(row, above=pks[place], below=pks[place + 2]) for place, row in enumerate(items)], next=page.next)


def row_of(row: Improvement, *, now: datetime) -> BacklogRow:
    backlog: Backlog = getattr(row.entity, "backlog", None) or Backlog(entity=row.entity)
    score = formula_in(backlog).of(numbers_of(row))
    waiting = max(0, (now - row.step_since).days)
    return BacklogRow(
        pk=row.pk, number=row.number, title=row.title, entity=row.entity.name, owner=str(row.owner) if row.owner else "",
        state=row.state, state_label=str(State(row.state).label), step=row.step, line=line_of(row), level=row.level,
        size=row.size, priority=row.priority, due_on=row.due_on,
        overdue=bool(row.due_on and row.due_on < now.date() and row.state in OPEN),
        score=row.score, arithmetic=score.arithmetic, lacking=score.lacking, waiting_days=waiting,
        stale=row.state in WAITING and waiting > backlog.stale_days, quick_win=row.is_quick_win,
        version=row.version)


def counts(person: User, organisation: Organisation, *, entity: int | None = None) -> Counts:
    """How many there are by state. One query."""
    rows = tallies_of(person, organisation) if entity is None else Tally.objects.filter(in_sight(person), entity_id=entity)
    by_state: dict[str, int] = {}
    quick = 0
    for state, is_quick_win, many in rows.order_by().values_list("state", "is_quick_win").annotate(counted=Sum("many")):
        by_state[state] = by_state.get(state, 0) + many
        quick += many if is_quick_win else 0
    return Counts(by_state, quick)
