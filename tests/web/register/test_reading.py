"""Triage where ideas come in: proposals with cues, doubles in sight, corrections by one click, learning and its worth."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from headway.triage import Task
from headway.web.accounts.models import AuditLine, User
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.register import operations, queries
from headway.web.register.models import Correction, Improvement, Learnt
from headway.web.vision.models import Entity, EntityKind
from headway.web.vision.operations import add_entity
from web.asking import Api
from web.people import Team
from web.register.examples import idea, whole

TEXT = "Three months after the change we compare waiting times with the target that had been agreed."


def filed(team: Team, title: str, text: str = "", *, by: User | None = None, entity: Entity | None = None) -> Improvement:
    return operations.file_idea(person=by or team.owner, entity=entity or whole(team), title=title, idea=text)


def question(improvement: Improvement, task: Task, *, person: User) -> queries.Question:
    return next(each for each in queries.read(improvement, person=person).questions if each.task == task)


def test_an_idea_is_read_with_its_cues_and_a_person_decides(team: Team, as_: Callable[[User | None], Client]) -> None:
    made = filed(team, "Waiting times", TEXT)
    step = question(made, Task.STEP, person=team.owner)
    assert (step.sure, step.first[0].id, step.answered) == (True, "there", False)
    assert any("target" in cue for cue in step.first[0].cues)
    page = as_(team.owner).get(f"/improvements/{made.pk}").content.decode()
    assert "6 Did we get there?" in page
    assert step.first[0].cues[0] in page
    made.refresh_from_db()
    assert made.level == "", "nothing is filled in before a person says so"


def test_where_headway_abstains_the_page_says_so(team: Team, as_: Callable[[User | None], Client]) -> None:
    made = filed(team, "Xyzzy")
    assert not question(made, Task.STEP, person=team.owner).sure
    assert "not sure" in as_(team.owner).get(f"/improvements/{made.pk}").content.decode()


def test_one_click_corrects_and_is_kept(team: Team, as_: Callable[[User | None], Client]) -> None:
    made = filed(team, "Waiting times", TEXT)
    for answer in ("level team", "activity deliver_and_support", "step now", "step there"):
        assert as_(team.owner).post(f"/improvements/{made.pk}/reading", {"answer": answer}).status_code == 302
    kept = dict(Correction.objects.values_list("task", "label"))
    assert kept == {"level": "team", "activity": "deliver_and_support", "step": "there"}
    made.refresh_from_db()
    assert (made.level, made.work_activities) == ("level/team", ["activity/deliver_and_support"])
    assert Correction.objects.get(task="step").proposed == "there"
    assert AuditLine.objects.filter(action="register.correct").count() == 6
    assert question(made, Task.LEVEL, person=team.owner).first[0].chosen


def test_who_raised_it_corrects_it_and_others_without_a_hand_in_it_do_not(team: Team) -> None:
    own = filed(team, "Waiting times", TEXT, by=team.approver)
    operations.correct(own, by=team.approver, task=Task.STEP, label="now")
    with pytest.raises(Declined, match=r"^not_permitted"):
        operations.correct(filed(team, "Another"), by=team.approver, task=Task.STEP, label="now")
    with pytest.raises(Declined, match=r"^unknown_label"):
        operations.correct(own, by=team.owner, task=Task.STEP, label="somewhere")


def test_doubles_are_found_and_shown_to_those_who_may_see_them(team: Team, as_: Callable[[User | None], Client]) -> None:
    inside = add_entity(person=team.owner, unit=team.network, kind=EntityKind.SERVICE, name="Network")
    hidden = filed(team, "Let callers see their place in the queue", entity=inside)
    seen = filed(team, "Show callers their place in the waiting queue")
    filed(team, "Print the newsletter on recycled paper")
    made = filed(team, "Those who call see their place in the queue")
    jobs.run_until_idle()
    assert {each.pk for each in queries.read(made, person=team.owner).doubles} == {hidden.pk, seen.pk}
    at_desk = {each.pk for each in queries.read(made, person=team.desk_member).doubles}
    assert at_desk == {seen.pk}, "a unit beside one's own is out of sight"
    page = as_(team.owner).get(f"/improvements/{made.pk}").content.decode()
    assert "Says much the same" in page
    assert hidden.number in page


def test_two_titles_that_say_the_same_are_found_whatever_is_told_beneath(team: Team) -> None:
    first = filed(team, "Show callers their place in the waiting queue", "They ring again, as nobody tells how long.")
    made = filed(team, "Those who call see their place in the queue", "The telephone system could do it.")
    jobs.run_until_idle()
    assert made.likely_doubles.get().other == first


def test_an_idea_is_compared_with_its_own_organisation_only(team: Team, stranger: User) -> None:
    elsewhere = Entity.objects.get(unit__memberships__person=stranger, kind=EntityKind.ORGANISATION)
    filed(team, "Let callers see their place in the queue", by=stranger, entity=elsewhere)
    made = filed(team, "Let callers see their place in the queue")
    jobs.run_until_idle()
    assert not made.likely_doubles.exists()


WORD = ("kiosk", "scanner", "projector", "badge", "locker", "printer", "camera", "tablet", "router", "headset", "beamer",
        "plotter")


def corrected(team: Team) -> list[Improvement]:
    """A dozen ideas in the organisation's own jargon, whose meaning only its people know."""
    made = [filed(team, f"The frobnicator at the {word} wants its frobnication", "Frobnicate as ever.") for word in WORD]
    for improvement in made:
        operations.correct(improvement, by=team.owner, task=Task.LEVEL, label="service")
        operations.correct(improvement, by=team.owner, task=Task.TRIGGER, label="external")
    return made


def test_corrections_are_learnt_on_request_with_their_worth_told(team: Team, as_: Callable[[User | None], Client]) -> None:
    corrected(team)
    browser = as_(team.owner)
    assert browser.post("/ideas/learning/ask").status_code == 302
    jobs.run_until_idle()
    learnt = Learnt.objects.get()
    assert (learnt.number, learnt.in_force, len(learnt.examples)) == (1, True, len(WORD))
    worth = {each["task"]: each for each in learnt.worth}
    assert set(worth) == {"level", "trigger"}
    assert worth["trigger"]["n"] == len(WORD)
    assert worth["trigger"]["after"] >= worth["trigger"]["before"]
    assert queries.read(filed(team, "Another one"), person=team.owner).learnt == 1
    assert "Version 1" in browser.get("/ideas/learning").content.decode()
    assert browser.post("/ideas/learning/back").status_code == 302
    assert queries.read(filed(team, "Another one"), person=team.owner).learnt is None
    assert Learnt.objects.count() == 1


def test_what_was_learnt_stays_in_its_organisation(team: Team, stranger: User) -> None:
    corrected(team)
    operations.learn_now(team.organisation, by=team.owner)
    elsewhere = Entity.objects.get(unit__memberships__person=stranger, kind=EntityKind.ORGANISATION)
    assert queries.read(filed(team, "Theirs", by=stranger, entity=elsewhere), person=stranger).learnt is None


def test_the_principles_that_an_idea_shows_are_proposed_and_taken_into_the_record(
        team: Team, as_: Callable[[User | None], Client], api: Callable[..., Api]) -> None:
    made = filed(team, "Less steps", "The form is too complicated; leave out every step that adds no value for students, and "
                                     "automate what is left.")
    shown = queries.read(made, person=team.owner).principles
    assert shown
    assert all(choice.cues and not choice.chosen for choice in shown)
    browser = as_(team.owner)
    assert shown[0].label in browser.get(f"/improvements/{made.pk}").content.decode()
    browser.post(f"/improvements/{made.pk}/reading", {"answer": f"principle {shown[0].id}"})
    made.refresh_from_db()
    assert made.principles == [f"principle/{shown[0].id}"]
    program = api(team.owner)
    told = program.post(f"/register/improvements/{made.pk}/principles", {"principle": shown[0].id}).json()
    assert [choice["chosen"] for choice in told["principles"]] == [False] * len(shown), "said once more, it is taken back"
    answer = program.post(f"/register/improvements/{made.pk}/principles", {"principle": "haste"})
    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_label")
    assert api(team.desk_member).post(f"/register/improvements/{made.pk}/principles",
                                      {"principle": shown[0].id}).status_code in (403, 404)


def test_what_was_learnt_is_shown_to_those_who_may_learn_and_to_an_auditor(
        team: Team, as_: Callable[[User | None], Client], api: Callable[..., Api]) -> None:
    there = f"/register/organisations/{team.organisation.pk}/learnt"
    for person, status in ((team.owner, 200), (team.auditor, 200), (team.teammate, 403), (team.desk_member, 403)):
        assert as_(person).get("/ideas/learning").status_code == status
        assert api(person).get(there).status_code == status
        assert (b"/ideas/learning" in as_(person).get("/backlog/").content) is (status == 200)


def test_an_auditor_is_not_led_to_file_an_idea(team: Team, as_: Callable[[User | None], Client]) -> None:
    for address in ("/board/", "/backlog/", "/people/", f"/services/{whole(team).pk}"):
        assert b"/ideas/new" not in as_(team.auditor).get(address).content
        assert b"/ideas/new" in as_(team.desk_member).get(address).content


def test_learning_wants_enough_corrections_and_a_manager(team: Team) -> None:
    operations.correct(filed(team, "One"), by=team.owner, task=Task.LEVEL, label="team")
    with pytest.raises(Declined, match=r"^too_few_corrections"):
        operations.ask_to_learn(team.organisation, by=team.owner)
    with pytest.raises(Declined, match=r"^not_permitted"):
        operations.ask_to_learn(team.organisation, by=team.teammate)


def test_a_program_reads_and_corrects(team: Team, api: Callable[..., Api]) -> None:
    made = idea(team, title="Waiting times")
    told = api(team.owner).get(f"/register/improvements/{made.pk}/reading").json()
    assert [each["task"] for each in told["questions"]] == ["trigger", "step", "activity", "level"]
    answer = api(team.owner).post(f"/register/improvements/{made.pk}/reading", {"task": "level", "label": "practice"})
    assert answer.status_code == 200
    assert next(each for each in answer.json()["questions"] if each["task"] == "level")["first"][0]["chosen"]
    assert api(team.owner).get(f"/register/organisations/{team.organisation.pk}/learnt").json() == []
