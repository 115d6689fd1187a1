"""Services, offerings, practices, teams and value streams, as an owner keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client

from headway.web.accounts.models import AuditLine, AuditValues, User
from headway.web.accounts.queries import organisations
from headway.web.ground.declined import Declined
from headway.web.vision import operations
from headway.web.vision.models import TO_BE, Entity, EntityKind, StreamStep
from headway.web.vision.queries import pack_of, visible_entity
from web.asking import Api
from web.people import MARK, Team, new_team
from web.vision import made

As = Callable[[User | None], Client]


def declined(code: str) -> pytest.RaisesExc[Declined]:
    return pytest.RaisesExc(Declined, check=lambda error: error.code == code)


def test_an_organisation_is_an_entity_from_its_founding(team: Team) -> None:
    itself = Entity.objects.get(unit=team.root, kind=EntityKind.ORGANISATION)
    assert itself.name == team.organisation.name
    assert AuditLine.objects.filter(subject="vision.entity", subject_id=str(itself.pk)).exists()
    with declined("organisation_is_founded"):
        operations.add_entity(person=team.owner, unit=team.desk, kind=EntityKind.ORGANISATION, name="Another")
    with declined("organisation_is_founded"):
        operations.retire_entity(person=team.owner, entity=itself, on=made.DAY)


def test_a_service_is_added_on_a_page_and_stands_in_the_list_with_its_offering(team: Team, as_: As) -> None:
    browser = as_(team.owner)
    added = browser.post("/services/add/service", {"name": "Exams", "description": "Sat on screen.", "unit": team.root.pk})
    service = Entity.objects.get(name="Exams")
    assert added["Location"] == f"/services/{service.pk}"
    browser.post("/services/add/offering", {"name": "Exam help", "parent": service.pk, "consumer_group": "students",
                                            "unit": team.root.pk})
    page = browser.get("/services/").content.decode()
    assert page.index("Exams") < page.index("Exam help") < page.index("students")


@pytest.mark.parametrize(("kind", "parent", "code"), [
    (EntityKind.OFFERING, None, "offering_of_nothing"), (EntityKind.PRACTICE, EntityKind.SERVICE, "wrong_parent"),
    (EntityKind.TEAM, EntityKind.SERVICE, "wrong_parent"), (EntityKind.VALUE_STREAM, EntityKind.TEAM, "wrong_parent")])
def test_an_entity_stands_only_where_its_kind_can(team: Team, kind: str, parent: str | None, code: str) -> None:
    above = made.entity(team, parent, "above") if parent else None
    with declined(code):
        made.entity(team, kind, "below", parent=above)


def test_nothing_stands_under_itself(team: Team) -> None:
    top = made.entity(team, EntityKind.TEAM, "top")
    under = made.entity(team, EntityKind.TEAM, "under", parent=top)
    with declined("circle"):
        operations.change_entity(person=team.owner, entity=top, parent=under)


def test_nothing_points_into_another_organisation(team: Team) -> None:
    elsewhere = new_team("Elsewhere")
    with declined("belongs_elsewhere"):
        made.entity(team, owner=elsewhere.owner)
    with declined("belongs_elsewhere"):
        made.entity(team, EntityKind.SERVICE, "x", parent=made.entity(elsewhere))
    with declined("belongs_elsewhere"):
        operations.change_entity(person=team.owner, entity=made.entity(team), unit=_shared_unit(elsewhere, team.owner))


def _shared_unit(elsewhere: Team, guest: User) -> object:
    """A unit of another organisation in which the guest may own too."""
    from headway.web.accounts import operations as accounts
    from headway.web.accounts.roles import Role

    accounts.grant(person=elsewhere.owner, to=guest, unit=elsewhere.root, role=Role.OWNER)
    return elsewhere.root


def test_a_retired_entity_leaves_the_lists_and_stays_on_its_page(team: Team, as_: As) -> None:
    service, browser = made.entity(team), as_(team.owner)
    browser.post(f"/services/{service.pk}/retire", follow=True)   # which says so once
    assert service.name not in browser.get("/services/").content.decode()
    assert service.name in browser.get("/services/?retired=1").content.decode()
    assert "retired on" in browser.get(f"/services/{service.pk}").content.decode()
    browser.post(f"/services/{service.pk}/return")
    assert service.name in browser.get("/services/").content.decode()


def test_what_has_something_in_use_beneath_is_not_retired(team: Team) -> None:
    service = made.entity(team)
    made.entity(team, EntityKind.OFFERING, "below", parent=service)
    with declined("something_is_beneath"):
        operations.retire_entity(person=team.owner, entity=service, on=made.DAY)


def test_practices_are_ticked_from_the_framework_once(team: Team, as_: As) -> None:
    browser = as_(team.owner)
    wanted = {"term": ["practice/service_desk", "practice/incident_management"]}
    assert browser.post("/services/practices/from-framework", wanted)["Location"] == "/services/practices/"
    assert set(Entity.objects.filter(kind=EntityKind.PRACTICE).values_list("pack", "term")) == {
        ("svs", "practice/service_desk"), ("svs", "practice/incident_management")}
    page = browser.get("/services/practices/").content.decode()
    assert "Service management practices" in page
    with declined("nothing_chosen"):
        operations.practices_from_framework(person=team.owner, unit=team.root, terms=wanted["term"])
    with declined("unknown_term"):
        operations.practices_from_framework(person=team.owner, unit=team.root, terms=["activity/plan"])
    with declined("practice_is_there"):
        made.entity(team, EntityKind.PRACTICE, "again", term="practice/service_desk")


def test_two_who_change_one_entity_do_not_overwrite_each_other(team: Team, as_: As) -> None:
    service = made.entity(team)
    operations.change_entity(person=team.owner, entity=service, seen=service.version, description="First.")
    with declined("changed_meanwhile"):
        operations.change_entity(person=team.owner, entity=service, seen=service.version, description="Second.")
    late = as_(team.owner).post(f"/services/{service.pk}/change", {"name": "x", "unit": team.root.pk, "seen": service.version})
    assert "Somebody changed this" in late.content.decode()


def test_an_owner_who_left_stops_no_other_change(team: Team) -> None:
    service = made.entity(team, owner=team.teammate)
    team.teammate.memberships.all().delete()
    kept = operations.change_entity(person=team.owner, entity=service, description="Still ours.")
    assert kept.owner == team.teammate
    with declined("belongs_elsewhere"):
        made.entity(team, name="x", owner=team.teammate)


def test_people_join_and_leave_a_team_and_the_audit_names_nobody(team: Team, as_: As) -> None:
    desk, browser = made.entity(team, EntityKind.TEAM, "Desk"), as_(team.owner)
    browser.post(f"/services/{desk.pk}/members/add", {"person": team.teammate.pk, "part": "lead", "since_on": "2026-01-05"})
    with declined("member_is_in"):
        operations.add_member(person=team.owner, team=desk, member=team.teammate, since_on=made.DAY)
    member = desk.members.get()
    assert str(team.teammate) in browser.get(f"/services/{desk.pk}").content.decode()
    assert team.teammate.email not in str(list(AuditValues.objects.filter(line__subject="vision.teammember").values()))
    with declined("ends_before_it_begins"):
        operations.end_membership(person=team.owner, member=member, until_on=date(2025, 1, 1))
    browser.post(f"/services/members/{member.pk}/end")
    assert "Nobody is in it yet" in browser.get(f"/services/{desk.pk}").content.decode()
    with declined("no_team"):
        operations.add_member(person=team.owner, team=made.entity(team), member=team.teammate, since_on=made.DAY)


def test_the_steps_of_a_stream_are_kept_in_the_order_of_their_numbers(team: Team, as_: As) -> None:
    stream, browser = made.entity(team, EntityKind.VALUE_STREAM, "Stream"), as_(team.owner)
    form = {"form-TOTAL_FORMS": 4, "form-INITIAL_FORMS": 0, "seen": stream.version,
            "form-0-name": "Mend", "form-0-ORDER": 2, "form-0-activity": "activity/deliver_and_support",
            "form-1-name": "Ask", "form-1-ORDER": 1, "form-2-name": "", "form-2-ORDER": 3, "form-3-name": "Go on"}
    assert browser.post(f"/services/{stream.pk}/steps", form)["Location"] == f"/services/{stream.pk}"
    assert list(StreamStep.objects.filter(stream=stream).order_by("position").values_list("name", flat=True)) == [
        "Ask", "Mend", "Go on"]
    stale = browser.post(f"/services/{stream.pk}/steps", form)
    assert "Somebody changed this" in stale.content.decode()
    page = browser.get(f"/services/{stream.pk}").content.decode()
    assert page.index("Ask") < page.index("Mend") < page.index("Go on")
    assert "Deliver and support" in page
    assert 'value="Ask"' in browser.get(f"/services/{stream.pk}/steps/to-be").content.decode()
    operations.copy_picture(person=team.owner, stream=stream, to=TO_BE)
    assert StreamStep.objects.filter(stream=stream, picture=TO_BE).count() == 3


def test_a_step_is_moved_by_a_button_and_what_was_typed_beside_it_is_kept(team: Team, as_: As) -> None:
    stream, browser = made.entity(team, EntityKind.VALUE_STREAM, "Stream"), as_(team.owner)
    operations.set_steps(person=team.owner, stream=stream, steps=[operations.Step(name) for name in ("Ask", "Mend", "Go on")])
    there = f"/services/{stream.pk}/steps"

    def moved(move: str, third: str = "Go on") -> list[str]:
        stream.refresh_from_db()
        names = list(StreamStep.objects.filter(stream=stream).order_by("position").values_list("name", flat=True))
        form = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 3, "seen": stream.version, "move": move} | {
            f"form-{place}-{part}": value for place, name in enumerate([*names[:2], third])
            for part, value in (("name", name), ("ORDER", place + 1))}
        assert browser.post(there, form)["Location"] == there
        return list(StreamStep.objects.filter(stream=stream).order_by("position").values_list("name", flat=True))

    page = browser.get(there).content.decode()
    assert (page.count('name="move"'), 'value="0 up"' in page, 'value="2 down"' in page) == (4, False, False)
    assert moved("2 up", third="Leave") == ["Ask", "Leave", "Mend"]
    assert moved("0 down", third="Mend") == ["Leave", "Ask", "Mend"]
    for odd in ("0 up", "9 up", "x", "99999999999999 down"):   # nothing lies there: the order stays
        assert moved(odd, third="Mend") == ["Leave", "Ask", "Mend"]


def test_a_step_takes_only_words_of_the_framework_and_entities_of_the_right_kind(team: Team) -> None:
    stream = made.entity(team, EntityKind.VALUE_STREAM, "Stream")
    with declined("unknown_term"):
        operations.set_steps(person=team.owner, stream=stream, steps=[operations.Step("x", activity="activity/dance")])
    with declined("wrong_kind"):
        operations.set_steps(person=team.owner, stream=stream, steps=[operations.Step("x", team=made.entity(team))])
    with declined("cannot_be_kept"):
        operations.set_steps(person=team.owner, stream=stream, steps=[operations.Step("x" * 200)])
    with declined("no_stream"):
        operations.set_steps(person=team.owner, stream=made.entity(team), steps=[])


def test_records_keep_the_words_of_the_framework_that_they_were_written_in(team: Team, as_: As) -> None:
    stream = made.entity(team, EntityKind.VALUE_STREAM, "Stream")
    operations.set_steps(person=team.owner, stream=stream, steps=[operations.Step("Ask", activity="activity/engage")])
    browser = as_(team.owner)
    browser.post("/services/framework", {"name": "itil5"})
    team.organisation.refresh_from_db()
    assert pack_of(team.organisation).id == "itil5"
    assert "Engage" in browser.get(f"/services/{stream.pk}").content.decode()
    operations.copy_picture(person=team.owner, stream=stream, to=TO_BE)
    assert set(StreamStep.objects.values_list("pack", "activity")) == {("svs", "activity/engage")}
    with declined("unknown_term"):
        operations.set_steps(person=team.owner, stream=made.entity(team, EntityKind.VALUE_STREAM, "Other"),
                             steps=[operations.Step("Ask", activity="activity/engage")])


OWN = 'id = "ours"\ntitle = "Our words"\nextends = "svs"\n\n[[activity]]\nid = "engage"\nlabel = "Talk to people"\n'


def test_a_framework_of_ones_own_is_brought_and_chosen(team: Team, stranger: User, as_: As) -> None:
    browser = as_(team.owner)
    wrong = browser.post("/services/framework/own", {"file": SimpleUploadedFile("a.toml", b"id = [")})
    assert "is-wrong" in wrong.content.decode()
    browser.post("/services/framework/own", {"file": SimpleUploadedFile("ours.toml", OWN.encode())})
    browser.post("/services/framework", {"name": "ours"})
    assert "Talk to people" in browser.get("/services/framework").content.decode()
    with declined("framework_is_shipped"):
        operations.keep_own_framework(person=team.owner, organisation=team.organisation, text=OWN.replace('"ours"', '"itil5"'))
    with declined("unknown_framework"):
        operations.choose_framework(person=stranger, organisation=organisations(stranger).get(), name="ours")


def test_who_may_not_own_changes_nothing_and_sees_no_button(team: Team, as_: As, api: Callable[..., Api]) -> None:
    service, browser = made.entity(team), as_(team.teammate)
    assert browser.get("/services/add/service").status_code == 403
    assert browser.get(f"/services/{service.pk}/change").status_code == 403
    assert browser.post(f"/services/{service.pk}/retire").status_code == 403
    assert "Add to it" not in browser.get(f"/services/{service.pk}").content.decode()
    told = api(team.teammate).patch(f"/vision/entities/{service.pk}", {"name": "mine"})
    assert (told.status_code, told.json()["code"]) == (403, "not_permitted")


def test_a_unit_beside_ones_own_is_out_of_sight(team: Team, as_: As) -> None:
    theirs = made.entity(team, name=f"{MARK} routers", unit=team.network)
    with pytest.raises(Http404):
        visible_entity(team.desk_member, theirs.pk)
    assert theirs.name not in as_(team.desk_member).get("/services/").content.decode()


def test_the_api_does_what_the_pages_do(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    added = program.post("/vision/entities", {"unit_id": team.root.pk, "kind": "service", "name": "Mail"})
    assert added.status_code == 201, added.content
    pk, version = added.json()["id"], added.json()["version"]
    below = program.post("/vision/entities", {"unit_id": team.root.pk, "kind": "offering", "name": "Staff", "parent_id": pk})
    assert below.json()["parent_id"] == pk
    changed = program.patch(f"/vision/entities/{pk}", {"owner_id": team.teammate.pk, "seen": version})
    assert changed.json()["owner_id"] == team.teammate.pk
    assert program.patch(f"/vision/entities/{pk}", {"name": "x", "seen": version}).json()["code"] == "changed_meanwhile"
    for wrong in ({"name": "x" * 999}, {"name": ""}, {"name": None}):
        told = program.patch(f"/vision/entities/{pk}", wrong)
        assert told.status_code == 409, told.content
        assert told.json()["facts"]["field"] == "name"
    assert program.patch(f"/vision/entities/{pk}", {"name": "a\x00b"}).json()["code"] == "wrong_input"
    assert [row["name"] for row in program.get("/vision/entities", kind="service").json()["items"]] == ["Mail"]
    assert program.get(f"/vision/organisations/{team.organisation.pk}/framework").json()["chosen"] == "svs"


@pytest.mark.parametrize("address", ["/services/", "/services/practices/", "/services/teams/", "/services/value-streams/",
                                     "/services/framework"])
def test_a_list_takes_no_more_than_twelve_queries_however_long(team: Team, as_: As, address: str,
                                                               django_assert_max_num_queries: Callable[[int], object]) -> None:
    for number in range(12):
        service = made.entity(team, name=f"Service {number}", owner=team.owner)
        made.entity(team, EntityKind.OFFERING, f"Offering {number}", parent=service)
        for kind in (EntityKind.TEAM, EntityKind.PRACTICE, EntityKind.VALUE_STREAM):
            made.entity(team, kind, f"{kind} {number}", owner=team.teammate)
    browser = as_(team.owner)
    with django_assert_max_num_queries(12):   # type: ignore[attr-defined]
        assert browser.get(address).status_code == 200


def test_a_long_list_goes_on(team: Team, as_: As) -> None:
    for number in range(60):
        made.entity(team, EntityKind.TEAM, f"Team {number:02}")
    browser = as_(team.owner)
    first = browser.get("/services/teams/")
    assert "Team 49" in first.content.decode()
    assert "Team 50" not in first.content.decode()
    second = browser.get(f"/services/teams/{first.context['next']}").content.decode()
    assert "Team 59" in second
    assert "Team 49" not in second
