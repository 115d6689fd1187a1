"""A write is one operation: a transaction that ends in an audit line. The lines are a chain of digests.

    with operation("register.file_idea", by=person, organisation=unit.organisation) as audit:
        idea = Improvement.objects.create(...)
        audit.line(idea, after=facts_of(idea))
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from headway.web.accounts.models import AuditHead, AuditLine, AuditValues, Organisation, User

Facts = Mapping[str, Any]
ERASURE = "accounts.erase_person"


@dataclass(frozen=True, slots=True)
class Written:
    """What one operation has written, as it joins the chain; `lines` are (subject, id, before, after)."""

    action: str
    at: datetime
    by: int | None
    organisation: Organisation | None
    lines: tuple[tuple[str, str, Facts | None, Facts | None], ...]


Follower: TypeAlias = Callable[[Written], None]
_FOLLOWERS: list[Follower] = []


def follows_writes(follower: Follower) -> Follower:
    """Tell this of every write, in the write's own transaction: what it keeps there is kept if and only if the write is.

    For a later slice that passes events on; it stands in the slice's `jobs.py`, which is loaded by itself. It only asks for
    jobs: what it does must not slow or stop the write.
    """
    _FOLLOWERS.append(follower)
    return follower


@dataclass(slots=True)
class Audit:
    """Gathers what an operation wrote; the lines join the chain when its transaction ends.

    `organisation` may be set inside the operation where it is made there.
    """

    organisation: Organisation | None
    lines: list[tuple[str, str, Facts | None, Facts | None]] = field(default_factory=list)

    def line(self, subject: models.Model, *, before: Facts | None = None, after: Facts | None = None) -> None:
        """Tell of one row: `before` None where it is new, `after` None where it is gone."""
        self.lines.append((subject._meta.label_lower, str(subject.pk), before, after))


@contextmanager
def operation(action: str, *, by: User | None, organisation: Organisation | None) -> Iterator[Audit]:
    """The one way to write. `by` None is Headway itself (a job that nobody asked for)."""
    with transaction.atomic():
        audit = Audit(organisation)
        yield audit
        if not audit.lines:
            raise RuntimeError(f"the operation {action} ended without an audit line")
        _append(action, by=by, organisation=audit.organisation, lines=audit.lines)


def facts_of(row: models.Model, *names: str) -> dict[str, Any]:
    """The row's own fields (or only these) as values for the audit; foreign keys as ids."""
    wanted = set(names)
    facts = {column.name: column.value_from_object(row) for column in row._meta.concrete_fields
             if not wanted or column.name in wanted}
    plain: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder, default=str))
    return plain


def _append(action: str, *, by: User | None, organisation: Organisation | None,
            lines: list[tuple[str, str, Facts | None, Facts | None]]) -> None:
    head = AuditHead.objects.select_for_update().get(pk=1)
    now = timezone.now().astimezone(UTC)
    for subject, subject_id, before, after in lines:
        salt = secrets.token_hex(16)
        line = AuditLine(
            sequence=head.sequence + 1, at=now, person_id=by.pk if by else None,
            organisation_id=organisation.pk if organisation else None, action=action, subject=subject,
            subject_id=subject_id, values_digest=digest_of_values(salt, before, after), previous=head.digest)
        line.digest = digest_of_line(line)
        line.save(force_insert=True)
        AuditValues.objects.create(line=line, salt=salt, before=_plain(before), after=_plain(after))
        head.sequence, head.digest = line.sequence, line.digest
    head.save()
    written = Written(action, at=now, by=by.pk if by else None, organisation=organisation, lines=tuple(lines))
    for follower in _FOLLOWERS:
        follower(written)


def _plain(facts: Facts | None) -> Any:
    return None if facts is None else json.loads(json.dumps(facts, cls=DjangoJSONEncoder))


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest_of_values(salt: str, before: Facts | None, after: Facts | None) -> str:
    told = _numbers_told([_plain(before), _plain(after)])
    return hashlib.sha256(f"{salt}{_canonical(told)}".encode()).hexdigest()


def _numbers_told(value: Any) -> Any:
    """The same with each number as its decimal digits: a database may give 1e20 back as 100000000000000000000, −0.0 as 0."""
    match value:
        case dict():
            return {key: _numbers_told(part) for key, part in value.items()}
        case list():
            return [_numbers_told(part) for part in value]
        case bool():
            return value
        case int() | float():
            told = Decimal(repr(value))
            return {"number": f"{told.normalize():f}" if told else "0"}
    return value


def digest_of_line(line: AuditLine) -> str:
    content = [line.sequence, line.at.astimezone(UTC).isoformat(), line.person_id, line.organisation_id, line.action,
               line.subject, line.subject_id, line.values_digest, line.previous]
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: a code (`line_gone`, `line_changed`, `values_gone`, `values_changed`, `end_cut`)."""

    sequence: int
    code: str


@dataclass(frozen=True, slots=True)
class ChainState:
    lines: int
    erased: int
    head: str
    breaks: tuple[Break, ...]


def verify(*, noted: tuple[int, str] | None = None) -> ChainState:
    """Read the whole chain. `noted` is an earlier (sequence, digest) kept elsewhere, which shows an end that was cut off."""
    previous, expected, erased, breaks = "", 1, 0, list[Break]()
    noted_holds = noted is None
    erasures = set(AuditLine.objects.filter(action=ERASURE).values_list("sequence", flat=True))
    for line in AuditLine.objects.select_related("values").order_by("sequence").iterator(chunk_size=2000):
        if line.sequence != expected or line.previous != previous:
            breaks.append(Break(expected, "line_gone"))
        if digest_of_line(line) != line.digest:
            breaks.append(Break(line.sequence, "line_changed"))
        values: AuditValues | None = getattr(line, "values", None)
        if values is None:
            breaks.append(Break(line.sequence, "values_gone"))
        elif values.erased_by is not None:
            erased += 1
            if values.erased_by not in erasures:
                breaks.append(Break(line.sequence, "values_gone"))
        elif digest_of_values(values.salt, values.before, values.after) != line.values_digest:
            breaks.append(Break(line.sequence, "values_changed"))
        noted_holds = noted_holds or noted == (line.sequence, line.digest)
        previous, expected = line.digest, line.sequence + 1
    head = AuditHead.objects.get(pk=1)
    if (head.sequence, head.digest) != (expected - 1, previous) or not noted_holds:
        breaks.append(Break(expected, "end_cut"))
    return ChainState(lines=expected - 1, erased=erased, head=f"{expected - 1}:{previous}", breaks=tuple(breaks))


def erase_values(person: User, *, by_line: int) -> int:
    """Empty what the audit's values tell of a person's own rows; the chain keeps its digests and stays whole."""
    about = AuditLine.objects.filter(subject="accounts.user", subject_id=str(person.pk))
    return AuditValues.objects.filter(line__in=about, erased_by=None).update(
        salt="", before=None, after=None, erased_by=by_line)


def last_sequence() -> int:
    return AuditHead.objects.get(pk=1).sequence


