"""The worked example's university is founded by the operations that people use, whole and provable."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from headway.web.accounts import audit
from headway.web.accounts.models import User
from headway.web.project.example import found_university
from headway.web.vision.models import Entity, EntityKind, Objective
from headway.web.vision.queries.entity_page import entity_page
from web.people import new_person
from web.vision import made


def test_the_example_is_founded_twice_beside_itself_and_the_audit_proves_it() -> None:
    administrator = new_person("admin")
    first, second = (found_university(administrator=administrator, as_of=made.DAY) for _ in range(2))
    assert first.organisation != second.organisation
    for example in (first, second):
        here = Entity.objects.filter(unit__organisation=example.organisation)
        assert {kind: here.filter(kind=kind).exists() for kind in EntityKind.values} == dict.fromkeys(EntityKind.values, True)
        assert Objective.objects.filter(unit__organisation=example.organisation, parent=example.objectives["fair"]).count() == 2
    assert audit.verify().breaks == ()


def test_every_page_of_the_example_opens_for_each_of_its_people(as_: Callable[[User | None], Client]) -> None:
    example = found_university(administrator=new_person("admin"), as_of=made.DAY)
    for person in example.people.values():
        browser = as_(person)
        for address in ("/services/", "/services/practices/", "/services/teams/", "/services/value-streams/",
                        "/services/objectives/", "/services/stakeholders/", "/services/ticket-fields/", "/services/framework",
                        "/governance/", "/governance/decisions/", "/governance/policies/", "/governance/risks/",
                        "/governance/investments/", "/governance/roadmap/",
                        *(f"/services/{entity.pk}" for entity in example.entities.values())):
            assert browser.get(address).status_code == 200, (person, address)


def test_the_stream_of_the_example_is_drawn_as_it_is_and_as_it_shall_be() -> None:
    example = found_university(administrator=new_person("admin"), as_of=made.DAY)
    shown = entity_page(example.people["manager"], example.entities["exam_stream"].pk, as_of=made.DAY)
    assert (len(shown.steps), len(shown.to_be)) == (5, 3)
    assert shown.steps[2].activity == "Deliver and support"
