"""Options beside doing nothing; how soon each could be seen; an approver who is never the requester."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headway import plan_check
from headway.web.accounts import operations as accounts
from headway.web.accounts.models import User
from headway.web.accounts.roles import Role
from headway.web.ground.declined import Declined
from headway.web.measure.queries.series import series_of
from headway.web.plan import operations
from headway.web.plan.models import Approval, ApprovalPolicy, Option
from headway.web.register.models import StepRecord
from headway.web.register.operations import edit
from headway.web.vision.operations import Step
from web.aim import made as aim
from web.measure.made import work
from web.people import MARK, Team, new_person
from web.plan import made

Browser = Callable[[User | None], Client]


def test_doing_nothing_stands_beside_the_first_option_and_stays(team: Team) -> None:
    row = made.option(team)
    nothing = Option.objects.get(improvement=row.improvement, does_nothing=True)
    with pytest.raises(Declined, match="doing_nothing_stays"):
        operations.withdraw_option(nothing, by=team.owner, reason="silly")
    with pytest.raises(Declined, match="doing_nothing_is_no_plan"):
        operations.choose(nothing, by=team.owner, because="cheap")
    told = operations.put_nothing(row.improvement, by=team.owner, given={"risk": f"{MARK} anger"})
    assert (told.pk, told.risk, told.name) == (nothing.pk, f"{MARK} anger", "Do nothing")


def test_how_soon_it_could_be_seen_is_what_the_library_says(team: Team) -> None:
    row = made.checked(team)
    assert row.target is not None
    assert row.target.kpi is not None
    assert row.target.kpi.newest is not None
    said = plan_check(series_of(row.target.kpi.newest), direction="down", kind="score", hope=row.hope, sooner=False).to_json()
    assert {name: row.plan_check[name] for name in said} == said
    assert row.plan_check["told"]
    assert row.plan_check["says"]


def test_a_changed_hope_is_worked_out_anew_and_the_old_answer_does_not_pass_the_gate(team: Team) -> None:
    row = made.chosen(team)
    operations.put_option(row.improvement, by=team.owner, given={"hope_given": "20%"}, option=row)
    with pytest.raises(Declined, match="visibility_unknown"):
        operations.settle_plan(row.improvement, by=team.owner)
    work()
    assert operations.settle_plan(row.improvement, by=team.owner).route == "dddd..."


@pytest.mark.parametrize(("more", "code"), [
    ({"cost_low": Decimal(20000)}, "range_misses_amount"), ({"cost": None}, "range_without_amount_here"),
    ({"benefit_unit": ""}, "amount_without_unit"), ({"gain_activities": ["activity/dancing"]}, "activity_unknown"),
    ({"hope_given": "much"}, "size_not_measurable"), ({"target": None}, "hope_without_target")])
def test_an_option_that_makes_no_sense_is_declined(team: Team, more: dict[str, object], code: str) -> None:
    with pytest.raises(Declined, match=code):
        made.option(team, **more)
    assert not Option.objects.exists()


def test_the_to_be_is_the_options_own_and_leaves_the_as_is(team: Team, as_: Browser) -> None:
    row = made.with_stream(team)
    page = as_(team.owner).get(reverse("plan:to_be", args=[row.pk])).content.decode()
    assert f"{MARK} answer" in page   # it begins as a copy
    assert row.stream is not None
    operations.draw_to_be(row, by=team.owner, steps=[Step(name=f"{MARK} at once")])
    assert sorted(row.stream.stream_steps.values_list("picture", "name")) == [
        ("as_is", f"{MARK} answer"), ("as_is", f"{MARK} ask"), (row.picture, f"{MARK} at once")]


def test_a_plan_under_the_limit_wants_nobody_and_one_over_it_an_approver(team: Team) -> None:
    made.policy(team, from_days=Decimal(21), from_cost=Decimal(15001), cost_unit="EUR")
    row = made.chosen(team)
    made.policy(team, from_days=None, from_cost=Decimal(15000), cost_unit="eur")   # the high end of the range reaches it
    with pytest.raises(Declined, match="approval_is_wanted"):
        operations.settle_plan(row.improvement, by=team.owner)
    own = operations.keep_policy(team.organisation, by=team.owner, entity=row.improvement.entity, from_days=Decimal(21))
    assert operations.settle_plan(row.improvement, by=team.owner).route == "dddd..."   # a backlog's own limits go first
    operations.drop_policy(own, by=team.owner)
    assert ApprovalPolicy.objects.count() == 1


def test_an_approver_is_never_the_requester(team: Team) -> None:
    made.policy(team)
    asked = made.asked(team)
    improvement = asked.option.improvement
    with pytest.raises(Declined, match="approver_has_a_hand_in_it"):
        operations.answer_approval(asked, by=team.owner, granted=True)
    with pytest.raises(Declined, match="not_permitted"):
        operations.answer_approval(asked, by=team.teammate, granted=True)
    accounts.grant(person=team.owner, to=team.teammate, unit=team.root, role=Role.APPROVER)   # who wrote the option
    maker = User.objects.get(pk=team.teammate.pk)
    with pytest.raises(Declined, match="approver_has_a_hand_in_it"):
        operations.answer_approval(asked, by=maker, granted=True)
    with pytest.raises(Declined, match="approval_is_wanted"):
        operations.settle_plan(improvement, by=team.owner)
    with pytest.raises(Declined, match="answer_without_reason"):
        operations.answer_approval(asked, by=team.approver, granted=False)
    operations.answer_approval(asked, by=team.approver, granted=True)
    with pytest.raises(Declined, match="approval_is_answered"):
        operations.answer_approval(asked, by=team.approver, granted=False, answer="no")
    assert operations.settle_plan(improvement, by=team.owner).route == "dddd..."
    assert StepRecord.objects.get(improvement=improvement, step=4).facts["approval"] == asked.pk


def test_an_approval_is_of_the_plan_as_it_was(team: Team) -> None:
    made.policy(team)
    asked = made.asked(team)
    row = asked.option
    changed = operations.put_option(row.improvement, by=team.owner, given={"cost": Decimal(15000)}, option=row)
    with pytest.raises(Declined, match="plan_changed_since"):
        operations.answer_approval(Approval.objects.get(pk=asked.pk), by=team.approver, granted=True)
    operations.put_option(row.improvement, by=team.owner, given={"cost": Decimal("12000.0")}, option=changed)
    operations.answer_approval(Approval.objects.get(pk=asked.pk), by=team.approver, granted=True)
    operations.put_option(row.improvement, by=team.owner, given={"cost": Decimal(15000)}, option=changed)
    with pytest.raises(Declined, match="approval_is_wanted"):
        operations.settle_plan(row.improvement, by=team.owner)


def test_a_plan_that_hides_its_size_is_not_taken_for_a_small_one(team: Team) -> None:
    made.policy(team)
    row = made.chosen(team, effort_days=None)
    with pytest.raises(Declined, match="approval_is_wanted"):
        operations.settle_plan(row.improvement, by=team.owner)


def test_the_policy_is_governances(team: Team, as_: Browser) -> None:
    with pytest.raises(Declined, match="not_permitted"):
        operations.keep_policy(team.organisation, by=team.teammate, from_days=Decimal(1))
    assert as_(team.teammate).post(reverse("plan:policies"), {"from_days": "1"}).status_code == 403
    assert as_(team.owner).post(reverse("plan:policies"), {"from_days": "1"}).status_code == 302
    assert as_(team.owner).post(reverse("plan:policies"), {"from_cost": "10"}).status_code == 200   # of what?


def test_an_approver_gets_a_letter(team: Team, settings: object) -> None:
    settings.MAIL_IS_SENT = True   # type: ignore[attr-defined]
    row = made.chosen(team)
    improvement = edit(row.improvement, by=team.owner, changes={"approver": team.approver})
    operations.ask_approval(Option.objects.get(pk=row.pk), by=team.owner, words=MARK)
    work()
    [letter] = [one for one in mail.outbox if "Approve the plan?" in one.subject]
    assert letter.to == [team.approver.email]
    assert improvement.number in letter.body


def test_the_pages_take_an_option_from_written_down_to_done(team: Team, as_: Browser) -> None:
    improvement, browser = aim.settled(team), as_(team.owner)
    empty = browser.get(reverse("plan:options", args=[improvement.pk])).content.decode()
    assert "Do nothing" in empty   # always there, before anybody wrote anything
    target = improvement.targets.get(withdrawn_at=None, value__isnull=False)
    form = {"name": f"{MARK} bot", "target": target.pk, "hope_given": "10%", "cost": "9000", "cost_unit": "EUR",
            "cost_recurrence": "one_off", "benefit_recurrence": "yearly", "benefit_realised": "neither",
            "work_activities": ["activity/obtain_build"]}
    assert browser.post(reverse("plan:add_option", args=[improvement.pk]), form).status_code == 302
    made_row = Option.objects.get(name=f"{MARK} bot")
    wrong = browser.post(reverse("plan:edit_option", args=[made_row.pk]), form | {"cost_unit": "", "seen": made_row.version})
    assert b"of what?" in wrong.content
    browser.post(reverse("plan:choose", args=[made_row.pk]), {"reason": MARK, "seen": made_row.version})
    work()
    for name, pk in (("plan:options", improvement.pk), ("plan:option", made_row.pk)):
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(reverse(name, args=[pk])).content.decode()
        assert len(asked) <= 12
        assert "would show after" in page
    assert browser.post(reverse("plan:settle", args=[improvement.pk])).status_code == 302
    assert "would show after" in browser.get(reverse("register:improvement", args=[improvement.pk]) + "?step=4").content.decode()
    declined = browser.post(reverse("plan:choose", args=[made_row.pk]), {"reason": MARK})
    assert b"Step 4 is done" in declined.content


def test_the_page_of_doing_nothing_takes_what_it_costs(team: Team, as_: Browser) -> None:
    improvement, browser = aim.settled(team), as_(team.owner)
    address = reverse("plan:nothing", args=[improvement.pk])
    assert browser.get(address).status_code == 200
    form = {"risk": f"{MARK} anger", "likelihood": "5", "harm": "3", "cost_recurrence": "one_off"}
    assert browser.post(address, form).status_code == 302
    kept = Option.objects.get(improvement=improvement, does_nothing=True)
    assert browser.post(address, form | {"risk": f"{MARK} more", "seen": kept.version}).status_code == 302
    assert b"likely 5" in browser.get(reverse("plan:options", args=[improvement.pk])).content


def test_somebody_of_another_unit_with_no_role_here_is_not_asked(team: Team) -> None:
    asked = made.asked(team)
    outsider = new_person("outsider")
    with pytest.raises(Declined, match="not_permitted"):
        operations.answer_approval(asked, by=outsider, granted=True)
