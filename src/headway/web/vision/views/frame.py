"""What the pages of this slice have in common: the places beside each other, and how a list goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.web.accounts.queries import organisation_of, person_of, standing
from headway.web.accounts.roles import ALLOWS, May


@dataclass(frozen=True, slots=True)
class PlaceShown:
    label: str
    href: str
    here: bool


def value_system_places() -> tuple[tuple[str, str], ...]:
    return ((_("Services"), "vision:services"), (_("Practices"), "vision:practices"), (_("Teams"), "vision:teams"),
            (_("Value streams"), "vision:value_streams"), (_("Objectives"), "vision:objectives"),
            (_("Stakeholders"), "vision:stakeholders"), (_("Ticket fields"), "vision:mapping"),
            (_("Framework"), "vision:framework"))


def governance_places() -> tuple[tuple[str, str], ...]:
    return ((_("Reviews"), "vision:governance"), (_("Decisions"), "vision:decisions"), (_("Policies"), "vision:policies"),
            (_("Risks"), "vision:risks"), (_("Investments"), "vision:investments"), (_("Roadmap"), "vision:roadmap"))


def page(request: HttpRequest, template: str, *, here: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page among its neighbours; `here` is the name of its place's address."""
    places = governance_places() if here in {name for _label, name in governance_places()} else value_system_places()
    shown = tuple(PlaceShown(label=label, href=reverse(name), here=name == here) for label, name in places)
    return render(request, template, {"places": shown, **context}, status=status)


def goes_on(request: HttpRequest, cursor: str | None) -> str:
    """The address of a list's next page with what narrows it, or nothing."""
    if cursor is None:
        return ""
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return f"?{urlencode({**kept, 'after': cursor})}"


def may_somewhere(request: HttpRequest, what: May) -> bool:
    """Whether to show a button: the person may this in a unit of this organisation."""
    organisation = organisation_of(request).pk
    return any(of == organisation and what in ALLOWS[role] for _path, of, role in standing(person_of(request)).roles)


def only_if(request: HttpRequest, what: May) -> None:
    """A form is not shown to somebody who can't send it anywhere."""
    if not may_somewhere(request, what):
        raise PermissionDenied
