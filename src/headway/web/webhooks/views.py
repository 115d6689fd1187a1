"""Pages of webhooks, for administrators."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.ground.forms import declining
from headway.web.webhooks import forms, operations, queries
from headway.web.webhooks.events import EVENTS
from headway.web.webhooks.words import OFF


def webhooks(request: HttpRequest) -> HttpResponse:
    """Who is told of what happens here."""
    organisation = organisation_of(request)
    queries.demand_administrator(person_of(request), organisation)
    return render(request, "webhooks/webhooks.html", {"webhooks": list(queries.webhooks(organisation))})


def add(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    queries.demand_administrator(person, organisation)
    form = forms.WebhookForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            made, secret = operations.add_webhook(person=person, organisation=organisation, **form.cleaned_data)
            return render(request, "webhooks/secret.html", {"webhook": made, "secret": secret})
    return render(request, "webhooks/add.html", {"form": form})


def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook: what it is, and what was sent how."""
    found = queries.visible_webhook(person_of(request), pk)
    wanted = [event.label for event in EVENTS if event.name in found.events]
    return render(request, "webhooks/webhook.html", {
        "webhook": found, "wanted": wanted, "off": OFF.get(found.off_because, ""),
        "page": queries.sent(found, after=request.GET.get("after"))})


def change(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible_webhook(person, pk)
    form = forms.ChangeForm(request.POST or None, initial={
        "name": found.name, "address": found.address, "events": found.events, "is_on": found.is_on, "seen": found.version})
    if form.is_valid():
        with declining(form):
            operations.change_webhook(found, person=person, **form.cleaned_data)
            messages.success(request, _("Kept."))
            return redirect("webhooks:webhook", pk=pk)
    return render(request, "webhooks/change.html", {"form": form, "webhook": found})


@require_POST
def change_secret(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    changed, secret = operations.change_secret(queries.visible_webhook(person, pk), person=person)
    return render(request, "webhooks/secret.html", {"webhook": changed, "secret": secret, "former": True})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    operations.remove_webhook(queries.visible_webhook(person, pk), person=person)
    messages.success(request, _("The webhook is removed."))
    return redirect("webhooks:webhooks")


@require_POST
def send_test(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    operations.send_test(queries.visible_webhook(person, pk), person=person)
    messages.success(request, _("A test is on its way."))
    return redirect("webhooks:webhook", pk=pk)


@require_POST
def redeliver(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = person_of(request)
    again = operations.redeliver(queries.visible_delivery(person, pk), person=person)
    messages.success(request, _("It is sent again, under the same id."))
    return redirect("webhooks:webhook", pk=again.webhook_id)
