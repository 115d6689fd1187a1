"""Pages about people: who is here, invitations, one's own settings, the audit. A view is fetch, form, operation, redirect."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts import forms, operations, queries
from headway.web.accounts.middleware import KEPT_AS
from headway.web.accounts.models import ApiToken, Invitation, Membership, Scope, User
from headway.web.accounts.queries import organisation_of, person_of
from headway.web.accounts.roles import May, Role
from headway.web.ground.forms import declining

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def people(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), getattr(request, "organisation", None)
    if organisation is None:
        return render(request, "accounts/nowhere.html")
    root = queries.root(organisation)
    administered = set(queries.units_where(person, May.ADMINISTER, organisation=organisation))
    return render(request, "accounts/people.html", {
        "organisation": organisation, "people": list(queries.people(organisation)), "administers": bool(administered),
        "administers_all": root in administered, "audits": queries.may(person, May.AUDIT, unit=root),
        "units": [(unit, unit in administered) for unit in queries.visible_units(person, organisation=organisation)],
        "invitations": list(queries.open_invitations(person, organisation)) if administered else [],
        "organisations": list(queries.organisations(person)), "now": timezone.now()})


def invite(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    _only_administrators(request)
    form = forms.InviteForm(request.POST or None, person=person, organisation=organisation)
    if form.is_valid():
        with declining(form):
            made, link = operations.invite(person=person, **form.cleaned_data)
            return render(request, "accounts/invited.html", {"invitation": made, "link": link})
    return render(request, "accounts/invite.html", {"form": form, "organisation": organisation})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    _only_administrators(request)
    found = queries.visible_invitation(person_of(request), pk)
    operations.withdraw(person=person_of(request), invitation=found)
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": found.email})
    return redirect("accounts:people")


@login_not_required
def invitation(request: HttpRequest, word: str) -> HttpResponse:
    """What an invited person opens: takes the invitation as who is signed in, or makes the account."""
    found = operations.open_invitation(word, now=timezone.now())
    if found is None:
        return render(request, "accounts/invitation_ended.html", status=404)
    person = request.user if isinstance(request.user, User) else None
    form = forms.JoinForm(request.POST or None, email=found.email) if person is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        given = form.cleaned_data if form else {}
        if form is None:
            return _joined(request, operations.accept(word=word, person=person), invitation=found)
        with declining(form):
            joined = operations.accept(word=word, person=None, **given)
            login(request, joined, backend=BACKEND)
            return _joined(request, joined, invitation=found)
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found, "role": Role(found.role).label})


def _joined(request: HttpRequest, person: User, *, invitation: Invitation) -> HttpResponse:
    request.session[KEPT_AS] = invitation.unit.organisation_id
    messages.success(request, _("Welcome to %(organisation)s.") % {"organisation": invitation.unit.organisation.name})
    return redirect("home")


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's roles; an administrator gives more here, or takes them."""
    viewer, organisation = person_of(request), organisation_of(request)
    shown = queries.visible_person(viewer, pk)
    administered = set(queries.units_where(viewer, May.ADMINISTER, organisation=organisation))
    if request.method == "POST" and not administered:
        raise PermissionDenied
    form = forms.GrantForm(request.POST or None, person=viewer, organisation=organisation)
    if form.is_valid():
        with declining(form):
            operations.grant(person=viewer, to=shown, unit=form.cleaned_data["unit"], role=Role(form.cleaned_data["role"]))
            messages.success(request, _("The role is given."))
            return redirect("accounts:person", pk=pk)
    held = shown.memberships.filter(unit__organisation=organisation).select_related("unit").order_by("unit__path", "role")
    return render(request, "accounts/person.html", {
        "shown": shown, "roles": [(row, row.unit in administered) for row in held], "form": form, "organisation": organisation,
        "administers": bool(administered), "administers_all": queries.root(organisation) in administered})


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    _only_administrators(request)
    held = get_object_or_404(Membership.objects.select_related("unit__organisation", "person"), pk=pk,
                             unit__organisation=organisation_of(request))
    operations.revoke(person=person_of(request), membership=held)
    messages.success(request, _("The role is taken away."))
    return redirect("accounts:people")


@require_POST
def reset_link(request: HttpRequest, pk: int) -> HttpResponse:
    _only_administrators(request)
    shown = queries.visible_person(person_of(request), pk)
    link = operations.reset_link(person=person_of(request), of=shown, organisation=organisation_of(request))
    return render(request, "accounts/reset_link.html", {"shown": shown, "link": link})


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    _only_administrators(request)
    shown = queries.visible_person(person_of(request), pk)
    operations.erase_person(person=person_of(request), erased=shown, organisation=organisation_of(request))
    messages.success(request, _("The person is erased. What they did stays, without their name."))
    return redirect("accounts:people")


def add_unit(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    _only_administrators(request)
    form = forms.UnitForm(request.POST or None, person=person, organisation=organisation)
    if form.is_valid():
        with declining(form):
            made = operations.add_unit(person=person, **form.cleaned_data)
            messages.success(request, _("The unit %(name)s is there.") % {"name": made.name})
            return redirect("accounts:people")
    return render(request, "accounts/add_unit.html", {"form": form})


def rename_unit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    _only_administrators(request)
    unit = queries.visible_unit(person, pk)
    form = forms.UnitNameForm(request.POST or None, initial={"name": unit.name, "seen": unit.version})
    if form.is_valid():
        with declining(form):
            operations.rename_unit(person=person, unit=unit, **form.cleaned_data)
            messages.success(request, _("Kept."))
            return redirect("accounts:people")
    return render(request, "accounts/rename_unit.html", {"form": form, "unit": unit})


@require_POST
def choose_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    request.session[KEPT_AS] = queries.visible_organisation(person_of(request), pk).pk
    return redirect("home")


def own(request: HttpRequest) -> HttpResponse:
    """One's own settings and tokens."""
    person = person_of(request)
    form = forms.OwnSettingsForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if form.is_valid():
        operations.change_own_settings(person=User.objects.get(pk=person.pk), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("accounts:own")
    return render(request, "accounts/own.html", {"form": form, "tokens": list(person.tokens.order_by("-made_at"))})


def make_token(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = forms.TokenForm(request.POST or None)
    if form.is_valid():
        token, secret = operations.make_token(person=person, name=form.cleaned_data["name"],
                                              scope=Scope(form.cleaned_data["scope"]), ends_on=form.cleaned_data["ends_on"])
        return render(request, "accounts/token_made.html", {"token": token, "secret": secret})
    return render(request, "accounts/make_token.html", {"form": form})


@require_POST
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    operations.end_token(person=person, token=get_object_or_404(ApiToken, pk=pk, person=person))
    messages.success(request, _("The token is ended."))
    return redirect("accounts:own")


def audit(request: HttpRequest) -> HttpResponse:
    """Every write of the organisation, newest first."""
    person, organisation = person_of(request), organisation_of(request)
    if not queries.may(person, May.AUDIT, unit=queries.root(organisation)):
        raise PermissionDenied
    asked = {name: request.GET[name] for name in ("subject", "id") if request.GET.get(name)}
    page = queries.audit_page(organisation, after=request.GET.get("after"), subject=asked.get("subject", ""),
                              subject_id=asked.get("id", ""))
    return render(request, "accounts/audit.html", {"page": page, "organisation": organisation,
                                                   "narrowed": f"{urlencode(asked)}&" if asked else ""})


def _only_administrators(request: HttpRequest) -> None:
    if not queries.standing(person_of(request)).roles:
        raise Http404
    if not queries.may_somewhere(person_of(request), May.ADMINISTER, organisation=organisation_of(request)):
        raise PermissionDenied
