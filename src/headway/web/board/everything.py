"""Everything that an organisation has here, as one file: a table a line-by-line JSON file, and the files that were attached.

The tables are found, not listed: each row of Headway's that leads to the organisation, by whichever way is shortest. What is
left out stands in `LEFT_OUT` with the reason; words by which somebody could come in (`SECRETS`) are never written.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.utils import timezone

from headway.web.accounts.models import AuditLine, AuditValues, Organisation, User
from headway.web.ground.apps import SliceConfig
from headway.web.ground.version import VERSION
from headway.web.register.files import place_of as place_of_file
from headway.web.register.models import Attachment, LetterChoice

FOLDER: Final = "board/everything"
PIECE: Final = 2000
Table = type[Model]
MACHINERY: Final = "machinery: what it did stands in the other tables"
COUNTS: Final = "counts of the improvements and benefits, which are there"
LEFT_OUT: Final = {
    "ground.Job": MACHINERY, "webhooks.Delivery": MACHINERY, "webhooks.Attempt": MACHINERY,
    "accounts.AuditHead": "the last line of the audit says the same",
    "accounts.ApiToken": "a person's own, not the organisation's",
    "register.Numbering": "the numbers stand in the improvements",
    "register.Tally": COUNTS, "register.BenefitTally": COUNTS,
    **{f"learn.{name}": "a study is its learner's own" for name in (
        "Study", "SectionRead", "Reflection", "OwnCard", "CardMemory", "Worked", "Sitting", "SittingAnswer", "Drill",
        "DrillAnswer", "Wording")}}
SECRETS: Final = frozenset({("accounts.User", "password"), ("accounts.Invitation", "digest"), ("register.IdeaLink", "word"),
                            ("measure.SurveyLink", "digest"), ("webhooks.Webhook", "salt")})
# Tables that lead to an organisation by more than keys.
OF_PEOPLE: Final[dict[Table, Callable[[Organisation], QuerySet[Any]]]] = {
    User: lambda of: User.objects.filter(memberships__unit__organisation=of).distinct(),
    LetterChoice: lambda of: LetterChoice.objects.filter(person__memberships__unit__organisation=of).distinct(),
    AuditLine: lambda of: AuditLine.objects.filter(organisation_id=of.pk),
    AuditValues: lambda of: AuditValues.objects.filter(line__organisation_id=of.pk),
}


@cache
def way_to_organisation(table: Table) -> str | None:
    """The shortest way over keys, those that always lead somewhere first: "unit__organisation"; None where there is none."""
    for also_empty in (False, True):
        seen, waiting = {table}, deque([(table, "")])
        while waiting:
            at, way = waiting.popleft()
            if at is Organisation:
                return way or "pk"
            for key in at._meta.concrete_fields:
                to = key.related_model
                if isinstance(to, type) and to not in seen and to is not User and (also_empty or not key.null):
                    seen.add(to)
                    waiting.append((to, f"{way}__{key.name}" if way else key.name))
    return None


def tables() -> list[Table]:
    """Every table of every slice."""
    return [table for config in apps.get_app_configs() if isinstance(config, SliceConfig) for table in config.get_models()]


def rows_of(table: Table, organisation: Organisation) -> QuerySet[Any]:
    """The organisation's rows. Raises `LookupError` for a table of which nobody has said whose it is."""
    if table in OF_PEOPLE:
        return OF_PEOPLE[table](organisation).order_by("pk")
    way = way_to_organisation(table)
    if way is None:
        raise LookupError(f"{table._meta.label} leads to no organisation: say how, or why it is left out")
    value = organisation.pk if way == "pk" else organisation
    return table._default_manager.filter(**{way: value}).order_by("pk")


def told(row: Model) -> dict[str, Any]:
    """A row as it is kept, without secrets; rows that it has many of as their ids."""
    label, own = row._meta.label, row._meta.concrete_fields
    found = {field.attname: field.value_from_object(row) for field in own if (label, field.name) not in SECRETS}
    return found | {field.name: sorted(one.pk for one in getattr(row, field.name).all()) for field in row._meta.many_to_many}


def write(organisation: Organisation, to: IO[bytes], *, progress: Callable[[int, int], None]) -> dict[str, int]:
    """Write the file; how many rows each table has. `progress` is told how many tables are done, of how many."""
    taken = [table for table in tables() if table._meta.label not in LEFT_OUT]
    began, counts = timezone.now(), dict[str, int]()
    with ZipFile(to, "w", ZIP_DEFLATED) as zipfile:
        for place, table in enumerate(taken):
            progress(place, len(taken))
            many = [field.name for field in table._meta.many_to_many]
            with zipfile.open(f"{table._meta.label_lower}.jsonl", "w", force_zip64=True) as file:
                counts[table._meta.label_lower] = sum(file.write(line) > 0 for line in _lines(
                    rows_of(table, organisation).prefetch_related(*many).iterator(PIECE)))
        missing = [row.digest for row in _attached(organisation) if not _packed(row, zipfile)]
        about = {"format": "headway-everything", "version": 1, "headway": VERSION, "organisation": organisation.name,
                 "began_at": began, "ended_at": timezone.now(), "tables": counts, "left_out": LEFT_OUT, "files_missing": missing}
        zipfile.writestr("about.json", json.dumps(about, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
    return counts


def _lines(rows: Iterator[Model]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(told(row), cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"


def _attached(organisation: Organisation) -> QuerySet[Attachment]:
    return Attachment.objects.filter(improvement__organisation=organisation, removed_at=None)


def _packed(row: Attachment, zipfile: ZipFile) -> bool:
    """Put a file in under its digest, once; False where it is gone."""
    name = f"files/{row.digest}"
    if name in zipfile.NameToInfo:
        return True
    try:
        with default_storage.open(place_of_file(row.digest), "rb") as file, zipfile.open(name, "w", force_zip64=True) as into:
            for piece in file.chunks():
                into.write(piece)
    except FileNotFoundError:
        return False
    return True


def place_of(person: int, organisation: int) -> str:
    return f"{FOLDER}/{person}-{organisation}.zip"


def lay_down(file: IO[bytes], *, person: int, organisation: int) -> None:
    """Keep a file that was written, in place of a former one."""
    place = place_of(person, organisation)
    default_storage.delete(place)
    default_storage.save(place, File(file))


def written(person: User, organisation: Organisation) -> File[bytes] | None:
    """What was written last for this person, open."""
    place = place_of(person.pk, organisation.pk)
    return default_storage.open(place, "rb") if default_storage.exists(place) else None
