"""The register as a file: fields as CSV that Headway reads back, everything as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Model, QuerySet

from headway.web.register.columns import MANY
from headway.web.register.models import Benefit, Cost, Improvement
from headway.web.register.worth_columns import GROUPS, SPENT, field_of

PIECE = 500
LED_TO: Final = ("entity", "objective", "owner", "sponsor", "coordinator", "approver", "raised_by", "parent", "previous",
                 "same_as")
# As an import knows them (columns.FIELDS), then what only an export tells.
FIELDS: Final = (
    "number", "title", "idea", "state", "state_reason", "closure", "entity", "objective", "no_objective", "stakeholders",
    "expectations", "outcome", "owner",
    "sponsor", "coordinator", "approver", "raised_by", "raised_on", "starts_on", "due_on", "review_on", "size", "effort_days",
    "timescale", "priority", "urgency", "impact", "level", "practices", "gain_activities", "work_activities", "dimensions",
    "principles", "provider_part", "consumer_part", "provider_costs", "consumer_costs", "provider_risks", "consumer_risks",
    "parent", "origin", "origin_reference", "origin_address")
TOLD: Final = ("route", "step", "is_quick_win", "score", "created_at", "changed_at", "previous", "same_as", "on_hold_until")
TIED: Final = ("step_records", "quick_wins", "benefits", "costs", "links", "comments", "attachments")


def as_csv(rows: QuerySet[Improvement]) -> Iterator[str]:
    """A line at a time; numbers of scores, benefits and costs have columns of their own ("factor:value", "worth:…")."""
    held = rows.exclude(factors={}).values_list("factors", flat=True).iterator(PIECE)
    factors = sorted({name for numbers in held for name in numbers})
    worth = _worth_columns(rows)
    yield _line([*FIELDS, *TOLD, *(f"factor:{name}" for name in factors), *worth])
    led = rows.select_related(*LED_TO).prefetch_related("benefits", "costs", *MANY).order_by("rank", "pk")
    for row in led.iterator(PIECE):
        told = _worth_of(row)
        yield _line([*(_cell(row, name) for name in (*FIELDS, *TOLD)), *(row.factors.get(name, "") for name in factors),
                     *(told.get(name, "") for name in worth)])


def _worth_columns(rows: QuerySet[Improvement]) -> list[str]:
    """As many columns of each sort of benefit, and of costs, as the record that has most of them fills."""
    most: dict[str, int] = {}
    within = rows.order_by().values("pk")
    counted = (*Benefit.objects.filter(improvement__in=within).values_list("improvement", "column").annotate(Count("pk")),
               *((pk, SPENT, many) for pk, many in Cost.objects.filter(improvement__in=within).values_list("improvement")
                 .annotate(Count("pk"))))
    for _pk, group, many in counted:
        most[group] = max(many, most.get(group, 0))
    return [field_of(group, part, place) for group in GROUPS for place in range(1, most.get(group, 0) + 1)
            for part in GROUPS[group][1]]


def _worth_of(row: Improvement) -> dict[str, Any]:
    told: dict[str, Any] = {}
    places: dict[str, int] = {}
    rows: list[tuple[str, Benefit | Cost]] = [
        *((one.column, one) for one in row.benefits.all()), *((SPENT, one) for one in row.costs.all())]
    for group, one in sorted(rows, key=lambda pair: pair[1].pk):
        places[group] = places.get(group, 0) + 1
        told |= {field_of(group, part, places[group]): "" if (value := getattr(one, part)) is None else value
                 for part in GROUPS[group][1]}
    return told


def _line(cells: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(map(_safe, cells))
    return line.getvalue()


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets a quote before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _cell(row: Improvement, name: str) -> Any:
    value = getattr(row, name)
    if name in MANY:
        return "; ".join(str(one) for one in value.all())
    if isinstance(value, Improvement):
        return value.number
    if name in ("owner", "sponsor", "coordinator", "approver", "raised_by"):
        return value.email if value else ""
    if isinstance(value, Model):
        return str(value)
    return "; ".join(value) if isinstance(value, list) else "" if value is None else value


def as_json(rows: QuerySet[Improvement]) -> Iterator[str]:
    """One document: every field of every record, its steps, benefits, costs, links, comments, and what files it has."""
    yield '{"format": "headway-register", "version": 1, "improvements": [\n'
    whole = rows.order_by("rank", "pk").prefetch_related(*TIED, *MANY)
    for place, row in enumerate(whole.iterator(PIECE)):
        yield (",\n" if place else "") + json.dumps(_whole(row), cls=DjangoJSONEncoder, ensure_ascii=False)
    yield "\n]}\n"


def _whole(row: Improvement) -> dict[str, Any]:
    told = _fields(row)
    told |= {name: [_fields(one) for one in getattr(row, name).all()] for name in TIED}
    return told | {name: [one.pk for one in getattr(row, name).all()] for name in ("stakeholders", "expectations")}


def _fields(row: Model) -> dict[str, Any]:
    return {column.attname: column.value_from_object(row) for column in row._meta.concrete_fields}
