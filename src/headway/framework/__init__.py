"""The vocabulary as data: packs of terms, one a framework's edition. Nothing else in Headway counts seven or thirty-four."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from headway.framework.reading import read_pack
from headway.framework.term import Confusion, Kind, Term
from headway.framework.vocabulary import Pack, translated
from headway.refused import Refused

__all__ = ["DEFAULT", "SHIPPED", "Confusion", "Kind", "Pack", "Term", "load_pack", "pack", "translated"]

DEFAULT = "svs"
SHIPPED = ("svs", "itil5")


@cache
def pack(id: str = DEFAULT) -> Pack:
    """A pack that Headway ships, read when it is first asked for. Raises `Refused`: unknown_pack.

    >>> [step.label for step in pack().steps][-1]
    'How do we keep the momentum going?'
    """
    if id not in SHIPPED:
        raise Refused("unknown_pack", given=id, known=SHIPPED)
    return read_pack(files("headway.framework") / "packs" / id, base=pack)


def load_pack(path: str | Path) -> Pack:
    """An organisation's own pack: a TOML file or a folder of them, perhaps with `extends = "svs"`.

    Raises `Refused`: file_not_found, bad_pack (file, place, reason), unknown_pack.
    """
    place = Path(path)
    if not place.exists():
        raise Refused("file_not_found", file=place.name)
    return read_pack(place, base=pack)
