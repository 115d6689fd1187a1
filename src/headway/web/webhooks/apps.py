"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import SliceConfig


class WebhooksConfig(SliceConfig):
    default = True
    name = "headway.web.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")
