"""Every form of this slice, filled in on its page as a person would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from headway.web.accounts.models import User
from headway.web.measure import operations
from headway.web.measure.models import (
    Baseline,
    CapabilityAssessment,
    CriteriaSet,
    Kpi,
    ServiceLevel,
    Source,
    Survey,
)
from headway.web.vision import agenda
from headway.web.vision.agenda import AgendaAsked
from web.measure import made
from web.people import Team

Browser = Callable[[User | None], Client]


def test_a_source_is_added_with_its_hours_and_retired(team: Team, as_: Browser) -> None:
    browser = as_(team.owner)
    wrong = browser.post(reverse("measure:add_source"), {"name": "desk", "unit": team.root.pk, "zone": "Europe/Rom"})
    assert "is no time zone" in wrong.content.decode()
    browser.post(reverse("measure:add_source"), {"name": "desk", "unit": team.root.pk, "zone": "Europe/Rome", "country": "IT",
                                                "hours": "Mon-Fri 08:00-17:00"})
    row = Source.objects.get()
    browser.post(reverse("measure:hours", args=[row.pk]), {"seen": row.version, "hours": "Mon-Fri 09:00-17:00"})
    assert Source.objects.get().hours == "Mon-Fri 09:00-17:00"
    stale = browser.post(reverse("measure:hours", args=[row.pk]), {"seen": row.version, "hours": "Mon-Sun 00:00-24:00"})
    assert "Somebody changed this" in stale.content.decode()
    browser.post(reverse("measure:retire_source", args=[row.pk]))
    answer = browser.post(reverse("measure:upload_to", args=[row.pk]), {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})
    assert "takes no more files" in answer.content.decode()


def test_measures_are_chosen_added_and_changed(team: Team, as_: Browser) -> None:
    source, browser = made.source(team), as_(team.teammate)
    browser.post(reverse("measure:add_shipped"), {
        "entity": made.whole(team).pk, "source": source.pk, "measures": ["backlog", "arrivals"]})
    assert set(Kpi.objects.values_list("measure", "family")) == {("backlog", "flow"), ("arrivals", "demand")}
    own = {"entity": made.whole(team).pk, "origin": "own", "name": "calls", "family": "utility", "period": ""}
    assert "needs a unit" in browser.post(reverse("measure:add_kpi"), own).content.decode()
    browser.post(reverse("measure:add_kpi"), own | {"measured_in": "count", "direction": "down"})
    row = Kpi.objects.get(name="calls")
    browser.post(reverse("measure:add_kpi"), own | {"origin": "log", "measure": "within_24h", "source": source.pk, "name": "",
                                                    "family": "warranty"})
    assert Kpi.objects.get(measure="within_24h").name == "Resolved within 24 hours"
    told = browser.get(reverse("measure:edit_kpi", args=[row.pk])).content.decode()
    assert 'value="calls"' in told
    browser.post(reverse("measure:edit_kpi", args=[row.pk]), own | {
        "seen": 1, "measured_in": "count", "direction": "down", "meaning": "calls at the desk"})
    row.refresh_from_db()
    assert (row.meaning, row.definition) == ("calls at the desk", 1)


def test_a_baseline_is_stated_and_rebased(team: Team, as_: Browser) -> None:
    browser, improvement = as_(team.owner), made.improvement(team)
    browser.post(reverse("measure:state", args=[improvement.pk]), {
        "kind": "estimate", "what": "hours lost", "level": "30", "measured_in": "h", "remark": "asked three clerks"})
    assert Baseline.objects.get().level == 30
    kpi = made.with_points(team)
    browser.post(reverse("measure:freeze", args=[improvement.pk]), {"kpi": kpi.pk, "until": "2024-05-12"})
    frozen = Baseline.objects.get(kpi=kpi)
    browser.post(reverse("measure:rebase", args=[frozen.pk]), {"reason": "one week more"})
    assert Baseline.objects.get(replaces=frozen).n_points == 20
    told = browser.get(reverse("measure:baseline", args=[frozen.pk])).content.decode()
    assert "was replaced and is kept" in told


def test_a_questionnaire_is_made_changed_and_filled_from_a_file(team: Team, as_: Browser) -> None:
    browser = as_(team.teammate)
    days = {"opens_on": "2024-01-01", "closes_on": "2090-01-01", "title": "After exams", "greeting": ""}
    browser.post(reverse("measure:make_survey"), days | {"entity": made.whole(team).pk, "question_1": "How?", "asks_1": "rating",
                                                        "question_2": "Solved?", "asks_2": "yes_no"})
    row = Survey.objects.get()
    assert list(row.questions.values_list("text", "asks")) == [("How?", "rating"), ("Solved?", "yes_no")]
    browser.post(reverse("measure:edit_survey", args=[row.pk]), days | {"seen": 1, "title": "After the exams", "asked": "9"})
    browser.post(reverse("measure:import_answers", args=[row.pk]), {
        "file": SimpleUploadedFile("answers.csv", b"How?,Solved?\n4,yes\n5,no\n")})
    row.refresh_from_db()
    assert (row.title, row.asked, row.answers.count()) == ("After the exams", 9, 2)


def test_a_practice_is_assessed_by_criteria_of_ones_own(team: Team, as_: Browser) -> None:
    browser = as_(team.owner)
    browser.post(reverse("measure:add_criteria"), {"unit": team.root.pk, "name": "ours", "lines": "2 Done alike."})
    browser.post(reverse("measure:begin_assessment"), {"entity": made.practice(team).pk, "on": "2024-05-06",
                                                      "criteria": CriteriaSet.objects.get().pk})
    row = CapabilityAssessment.objects.get()
    browser.post(reverse("measure:assessment", args=[row.pk]), {"code": "2_1", "met": "yes", "evidence": "ten tickets"})
    browser.post(reverse("measure:end_assessment", args=[row.pk]))
    row.refresh_from_db()
    assert (row.level, row.held_back_by, row.ended_at is not None) == (2, 3, True)
    assert "the highest that has criteria" in browser.get(reverse("measure:assessment", args=[row.pk])).content.decode()


def test_a_service_level_is_agreed_in_per_cent_and_ended(team: Team, as_: Browser) -> None:
    browser, source = as_(team.owner), made.source(team)
    [kpi] = made.shipped(team, made.whole(team), source, "within_24h")
    browser.post(reverse("measure:agree_level"), {
        "entity": made.whole(team).pk, "kpi": kpi.pk, "name": "a day", "target": "95", "period": "month",
        "starts_on": "2024-01-01"})
    row = ServiceLevel.objects.get()
    assert row.target == .95
    browser.post(reverse("measure:service_level", args=[row.pk]), {"seen": 1, "name": "within a day", "ends_on": "2024-12-31"})
    row.refresh_from_db()
    assert (row.name, row.ends_on) == ("within a day", date(2024, 12, 31))


def test_what_has_no_measure_stands_on_the_agenda(team: Team) -> None:
    [sort] = [sort for sort in agenda.sorts() if sort.code == "no_metrics"]
    asked = AgendaAsked(unit=team.root, as_of=date(2024, 5, 6))
    service = made.service(team)
    assert {point.entity_id for point in sort.find(asked).points} == {made.whole(team).pk, service.pk}
    made.kpi(team, of=service)
    made.kpi(team, of=service, name="reliable", family="warranty")
    assert {point.entity_id for point in sort.find(asked).points} == {made.whole(team).pk}


def test_a_person_without_a_say_sees_no_button_and_writes_nothing(team: Team, as_: Browser) -> None:
    row, browser = made.kpi(team), as_(team.auditor)
    assert "<form" not in browser.get(reverse("measure:kpi", args=[row.pk])).content.decode().split("<main")[1]
    assert browser.post(reverse("measure:recount", args=[row.pk])).status_code == 403
    assert browser.post(reverse("measure:retire_kpi", args=[row.pk])).status_code == 403
    operations.recount(person=team.teammate, kpi=row)
