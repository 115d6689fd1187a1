"""The states beside the route: taken on, on hold, withdrawn, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.letters import Occasion, tell
from headway.web.register.models import Improvement
from headway.web.register.operations.ground_rules import demand_open, demand_running
from headway.web.register.states import LIVE, Closure, State

TOLD = ("state", "state_reason", "on_hold_until", "closure", "same_as", "owner")
AFTER_ALL_STEPS = (Closure.KEPT, Closure.PARTLY_KEPT, Closure.QUICK_WIN)


def take_on(improvement: Improvement, *, by: User, owner: User | None = None, seen: int | None = None) -> Improvement:
    """An idea becomes an improvement under way."""
    demand(by, May.MANAGE, unit=improvement.unit)
    with _changed(improvement, "register.take_on", by=by, seen=seen) as newest:
        if newest.state != State.IDEA:
            raise Declined("is_no_idea", number=newest.number)
        if owner is not None:
            newest.owner = owner
        newest.step_since = timezone.now()
        _enter(newest, State.UNDER_WAY)
    return newest


def put_on_hold(improvement: Improvement, *, by: User, reason: str, until: date | None = None,
                seen: int | None = None) -> Improvement:
    demand_running(by, improvement)
    with _changed(improvement, "register.put_on_hold", by=by, seen=seen) as newest:
        if newest.state != State.UNDER_WAY:
            raise Declined("not_under_way", number=newest.number)
        _enter(newest, State.ON_HOLD, reason=_given(reason), until=until)
    return newest


def resume(improvement: Improvement, *, by: User, seen: int | None = None) -> Improvement:
    demand_running(by, improvement)
    with _changed(improvement, "register.resume", by=by, seen=seen) as newest:
        if newest.state != State.ON_HOLD:
            raise Declined("not_on_hold", number=newest.number)
        _enter(newest, State.UNDER_WAY)
    return newest


def withdraw(improvement: Improvement, *, by: User, reason: str, same_as: Improvement | None = None,
             seen: int | None = None) -> Improvement:
    """Not wanted any more, or the same as another. Whoever raised an idea may withdraw it, too."""
    if improvement.state == State.IDEA and by.pk == improvement.raised_by_id:
        demand(by, May.SUGGEST, unit=improvement.unit)
    else:
        demand_running(by, improvement)
    with _changed(improvement, "register.withdraw", by=by, seen=seen) as newest:
        demand_open(newest)
        if same_as is not None and (same_as.pk == newest.pk or same_as.organisation_id != newest.organisation_id):
            raise Declined("same_as_itself", field="same_as")
        newest.same_as = same_as
        _enter(newest, State.WITHDRAWN, reason=_given(reason))
    return newest


def close(improvement: Improvement, *, by: User, closure: Closure, reason: str = "", seen: int | None = None) -> Improvement:
    """End it with a code. What claims to be done wants every step done or skipped; what was stopped wants a reason."""
    demand_running(by, improvement)
    with _changed(improvement, "register.close", by=by, seen=seen) as newest:
        if newest.state not in LIVE:
            raise Declined("not_under_way", number=newest.number)
        if closure in AFTER_ALL_STEPS and not newest.steps_are_over:
            raise Declined("steps_still_open", step=newest.step, field="closure")
        if (closure == Closure.QUICK_WIN) != newest.is_quick_win and closure in AFTER_ALL_STEPS:
            raise Declined("closed_as_quick_win_only" if newest.is_quick_win else "is_no_quick_win", field="closure")
        _enter(newest, State.CLOSED, reason=reason if closure in AFTER_ALL_STEPS else _given(reason), closure=closure)
    return newest


def open_again(improvement: Improvement, *, by: User, reason: str, seen: int | None = None) -> Improvement:
    """A closed or withdrawn record comes back: where it was never taken on, as an idea."""
    demand(by, May.MANAGE, unit=improvement.unit)
    with _changed(improvement, "register.open_again", by=by, seen=seen) as newest:
        if newest.state not in (State.CLOSED, State.WITHDRAWN):
            raise Declined("is_open", number=newest.number)
        newest.same_as = None
        touched = newest.step_records.exists() or newest.state == State.CLOSED
        _enter(newest, State.UNDER_WAY if touched else State.IDEA, reason=_given(reason))
    return newest


def _given(reason: str) -> str:
    if not reason.strip():
        raise Declined("reason_is_wanted", field="reason")
    return reason.strip()


def _enter(improvement: Improvement, state: State, *, reason: str = "", until: date | None = None,
           closure: Closure | str = "") -> None:
    improvement.state, improvement.state_since = state, timezone.now()
    improvement.state_reason, improvement.on_hold_until, improvement.closure = reason, until, closure


@contextmanager
def _changed(improvement: Improvement, action: str, *, by: User, seen: int | None) -> Iterator[Improvement]:
    with operation(action, by=by, organisation=improvement.organisation) as audit:
        newest = locked(improvement, seen=seen)
        before = facts_of(newest, *TOLD)
        yield newest
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest, *TOLD))
        state = State(newest.state).label
        tell([newest.raised_by, newest.owner, *(watcher.person for watcher in newest.watchers.select_related("person"))],
             about=newest, occasion=Occasion.STATE, by=by, key=f"state-{newest.pk}-{newest.version}",
             subject=_("%(state)s: %(title)s") % {"state": state, "title": newest.title},
             text="\n".join(part for part in (str(state), newest.state_reason) if part))
