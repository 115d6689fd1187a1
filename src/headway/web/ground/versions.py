"""Two people, one record: the second to save is told, and nothing is lost."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from headway.web.ground.declined import Declined


class Versioned(models.Model):
    """Counts its changes. A form carries the version it was opened with; `locked` declines an older one."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


Kept = TypeVar("Kept", bound=Versioned)


def locked(row: Kept, *, seen: int | None = None) -> Kept:
    """The newest state of a row, held until the transaction ends, its version counted on; call it inside an operation.

    Raises `Declined("changed_meanwhile")` where `seen` is not the newest version.
    """
    newest = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if seen is not None and seen != newest.version:
        raise Declined("changed_meanwhile")
    newest.version += 1
    return newest
