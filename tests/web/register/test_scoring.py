"""Formulas: what is read, what it makes of numbers, and what it will never run."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.web.ground.declined import Declined
from headway.web.ground.jobs import run_until_idle
from headway.web.register import operations
from headway.web.register.models import NO_SCORE, Improvement
from headway.web.register.queries import backlog_of
from headway.web.register.scoring import EXPRESSIONS, formula
from headway.web.register.states import FormulaKind
from web.people import Team
from web.register.examples import idea, service, whole


@pytest.mark.parametrize(("kind", "numbers", "score"), [
    (FormulaKind.VALUE_EFFORT, {"value": 8, "effort": 4}, 2.0),
    (FormulaKind.WSJF, {"value": 8, "time_criticality": 8, "risk_reduction": 5, "job_size": 3}, 7.0),
    (FormulaKind.RICE, {"reach": 500, "impact": 2, "confidence": 80, "effort": 4}, 200.0),
])
def test_the_known_formulas_score_as_published(kind: FormulaKind, numbers: dict[str, float], score: float) -> None:
    assert formula(EXPRESSIONS[kind]).of(numbers).value == score


@pytest.mark.parametrize("text", [
    "__import__('os').system('true')", "value.__class__", "value[0]", "(lambda: 1)()", "value if effort else 1", "value ** 999",
    "f'{value}'", "'a' * 9", "value; effort", "value =", "", "min(value)", "print(value, 1)", "min(*value)", "value // effort",
    "value and effort", "[value]", "value == 1", "True + value", "1e99 + value", "max", "value + wäre", "(" * 150 + "value",
    "-" * 250 + "value", "+".join(["value"] * 60), "a" * 301, "min(value, key=effort)", "walrus := value", "value % 2",
    "\x00value",
])
def test_what_is_no_formula_is_declined_and_never_run(text: str) -> None:
    with pytest.raises(Declined, match=r"^bad_formula\("):
        formula(text)


def test_a_formula_names_at_least_one_number() -> None:
    with pytest.raises(Declined, match=r"^formula_without_numbers"):
        formula("1 + 2")


@pytest.mark.parametrize(("text", "shown"), [
    ("a - (b - c)", "8 − (5 − 3)"), ("a / (b / c)", "8 ÷ (5 ÷ 3)"), ("(a * b) / c", "8 × 5 ÷ 3"), ("(a + b) * c", "(8 + 5) × 3"),
    ("a + b + c", "8 + 5 + 3"), ("-(a + b)", "−(8 + 5)"), ("max(a + b, c)", "max(8 + 5, 3)"), ("a * -b", "8 × −5"),
])
def test_the_arithmetic_keeps_the_brackets_that_matter(text: str, shown: str) -> None:
    assert formula(text).of({"a": 8, "b": 5, "c": 3}).arithmetic == shown


NUMBERS = st.floats(-1e6, 1e6)


@given(a=NUMBERS, b=NUMBERS, c=NUMBERS)
def test_a_formula_counts_as_python_does(a: float, b: float, c: float) -> None:
    expected = max((a + b) * c - a, b)
    assert formula("max((a + b) * c - a, b)").of({"a": a, "b": b, "c": c}).value == expected


def test_nothing_is_divided_by_nothing() -> None:
    assert formula("value / effort").of({"value": 1, "effort": 0}).value is None
    assert formula("value / effort").of({"value": 1}).lacking == ("effort",)


def test_scores_follow_from_the_numbers_and_from_a_new_formula(team: Team) -> None:
    place = service(team)
    record = operations.edit(idea(team, entity=place), by=team.owner, changes={
        "factors": {"value": 8, "effort": 2, "reach": 3}, "effort_days": Decimal(4)})
    assert record.score == 4.0
    operations.keep_backlog(place, by=team.owner, formula=FormulaKind.CUSTOM, expression="reach * effort_days",
                            quick_win_days=Decimal(3), stale_days=30)
    run_until_idle()
    record.refresh_from_db()
    assert (record.score, record.score_order) == (12.0, 12.0)
    operations.edit(record, by=team.owner, changes={"effort_days": None})
    record.refresh_from_db()
    assert (record.score, record.score_order) == (None, NO_SCORE)
    assert Improvement.objects.get().factors["value"] == 8   # of the formula before, not lost


def test_a_backlog_does_not_keep_a_formula_that_cannot_be_read(team: Team) -> None:
    with pytest.raises(Declined, match=r"^bad_formula"):
        operations.keep_backlog(whole(team), by=team.owner, formula=FormulaKind.CUSTOM, expression="value +",
                                quick_win_days=Decimal(3), stale_days=30)
    assert backlog_of(whole(team)).pk is None


@pytest.mark.parametrize("value", [True, "8", float("inf"), None])
def test_a_number_of_the_score_is_a_number(team: Team, value: object) -> None:
    with pytest.raises(Declined, match=r"^factor_is_no_number"):
        operations.edit(idea(team), by=team.owner, changes={"factors": {"value": value}})
