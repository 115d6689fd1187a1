"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class BoardConfig(SliceConfig):
    default = True
    name = "headway.web.board"
    label = "board"
    navigation = (Place(_("Board"), "board:home", 10, "b"),)
    stylesheets = ("headway/board.css",)
