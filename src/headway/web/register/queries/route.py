"""The seven stops as a drawing: what stands where, what state it is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from headway.web.register.evidence import EvidenceKind, Grade
from headway.web.register.models import STEPS, Improvement, StepRecord
from headway.web.register.states import StepState

NAMES: tuple[str | Promise, ...] = (
    gettext_lazy("Vision"), gettext_lazy("Now"), gettext_lazy("Want"), gettext_lazy("How"), gettext_lazy("Act"),
    gettext_lazy("There?"), gettext_lazy("Momentum"))
# What the guiding principle most in play at each step asks.
PROMPTS: tuple[str | Promise, ...] = (
    gettext_lazy("Who is better off, and how would they say so?"),
    gettext_lazy("What is measured already? Begin there."),
    gettext_lazy("Which change would be worth the trouble?"),
    gettext_lazy("What can be left out? Who before and after you would notice?"),
    gettext_lazy("What is the smallest step that would show something?"),
    gettext_lazy("Who should see this, also where it is not what you hoped?"),
    gettext_lazy("What can run by itself, now that it is simple?"))
LEFT, PITCH, MIDDLE, LIFTED = 9.0, 21.5, 9, 3
RADIUS = {"done": 4, "here": 5, "ahead": 3, "skipped": 3}


def states_of(route: str, step: int) -> tuple[str, ...]:
    """The state of each stop: done, skipped, here or ahead.

    >>> states_of("ds.d...", 3)
    ('done', 'skipped', 'here', 'done', 'ahead', 'ahead', 'ahead')
    """
    here = {".": "ahead", "d": "done", "s": "skipped"}
    return tuple("here" if letter == "." and number == step else here[letter]
                 for number, letter in zip(STEPS, route, strict=True))


def line_of(improvement: Improvement) -> SafeString:
    """The route of a record in a row, drawn: 148 by 18."""
    return _drawn(improvement.route, improvement.step, get_language())


@lru_cache(maxsize=2048)   # many records stand alike
def _drawn(route: str, step: int, language: str | None) -> SafeString:
    states = states_of(route, step)
    places = [LEFT + PITCH * index for index in range(len(states))]
    over = "." not in route
    reached = places[-1] if over else places[step - 1]
    skipped = ", ".join(str(name) for name, state in zip(NAMES, states, strict=True) if state == "skipped")
    said = (_("all steps over") if over else _("at step %(number)s, %(name)s") % {"number": step, "name": NAMES[step - 1]})
    said += _("; skipped: %(names)s") % {"names": skipped} if skipped else ""
    path = '<path class="{}" d="M{} {}H{}"/>'
    on = format_html(path, "on", f"{places[0]:.1f}", MIDDLE, f"{reached:.1f}") if reached > places[0] else ""
    off = format_html(path, "off", f"{reached:.1f}", MIDDLE, f"{places[-1]:.1f}") if reached < places[-1] else ""
    dots = format_html_join("", '<circle class="{}" cx="{}" cy="{}" r="{}"/>', (
        (state, f"{x:.1f}", LIFTED if state == "skipped" else MIDDLE, RADIUS[state])
        for state, x in zip(states, places, strict=True)))
    return format_html('<svg class="line" viewBox="0 0 148 18" role="img" aria-label="{}">{}{}{}</svg>', said, on, off, dots)


@dataclass(frozen=True, slots=True)
class PastStep:
    """One row of a step's history."""

    step: int
    name: str
    what: str       # "done", "skipped", "opened again"
    says: str
    reason: str
    who: str
    at: datetime
    evidence: str   # "series of measurements, measured over time"
    digest: str
    facts: tuple[tuple[str, str], ...]
    href: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of the large route, and what stands behind it."""

    number: int
    name: str
    question: str
    prompt: str
    state: str
    told: str         # "done 1 Mar, second time"
    holds: str        # the reason it was skipped, or what it rests on
    history: tuple[PastStep, ...]


def stops_of(improvement: Improvement, records: Sequence[StepRecord], *, questions: Sequence[str]) -> tuple[Stop, ...]:
    """The route with its history; `records` newest first."""
    stops = []
    for number, state in zip(STEPS, states_of(improvement.route, improvement.step), strict=True):
        own = [record for record in records if record.step == number]
        stops.append(Stop(
            number=number, name=str(NAMES[number - 1]), question=questions[number - 1], prompt=str(PROMPTS[number - 1]),
            state=state, told=_told(state, own), holds=_holds(own), history=tuple(past_step(record) for record in own)))
    return tuple(stops)


SAID_BY_GRADE = ("", EvidenceKind.RECORD, EvidenceKind.ESTIMATE)   # kinds whose grade says the same in other words


def past_step(record: StepRecord) -> PastStep:
    said = {StepState.DONE: _("done"), StepState.SKIPPED: _("skipped"), StepState.OPEN: _("opened again")}
    kind = "" if record.evidence_kind in SAID_BY_GRADE else EvidenceKind(record.evidence_kind).label
    evidence = ", ".join(filter(None, (str(kind), str(Grade(record.grade).label)))) if record.evidence_kind else ""
    return PastStep(step=record.step, name=str(NAMES[record.step - 1]), what=said[StepState(record.state)], says=record.says,
                    reason=record.reason, who=str(record.by) if record.by else "Headway", at=record.at, evidence=evidence,
                    digest=record.digest,
                    facts=tuple(_shown(record.facts)), href=record.href)


def _shown(facts: dict[str, Any]) -> list[tuple[str, str]]:
    plain = [(name, value) for name, value in facts.items() if isinstance(value, str | int | float) and value not in ("", False)]
    return [(name.replace("_", " "), _("yes") if value is True else str(value)) for name, value in plain]


def _told(state: str, own: Sequence[StepRecord]) -> str:
    if not own:
        return _("here") if state == "here" else ""
    newest, times = own[0], sum(record.state == own[0].state for record in own)
    told = f"{past_step(newest).what} {date_format(newest.at, 'SHORT_DATE_FORMAT')}"
    return told if times < 2 else ngettext("%(told)s, %(times)s time", "%(told)s, %(times)s times", times) % {
        "told": told, "times": times}


def _holds(own: Sequence[StepRecord]) -> str:
    if not own:
        return ""
    newest = own[0]
    if newest.state == StepState.DONE:
        kind = EvidenceKind(newest.evidence_kind)
        return newest.says or ("" if kind is EvidenceKind.RECORD else str(kind.label))
    return f"“{newest.reason}”"
