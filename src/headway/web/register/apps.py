"""The slice as Django knows it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


def suggests(request: HttpRequest) -> bool:
    """Whether who asks may file an idea: an auditor writes nothing, and is not led to a form."""
    from headway.web.accounts.models import User
    from headway.web.accounts.queries import may_somewhere
    from headway.web.accounts.roles import May

    person = getattr(request, "user", None)   # a request that was refused before anybody looked has none
    return isinstance(person, User) and may_somewhere(person, May.SUGGEST)


class RegisterConfig(SliceConfig):
    default = True
    name = "headway.web.register"
    label = "register"
    navigation = (Place(_("Backlog"), "register:backlog", 20, "l"),)
    at_hand = (Place(_("Idea"), "register:idea", 10, "i", shown=suggests),)
    stylesheets = ("headway/register.css",)
