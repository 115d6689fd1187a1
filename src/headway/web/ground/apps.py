"""A slice as Django knows it, and what it brings: its place in the navigation, its stylesheet, its jobs and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the main navigation. `order` counts in tens; `key` is pressed after `g`; `shown` says for whom it is there."""

    label: str | Promise
    url_name: str
    order: int
    key: str = ""
    shown: Callable[[HttpRequest], bool] = lambda _request: True


class SliceConfig(AppConfig):
    """The base of each slice's AppConfig; loads what registers itself by being loaded, where the slice has it."""

    default_auto_field = "django.db.models.BigAutoField"
    default = False
    navigation: ClassVar[tuple[Place, ...]] = ()
    at_hand: ClassVar[tuple[Place, ...]] = ()   # done from any page: a button in its head, whose key is pressed alone
    stylesheets: ClassVar[tuple[str, ...]] = ()   # paths under static/

    def ready(self) -> None:
        for module in ("jobs", "outbox", "words", "founding", "erasing", "sections", "agenda"):
            if find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")


class GroundConfig(SliceConfig):
    default = True
    name = "headway.web.ground"
    label = "ground"
