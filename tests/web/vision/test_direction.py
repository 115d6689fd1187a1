"""Objectives in a tree, stakeholders and what they expect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from headway.web.accounts.models import User
from headway.web.ground.declined import Declined
from headway.web.vision import operations
from headway.web.vision.models import Expectation, ExpectedFamily, Objective, ObjectiveState
from headway.web.vision.queries import direction
from headway.web.vision.queries.direction import objective_tree
from web.asking import Api
from web.people import Team
from web.vision import made

As = Callable[[User | None], Client]


def declined(code: str) -> pytest.RaisesExc[Declined]:
    return pytest.RaisesExc(Declined, check=lambda error: error.code == code)


def tree(team: Team, **more: bool) -> list[tuple[str, int]]:
    return [(row.title, row.depth) for row in objective_tree(team.owner, team.organisation, as_of=made.DAY, **more)]


def test_objectives_stand_in_their_tree(team: Team) -> None:
    top = made.objective(team, "Top", by_when=made.DAY)
    made.objective(team, "Other", by_when=made.DAY + timedelta(days=1))
    under = made.objective(team, "Under", parent=top)
    made.objective(team, "Deepest", parent=under)
    assert tree(team) == [("Top", 0), ("Under", 1), ("Deepest", 2), ("Other", 0)]


def test_a_closed_objective_leaves_the_tree_and_its_branch_stays(team: Team) -> None:
    top = made.objective(team, "Top")
    under = made.objective(team, "Under", parent=top)
    with declined("objective_has_open_ones"):
        operations.close_objective(person=team.owner, objective=top, state="reached", reason="Seen.", on=made.DAY)
    operations.close_objective(person=team.owner, objective=under, state="dropped", reason="No longer wanted.", on=made.DAY)
    assert tree(team) == [("Top", 0)]
    assert tree(team, closed=True) == [("Top", 0), ("Under", 1)]
    operations.close_objective(person=team.owner, objective=top, state="reached", reason="Seen.", on=made.DAY)
    with declined("objective_is_closed"):
        operations.reopen_objective(person=team.owner, objective=under, on=made.DAY)
    with declined("objective_is_closed"):
        made.objective(team, "Late", parent=top)


def test_closing_wants_a_way_and_a_reason(team: Team, as_: As) -> None:
    goal = made.objective(team)
    with declined("choose_how_it_ended"):
        operations.close_objective(person=team.owner, objective=goal, state="open", reason="x", on=made.DAY)
    with declined("say_why"):
        operations.close_objective(person=team.owner, objective=goal, state="reached", reason=" ", on=made.DAY)
    browser = as_(team.owner)
    browser.post(f"/services/objectives/{goal.pk}", {"state": "reached", "reason": "192 of 200."})
    goal.refresh_from_db()
    assert (goal.state, goal.state_reason) == (ObjectiveState.REACHED, "192 of 200.")
    assert "192 of 200." in browser.get(f"/services/objectives/{goal.pk}").content.decode()
    browser.post(f"/services/objectives/{goal.pk}/reopen")
    goal.refresh_from_db()
    assert goal.state == ObjectiveState.OPEN


def test_an_objective_does_not_serve_itself(team: Team) -> None:
    top = made.objective(team, "Top")
    under = made.objective(team, "Under", parent=top)
    with declined("circle"):
        operations.change_objective(person=team.owner, objective=top, parent=under)


def test_an_objective_is_written_on_a_page_with_both_sides(team: Team, as_: As) -> None:
    browser = as_(team.owner)
    browser.post("/services/objectives/add", {
        "title": "Calm exams", "outcome": "Nobody loses time.", "unit": team.root.pk, "level": "level/svs",
        "consumer_part": "Faculties say early when they examine."})
    goal = Objective.objects.get()
    page = browser.get(f"/services/objectives/{goal.pk}").content.decode()
    assert "Faculties say early" in page
    assert "not said" in page
    assert "Strategy" in page


def test_a_level_is_a_word_of_the_framework(team: Team) -> None:
    with declined("unknown_term"):
        made.objective(team, level="level/galaxy")
    goal = made.objective(team, level="level/svs")
    with declined("unknown_term"):
        operations.change_objective(person=team.owner, objective=goal, level="step/now")


def test_only_who_governs_writes_objectives(team: Team, as_: As) -> None:
    goal = made.objective(team)
    browser = as_(team.teammate)
    assert browser.get("/services/objectives/add").status_code == 403
    assert browser.post(f"/services/objectives/{goal.pk}", {"state": "reached", "reason": "x"}).status_code == 403
    with declined("not_permitted"):
        operations.add_objective(person=team.approver, unit=team.root, title="x", outcome="y")


def test_a_stakeholder_stands_with_what_they_expect(team: Team, as_: As) -> None:
    browser = as_(team.owner)
    browser.post("/services/stakeholders/add", {"name": "Lecturers", "kind": "user", "unit": team.root.pk})
    page = browser.get("/services/stakeholders/").content.decode()
    assert "is not written down yet" in page
    who = made.stakeholder(team)
    browser.post("/services/expectations/add", {"stakeholder": who.pk, "statement": "Marks by Friday", "family": "warranty",
                                                "aspect": "warranty_aspect/availability", "unit": team.root.pk}, follow=True)
    page = browser.get("/services/stakeholders/").content.decode()
    assert page.index(who.name) < page.index("Marks by Friday") < page.index("Availability")


def test_only_warranty_has_aspects_and_only_those_of_the_framework(team: Team) -> None:
    with declined("aspect_without_warranty"):
        made.expectation(team, family=ExpectedFamily.UTILITY, aspect="warranty_aspect/security")
    with declined("unknown_term"):
        made.expectation(team, aspect="warranty_aspect/colour")


def test_the_forms_offer_nothing_of_another_organisation(team: Team, stranger: User, as_: As) -> None:
    who, service = made.stakeholder(team), made.entity(team)
    page = as_(stranger).get("/services/expectations/add").content.decode()
    assert who.name not in page
    assert service.name not in page
    as_(stranger).post("/services/expectations/add", {"stakeholder": who.pk, "statement": "x", "family": "utility", "unit": 1})
    assert not Expectation.objects.exists()


def test_the_api_keeps_an_expectation(team: Team, api: Callable[..., Api]) -> None:
    program, who = api(team.owner), made.stakeholder(team)
    added = program.post("/vision/expectations", {"unit_id": team.root.pk, "stakeholder_id": who.pk, "statement": "Quick",
                                                  "family": "experience"})
    assert added.status_code == 201, added.content
    pk = added.json()["id"]
    assert program.patch(f"/vision/expectations/{pk}", {"stakeholder_id": None}).json()["code"] == "cannot_be_kept"
    assert program.patch(f"/vision/expectations/{pk}", {"statement": "Quicker"}).json()["statement"] == "Quicker"
    assert program.post("/vision/expectations", {"unit_id": team.root.pk, "stakeholder_id": 0, "statement": "x",
                                                 "family": "utility"}).status_code == 404


@pytest.mark.parametrize("address", ["/services/objectives/", "/services/stakeholders/"])
def test_a_list_takes_no_more_than_twelve_queries(team: Team, as_: As, address: str,
                                                  django_assert_max_num_queries: Callable[[int], object]) -> None:
    for _ in range(8):
        made.expectation(team, entity=made.entity(team))
        made.objective(team, entity=made.entity(team), parent=Objective.objects.last())
    browser = as_(team.owner)
    with django_assert_max_num_queries(12):   # type: ignore[attr-defined]
        assert browser.get(address).status_code == 200


def test_a_tree_that_is_too_large_for_a_page_says_how_many_are_left_out(
        team: Team, as_: Callable[[User | None], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(direction, "MOST_OBJECTIVES", 2)
    Objective.objects.bulk_create(Objective(unit=team.root, title=f"Wanted {number}") for number in range(5))
    assert "3 more" in as_(team.owner).get("/services/objectives/").content.decode()
