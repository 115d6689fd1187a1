"""What ticket fields mean: proposed, accepted in bulk, effective from a day on, and the share without a meaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from headway.web.accounts.models import User
from headway.web.ground.declined import Declined
from headway.web.vision import operations
from headway.web.vision.models import Entity, EntityKind, SourceMapping, SourceValue
from headway.web.vision.models.mapping import value_key
from headway.web.vision.operations import Meaning, SeenValue
from headway.web.vision.queries.mapping import meanings, shares, source_values
from web.asking import Api
from web.people import Team, new_team
from web.vision import made

As = Callable[[User | None], Client]
LATER = made.DAY + timedelta(days=30)


def declined(code: str) -> pytest.RaisesExc[Declined]:
    return pytest.RaisesExc(Declined, check=lambda error: error.code == code)


def upload(team: Team, *values: tuple[str, str, int], source: str = "export") -> None:
    operations.propose_mapping(person=team.teammate, unit=team.root, source=source, on=made.DAY,
                               values=[SeenValue(*value) for value in values])


def value_of(text: str) -> SourceValue:
    return SourceValue.objects.get(value=text)


def accept(team: Team, text: str, entity: Entity, from_on: date | None = None) -> SourceMapping:
    return operations.accept_mapping(person=team.owner, organisation=team.organisation, from_on=from_on,
                                     meanings=[Meaning(value=value_of(text), entity=entity)])[0]


def test_an_upload_proposes_the_entity_of_the_same_or_a_like_name_else_a_kind_by_the_field(team: Team) -> None:
    made.entity(team, name="Online exams")
    crew = made.entity(team, EntityKind.TEAM, "Network")
    upload(team, ("category", "online exam", 10), ("category", "Printing", 5), ("team", "NETWORK", 4),
           ("priority", "2 - High", 3), ("category", "", 1))
    rows = {row.value: (row.proposed_kind, row.proposed_entity) for row in SourceValue.objects.all()}
    assert rows["online exam"] == (EntityKind.SERVICE, Entity.objects.get(name="Online exams"))
    assert rows["NETWORK"] == (EntityKind.TEAM, crew)
    assert rows["Printing"] == (EntityKind.SERVICE, None)
    assert rows["2 - High"] == rows[""] == ("", None)


def test_a_value_that_means_something_in_another_source_is_proposed_as_that(team: Team) -> None:
    upload(team, ("category", "X17", 10))
    accept(team, "X17", made.entity(team, name="Exams"))
    upload(team, ("category", "X17", 3), source="other")
    assert SourceValue.objects.get(source="other").proposed_entity == Entity.objects.get(name="Exams")


def test_a_second_upload_counts_anew_and_keeps_what_was_accepted(team: Team) -> None:
    upload(team, ("category", "Exams", 10), ("category", "Gone", 4))
    held = accept(team, "Exams", made.entity(team, name="Exams"))
    upload(team, ("category", "Exams", 25), ("category", "Exams ", 1))
    assert dict(SourceValue.objects.values_list("value", "tickets")) == {"Exams": 26, "Gone": 0}
    assert SourceMapping.objects.get() == held


def test_the_share_without_a_meaning_is_told_by_field(team: Team) -> None:
    upload(team, ("category", "Exams", 60), ("category", "Mail", 30), ("category", "Noise", 6), ("category", "", 4),
           ("team", "Desk", 100))
    accept(team, "Exams", made.entity(team, name="Exams"))
    operations.set_aside(person=team.owner, values=[value_of("Noise")], at=timezone.now())
    told = {share.field: share for share in shares(team.owner, team.organisation, as_of=made.DAY)}
    share = told["category"]
    assert (share.tickets, share.mapped, share.aside, share.not_recorded, share.unmapped) == (100, 60, 6, 4, 30)
    assert share.unmapped_share == pytest.approx(0.3)
    assert told["team"].unmapped_share == 1.0


def test_a_field_without_tickets_has_no_share(team: Team) -> None:
    upload(team, ("category", "Exams", 0))
    assert shares(team.owner, team.organisation, as_of=made.DAY)[0].unmapped_share is None


def test_a_meaning_changes_from_a_day_on_and_the_old_one_stays_for_older_tickets(team: Team) -> None:
    upload(team, ("category", "Exams", 60))
    old, new = made.entity(team, name="Old"), made.entity(team, name="New")
    accept(team, "Exams", old)
    with declined("mapped_since"):
        accept(team, "Exams", new)
    accept(team, "Exams", new, from_on=LATER)
    told = meanings(team.organisation, source="export")
    assert [(one.entity_id, one.from_on, one.until_on) for one in sorted(told, key=lambda one: one.entity_id)] == [
        (old.pk, None, LATER), (new.pk, LATER, None)]
    with declined("mapped_since"):
        accept(team, "Exams", old, from_on=made.DAY)
    with declined("nothing_chosen"):
        accept(team, "Exams", new, from_on=LATER + timedelta(days=1))


def test_a_value_means_a_service_and_a_team_at_once(team: Team) -> None:
    upload(team, ("category", "Exams", 60))
    accept(team, "Exams", made.entity(team, name="Exams"))
    accept(team, "Exams", made.entity(team, EntityKind.TEAM, "Exam crew"))
    assert len(meanings(team.organisation, source="export")) == 2


def test_many_are_accepted_on_the_page_at_once_and_new_entities_made(team: Team, as_: As) -> None:
    made.entity(team, name="Online exams")
    upload(team, ("category", "Online exam", 60), ("category", "Printing", 30), ("team", "Desk", 90))
    browser = as_(team.owner)
    page = browser.get("/services/ticket-fields/").content.decode()
    assert 'value="Online exams · Service"' in page
    assert 'value="New service of this name"' in page
    form = {f"means-{row.pk}": told for row, told, _ in browser.get("/services/ticket-fields/").context["rows"]}
    assert browser.post("/services/ticket-fields/", {**form, "all": ""}).status_code == 302
    assert set(SourceMapping.objects.values_list("value__value", "entity__name", "entity__kind")) == {
        ("Online exam", "Online exams", "service"), ("Printing", "Printing", "service"), ("Desk", "Desk", "team")}
    assert "Every value has a meaning" in browser.get("/services/ticket-fields/").content.decode()
    mapped = browser.get("/services/ticket-fields/?show=mapped").content.decode()
    assert "Printing" in mapped


def test_only_the_ticked_are_accepted_and_a_wrong_name_is_shown_where_it_stands(team: Team, as_: As) -> None:
    upload(team, ("category", "Mail", 60), ("category", "Printing", 30))
    browser, mail, printing = as_(team.owner), value_of("Mail"), value_of("Printing")
    wrong = browser.post("/services/ticket-fields/", {f"take-{mail.pk}": "on", f"means-{mail.pk}": "Nonsense"})
    assert "Nothing in use is called “Nonsense”" in wrong.content.decode()
    assert not SourceMapping.objects.exists()
    browser.post("/services/ticket-fields/", {f"take-{mail.pk}": "on", f"means-{mail.pk}": "New service of this name",
                                              f"means-{printing.pk}": "New service of this name"})
    assert [held.value for held in SourceMapping.objects.select_related("value")] == [mail]


def test_values_are_set_aside_and_taken_up_again(team: Team, as_: As) -> None:
    upload(team, ("category", "Noise", 60))
    browser, noise = as_(team.owner), value_of("Noise")
    browser.post("/services/ticket-fields/", {f"take-{noise.pk}": "on", "aside": ""})
    assert source_values(team.owner, team.organisation, as_of=made.DAY).items == []
    browser.post("/services/ticket-fields/?show=aside", {f"take-{noise.pk}": "on", "take-up": ""})
    assert [row.value for row in source_values(team.owner, team.organisation, as_of=made.DAY).items] == ["Noise"]


def test_a_meaning_ends_today(team: Team, as_: As) -> None:
    upload(team, ("category", "Exams", 60))
    held = accept(team, "Exams", made.entity(team, name="Exams"))
    as_(team.owner).post(f"/services/ticket-fields/meanings/{held.pk}/end")
    held.refresh_from_db()
    assert held.until_on == timezone.localdate()


def test_what_is_not_recorded_means_nothing(team: Team) -> None:
    upload(team, ("category", "", 60))
    with declined("not_recorded_means_nothing"):
        accept(team, "", made.entity(team))
    upload(team, ("category", "Exams", 60))
    with declined("new_of_this_kind_needs_more"):
        operations.accept_mapping(person=team.owner, organisation=team.organisation, meanings=[
            Meaning(value=value_of("Exams"), new_kind=EntityKind.OFFERING)])


def test_who_may_not_own_accepts_nothing(team: Team, as_: As) -> None:
    upload(team, ("category", "Exams", 60))
    with declined("not_permitted"):
        operations.accept_mapping(person=team.teammate, organisation=team.organisation, meanings=[
            Meaning(value=value_of("Exams"), new_kind=EntityKind.SERVICE)])
    page = as_(team.teammate).get("/services/ticket-fields/").content.decode()
    assert "Exams" in page
    assert "Accept" not in page
    assert as_(team.teammate).post("/services/ticket-fields/", {"all": ""}).status_code == 403
    with declined("not_permitted"):
        operations.propose_mapping(person=team.auditor, unit=team.root, source="x", values=[], on=made.DAY)


def test_a_bulk_that_fails_in_the_middle_keeps_nothing(team: Team) -> None:
    upload(team, ("category", "Exams", 60), ("category", "Mail", 30))
    elsewhere = made.entity(new_team("Elsewhere"))
    with declined("belongs_elsewhere"):
        operations.accept_mapping(person=team.owner, organisation=team.organisation, meanings=[
            Meaning(value=value_of("Exams"), new_kind=EntityKind.SERVICE), Meaning(value=value_of("Mail"), entity=elsewhere)])
    assert not SourceMapping.objects.exists()
    assert not Entity.objects.filter(name="Exams").exists()


def test_two_long_values_that_begin_alike_are_kept_apart(team: Team) -> None:
    upload(team, ("category", "x" * 500 + "a", 1), ("category", "x" * 500 + "b", 2))
    assert SourceValue.objects.count() == 2
    assert value_key("x" * 500 + "a") != value_key("x" * 500 + "b")


def test_the_api_accepts_and_tells_the_share(team: Team, api: Callable[..., Api]) -> None:
    upload(team, ("category", "Exams", 60), ("category", "Mail", 40))
    program, root = api(team.owner), f"/vision/organisations/{team.organisation.pk}"
    rows = program.get(f"{root}/source-values", show="open").json()["items"]
    assert [(row["value"], row["tickets"]) for row in rows] == [("Exams", 60), ("Mail", 40)]
    made_ = program.post(f"{root}/mappings", {"meanings": [{"value_id": rows[0]["id"], "new_kind": "service"}]})
    assert made_.status_code == 201, made_.content
    assert program.get(f"{root}/mapped-shares").json()[0]["unmapped"] == 40
    ended = program.post(f"/vision/mappings/{made_.json()[0]['id']}/end", {"until_on": "2026-01-01"})
    assert ended.json()["until_on"] == "2026-01-01"
    assert program.post("/vision/source-values/set-aside", {"value_ids": [rows[1]["id"]]}).json() == [rows[1]["id"]]


def test_the_page_takes_no_more_than_twelve_queries(team: Team, as_: As,
                                                    django_assert_max_num_queries: Callable[[int], object]) -> None:
    upload(team, *(("category", f"Value {number}", number) for number in range(80)))
    for number in (60, 61, 62):
        accept(team, f"Value {number}", made.entity(team, name=f"Service {number}"))
    browser = as_(team.owner)
    for show in ("open", "mapped", "all"):
        with django_assert_max_num_queries(12):   # type: ignore[attr-defined]
            assert browser.get("/services/ticket-fields/", {"show": show}).status_code == 200
