"""The framework that an organisation chose, and the words of its terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from headway.framework import SHIPPED, Kind, Pack, load_pack, pack
from headway.web.accounts.models import Organisation
from headway.web.vision.models import OwnPack


@lru_cache(maxsize=8)
def pack_in(text: str) -> Pack:
    """The pack that a TOML text holds. Raises `Refused`: bad_pack."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pack.toml"
        file.write_text(text, encoding="utf-8")
        return load_pack(file)


def pack_named(name: str, *, organisation: Organisation) -> Pack | None:
    """A pack that Headway ships, or one of the organisation's own; None where there is none of this name."""
    if name in SHIPPED:
        return pack(name)
    own = OwnPack.objects.filter(organisation=organisation, name=name).first()
    return None if own is None else pack_in(own.text)


def pack_of(organisation: Organisation) -> Pack:
    """The organisation's chosen framework."""
    found = pack_named(organisation.pack, organisation=organisation)
    return pack() if found is None else found


@dataclass(frozen=True, slots=True)
class PackChoice:
    """A framework that can be chosen, and what it counts."""

    name: str
    title: str
    edition: str
    note: str
    own: bool
    chosen: bool
    activities: int
    practices: int


def packs_for(organisation: Organisation) -> tuple[PackChoice, ...]:
    shipped = [(pack(name), False) for name in SHIPPED]
    own = [(pack_in(row.text), True) for row in OwnPack.objects.filter(organisation=organisation).order_by("title")]
    return tuple(PackChoice(name=found.id, title=found.title, edition=found.edition, note=found.note, own=mine,
                            chosen=found.id == organisation.pack, activities=len(found.activities),
                            practices=len(found.practices)) for found, mine in (*shipped, *own))


def term_label(key: str, *, chosen: Pack, written_in: str = "") -> str:
    """The words of a term's key. A term of another edition that Headway ships is said in that edition's words; else the id."""
    if not key:
        return ""
    for known in (pack(written_in) if written_in in SHIPPED and written_in != chosen.id else chosen, chosen):
        if key in known.terms:
            return known.terms[key].label
    return key.partition("/")[2].replace("_", " ")


def choices_of(kind: Kind, *, chosen: Pack) -> list[tuple[str, str]]:
    """The terms of a kind for a form: their keys and labels."""
    return [(term.key, term.label) for term in chosen.of(kind)]
