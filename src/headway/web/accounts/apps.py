"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class AccountsConfig(SliceConfig):
    default = True
    name = "headway.web.accounts"
    label = "accounts"
    navigation = (Place(_("People"), "accounts:people", 90, "p"),)
