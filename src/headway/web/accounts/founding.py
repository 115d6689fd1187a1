"""What later slices add when an organisation is founded, in the same transaction and with its own lines in the audit.

    @when_founded
    def its_entity(unit: Unit, founder: User, audit: Audit) -> None: ...

stands in the slice's `founding.py`, which is loaded by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from headway.web.accounts.audit import Audit
from headway.web.accounts.models import Unit, User

Founding: TypeAlias = Callable[[Unit, User, Audit], None]
_ADDED: list[Founding] = []


def when_founded(founding: Founding) -> Founding:
    """Call this with the root unit of each new organisation."""
    _ADDED.append(founding)
    return founding


def add_what_slices_add(unit: Unit, founder: User, audit: Audit) -> None:
    for founding in _ADDED:
        founding(unit, founder, audit)
