"""Measures are counted on the tickets that are an entity's, by the library's definitions; what is empty says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from statistics import median
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.eventlog.refused import Refused
from headway.kpi.catalogue import SHIPPED
from headway.web.accounts.models import User
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.measure import operations
from headway.web.measure.models import Kpi, Point, PointSet
from headway.web.measure.queries.rows import row_of, with_figures
from headway.web.measure.queries.series import series_of
from web.asking import Api
from web.measure import made
from web.people import Team

Browser = Callable[[User | None], Client]


def fresh(row: Kpi) -> Kpi:
    return with_figures(Kpi.objects.filter(pk=row.pk)).get()


def newest(row: Kpi) -> PointSet:
    found = Kpi.objects.get(pk=row.pk).newest
    assert found is not None
    return found


def hours_of(rows: list[made.Row]) -> list[float]:
    pattern = "%Y-%m-%d %H:%M"
    return [(datetime.strptime(end, pattern) - datetime.strptime(start, pattern)).total_seconds() / 3600
            for _, start, end, *_ in rows]


def test_a_measure_of_the_organisation_counts_every_ticket(team: Team) -> None:
    rows, source = made.ticket_rows(), made.source(team)
    made.taken_in(team, source, made.csv_of(rows))
    [row] = made.shipped(team, made.whole(team), source, "time_to_resolve_median")
    made.work()
    assert newest(row).n == 600
    assert newest(row).value == pytest.approx(median(hours_of(rows)))
    assert Point.objects.filter(set=newest(row)).count() == len(series_of(newest(row)).points) > 12


def test_a_measure_of_a_service_counts_its_own_tickets_and_those_of_what_belongs_to_it(team: Team) -> None:
    rows, source = made.ticket_rows(), made.source(team)
    made.taken_in(team, source, made.csv_of(rows))
    exams = made.service(team)
    offering = made.entity(team, "offering", "exam rooms", parent=exams)
    made.means(team, "exam", exams)
    made.means(team, "print", offering)
    whole, part = (made.shipped(team, of, source, "time_to_resolve_median")[0] for of in (exams, offering))
    made.work()
    assert newest(part).value == pytest.approx(median(hours_of([row for row in rows if row[3] == "print"])))
    assert newest(whole).value == pytest.approx(median(hours_of([row for row in rows if row[3] != "mail"])))


def test_a_value_that_means_something_from_a_day_on_counts_from_that_day(team: Team) -> None:
    source = made.source(team)
    rows = made.ticket_rows()
    made.taken_in(team, source, made.csv_of(rows))
    exams = made.service(team)
    made.means(team, "exam", exams, from_on=date(2024, 3, 4))
    [row] = made.shipped(team, exams, source, "arrivals")
    made.work()
    wanted = sum(kind == "exam" and opened >= "2024-03-04" for _, opened, _, kind, *_ in rows)
    assert sum(point.value or 0 for point in series_of(newest(row)).points) == wanted


def test_where_values_come_to_mean_another_entity_the_points_are_counted_again(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source)
    exams = made.service(team)
    [row] = made.shipped(team, exams, source, "arrivals")
    made.work()
    assert newest(row).empty_because == "no_mapping"
    assert "no value of a ticket's field means this yet" in row_of(fresh(row)).empty
    made.means(team, "exam", exams)
    jobs.ask("measure.keep_up")
    made.work()
    assert newest(row).n > 0
    counted = newest(row).pk
    jobs.ask("measure.keep_up")
    made.work()
    assert newest(row).pk == counted


def test_every_empty_measure_says_why(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source)
    rows = made.shipped(team, made.whole(team), source, *(kpi.id for kpi in SHIPPED))
    made.work()
    lines = {line.name: line for line in (row_of(fresh(row)) for row in rows)}
    assert len(lines) == len(SHIPPED)
    assert lines["Satisfaction, mean"].empty == "the log records no survey"
    assert lines["Availability"].empty == "no outage list was given"
    assert all(bool(line.empty) != (line.now != "–") for line in lines.values())


def test_business_hours_change_durations_and_are_asked_for_where_there_are_none(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source)
    [row] = made.shipped(team, made.whole(team), source, "time_to_resolve_median")
    operations.edit_kpi(person=team.owner, kpi=row, seen=1, on_business_clock=True)
    made.work()
    assert row_of(fresh(row)).empty == "no business hours are given"
    operations.edit_source(person=team.owner, source=source, seen=source.version, hours="Mon-Fri 08:00-17:00", country="")
    made.work()
    assert 0 < (newest(row).value or 0) < 9
    with pytest.raises(Refused, match="unreadable_hours"):
        operations.edit_source(person=team.owner, source=source, seen=None, hours="always", country="")


def test_another_measure_is_another_definition_and_a_new_name_is_not(team: Team) -> None:
    row = made.kpi(team)
    renamed = operations.edit_kpi(person=team.owner, kpi=row, seen=1, name="Calls a week")
    assert renamed.definition == 1
    changed = operations.edit_kpi(person=team.owner, kpi=renamed, seen=2, direction="up")
    assert changed.definition == 2
    assert [one.told["direction"] for one in changed.definitions.order_by("number")] == ["down", "up"]
    with pytest.raises(Declined, match="changed_meanwhile"):
        operations.edit_kpi(person=team.owner, kpi=row, seen=1, name="late")


def test_a_measure_of_tickets_of_ones_own_is_counted(team: Team) -> None:
    rows, source = made.ticket_rows(), made.source(team)
    made.taken_in(team, source, made.csv_of(rows))
    own = '[[measure]]\nid = "in_seven"\nlabel = "Resolved in 7 hours"\ndirection = "up"\n' \
          'part = {kind = "within", start = "opened", end = "resolved", hours = 7}\n'
    row = operations.add_kpi(person=team.owner, entity=made.whole(team), name="In seven", family="warranty", origin="log",
                             own_measure=own, source=source)
    made.work()
    assert (row.measured_in, row.direction) == ("share", "up")
    assert newest(row).value == pytest.approx(sum(hours <= 7 for hours in hours_of(rows)) / len(rows))
    with pytest.raises(Refused, match="bad_measure"):
        operations.add_kpi(person=team.owner, entity=made.whole(team), name="x", family="warranty", origin="log",
                           own_measure="[[measure]]", source=source)


def test_points_of_ones_own_are_typed_uploaded_and_counted(team: Team, as_: Browser) -> None:
    row = made.kpi(team)
    browser, address = as_(team.teammate), reverse("measure:points", args=[row.pk])
    lines = "\n".join(f"2024-W{week:02}; {40 + week % 3},5; 12" for week in range(1, 21))
    assert browser.post(address, {"lines": lines}).status_code == 302
    made.work()
    assert newest(row).n == 240
    assert newest(row).now == pytest.approx(41.5, abs=.2)
    assert browser.post(address, {"lines": "2024-W03;"}).status_code == 302
    made.work()
    series = series_of(newest(row))
    assert [point.value for point in series.points if point.starts_on == date(2024, 1, 15)] == [None]
    assert "Line 2 is not" in browser.post(address, {"lines": "2024-W30;4;1\nsoon;4;1"}).content.decode()


def test_a_share_of_ones_own_wants_its_cases(team: Team) -> None:
    row = made.kpi(team, measured_in="share", direction="up", name="passed")
    with pytest.raises(Declined, match="share_without_cases"):
        made.own_points(team, row, [.5])
    with pytest.raises(Declined, match="share_outside"):
        made.own_points(team, row, [1.5], n=3)
    made.own_points(team, row, [.5 + week % 4 / 20 for week in range(20)], n=40)
    made.work()
    assert newest(row).state["chart"] == "p"


def test_counting_again_makes_nothing_new_and_old_points_make_room(team: Team) -> None:
    row = made.with_points(team)
    first = newest(row).pk
    operations.recount(person=team.owner, kpi=row)
    made.work()
    assert newest(row).pk == first
    made.own_points(team, row, [90.0])
    made.work()
    assert list(PointSet.objects.filter(kpi=row).values_list("pk", flat=True)) == [newest(row).pk] != [first]


def test_a_name_is_given_once_and_free_again_when_the_measure_is_retired(team: Team) -> None:
    row = made.kpi(team, name="calls")
    with pytest.raises(Declined, match="kpi_is_named"):
        made.kpi(team, name="calls")
    operations.retire_kpi(person=team.owner, kpi=row)
    made.kpi(team, name="calls")


def test_measures_of_another_organisation_are_out_of_reach(team: Team, stranger: User) -> None:
    from web.people import new_team

    elsewhere = made.source(new_team("Farther"))
    with pytest.raises(Declined, match="source_elsewhere"):
        made.shipped(team, made.whole(team), elsewhere, "backlog")
    with pytest.raises(Declined, match="not_permitted"):
        operations.put_points(person=stranger, kpi=made.kpi(team), points=[])


def test_the_list_of_measures_takes_few_queries(team: Team, as_: Browser, django_assert_max_num_queries: Any) -> None:
    source = made.source(team)
    made.taken_in(team, source)
    made.shipped(team, made.whole(team), source, *(kpi.id for kpi in SHIPPED))
    made.work()
    browser = as_(team.owner)
    with django_assert_max_num_queries(12):
        told = browser.get(reverse("measure:kpis")).content.decode()
    assert told.count("<tr data-row>") == len(SHIPPED)
    assert told.count('class="spark"') > 10
    for name in ("sources", "surveys", "assessments", "service_levels"):
        with django_assert_max_num_queries(12):
            browser.get(reverse(f"measure:{name}"))


def test_a_measures_page_shows_chart_limits_and_table_and_takes_few_queries(
    team: Team, as_: Browser, django_assert_max_num_queries: Any,
) -> None:
    row = made.with_points(team)
    browser = as_(team.owner)
    with django_assert_max_num_queries(12):
        told = browser.get(reverse("measure:kpi", args=[row.pk])).content.decode()
    assert told.count("<svg") >= 3
    assert 'class="points"' in told
    for words in ("Natural limits", "yes: nothing but its usual ups and downs", "20 cases in 20 points", "10 %"):
        assert words in told


def test_an_entitys_page_shows_its_metrics_of_utility_and_of_warranty(team: Team, as_: Browser) -> None:
    of = made.service(team)
    row = made.with_points(team, of=of)
    told = as_(team.owner).get(reverse("vision:entity", args=[of.pk])).content.decode()
    assert reverse("measure:kpi", args=[row.pk]) in told
    assert "No measure of warranty yet." in told


def test_a_measure_tells_of_an_aspect_of_its_own_family(team: Team, as_: Browser, api: Callable[..., Api]) -> None:
    of, program = made.service(team), api(team.owner)
    given = {"entity_id": of.pk, "name": "Exams handed in", "family": "utility", "origin": "own", "measured_in": "share",
             "direction": "up"}
    row = program.post("/measure/kpis", given | {"aspect": "utility_aspect/task_success"}).json()
    assert row["aspect"] == "utility_aspect/task_success"
    for aspect, code in (("warranty_aspect/security", "aspect_of_other_family"), ("utility_aspect/charm", "unknown_term")):
        answer = program.post("/measure/kpis", given | {"name": "Other", "aspect": aspect})
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    page = as_(team.owner).get(reverse("vision:entity", args=[of.pk])).content.decode()
    assert "Task success –" in page
    form = as_(team.owner).get(reverse("measure:edit_kpi", args=[row["id"]])).content.decode()
    assert 'value="utility_aspect/task_success" selected' in form
    [counted] = made.shipped(team, of, made.source(team), "availability")
    assert counted.aspect == "warranty_aspect/availability"


def test_an_expectation_is_tied_to_the_measure_that_shows_it(team: Team, as_: Browser) -> None:
    from web.vision.made import expectation

    row, wanted = made.kpi(team), expectation(team)
    as_(team.owner).post(reverse("measure:tie_expectation", args=[row.pk]), {"expectation": wanted.pk, "tied": "on"})
    assert wanted.statement in as_(team.owner).get(reverse("measure:kpi", args=[row.pk])).content.decode()


def test_a_program_reads_figures_and_points(team: Team, api: Callable[..., Api]) -> None:
    row = made.with_points(team)
    told = api(team.auditor).get(f"/measure/kpis/{row.pk}").json()
    assert (told["empty"], told["newest"]["n_points"], told["newest"]["stable"]) == ("", 20, True)
    points = api(team.auditor).get(f"/measure/kpis/{row.pk}/points").json()
    assert (len(points["items"]), points["next"], points["items"][0]["value"]) == (20, None, 40.0)


def test_a_measure_that_changes_while_it_is_counted_keeps_no_points_of_the_former_one(team: Team) -> None:
    from headway.web.measure.jobs import _of_points
    from headway.web.measure.operations.points import store_points

    row = made.with_points(team)
    counted = _of_points(Kpi.objects.select_related("entity", "unit__organisation", "question").get(pk=row.pk))
    operations.edit_kpi(person=team.owner, kpi=row, seen=row.version, direction="up")
    counted.row.newest = None
    store_points([counted], by=None, organisation=team.organisation)
    assert newest(row).definition == 1
    assert "it is being counted" in row_of(fresh(row)).empty
    made.work()
    assert newest(row).definition == 2
    assert newest(row).measured_at <= timezone.now()
