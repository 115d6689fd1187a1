"""Generated questions: through the gates, never twice in a session, the same again from the same seed; and the gates bite."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, islice

import pytest

from headway.framework import Kind, pack
from headway.learn.course import Difficulty, Option, Question, Style
from headway.learn.drawing import items
from headway.learn.gates import flaws, flaws_of_item, key_positions_balanced, near_duplicates, repeated
from headway.learn.generated import material
from headway.learn.models import MODELS
from headway.report.words.learning import FLAWS

SESSIONS, EACH = 25, 40


@pytest.fixture(scope="module")
def drawn() -> list[Question]:
    return [item.question for seed in range(SESSIONS) for item in islice(items(seed=seed), EACH)]


def test_a_thousand_questions_pass_every_gate(drawn: list[Question]) -> None:
    assert len(drawn) == SESSIONS * EACH
    assert Counter(flaw for question in drawn for flaw in flaws(question)) == {}


def test_no_stem_comes_twice_in_a_session() -> None:
    for seed in range(10):
        session = list(islice(items(seed=seed), 100))
        assert repeated(item.question.stem for item in session) == ()
        assert repeated(item.fragment for item in session) == ()
        lists = [item.statements for item in session if item.statements]
        assert all(len(one & other) <= 1 for one, other in combinations(lists, 2))
        assert near_duplicates([item.question for item in session]) == ()


def test_no_kind_of_question_crowds_out_the_others() -> None:
    many = Counter(item.model for item in islice(items(seed=4), 39))
    assert len(many) == sum(map(len, MODELS.values()))
    assert max(many.values()) - min(many.values()) <= 1


def test_the_key_stands_in_every_place_alike(drawn: list[Question]) -> None:
    assert key_positions_balanced(drawn)
    listed = [next(items(seed=seed, styles=[Style.LIST])).question for seed in range(400)]
    assert key_positions_balanced(listed)


def test_the_same_seed_draws_the_same_and_another_draws_others() -> None:
    first, again, other = (list(islice(items(seed=seed), 20)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_what_was_seen_does_not_come_again() -> None:
    seen = {item.fragment for item in islice(items(seed=1), 60)}
    assert not seen & {item.fragment for item in islice(items(seed=1, avoid=seen), 60)}


def test_every_item_has_its_reasons_and_never_names_its_key() -> None:
    for item in islice(items(seed=3), 150):
        assert all(option.reason for option in item.question.options)
        assert "names_itself" not in flaws_of_item(item)
        assert "also_right" not in flaws_of_item(item)


def test_the_material_is_in_the_vocabulary_and_covers_it() -> None:
    told, words = material(), pack()
    assert {fragment.step for fragment in told.fragments} == {step.id for step in words.steps}
    assert {fragment.activity for fragment in told.fragments} == {activity.id for activity in words.activities}
    assert {clause.term for clause in told.causes} == {term.id for term in words.of(Kind.TRIGGER)} - {"none"}
    assert {clause.term for clause in told.advice} == {term.id for term in words.principles}
    assert {clause.term for clause in told.left_out} == {term.id for term in words.steps} - {"act"}
    assert {fragment.level for fragment in told.fragments} == {None, *(term.id for term in words.levels)}
    assert {topic.about for topic in told.topics} | {gap.about for gap in told.gaps} <= set(words.terms)
    for outsiders in told.outsiders:
        labels = {term.label.casefold() for term in words.of(Kind(outsiders.kind))}
        assert not labels & {name.casefold() for name in outsiders.false}


GOOD = Question("q", "one", Style.STANDARD, Difficulty.EASY, "Which one is it?", (
    Option("red", False, "It is not red."), Option("green", True, "It is green."), Option("blue", False, "Never was blue.")))
LONG = "a long sentence that goes on for more than sixty letters so that it counts as a sentence"


@pytest.mark.parametrize(("flaw", "question"), [
    ("keys_not_one", replace(GOOD, options=(GOOD.options[0], GOOD.options[2], GOOD.options[1], GOOD.options[1]))),
    ("options_alike", replace(GOOD, options=(GOOD.options[0], GOOD.options[1], Option("Red", False, "It is not red.")))),
    ("reason_missing", replace(GOOD, options=(GOOD.options[0], GOOD.options[1], Option("blue", False, "No.")))),
    ("key_longest", replace(GOOD, options=(GOOD.options[0], Option(LONG, True, "It is so."), GOOD.options[2]))),
    ("all_or_none", replace(GOOD, options=(GOOD.options[0], GOOD.options[1], Option("All of the above", False, "It is not.")))),
    ("absolute_in_one", replace(GOOD, options=(Option(LONG, False, "It is not."), Option(f"never {LONG}", True, "It is so."),
                                               GOOD.options[2]))),
    ("negative_not_in_capitals", replace(GOOD, style=Style.NEGATIVE, stem="Which one is not it?")),
    ("negative_not_in_capitals", replace(GOOD, stem="Which one is not it?")),
    ("list_not_pairs", replace(GOOD, style=Style.LIST)),
    ("gap_missing", replace(GOOD, style=Style.MISSING_WORD)),
    ("stem_too_long", replace(GOOD, stem="word " * 120 + "?")),
    ("hard_reading", replace(GOOD, stem="organisational considerations " * 12 + "?")),
    ("no_question", replace(GOOD, stem="Say it")),
])
def test_each_gate_bites(flaw: str, question: Question) -> None:
    assert flaws(GOOD) == ()
    assert flaw in flaws(question)
    assert FLAWS[flaw]


def test_the_gates_of_a_model_bite_too() -> None:
    item = next(item for item in items(seed=1) if item.names_itself)
    assert "names_itself" in flaws_of_item(replace(item, question=replace(
        item.question, stem=f"{item.names_itself[0]}: {item.question.stem}")))
    wrong = next(option.text for option in item.question.options if not option.right)
    assert "also_right" in flaws_of_item(replace(item, also=(wrong,)))


def test_keys_in_one_place_are_seen() -> None:
    same = [replace(GOOD, id=str(number)) for number in range(40)]
    assert not key_positions_balanced(same)
