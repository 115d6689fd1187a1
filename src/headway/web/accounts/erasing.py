"""What later slices remove when a person is erased, in the same transaction.

    @when_erased
    def their_study(erased: User) -> None: ...

stands in the slice's `erasing.py`, which is loaded by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from headway.web.accounts.models import User

Erasing: TypeAlias = Callable[[User], None]
_ADDED: list[Erasing] = []


def when_erased(erasing: Erasing) -> Erasing:
    """Call this with each person who is erased."""
    _ADDED.append(erasing)
    return erasing


def remove_what_slices_keep(erased: User) -> None:
    for erasing in _ADDED:
        erasing(erased)
