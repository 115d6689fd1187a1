"""The page of an entity: what hangs on it, in few queries, and the sections that later slices bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from headway.web.accounts.models import User
from headway.web.vision import operations, sections
from headway.web.vision.models import Entity, EntityKind
from headway.web.vision.queries.entity_page import entity_page
from headway.web.vision.sections import Asked, Section
from web.people import Team
from web.vision import made

As = Callable[[User | None], Client]


@pytest.fixture
def own_sections() -> Iterator[None]:
    """A test begins without the sections of other slices, and what it contributes is gone after it."""
    kept = dict(sections._SECTIONS)
    sections._SECTIONS.clear()
    yield
    sections._SECTIONS.clear()
    sections._SECTIONS.update(kept)


def full_service(team: Team) -> Entity:
    """A service on which something of every sort hangs."""
    service = made.entity(team, owner=team.owner)
    made.entity(team, EntityKind.OFFERING, "Mail for staff", parent=service)
    made.expectation(team, entity=service)
    goal = made.objective(team, entity=service)
    made.policy(team, entity=service)
    made.risk(team, entity=service, objective=goal)
    made.investment(team, entity=service)
    operations.add_roadmap_item(person=team.owner, unit=team.root, title="Renewed", entity=service, from_on=made.DAY,
                                until_on=made.DAY + timedelta(days=90))
    operations.decide(person=team.owner, review=made.review(team), decision="Mail first", entity=service)
    value = made.source_value(team, "E-mail")
    operations.accept_mapping(person=team.owner, organisation=team.organisation,
                              meanings=[operations.Meaning(value=value, entity=service)])
    return service


def test_everything_that_hangs_on_an_entity_is_on_its_page(team: Team, as_: As) -> None:
    service = full_service(team)
    shown = entity_page(team.owner, service.pk, as_of=made.DAY)
    assert {sort for sort, rows in shown.related.items() if rows} == {
        "child", "expectation", "objective", "policy", "risk", "investment", "roadmap", "decision", "mapping"}
    assert shown.related["risk"][0].number == 6
    assert shown.related["child"][0].note == "Service offering"
    assert [family.heading for family in shown.expectations] == ["Warranty"]
    page = as_(team.owner).get(f"/services/{service.pk}").content.decode()
    for told in ("Mail for staff", "answers in ten minutes", "fair exams", "Renewed", "Mail first", "1 value of the field"):
        assert told in page


@pytest.mark.parametrize("kind", [EntityKind.SERVICE, EntityKind.TEAM, EntityKind.PRACTICE, EntityKind.VALUE_STREAM,
                                  EntityKind.ORGANISATION])
def test_the_frame_leaves_the_sections_their_queries(team: Team, as_: As, kind: str,
                                                     django_assert_max_num_queries: Callable[[int], object]) -> None:
    entity = {EntityKind.SERVICE: full_service, EntityKind.ORGANISATION: lambda team: Entity.objects.get(
        unit=team.root, kind=EntityKind.ORGANISATION)}.get(EntityKind(kind), lambda team: made.entity(team, kind, "x"))(team)
    browser, taken = as_(team.owner), sum(
        one.queries for one in sections.contributed() if one.kinds is None or kind in one.kinds)
    with django_assert_max_num_queries(12 - sections.BUDGET + taken):   # type: ignore[attr-defined]
        assert browser.get(f"/services/{entity.pk}").status_code == 200


def test_the_sections_of_all_slices_keep_to_the_budget() -> None:
    for kind in EntityKind:
        there = [one for one in sections.contributed() if one.kinds is None or kind in one.kinds]
        assert sum(section.queries for section in there) <= sections.BUDGET


def test_a_section_stands_on_the_page_of_its_kinds_and_shared_rows_are_read_once(team: Team, own_sections: None, as_: As) -> None:
    read: list[int] = []

    def rows(asked: Asked) -> str:
        read.append(asked.entity.pk)
        return f"rows of {asked.entity.name}"

    sections._SECTIONS.clear()
    for key, wide in (("first", True), ("second", False)):
        sections.contribute(Section(key=key, order=10, heading=f"The {key}", template="vision/more.html", wide=wide, queries=1,
                                    value=lambda asked: asked.once(rows), kinds=frozenset({EntityKind.SERVICE})))
    service, crew = made.entity(team), made.entity(team, EntityKind.TEAM, "crew")
    browser = as_(team.owner)
    page = browser.get(f"/services/{service.pk}")
    assert [(section.key, section.value) for section in page.context["shown"].sections] == [
        ("first", f"rows of {service.name}"), ("second", f"rows of {service.name}")]
    assert read == [service.pk]
    assert "The first" in page.content.decode()
    assert "The first" not in browser.get(f"/services/{crew.pk}").content.decode()
    with pytest.raises(ValueError, match="already"):
        sections.contribute(Section(key="second", order=1, heading="x", template="x", value=rows, queries=0))


def test_what_is_about_nothing_else_hangs_on_the_organisation(team: Team) -> None:
    itself = Entity.objects.get(unit=team.root, kind=EntityKind.ORGANISATION)
    made.objective(team, "Of the whole")
    made.objective(team, "Of a service", entity=made.entity(team))
    shown = entity_page(team.owner, itself.pk, as_of=made.DAY)
    assert [row.title for row in shown.related["objective"]] == ["Of the whole"]


def test_what_stands_in_a_unit_out_of_sight_is_not_on_the_page(team: Team) -> None:
    service = made.entity(team)
    operations.add_risk(person=team.owner, unit=team.network, title="Their secret", likelihood=1, effect=1, entity=service)
    made.entity(team, EntityKind.OFFERING, "Theirs", parent=service, unit=team.network)
    operations.decide(person=team.owner, review=made.review(team), decision="For the board only", entity=service)
    assert entity_page(team.owner, service.pk, as_of=made.DAY).related["risk"]
    shown = entity_page(team.desk_member, service.pk, as_of=made.DAY)
    assert not any(shown.related.values())


def test_a_policy_shows_while_it_is_in_force(team: Team) -> None:
    service = made.entity(team)
    made.policy(team, entity=service, withdrawn_on=made.DAY + timedelta(days=10))

    def shown(days: int) -> int:
        return len(entity_page(team.owner, service.pk, as_of=made.DAY + timedelta(days=days)).related["policy"])

    assert [shown(-1), shown(0), shown(9), shown(10)] == [0, 1, 1, 0]


def test_an_empty_page_teaches(team: Team, as_: As) -> None:
    page = as_(team.owner).get(f"/services/{made.entity(team).pk}").content.decode()
    assert "Nobody expects anything of it yet" in page
    assert "no tickets to count" in page
    assert "nobody owns it yet" in page


def test_names_are_escaped(team: Team, as_: As) -> None:
    service = made.entity(team, name="<script>alert(1)</script>", description="<b>x</b>")
    page = as_(team.owner).get(f"/services/{service.pk}").content
    assert b"<script>alert" not in page
    assert b"<b>x" not in page
