"""The backlog: what is found, its order by hand, many at once, views, and how few queries it takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headway.framework import pack
from headway.web.accounts.models import AuditLine, User
from headway.web.ground.declined import Declined
from headway.web.register import operations, queries
from headway.web.register.models import Improvement, SavedView
from headway.web.register.operations.filing import GAP
from headway.web.register.queries.backlog import ORDERS, Asked
from headway.web.register.states import FormulaKind
from headway.web.vision.models import Entity, EntityKind
from web.asking import Api
from web.people import Team
from web.register.examples import attachment, idea, question, service, under_way

NOW = timezone.now()


def numbers(person: User, team: Team, **asked: Any) -> list[str]:
    page = queries.backlog_page(person, team.organisation, Asked.read(asked), now=timezone.now())
    return [row.number for row in page.items]


def waits(record: Improvement, days: int) -> None:
    Improvement.objects.filter(pk=record.pk).update(step_since=timezone.now() - timedelta(days=days))


def test_numbers_are_given_once_and_in_order(team: Team) -> None:
    assert [idea(team).number for _ in range(3)] == ["I-000001", "I-000002", "I-000003"]


def test_everything_that_is_asked_for_narrows_the_list(team: Team) -> None:
    mail = service(team)
    first, second, third = idea(team, entity=mail), under_way(team), under_way(team, title="Quieter rooms")
    operations.edit(second, by=team.owner, changes={
        "owner": team.teammate, "level": "level/team", "practices": ["practice/incident_management"], "size": "S",
        "gain_activities": ["activity/engage"], "priority": 2})
    operations.put_on_hold(third, by=team.owner, reason="later")
    waits(second, 61)
    for asked, found in (
            ({}, [first, second, third]), ({"entity": str(mail.pk)}, [first]), ({"state": "on_hold"}, [third]),
            ({"state": "idea"}, [first]), ({"words": "quieter"}, [third]), ({"words": "i-000002"}, [second]),
            ({"owner": str(team.teammate.pk)}, [second]), ({"level": "level/team"}, [second]), ({"size": "S"}, [second]),
            ({"practice": "practice/incident_management"}, [second]), ({"activity": "activity/engage"}, [second]),
            ({"priority": "2"}, [second]), ({"stale": "on"}, [second]), ({"no_objective": "on"}, [first, second, third]),
            ({"step": "2"}, []), ({"quick_win": "on"}, []), ({"mine": "on"}, []), ({"state": "closed"}, [])):
        assert numbers(team.approver, team, **asked) == [row.number for row in found], asked


def test_a_backlog_says_itself_when_waiting_is_too_long(team: Team) -> None:
    mail = service(team)
    slow, fast = under_way(team), under_way(team, entity=mail)
    waits(slow, 40)
    waits(fast, 40)
    operations.keep_backlog(mail, by=team.owner, formula=FormulaKind.WSJF, expression="", quick_win_days=Decimal(1),
                            stale_days=30)
    assert numbers(team.owner, team, stale="on") == [fast.number]


@pytest.mark.parametrize("given", [{"entity": "x"}, {"step": "9" * 30}, {"order": "; drop"}, {"state": "gone"},
                                   {"owner": "-1"}, {"level": "%"}])
def test_an_address_that_makes_no_sense_is_read_as_far_as_it_does(team: Team, as_: Callable[[User | None], Client],
                                                                  given: dict[str, str]) -> None:
    assert as_(team.owner).get("/backlog/", given).status_code == 200


def test_orders_put_what_lacks_last(team: Team) -> None:
    first, second, third = (idea(team) for _ in range(3))
    operations.edit(second, by=team.owner, changes={"factors": {"value": 9, "effort": 3}, "due_on": date(2026, 12, 1)})
    operations.edit(third, by=team.owner, changes={"factors": {"value": 9, "effort": 1}, "due_on": date(2026, 11, 1)})
    assert numbers(team.owner, team, order="score") == [third.number, second.number, first.number]
    assert numbers(team.owner, team, order="due") == [third.number, second.number, first.number]
    assert numbers(team.owner, team, order="newest") == [third.number, second.number, first.number]


def test_pages_follow_each_other_in_every_order(team: Team) -> None:
    made = {idea(team).number for _ in range(7)}
    for order in ORDERS:
        seen, after = list[str](), None
        while True:
            page = queries.backlog_page(team.owner, team.organisation, Asked.read({"order": order}), now=NOW, after=after, size=3)
            seen += [row.number for row in page.items]
            after = page.next
            if after is None:
                break
        assert (len(seen), set(seen)) == (7, made), order


def test_a_row_moves_before_or_after_another_and_the_rest_stay(team: Team) -> None:
    one, two, three, four = (idea(team) for _ in range(4))
    operations.move(four, by=team.owner, before=two)
    operations.move(one, by=team.owner, after=three)
    assert numbers(team.owner, team) == [row.number for row in (four, two, three, one)]
    with pytest.raises(Declined, match=r"^nowhere_to_move"):
        operations.move(one, by=team.owner, before=one)
    with pytest.raises(Declined, match=r"^not_permitted"):
        operations.move(one, by=team.teammate, before=two)


def test_places_never_run_out(team: Team) -> None:
    first, second, third = (idea(team) for _ in range(3))
    for turn in range(70):   # always into the same place, which halves each time
        operations.move((second, third)[turn % 2], by=team.owner, after=first)
    assert numbers(team.owner, team) == [row.number for row in (first, third, second)]
    assert Improvement.objects.order_by("rank").first() == first
    assert max(Improvement.objects.values_list("rank", flat=True)) <= 4 * GAP


def test_the_page_moves_a_row_by_button_and_by_dragging(team: Team, as_: Callable[[User | None], Client]) -> None:
    one, two = idea(team), idea(team)
    browser = as_(team.owner)
    assert f'formaction="/improvements/{one.pk}/move" name="after" value="{two.pk}"' in browser.get("/backlog/").content.decode()
    assert browser.post(f"/improvements/{one.pk}/move", {"after": two.pk})["Location"] == f"/backlog/?#row-{one.pk}"
    dragged = browser.post(f"/improvements/{one.pk}/move", {"before": two.pk}, headers={"X-Moved-By": "drag"})
    assert dragged.status_code == 204
    assert numbers(team.owner, team) == [one.number, two.number]


def test_many_change_together_or_not_at_all(team: Team, as_: Callable[[User | None], Client]) -> None:
    rows = [idea(team) for _ in range(3)]
    chosen = [row.pk for row in rows]
    browser = as_(team.owner)
    assert b"Change 3 records" in browser.post("/backlog/chosen", {"chosen": chosen, "choose": "yes"}).content
    browser.post("/backlog/chosen", {"chosen": chosen, "apply": "yes", "owner": team.teammate.pk, "priority": "2"})
    assert set(Improvement.objects.values_list("owner", "priority")) == {(team.teammate.pk, 2)}
    operations.withdraw(rows[2], by=team.owner, reason="no")
    answer = browser.post("/backlog/chosen", {"chosen": chosen, "apply": "yes", "priority": "5"})
    assert "is closed or withdrawn" in answer.content.decode()
    assert set(Improvement.objects.values_list("priority", flat=True)) == {2}


def test_nobody_changes_many_out_of_sight(team: Team, stranger: User, api: Callable[..., Api]) -> None:
    theirs = operations.file_idea(person=stranger, entity=queries.whole(stranger.memberships.get().unit.organisation),
                                  title="theirs", idea="")
    body = {"ids": [idea(team).pk, theirs.pk], "changes": {"priority": 1}}
    answer = api(team.owner).post("/register/improvements/edit-many", body)
    assert answer.status_code == 404
    assert set(Improvement.objects.values_list("priority", flat=True)) == {None}


def test_a_member_of_one_unit_sees_neither_its_sibling_nor_what_lies_there(team: Team) -> None:
    lan = Entity.objects.create(unit=team.network, kind=EntityKind.SERVICE, name="LAN")
    hidden, seen, common = idea(team, entity=lan), idea(team, entity=service(team)), idea(team)
    assert numbers(team.desk_member, team) == [seen.number, common.number]
    assert hidden.number not in numbers(team.desk_member, team, words=hidden.number)


def test_a_view_is_kept_shared_and_removed(team: Team, as_: Callable[[User | None], Client]) -> None:
    browser = as_(team.owner)
    browser.post("/backlog/views/save", {"name": "Old ones", "query": "stale=on", "shared": "on"})
    assert "Old ones" in as_(team.teammate).get("/backlog/").content.decode()
    view = SavedView.objects.get()
    assert as_(team.teammate).post(f"/backlog/views/{view.pk}/drop").status_code == 404
    browser.post(f"/backlog/views/{view.pk}/drop")
    assert not SavedView.objects.exists()


def test_only_a_manager_shares_a_view(team: Team, as_: Callable[[User | None], Client]) -> None:
    answer = as_(team.teammate).post("/backlog/views/save", {"name": "x", "query": "", "shared": "on"})
    assert "Your role does not allow this" in answer.content.decode()


def test_the_ageing_picture_marks_what_waits_too_long(team: Team, as_: Callable[[User | None], Client]) -> None:
    old, new = under_way(team), idea(team)
    waits(old, 100)
    picture = queries.ageing(team.owner, team.organisation, Asked.read({"state": "waiting"}), now=timezone.now(), limit_days=60)
    assert [(dot.pk, dot.days, dot.stale) for dot in picture.dots] == [(old.pk, 100, True), (new.pk, 0, False)]
    assert [row.many for row in picture.rows] == [2, 0, 0, 0, 0, 0, 0]
    page = as_(team.owner).get("/backlog/ageing").content.decode()
    assert "<b>100 days</b>" in page


def full(team: Team) -> Improvement:
    """A record with something of everything."""
    record = question(team).improvement
    for said in ("one", "two"):
        operations.comment(record, by=team.owner, text=said)
        operations.put_link(record, by=team.owner, given={"kind": "change", "reference": said})
        operations.put_benefit(record, by=team.owner, given={"column": "expected", "what": said, "amount": 1, "unit": "hours"})
        operations.put_cost(record, by=team.owner, given={"what": said, "amount": 1, "unit": "EUR"})
        operations.next_iteration(record, by=team.owner, title=said, idea="")
        operations.skip_step(record, {"one": 2, "two": 3}[said], by=team.owner, reason=said)
    return record


def asked_of_the_database(browser: Client, address: str) -> int:
    browser.get(address)   # what is read once a process is read
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize("address", ["/backlog/", "/backlog/?order=score&state=all", "/backlog/ageing", "/improvements/{pk}",
                                     "/improvements/{pk}?step=1", "/improvements/{pk}/history"])
def test_lists_and_records_take_at_most_12_queries(team: Team, as_: Callable[[User | None], Client], address: str) -> None:
    record = full(team)
    browser = as_(team.owner)
    few = asked_of_the_database(browser, address.format(pk=record.pk))
    for place in range(3):
        other = under_way(team, entity=service(team, f"service {place}"))
        operations.edit(other, by=team.owner, changes={"owner": team.teammate, "parent": record})
        operations.comment(record, by=team.teammate, text="more")
    attachment(team)
    many = asked_of_the_database(browser, address.format(pk=record.pk))
    assert many == few, "a query for each row"
    assert many <= (12 if "improvements" not in address or "history" in address else 10)   # two more are the step's panel's


def test_a_move_is_told_to_the_audit(team: Team) -> None:
    one, two = idea(team), idea(team)
    operations.move(two, by=team.owner, before=one)
    line = AuditLine.objects.select_related("values").get(action="register.move")
    assert line.subject_id == str(two.pk)
    assert line.values.before["rank"] > line.values.after["rank"]


def test_what_stands_around_a_record_is_only_what_one_sees(team: Team) -> None:
    lan = Entity.objects.create(unit=team.network, kind=EntityKind.SERVICE, name="LAN")
    record = idea(team)
    for place in (lan, service(team)):
        operations.edit(idea(team, entity=place), by=team.owner, changes={"parent": record})
    page = queries.record_page(queries.record(team.desk_member, record.pk), person=team.desk_member, chosen=pack(), now=NOW)
    assert [one.note for one in page.around] == ["I-000003"]


def test_many_at_once_are_emptied_where_it_is_ticked(team: Team, as_: Callable[[User | None], Client]) -> None:
    rows = [operations.edit(idea(team), by=team.owner, changes={"owner": team.teammate, "size": "s", "due_on": date(2026, 12, 1)})
            for _ in range(2)]
    given = {"chosen": [row.pk for row in rows], "apply": "yes", "emptied": ["owner", "size"]}
    assert as_(team.owner).post("/backlog/chosen", given).status_code == 302
    for row in rows:
        row.refresh_from_db()
        assert (row.owner, row.size, row.due_on) == (None, "", date(2026, 12, 1))
    both = as_(team.owner).post("/backlog/chosen", given | {"emptied": ["due_on"], "due_on": "2026-12-24"})
    assert "Either give something here or empty it." in both.content.decode()
