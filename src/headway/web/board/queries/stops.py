"""The seven stops of the route, each with what it rests on: a figure, a sentence, a day; not the name of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from headway.web.board.queries.wants import WANTS
from headway.web.register.evidence import EvidenceKind
from headway.web.register.models import STEPS, Improvement, StepRecord
from headway.web.register.queries.route import NAMES, states_of
from headway.web.register.states import StepState
from headway.web.review.models import DecisionKind

SAID: Final[Mapping[str, str | Promise]] = {
    StepState.DONE: gettext_lazy("done %(day)s"), StepState.SKIPPED: gettext_lazy("skipped %(day)s"),
    StepState.OPEN: gettext_lazy("opened again %(day)s")}
Told = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop: its state, when it came to be so, what it holds, and a small line beneath."""

    number: int
    name: str
    state: str
    told: str
    holds: str
    beneath: str


def stops(improvement: Improvement, records: Sequence[StepRecord]) -> tuple[Stop, ...]:
    """The route; `records` newest first."""
    found = []
    for number, state in zip(STEPS, states_of(improvement.route, improvement.step), strict=True):
        own = [record for record in records if record.step == number]
        holds, beneath = _held(improvement, number, state, own)
        found.append(Stop(number, str(NAMES[number - 1]), state, _told(state, own), holds, beneath))
    return tuple(found)


def short(on: date | datetime) -> str:
    """A day without its year where that is this one."""
    day = timezone.localdate(on) if isinstance(on, datetime) else on
    return date_format(day, "j M" if day.year == timezone.localdate().year else "j M Y")


def day_of(told: object) -> str:
    """A day that was kept as text."""
    try:
        return short(date.fromisoformat(str(told)))
    except ValueError:
        return ""


def _told(state: str, own: Sequence[StepRecord]) -> str:
    if not own:
        return _("here") if state == "here" else ""
    newest, times = own[0], sum(record.state == own[0].state for record in own)
    told = str(SAID[newest.state]) % {"day": short(newest.at)}
    return told if times == 1 else ngettext("%(told)s, %(times)s time", "%(told)s, %(times)s times", times) % {
        "told": told, "times": times}


def _held(improvement: Improvement, number: int, state: str, own: Sequence[StepRecord]) -> Told:
    newest = own[0] if own else None
    if newest is not None and newest.state == StepState.SKIPPED:
        return f"“{newest.reason}”", ""
    if newest is None or newest.state == StepState.OPEN:
        return (_("waits for %(what)s") % {"what": WANTS[number].what}, "") if state == "here" else ("", "")
    holds, beneath = HOLDS[number](newest.facts, improvement)
    return holds or str(EvidenceKind(newest.evidence_kind).label), beneath


def _vision(facts: Mapping[str, Any], improvement: Improvement) -> Told:
    sponsor = _("with a sponsor") if improvement.sponsor_id else _("no sponsor yet")
    return (improvement.objective.title if improvement.objective else improvement.no_objective), sponsor


def _now(facts: Mapping[str, Any], improvement: Improvement) -> Told:
    stable = facts.get("stable")
    steady = "" if stable is None else _("steady") if stable else _("moving")
    cases = _("%(n)s cases") % {"n": facts["n"]} if facts.get("n") else ""
    level = str(facts.get("level", ""))
    return ", ".join(filter(None, (level, steady))), ", ".join(filter(None, (str(facts.get("what", "")), cases)))


def _want(facts: Mapping[str, Any], improvement: Improvement) -> Told:
    targets = facts.get("targets") or []
    if not targets:
        return "", ""
    first = targets[0]
    more = ngettext("and %(n)s more", "and %(n)s more", len(targets) - 1) % {"n": len(targets) - 1} if len(targets) > 1 else ""
    by = day_of(first.get("due_on"))
    return (_("%(target)s by %(day)s") % {"target": first["to"],
                                          "day": by} if by else first["to"]), more or str(first.get("what", ""))


def _how(facts: Mapping[str, Any], improvement: Improvement) -> Told:
    weeks = facts.get("seen_after_weeks")
    seen = _("to be seen after %(weeks)s weeks") % {"weeks": round(weeks)} if isinstance(weeks, int | float) else ""
    return str(facts.get("name") or ""), " · ".join(filter(None, (str(facts.get("cost") or ""), seen)))


def _act(facts: Mapping[str, Any], improvement: Improvement) -> Told:
    made = facts.get("interventions") or []
    if not made:
        return "", ""
    last = made[-1]
    return str(last.get("what", "")), " · ".join(filter(None, (day_of(last.get("starts_on")), str(last.get("exposed") or ""))))


def _there(facts: Mapping[str, Any], improvement: Improvement) -> Told:
    decided = facts.get("decision")
    return str(facts.get("headline", "")), str(DecisionKind(decided).label) if decided in DecisionKind.values else ""


def _momentum(facts: Mapping[str, Any], improvement: Improvement) -> Told:
    if facts.get("no_alarm"):
        return _("no alarm is needed"), f"“{facts['no_alarm']}”"
    return (_("watched") if facts.get("alarms") else ""), ""


HOLDS: Final[Mapping[int, Callable[[Mapping[str, Any], Improvement], Told]]] = {
    1: _vision, 2: _now, 3: _want, 4: _how, 5: _act, 6: _there, 7: _momentum}
