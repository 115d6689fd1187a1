"""Everything that has a backlog and measures of its own, in one table; the people of a team; a framework of one's own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, Organisation, User
from headway.web.ground.versions import Versioned


class EntityKind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    SERVICE = "service", _("Service")
    OFFERING = "offering", _("Service offering")
    PRACTICE = "practice", _("Practice")
    TEAM = "team", _("Team")
    VALUE_STREAM = "value_stream", _("Value stream")


class Entity(InUnit):
    """A service, an offering, a practice, a team, a value stream, or the organisation itself (one, in its root unit).

    `term` is the key of a term of the framework `pack`, as in "practice/incident_management"; both stay as they were written
    when the organisation chooses another framework.
    """

    kind = models.CharField(_("Kind"), max_length=20, choices=EntityKind)
    name = models.CharField(_("Name"), max_length=120)
    description = models.TextField(_("What it does, for whom"), max_length=4000, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name=_("Belongs to"))
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Owner"))
    consumer_group = models.CharField(_("Offered to"), max_length=200, blank=True)   # offerings
    pack = models.CharField(max_length=40, blank=True)
    term = models.CharField(max_length=120, blank=True)
    retired_on = models.DateField(_("Retired on"), null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["unit", "kind", "name"], name="entity_of_unit"),)
        constraints = (
            models.UniqueConstraint(fields=["unit"], condition=models.Q(kind="organisation"), name="a_unit_is_one_organisation"),
            models.UniqueConstraint(fields=["unit", "pack", "term"], condition=~models.Q(term=""), name="a_term_is_kept_once"),
        )

    def __str__(self) -> str:
        return self.name


class TeamMember(Versioned):
    """A person in a team, as long as they are in it."""

    team = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="teams", verbose_name=_("Person"))
    part = models.CharField(_("Part in the team"), max_length=120, blank=True)
    since_on = models.DateField(_("Since"))
    until_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["team", "person"], condition=models.Q(until_on=None),
                                               name="a_member_is_in_once"),)


class OwnPack(Versioned):
    """A framework that the organisation wrote itself, as TOML (`headway.framework.load_pack` reads it)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="own_packs")
    name = models.CharField(max_length=40)   # the id that the pack gives itself
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="own_packs_have_names_of_their_own"),)
