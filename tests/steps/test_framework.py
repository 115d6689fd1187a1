"""The vocabulary: what the shipped packs hold, how they map, and what a pack of one's own may and may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from headway.framework import SHIPPED, Kind, Pack, load_pack, pack, translated
from headway.refused import Refused

OWN = """
id = "own"
title = "Own"
extends = "svs"
"""


def test_the_default_pack_has_the_terms_of_its_edition() -> None:
    told = pack()
    assert [activity.label for activity in told.activities] == [
        "Plan", "Improve", "Engage", "Design and transition", "Obtain/build", "Deliver and support"]
    assert [step.number for step in told.steps] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(told.practices_in(group)) for group in ("general", "service", "technical")] == [14, 17, 3]
    assert (len(told.principles), len(told.dimensions), len(told.levels), len(told.components)) == (7, 4, 4, 5)


def test_the_newer_edition_has_eight_activities_and_the_same_steps_and_principles() -> None:
    old, new = pack("svs"), pack("itil5")
    assert [activity.id for activity in new.activities] == [
        "discover", "design", "acquire", "build", "transition", "operate", "deliver", "support"]
    assert new.steps == old.steps
    assert new.principles == old.principles
    assert new.dimensions == old.dimensions
    assert {term.id for term in new.practices} == {term.id for term in old.practices}
    assert all(term.source for term in new.activities)


@pytest.mark.parametrize("id", SHIPPED)
def test_every_term_is_defined_once_and_never_confused_with_itself_or_nothing(id: str) -> None:
    told = pack(id)
    for key, term in told.terms.items():
        assert key == term.key
        assert term.label
        assert term.definition.endswith(".")
        assert {other.key for other in term.confused_with} <= set(told.terms) - {key}
        assert all(other.tell.endswith(".") for other in term.confused_with)
    definitions = [term.definition for term in told.terms.values() if term.kind is not Kind.PRACTICE_GROUP]
    assert len(definitions) - len(set(definitions)) <= 1, "continual improvement may be component and practice"


def test_the_activity_improve_becomes_no_activity_in_the_newer_edition() -> None:
    assert translated("activity/improve", of=pack("svs"), to=pack("itil5")) == ("component/continual_improvement",)


@pytest.mark.parametrize("key", [term.key for term in pack("svs").activities])
def test_the_mapping_leads_back_to_where_it_came_from(key: str) -> None:
    there = translated(key, of=pack("svs"), to=pack("itil5"))
    assert there
    assert all(key in translated(other, of=pack("itil5"), to=pack("svs")) for other in there)


def test_what_is_not_mapped_keeps_its_key_where_there_is_one() -> None:
    assert translated("step/now", of=pack("svs"), to=pack("itil5")) == ("step/now",)
    assert translated("concept/sustainability", of=pack("itil5"), to=pack("svs")) == ()
    assert translated("step/nothing", of=pack("svs"), to=pack("svs")) == ()


def own(folder: Path, text: str) -> Pack:
    path = folder / "own.toml"
    path.write_text(OWN + text, encoding="utf-8")
    return load_pack(path)


def test_a_pack_of_ones_own_adds_and_renames_and_begins_anew(tmp_path: Path) -> None:
    told = own(tmp_path, 'replaces = ["level"]\n[[level]]\nid = "house"\nlabel = "House"\ndefinition = "All."\n'
                         '[[practice]]\nid = "problem_management"\nlabel = "Finding causes"\n')
    renamed = told.terms["practice/problem_management"]
    assert [level.id for level in told.levels] == ["house"]
    assert (renamed.label, renamed.group) == ("Finding causes", "service")
    assert renamed.definition == pack().terms["practice/problem_management"].definition
    assert len(told.practices) == 34


def test_a_pack_may_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('id = "own"\ntitle = "Own"\n[[step]]\nid = "ask"\nlabel = "Ask"\ndefinition = "Ask."\n',
                                     encoding="utf-8")
    (tmp_path / "b.toml").write_text('[[step]]\nid = "do"\nlabel = "Do"\ndefinition = "Do."\n', encoding="utf-8")
    assert [step.number for step in load_pack(tmp_path).steps] == [1, 2]


@pytest.mark.parametrize(("text", "says"), [
    ('[[step]]\nid = "x"\ndefinition = "x"\n', "no label"),
    ('[[step]]\nid = "x"\nlabel = "x"\n', "no definition"),
    ('[[step]]\nid = "X y"\n', "an id is made of"),
    ('[[step]]\nid = "now"\n[[step]]\nid = "now"\n', "twice"),
    ('[[stage]]\nid = "now"\n', "kinds of terms"),
    ('[[step]]\nid = "now"\ncolour = "red"\n', "colour"),
    ('[[step]]\nid = "now"\nkeywords = "red"\n', "list of texts"),
    ('[[step]]\nid = "now"\nconfused_with = [{ with = "step/never", tell = "x" }]\n', "step/never"),
    ('[[step]]\nid = "now"\nconfused_with = ["step/want"]\n', "kind/id"),
    ('[[practice]]\nid = "problem_management"\ngroup = "nowhere"\n', "nowhere"),
    ('[mapping.itil5]\n"step/now" = ["step/gone"]\n', "step/gone"),
    ("[[step]\n", "own.toml"),
    ('replaces = ["step"]\n', "no step"),
    ('replaces = ["colour"]\n', "colour"),
])
def test_a_broken_pack_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        own(tmp_path, text)
    assert refused.value.code == "bad_pack"
    assert says in f"{refused.value.facts['file']} {refused.value.facts['place']} {refused.value.facts['reason']}"


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for call, code in ((lambda: load_pack(tmp_path / "x"), "file_not_found"), (lambda: pack("itil3"), "unknown_pack"),
                       (lambda: load_pack(tmp_path), "bad_pack")):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == code


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused):
        load_pack(path)
