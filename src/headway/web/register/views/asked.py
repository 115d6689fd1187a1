"""What every page of the register asks of a request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.register.forms.choices import Within
from headway.web.register.models import Improvement
from headway.web.vision.queries import pack_of


def within(request: HttpRequest, *, about: Improvement | None = None) -> Within:
    """Whose choices a form has: those of the record's organisation, else of the one that is chosen."""
    organisation = about.organisation if about is not None else organisation_of(request)
    return Within(person=person_of(request), organisation=organisation, pack=pack_of(organisation))


def to_record(improvement: Improvement, *, at: str = "", step: int | None = None) -> HttpResponse:
    address = redirect("register:improvement", pk=improvement.pk)
    address["Location"] += (f"?step={step}" if step else "") + (f"#{at}" if at else "")
    return address

