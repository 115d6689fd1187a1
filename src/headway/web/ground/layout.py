"""What the base template needs on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from headway.web.ground.apps import Place, SliceConfig
from headway.web.ground.outbox import can_send
from headway.web.ground.version import VERSION


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    label: str
    href: str
    key: str
    here: bool


def layout(request: HttpRequest) -> dict[str, object]:
    configs = [config for config in apps.get_app_configs() if isinstance(config, SliceConfig)]
    places = sorted((place for config in configs for place in config.navigation), key=lambda place: place.order)
    return {
        "navigation": [entry(place, path=request.path) for place in places],
        "at_hand": [entry(place, path=request.path) for config in configs for place in config.at_hand
                    if place.shown(request)],
        "stylesheets": [sheet for config in configs for sheet in config.stylesheets],
        "headway_version": VERSION, "mail_is_sent": can_send(),
    }


def entry(place: Place, *, path: str) -> NavigationEntry:
    href = reverse(place.url_name)
    return NavigationEntry(label=str(place.label), href=href, key=place.key, here=path.startswith(href))


def first_place() -> str | None:
    """The address of the board where there is one: what a person sees after signing in."""
    try:
        return reverse("board:home")
    except NoReverseMatch:
        return None
