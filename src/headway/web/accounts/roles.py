"""Roles and what each may do. A person holds a role at a unit, and with it at every unit beneath."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    READER = "reader", _("Reader")
    CONTRIBUTOR = "contributor", _("Contributor")
    MANAGER = "manager", _("Improvement manager")
    OWNER = "owner", _("Owner of a service, practice or team")
    SPONSOR = "sponsor", _("Sponsor")
    APPROVER = "approver", _("Approver")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")
    INSTRUCTOR = "instructor", _("Instructor")
    ADMINISTRATOR = "administrator", _("Administrator")


class May(StrEnum):
    """What an operation asks for."""

    SUGGEST = "suggest"          # file an idea, comment, watch
    CONTRIBUTE = "contribute"    # work on records: fill steps, tasks, attach, upload
    MANAGE = "manage"            # order backlogs, complete and skip steps, close, choose formulas
    OWN = "own"                  # change the entities of the service value system
    SIGN = "sign"                # freeze baselines, rebase, sign definitions
    APPROVE = "approve"          # approve options and quick wins; never one's own request
    GOVERN = "govern"            # objectives, policies, governance reviews
    LEARN = "learn"              # keep a study of one's own: answers, cards, exams
    TEACH = "teach"              # see a class in figures, release questions from closed improvements
    AUDIT = "audit"              # read the audit
    ADMINISTER = "administer"    # people, roles, units, tokens of others


_ALL = frozenset({May.SUGGEST, May.LEARN})
_WORK = _ALL | {May.CONTRIBUTE}
ALLOWS: Final[dict[str, frozenset[May]]] = {
    Role.READER: _ALL,
    Role.CONTRIBUTOR: _WORK,
    Role.MANAGER: _WORK | {May.MANAGE, May.OWN, May.SIGN, May.GOVERN, May.AUDIT},
    Role.OWNER: _WORK | {May.MANAGE, May.OWN},
    Role.SPONSOR: _ALL | {May.APPROVE, May.GOVERN},
    Role.APPROVER: _ALL | {May.APPROVE},
    Role.ANALYST: _WORK | {May.SIGN},
    Role.AUDITOR: frozenset({May.AUDIT}),   # reads all, writes nothing
    Role.INSTRUCTOR: _ALL | {May.TEACH},
    Role.ADMINISTRATOR: frozenset(May),
}
