"""People and where they stand; the invitation, the token, and the chain of audit lines."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.roles import Role
from headway.web.ground.versions import Versioned


class People(BaseUserManager["User"]):
    """Makes people with an address and, if they sign in by one, a password."""

    def create_user(self, *, email: str, password: str | None = None, name: str = "") -> User:
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person


class User(AbstractBaseUser):
    """A person who signs in by mail address."""

    email = models.EmailField(_("Mail address"), max_length=254, unique=True)   # kept in small letters
    name = models.CharField(_("Name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    theme = models.CharField(_("Appearance"), max_length=5, default="", blank=True, choices=[
        ("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))])
    single_keys = models.BooleanField(_("Shortcuts of a single key"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name or (self.email if self.is_active else gettext("a former member"))


class Organisation(Versioned):
    """Whose improvement it is; the framework pack is chosen by its id."""

    name = models.CharField(_("Name"), max_length=120)
    pack = models.CharField(_("Framework"), max_length=40, default="svs")

    def __str__(self) -> str:
        return self.name


class Unit(Versioned):
    """A part of an organisation. `path` holds the ids from the root down, as in "/1/4/", so that a part is a prefix."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(_("Name"), max_length=120)
    path = models.CharField(max_length=500, db_index=True, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation"], condition=models.Q(parent=None),
                                               name="an_organisation_has_one_root"),)

    def __str__(self) -> str:
        return self.name


class InUnit(Versioned):
    """The base of every record that belongs to a unit and is seen by its people."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))

    class Meta:
        abstract = True


class Membership(models.Model):
    """A person's role at a unit and at everything beneath it."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "unit", "role"], name="a_role_is_held_once"),)


class Invitation(models.Model):
    """A link that lets one person in. Only its digest is kept."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    email = models.EmailField(_("Mail address"), max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class Scope(models.TextChoices):
    """What a token may do at most; its owner's roles decide the rest."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")


class ApiToken(models.Model):
    """A key for programs. Only its digest is kept; the beginning tells it apart from others."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("What it is for"), max_length=80)
    scope = models.CharField(_("May"), max_length=10, choices=Scope, default=Scope.READ)
    begins = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)


class AuditHead(models.Model):
    """The end of the chain: one row, locked while a line is added."""

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class AuditLine(models.Model):
    """One write. Never changed and never removed (the database refuses it); holds ids and digests, no words."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)      # as in "register.improvement"
    subject_id = models.CharField(max_length=40)
    values_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["organisation_id", "sequence"], name="audit_of_organisation"),
                   models.Index(fields=["subject", "subject_id"], name="audit_of_subject"))


class AuditValues(models.Model):
    """What was before and after, with the salt of its digest; both are emptied when a person is erased."""

    line = models.OneToOneField(AuditLine, on_delete=models.PROTECT, primary_key=True, related_name="values")
    salt = models.CharField(max_length=32)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    erased_by = models.PositiveBigIntegerField(null=True)   # the line that tells of the erasure
