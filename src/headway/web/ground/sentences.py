"""Codes → sentences in the reader's language. Each slice tells its own in `words.DECLINED`, and in `words.ACTIONS` what an
audited operation did to an improvement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from headway.eventlog.refused import Refused
from headway.report.words.refusals import refusal
from headway.web.ground.apps import SliceConfig
from headway.web.ground.declined import Declined


@cache
def known(words: str = "DECLINED") -> Mapping[str, str | Promise]:
    """Every code that any slice can decline with, and its sentence with %(facts)s; or its other words by code."""
    found: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        if isinstance(config, SliceConfig) and find_spec(f"{config.name}.words"):
            found |= getattr(import_module(f"{config.name}.words"), words, {})
    return found


def deed(action: str) -> str:
    """What somebody did, to stand after their name: "took it on"."""
    return str(known("ACTIONS").get(action, action))


def sentence(what: Declined | Refused) -> str:
    """One sentence: what is wrong, where, what to do. The library's refusals are said in the library's words."""
    if isinstance(what, Refused):
        return refusal(what)
    words = known().get(what.code)
    if words is None:   # said with its facts, never hidden
        told = ", ".join(f"{name}: {value}" for name, value in what.facts.items())
        return _("Declined (%(code)s). %(facts)s") % {"code": what.code, "facts": told}
    return str(words) % dict(what.facts)
