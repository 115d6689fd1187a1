"""The steps of a value stream, in order."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.ground.versions import Versioned
from headway.web.vision.models.entity import Entity

AS_IS, TO_BE = "as_is", "to_be"


class StreamStep(Versioned):
    """One step in one picture of a stream: "as_is", "to_be", or a picture that a later slice names (an option's, say).

    `activity` is the key of a term of the framework `pack`, as in "activity/deliver_and_support".
    """

    stream = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="stream_steps")
    picture = models.CharField(max_length=40, default=AS_IS)
    position = models.PositiveSmallIntegerField()   # from 1
    name = models.CharField(_("Step"), max_length=120)
    description = models.CharField(_("What happens"), max_length=1000, blank=True)
    pack = models.CharField(max_length=40, blank=True)
    activity = models.CharField(_("Value chain activity"), max_length=120, blank=True)
    practice = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="practised_in",
                                 verbose_name=_("Practice"))
    team = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="works_in",
                             verbose_name=_("Team"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["stream", "picture", "position"], name="steps_have_places_of_their_own"),)
