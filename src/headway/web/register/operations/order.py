"""The order of the backlog, moved by hand: a record stands before or after another, the rest stay where they are."""

from __future__ import annotations

from django.db import connection
from django.db.models import Max, Min

from headway.web.accounts.audit import operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.register.models import Improvement, Numbering
from headway.web.register.operations.filing import GAP

SPACE_ANEW = """
    UPDATE register_improvement SET rank = placed.place * %s
    FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY rank, id) AS place
          FROM register_improvement WHERE organisation_id = %s) AS placed
    WHERE register_improvement.id = placed.id"""


def move(improvement: Improvement, *, by: User, before: Improvement | None = None,
         after: Improvement | None = None) -> Improvement:
    """Place a record right before or right after another (one of them is given)."""
    demand(by, May.MANAGE, unit=improvement.unit)
    beside = before or after
    if beside is None or beside.pk == improvement.pk or beside.organisation_id != improvement.organisation_id:
        raise Declined("nowhere_to_move")
    with operation("register.move", by=by, organisation=improvement.organisation) as audit:
        Numbering.objects.select_for_update().get(organisation=improvement.organisation)   # movers take turns
        place = _between(beside, before=before is not None)
        if place is None:
            with connection.cursor() as cursor:
                cursor.execute(SPACE_ANEW, [GAP, improvement.organisation_id])
            place = _between(beside, before=before is not None)
        newest = Improvement.objects.select_for_update(of=("self",)).get(pk=improvement.pk)
        assert place is not None   # spaced anew, there is room beside every row
        had, newest.rank = newest.rank, place
        newest.save(update_fields=["rank"])   # no new version: who has its form open is not disturbed
        audit.line(newest, before={"rank": had}, after={"rank": newest.rank})
    return newest


def _between(beside: Improvement, *, before: bool) -> int | None:
    """A place next to it, or None where there is none left."""
    rank = Improvement.objects.values_list("rank", flat=True).get(pk=beside.pk)
    others = Improvement.objects.filter(organisation=beside.organisation_id).exclude(pk=beside.pk)
    if before:
        other = others.filter(rank__lte=rank).aggregate(found=Max("rank"))["found"]
        low, high = (rank - 2 * GAP if other is None else other), rank
    else:
        other = others.filter(rank__gte=rank).aggregate(found=Min("rank"))["found"]
        low, high = rank, (rank + 2 * GAP if other is None else other)
    return (low + high) // 2 if high - low > 1 else None
