"""Packs read from TOML: one file or a folder of files, perhaps building on a pack that Headway ships."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from headway.framework.term import Confusion, Kind, Term
from headway.framework.vocabulary import Pack
from headway.refused import Refused

Table: TypeAlias = Mapping[str, object]

ID = re.compile(r"[a-z][a-z0-9_]*")
HEAD = frozenset({"id", "title", "edition", "note", "sources", "extends", "replaces", "mapping"})
TERM = frozenset({"id", "label", "definition", "keywords", "confused_with", "group", "source"})
LARGEST_BYTES = 4_000_000   # the shipped packs hold some 40 thousand


def read_pack(place: Path | Traversable, *, base: Callable[[str], Pack]) -> Pack:
    """The pack in a TOML file, or in the TOML files of a folder. `base` gives the pack that it extends, by its id.

    A term with the key of one of the base takes its place, and what it leaves out stays as the base has it; kinds named
    in `replaces` begin empty. Raises `Refused`: bad_pack.
    """
    files = [place] if place.is_file() else sorted(
        (path for path in place.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    if not files:
        raise Refused("bad_pack", file=place.name, place=None, reason="it holds no .toml file")
    head: dict[str, object] = {}
    stated: list[tuple[str, Kind, Table]] = []
    for file in files:
        for name, value in _toml(file).items():
            if name in HEAD:
                head[name] = value
            else:
                stated += _entries(file.name, name, value)
    return _put_together(place.name, head, stated, base=base)


def _toml(file: Path | Traversable) -> Table:
    try:
        told = file.read_bytes()
        if len(told) > LARGEST_BYTES:
            raise Refused("bad_pack", file=file.name, place=None, reason=f"it is longer than {LARGEST_BYTES:,} bytes")
        return tomllib.loads(told.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("bad_pack", file=file.name, place=None, reason=str(error).splitlines()[0]) from None
    except OSError as error:
        raise Refused("bad_pack", file=file.name, place=None, reason=error.strerror or "the disk says no") from None


def _entries(file: str, name: str, value: object) -> Iterator[tuple[str, Kind, Table]]:
    if name not in {*Kind}:
        raise Refused("bad_pack", file=file, place=name, reason=f"the kinds of terms are {', '.join(Kind)}")
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise Refused("bad_pack", file=file, place=name, reason=f"a term begins with [[{name}]]")
    for entry in value:
        yield file, Kind(name), entry


def _put_together(file: str, head: Table, stated: Sequence[tuple[str, Kind, Table]], *, base: Callable[[str], Pack]) -> Pack:
    under = base(_text(file, "extends", head["extends"])) if "extends" in head else None
    replaced = {_kind(file, name) for name in _texts(file, "replaces", head.get("replaces", []))}
    terms = {key: term for key, term in (under.terms if under else {}).items() if term.kind not in replaced}
    own: dict[str, Term] = {}
    confusing: set[str] = set()   # the terms that say here what they are confused with
    for where, kind, entry in stated:
        term = _term(where, kind, entry, under=terms)
        if term.key in own:
            raise Refused("bad_pack", file=where, place=term.key, reason="the term stands twice")
        own[term.key] = term
        confusing |= {term.key} if "confused_with" in entry else set()
    terms = _numbered((terms | own).values())
    made = Pack(
        id=_id(file, "id", head.get("id")), title=_text(file, "title", head.get("title")),
        edition=_text(file, "edition", head.get("edition", "")), note=_text(file, "note", head.get("note", "")),
        sources=_texts(file, "sources", head.get("sources", [])), terms=MappingProxyType(terms),
        mapping=_mapping(file, head.get("mapping", {}), terms=terms))
    return _checked(file, made, confusing=confusing)


def _term(file: str, kind: Kind, entry: Table, *, under: Mapping[str, Term]) -> Term:
    """The entry as a term; what it leaves out is taken from the term that it replaces."""
    id = _id(file, kind, entry.get("id"))
    place = f"{kind}/{id}"
    if unknown := sorted(set(entry) - TERM):
        raise Refused("bad_pack", file=file, place=place, reason=f"“{unknown[0]}” is no part of a term")
    parts = {name: _part(file, f"{place}, {name}", name, entry[name]) for name in entry if name != "id"}
    if place in under:
        return replace(under[place], **parts)   # type: ignore[arg-type]
    for needed in ("label", "definition"):
        if not parts.get(needed):
            raise Refused("bad_pack", file=file, place=place, reason=f"it has no {needed}")
    return Term(kind=kind, id=id, number=0, **parts)   # type: ignore[arg-type]


def _part(file: str, place: str, name: str, value: object) -> object:
    if name == "keywords":
        return _texts(file, place, value)
    if name == "confused_with":
        return tuple(_confusions(file, place, value))
    return _text(file, place, value)


def _confusions(file: str, place: str, value: object) -> Iterator[Confusion]:
    if not isinstance(value, list):
        raise Refused("bad_pack", file=file, place=place, reason="it is no list")
    for entry in value:
        if not isinstance(entry, dict) or set(entry) != {"with", "tell"}:
            raise Refused("bad_pack", file=file, place=place, reason="each entry is { with = \"kind/id\", tell = \"…\" }")
        yield Confusion(_text(file, place, entry["with"]), _text(file, place, entry["tell"]))


def _mapping(file: str, value: object, *, terms: Mapping[str, Term]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    if not isinstance(value, dict):
        raise Refused("bad_pack", file=file, place="mapping", reason="it is no table")
    made = {}
    for other, pairs in value.items():
        if not isinstance(pairs, dict):
            raise Refused("bad_pack", file=file, place=f"mapping.{other}", reason="it is no table")
        made[other] = MappingProxyType({key: _texts(file, f"mapping.{other}, {key}", here) for key, here in pairs.items()})
        for key, here in made[other].items():
            if lost := [name for name in here if name not in terms]:
                raise Refused("bad_pack", file=file, place=f"mapping.{other}, {key}", reason=f"there is no term {lost[0]}")
    return MappingProxyType(made)


def _numbered(terms: Iterable[Term]) -> dict[str, Term]:
    counts: dict[Kind, int] = {}
    made = {}
    for term in terms:
        counts[term.kind] = counts.get(term.kind, 0) + 1
        made[term.key] = replace(term, number=counts[term.kind])
    return made


def _checked(file: str, made: Pack, *, confusing: set[str]) -> Pack:
    """What the pack itself says must lead somewhere; what a base said of terms that were replaced is left out."""
    groups = {group.id for group in made.of(Kind.PRACTICE_GROUP)}
    terms = {}
    for key, term in made.terms.items():
        lost = [confusion.key for confusion in term.confused_with if confusion.key not in made.terms]
        if key in confusing and lost:
            raise Refused("bad_pack", file=file, place=key, reason=f"it is confused with {lost[0]}, which is no term")
        if term.kind is Kind.PRACTICE and term.group is not None and term.group not in groups:
            raise Refused("bad_pack", file=file, place=key, reason=f"there is no practice_group {term.group}")
        kept = tuple(confusion for confusion in term.confused_with if confusion.key in made.terms)
        terms[key] = replace(term, confused_with=kept)
    if not made.steps:
        raise Refused("bad_pack", file=file, place=None, reason="it holds no step of the improvement model")
    return replace(made, terms=MappingProxyType(terms))


def _id(file: str, place: str, value: object) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise Refused("bad_pack", file=file, place=place, reason="an id is made of a to z, 0 to 9 and _, a letter first")
    return value


def _kind(file: str, name: str) -> Kind:
    if name not in {*Kind}:
        raise Refused("bad_pack", file=file, place="replaces", reason=f"“{name}” is no kind of terms")
    return Kind(name)


def _text(file: str, place: str, value: object) -> str:
    if not isinstance(value, str):
        raise Refused("bad_pack", file=file, place=place, reason="a text is missing")
    return value


def _texts(file: str, place: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise Refused("bad_pack", file=file, place=place, reason="it is no list of texts")
    return tuple(value)
