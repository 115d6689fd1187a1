"""Which framework the organisation speaks, and frameworks that it wrote itself."""

from __future__ import annotations

import hashlib

from headway.framework import SHIPPED
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, root
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.vision.models import OwnPack
from headway.web.vision.queries.packs import pack_in, pack_named


def choose_framework(*, person: User, organisation: Organisation, name: str, seen: int | None = None) -> Organisation:
    """From now on the organisation's new records are written in this framework's words; old ones keep theirs."""
    demand(person, May.ADMINISTER, unit=root(organisation))
    if pack_named(name, organisation=organisation) is None:
        raise Declined("unknown_framework")
    with operation("vision.choose_framework", by=person, organisation=organisation) as audit:
        newest = locked(organisation, seen=seen)
        before = facts_of(newest)
        newest.pack = name
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest))
    return newest


def keep_own_framework(*, person: User, organisation: Organisation, text: str) -> OwnPack:
    """Keep a framework written as TOML, anew or in place of the one with its id.

    Raises `Refused`: bad_pack, unknown_pack. Raises `Declined`: not_permitted, framework_is_shipped.
    """
    demand(person, May.ADMINISTER, unit=root(organisation))
    read = pack_in(text)
    if read.id in SHIPPED or len(read.id) > 40:
        raise Declined("framework_is_shipped", name=read.id[:40])
    digest = hashlib.sha256(text.encode()).hexdigest()
    with operation("vision.keep_own_framework", by=person, organisation=organisation) as audit:
        kept = OwnPack.objects.select_for_update().filter(organisation=organisation, name=read.id).first()
        before = facts_of(kept, "id", "name", "title", "digest") if kept else None
        row = kept or OwnPack(organisation=organisation, name=read.id)
        row.title, row.text, row.digest = read.title[:200], text, digest
        row.version += 1 if kept else 0
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "name", "title", "digest"))
    return row
