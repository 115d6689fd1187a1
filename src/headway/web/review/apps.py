"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class ReviewConfig(SliceConfig):
    default = True
    name = "headway.web.review"
    label = "review"
    navigation = (Place(_("Verdicts"), "review:verdicts", 50, "r"),)
    stylesheets = ("headway/review.css",)
