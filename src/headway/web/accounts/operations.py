"""What people do with people: organisations, units, roles, invitations, tokens, erasure."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.web.accounts import queries
from headway.web.accounts.audit import ERASURE, erase_values, facts_of, last_sequence, operation
from headway.web.accounts.erasing import remove_what_slices_keep
from headway.web.accounts.founding import add_what_slices_add
from headway.web.accounts.models import (
    ApiToken,
    Invitation,
    Membership,
    Organisation,
    Scope,
    Unit,
    User,
)
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May, Role
from headway.web.ground import outbox
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked

INVITATION_HOLDS = timedelta(days=14)
TOLD_OF_A_PERSON = ("id", "email", "name", "is_active")
TOLD_OF_AN_INVITATION = ("id", "unit", "role", "ends_at", "accepted_at", "withdrawn_at")   # no address: it is a person's
TOLD_OF_A_TOKEN = ("id", "person", "name", "scope", "begins", "ends_at")


def found_organisation(*, name: str, administrator: User, pack: str = "svs") -> Organisation:
    """A new organisation with its root unit and its first administrator."""
    organisation = Organisation(name=name, pack=pack)
    with operation("accounts.found_organisation", by=administrator, organisation=None) as audit:
        organisation.save()
        audit.organisation = organisation
        unit = _new_unit(organisation, name=name, parent=None)
        membership = Membership.objects.create(person=administrator, unit=unit, role=Role.ADMINISTRATOR)
        audit.line(organisation, after=facts_of(organisation))
        audit.line(unit, after=facts_of(unit))
        audit.line(membership, after=facts_of(membership))
        add_what_slices_add(unit, administrator, audit)
    queries.forget_standing(administrator)
    return organisation


def first_administrator(*, email: str, password: str, name: str) -> User:
    """The person with whom an installation begins."""
    with operation("accounts.first_administrator", by=None, organisation=None) as audit:
        person = User.objects.create_user(email=email, password=password, name=name)
        audit.line(person, after=facts_of(person, *TOLD_OF_A_PERSON))
    return person


def _new_unit(organisation: Organisation, *, name: str, parent: Unit | None) -> Unit:
    unit = Unit.objects.create(organisation=organisation, parent=parent, name=name)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def add_unit(*, person: User, parent: Unit, name: str) -> Unit:
    demand(person, May.ADMINISTER, unit=parent)
    with operation("accounts.add_unit", by=person, organisation=parent.organisation) as audit:
        unit = _new_unit(parent.organisation, name=name, parent=parent)
        audit.line(unit, after=facts_of(unit))
    queries.forget_standing(person)
    return unit


def rename_unit(*, person: User, unit: Unit, name: str, seen: int | None = None) -> Unit:
    demand(person, May.ADMINISTER, unit=unit)
    with operation("accounts.rename_unit", by=person, organisation=unit.organisation) as audit:
        newest = locked(unit, seen=seen)
        before = facts_of(newest)
        newest.name = name
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest))
    return newest


def grant(*, person: User, to: User, unit: Unit, role: Role) -> Membership:
    """Give somebody a role at a unit."""
    demand(person, May.ADMINISTER, unit=unit)
    with operation("accounts.grant", by=person, organisation=unit.organisation) as audit:
        membership = _granted(to, unit=unit, role=role)
        audit.line(membership, after=facts_of(membership))
    queries.forget_standing(to)
    return membership


def _granted(to: User, *, unit: Unit, role: Role) -> Membership:
    held = set(Membership.objects.filter(person=to, unit__organisation=unit.organisation).values_list("role", flat=True))
    if held and (role == Role.AUDITOR) != (Role.AUDITOR in held):
        raise Declined("auditor_stands_alone")
    try:
        with transaction.atomic():
            return Membership.objects.create(person=to, unit=unit, role=role)
    except IntegrityError as error:
        raise Declined("role_is_held", name=str(to), unit=unit.name) from error


def revoke(*, person: User, membership: Membership) -> None:
    """Take a role away; the last administrator stays."""
    unit = membership.unit
    demand(person, May.ADMINISTER, unit=unit)
    with operation("accounts.revoke", by=person, organisation=unit.organisation) as audit:
        Organisation.objects.select_for_update().get(pk=unit.organisation_id)   # two that revoke each other take turns
        _keep_an_administrator(membership)
        audit.line(membership, before=facts_of(membership))
        membership.delete()
    queries.forget_standing(membership.person)


def _keep_an_administrator(membership: Membership) -> None:
    if (membership.role == Role.ADMINISTRATOR and membership.unit.parent_id is None
            and queries.administrators(membership.unit.organisation) == 1):
        raise Declined("last_administrator")


def invite(*, person: User, unit: Unit, email: str, role: Role) -> tuple[Invitation, str]:
    """An invitation and its link, which is mailed where mail goes out and is shown once."""
    demand(person, May.ADMINISTER, unit=unit)
    word, now = secrets.token_urlsafe(32), timezone.now()
    with operation("accounts.invite", by=person, organisation=unit.organisation) as audit:
        invitation = Invitation.objects.create(
            unit=unit, role=role, email=email.lower(), digest=digest_of_secret(word), invited_by=person, invited_at=now,
            ends_at=now + INVITATION_HOLDS)
        audit.line(invitation, after=facts_of(invitation, *TOLD_OF_AN_INVITATION))
        link = settings.ADDRESS + reverse("accounts:invitation", args=[word])
        outbox.post(to=invitation.email, key=f"invitation-{invitation.pk}",
                    subject=_("%(organisation)s invites you to Headway") % {"organisation": unit.organisation.name},
                    text=_("Open this link within 14 days to join %(organisation)s:\n\n%(link)s\n")
                    % {"organisation": unit.organisation.name, "link": link})
    return invitation, link


def withdraw(*, person: User, invitation: Invitation) -> None:
    demand(person, May.ADMINISTER, unit=invitation.unit)
    with operation("accounts.withdraw_invitation", by=person, organisation=invitation.unit.organisation) as audit:
        before = facts_of(invitation, *TOLD_OF_AN_INVITATION)
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        audit.line(invitation, before=before, after=facts_of(invitation, *TOLD_OF_AN_INVITATION))


def open_invitation(word: str, *, now: datetime) -> Invitation | None:
    """The invitation behind a link while it can be taken."""
    found = Invitation.objects.select_related("unit__organisation").filter(digest=digest_of_secret(word)).first()
    ended = found is None or found.accepted_at or found.withdrawn_at or found.ends_at < now
    return None if ended else found


def accept(*, word: str, person: User | None, name: str = "", password: str | None = None) -> User:
    """Take an invitation: as somebody who is signed in, or as a new person."""
    with transaction.atomic():
        found = open_invitation(word, now=timezone.now())
        if found is None:
            raise Declined("invitation_ended")
        invitation = Invitation.objects.select_for_update().select_related("unit__organisation").get(pk=found.pk)
        if invitation.accepted_at:
            raise Declined("invitation_ended")
        if person is not None and person.email.lower() != invitation.email:
            raise Declined("invitation_is_for_another")
        if person is None and User.objects.filter(email__iexact=invitation.email).exists():
            raise Declined("address_is_known")
        person = person or User.objects.create_user(email=invitation.email, password=password, name=name)
        _take(invitation, person)
    return person


def accept_by_address(verified: Collection[str], *, name: str) -> User | None:
    """Take the open invitations of an address that somebody else (an issuer) has verified, as a new person without a password.

    None where there is none. Opening a mailed link shows no more than that the mailbox is theirs, and so does the issuer.
    """
    with transaction.atomic():
        found = (Invitation.objects.select_for_update(of=("self",)).select_related("unit__organisation")
                 .filter(email__in=verified, accepted_at=None, withdrawn_at=None, ends_at__gte=timezone.now()).order_by("pk"))
        waiting = [invitation for invitation in found if not User.objects.filter(email__iexact=invitation.email).exists()]
        if not waiting:
            return None
        person = User.objects.create_user(email=waiting[0].email, name=name)
        for invitation in waiting:
            if invitation.email == person.email:
                _take(invitation, person)
    return person


def _take(invitation: Invitation, person: User) -> None:
    with operation("accounts.accept_invitation", by=person, organisation=invitation.unit.organisation) as audit:
        membership = _granted(person, unit=invitation.unit, role=Role(invitation.role))
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        audit.line(person, after=facts_of(person, *TOLD_OF_A_PERSON))
        audit.line(invitation, after=facts_of(invitation, *TOLD_OF_AN_INVITATION))
        audit.line(membership, after=facts_of(membership))
    queries.forget_standing(person)


def change_own_settings(*, person: User, name: str, theme: str, single_keys: bool) -> User:
    """What a person chooses for themself."""
    queries.demand_more_than_reading(person)
    with operation("accounts.change_own_settings", by=person,
                   organisation=queries.sole_organisation(person)) as audit:
        before = facts_of(person, "name", "theme", "single_keys")
        person.name, person.theme, person.single_keys = name, theme, single_keys
        person.save(update_fields=["name", "theme", "single_keys"])
        audit.line(person, before=before, after=facts_of(person, "name", "theme", "single_keys"))
    return person


def note_security(person: User, *, event: str) -> None:
    """Tell the audit what somebody changed about signing in, as in "password_changed"; neither the former nor the new one."""
    with operation(f"accounts.{event}", by=person, organisation=queries.sole_organisation(person)) as audit:
        audit.line(person, after={"changed": event})


def make_token(*, person: User, name: str, scope: Scope, ends_on: date | None = None,
               with_token: ApiToken | None = None) -> tuple[ApiToken, str]:
    """A token for programs and its secret, which is shown once.

    Raises `Declined`: token_would_outlast where the token that it is made with ends earlier.
    """
    if with_token is not None and with_token.ends_at is not None and (
            ends_on is None or ends_on > timezone.localdate(with_token.ends_at)):
        raise Declined("token_would_outlast", ends=f"{timezone.localdate(with_token.ends_at)}")
    secret = f"hw_{secrets.token_urlsafe(32)}"
    ends_at = datetime.combine(ends_on, datetime.max.time(), tzinfo=timezone.get_current_timezone()) if ends_on else None
    with operation("accounts.make_token", by=person, organisation=queries.sole_organisation(person)) as audit:
        token = ApiToken.objects.create(person=person, name=name, scope=scope, begins=secret[:8], digest=digest_of_secret(secret),
                                        made_at=timezone.now(), ends_at=ends_at)
        audit.line(token, after=facts_of(token, *TOLD_OF_A_TOKEN))
    return token, secret


def end_token(*, person: User, token: ApiToken) -> None:
    """End one's own token."""
    with operation("accounts.end_token", by=person, organisation=queries.sole_organisation(person)) as audit:
        audit.line(token, before=facts_of(token, *TOLD_OF_A_TOKEN))
        token.delete()


def reset_link(*, person: User, of: User, organisation: Organisation) -> str:
    """A link with which somebody chooses a new password, for an administrator to pass on where no mail goes out."""
    demand(person, May.ADMINISTER, unit=queries.root(organisation))
    with operation("accounts.make_reset_link", by=person, organisation=organisation) as audit:
        audit.line(of, after={"reset_link": True})
    words = {"uidb36": user_pk_to_url_str(of), "key": default_token_generator.make_token(of)}
    return settings.ADDRESS + reverse("account_reset_password_from_key", kwargs=words)


def erase_person(*, person: User, erased: User, organisation: Organisation) -> None:
    """Make a person unknown: their roles, tokens and invitations go, their name too; records keep "a former member"."""
    demand(person, May.ADMINISTER, unit=queries.root(organisation))
    with transaction.atomic():
        _erase(person, erased=erased, organisation=organisation)
        remove_what_slices_keep(erased)
        erase_values(erased, by_line=last_sequence())


def _erase(person: User, *, erased: User, organisation: Organisation) -> None:
    with operation(ERASURE, by=person, organisation=organisation) as audit:
        for membership in erased.memberships.select_related("unit__organisation"):
            demand(person, May.ADMINISTER, unit=membership.unit)
            _keep_an_administrator(membership)
        Invitation.objects.filter(email__iexact=erased.email).delete()
        erased.memberships.all().delete()
        erased.tokens.all().delete()
        for kept_by_allauth in (EmailAddress, SocialAccount, Authenticator):   # other addresses, names at an issuer, keys
            kept_by_allauth.objects.filter(user=erased).delete()
        erased.email, erased.name, erased.is_active = f"erased-{erased.pk}@invalid", "", False
        erased.set_unusable_password()
        erased.save()
        audit.line(erased, after={"erased": True})


def digest_of_secret(word: str) -> str:
    """Of random words of 256 bits, which need no slow hash."""
    return hashlib.sha256(word.encode()).hexdigest()

