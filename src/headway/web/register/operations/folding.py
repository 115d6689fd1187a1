"""Tallies made short: rows of one place and state become one, with the same sum."""

from __future__ import annotations

from typing import Final, TypeVar

from django.db import transaction

from headway.web.register.models import BenefitTally, Tally

AT_ONCE: Final = 20_000        # rows in one transaction
WORTH_IT: Final = 200          # so many rows fewer
CHUNK: Final = 500
SUMS: Final = ("many", "amount", "low", "high")
Either = TypeVar("Either", Tally, BenefitTally)


def fold_tallies() -> int:
    """Fold the oldest rows of both tallies; returns how many rows fewer there are. No audit line: no count changes."""
    return _fold(Tally) + _fold(BenefitTally)


@transaction.atomic
def _fold(of: type[Either]) -> int:
    names = [field.attname for field in of._meta.concrete_fields if not field.primary_key]
    keys, amounts = [name for name in names if name not in SUMS], [name for name in names if name in SUMS]
    rows = list(of.objects.select_for_update().order_by("pk").values("pk", *names)[:AT_ONCE])
    folded: dict[tuple[object, ...], dict[str, float]] = {}
    for row in rows:
        sums = folded.setdefault(tuple(row[name] for name in keys), dict.fromkeys(amounts, 0))
        for name in amounts:
            sums[name] += row[name]
    kept = [of(**dict(zip(keys, key, strict=True)), **sums) for key, sums in folded.items() if any(sums.values())]
    if len(rows) - len(kept) < WORTH_IT:
        return 0
    for first in range(0, len(rows), CHUNK):
        of.objects.filter(pk__in=[row["pk"] for row in rows[first:first + CHUNK]]).delete()
    of.objects.bulk_create(kept, batch_size=CHUNK)
    return len(rows) - len(kept)
