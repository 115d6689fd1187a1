"""The example's improvement, taken through the seven steps. What is measured comes from the tickets; only wishes are typed.

Its trap: the result that was told of is of answering, the baseline of resolving. The first is refused, the second judged.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from headway.web.act import operations as act
from headway.web.act.models import Intervention, Recording, TaskState
from headway.web.act.operations.interventions import Change
from headway.web.aim import operations as aim
from headway.web.aim.models import Side, Target
from headway.web.measure import operations as measure
from headway.web.plan import operations as plan
from headway.web.plan.models import Option
from headway.web.project.example.tickets import Desk, work
from headway.web.project.example.university import University
from headway.web.register import operations as register
from headway.web.register.models import Improvement
from headway.web.register.queries import whole
from headway.web.register.states import Column
from headway.web.review import operations as review
from headway.web.review.models import DecisionKind, Verdict
from headway.web.sustain import operations as sustain
from headway.web.sustain.models import HowOften, WorkKind

MEASURE, TOLD_OF = "time_to_resolve_mean", "first_response_median"
BENEFIT = {"amount": Decimal(40), "low": Decimal(20), "high": Decimal(60), "unit": "exams"}


def improve(university: University, desk: Desk, *, changed_on: date, as_of: date) -> Improvement:
    """Exam help, faster: from the objective it serves to the gain that is watched."""
    made = _vision(university, as_of=as_of)
    _where_it_stands_and_should(university, desk, made, changed_on=changed_on, as_of=as_of)
    _plan(university, made)
    change = _act(university, made, changed_on=changed_on)
    _review(university, desk, change)
    _keep_it(university, desk, made, as_of=as_of)
    return Improvement.objects.get(pk=made.pk)


def _vision(university: University, *, as_of: date) -> Improvement:
    """Step 1."""
    people = university.people
    made = register.file_idea(
        person=people["agent"], entity=whole(university.organisation), title="Help in exam time before the exam is over",
        idea="In exam weeks the queue grows, and students wait while their exam goes on. We should tell exam incidents apart, "
             "answer the usual questions by a chat assistant, and have more trained people at the desk.")
    made = register.take_on(made, by=people["manager"], owner=people["desk_lead"])
    made = register.edit(made, by=people["manager"], changes={
        "objective": university.objectives["in_time"], "sponsor": people["sponsor"], "approver": people["approver"],
        "coordinator": people["manager"], "level": "level/service", "stakeholders": [university.stakeholders["students"]],
        "outcome": "Whoever asks for help during an exam goes on with it while it still runs.",
        "provider_part": "Takes exam incidents up first, and mends the usual ones at once.",
        "consumer_part": "Supervisors report at once, with room and exam.",
        "practices": ["practice/service_desk", "practice/incident_management"], "effort_days": Decimal(45), "priority": 1,
        "factors": {"value": 8, "effort": 5},
        "gain_activities": ["activity/deliver_and_support"], "work_activities": ["activity/obtain_build", "activity/improve"],
        "principles": ["principle/focus_on_value", "principle/start_where_you_are"], "due_on": as_of + timedelta(days=60)})
    register.put_benefit(made, by=people["manager"], given=BENEFIT | {
        "column": Column.EXPECTED, "what": "Exams that nobody has to sit again",
        "note": "Counted by the examination office over two years; the share that help could have saved is a guess."})
    return register.complete_first_step(made, by=people["desk_lead"])


def _where_it_stands_and_should(university: University, desk: Desk, made: Improvement, *, changed_on: date, as_of: date) -> None:
    """Steps 2 and 3: a baseline of the time before the change, and what is wanted of the same measure."""
    people = university.people
    baseline = measure.freeze_baseline(
        person=people["analyst"], improvement=made, kpi=desk.whole[MEASURE], until=changed_on - timedelta(days=1),
        remark="All tickets of the desk, by the week in which they were opened.")
    by = people["desk_lead"]
    aim.set_target(made, by=by, wanted=aim.Wanted(family=Side.WARRANTY, measure=baseline, given="12 h", smallest="10 %",
                                                  due_on=as_of + timedelta(days=30)))
    aim.give_reason(made, by=by, family=Side.UTILITY,
                    reason="What the desk can be asked for stays as it is; it is to be there sooner.")
    aim.watch_measure(made, by=by, kpi=desk.whole["reopened"], given="2 points",
                      why="Faster must not mean that tickets come back.")
    aim.settle_targets(made, by=by)


def _plan(university: University, made: Improvement) -> None:
    """Step 4: options beside doing nothing, one chosen, approved by somebody else."""
    people, by = university.people, university.people["desk_lead"]
    target = Target.objects.get(improvement=made, withdrawn_at=None, value__isnull=False)
    bought = plan.put_option(made, by=by, given={
        "name": "Exam category, chat assistant and more staff", "description": "Exam incidents get a category of their own "
        "and go first; an assistant answers the usual questions; two more people in exam weeks, all of them trained.",
        "cost": Decimal(24500), "cost_low": Decimal(21000), "cost_high": Decimal(30000), "cost_unit": "EUR",
        "benefit": BENEFIT["amount"], "benefit_low": BENEFIT["low"], "benefit_high": BENEFIT["high"],
        "benefit_unit": BENEFIT["unit"], "benefit_note": "Exams that nobody has to sit again.", "effort_days": Decimal(45),
        "risk": "The assistant answers wrongly in the middle of an exam.", "likelihood": 2, "harm": 4,
        "answer_to_risk": "A mid-term pilot, and a way to a person in every answer.", "target": target, "hope_given": "25 %",
        "gain_activities": ["activity/deliver_and_support"], "work_activities": ["activity/obtain_build", "activity/improve"],
        "stream": university.entities["exam_stream"]})
    plan.put_option(made, by=by, given={
        "name": "Training alone", "description": "Everybody at the desk learns to mend the five usual exam faults.",
        "cost": Decimal(6000), "cost_unit": "EUR", "effort_days": Decimal(20), "target": target, "hope_given": "10 %",
        "risk": "Too few people in the weeks that matter.", "likelihood": 4, "harm": 2,
        "gain_activities": ["activity/deliver_and_support"], "work_activities": ["activity/improve"]})
    work()
    chosen = plan.choose(Option.objects.get(pk=bought.pk), by=by,
                         because="The only one that brings people when they are missing.")
    asked = plan.ask_approval(chosen, by=by, words="Before the second half of the year's exams.")
    plan.answer_approval(asked, by=people["approver"], granted=True, answer="The money was set aside in the last review.")
    plan.settle_plan(made, by=by)


def _act(university: University, made: Improvement, *, changed_on: date) -> Intervention:
    """Step 5: who did what, a mid-term pilot, and the day since which it holds."""
    people, by = university.people, university.people["desk_lead"]
    pilot = act.put_pilot(made, by=by, given={
        "name": "Mid-term exams", "scope": "The mid-term exams of two faculties.", "left_out": "All other faculties.",
        "starts_on": changed_on - timedelta(days=42), "ends_on": changed_on - timedelta(days=28),
        "works_if": "Nobody is sent round in circles by the assistant."})
    for title, activity, owner in (
            ("Exam category, and exam incidents first", "activity/design_and_transition", people["agent"]),
            ("Chat assistant answers the usual questions", "activity/obtain_build", people["exams_lead"]),
            ("All at the desk trained on exam faults", "activity/improve", by)):
        task = act.put_task(made, by=by, given={"title": title, "activity": activity, "owner": owner,
                                                "due_on": changed_on - timedelta(days=7)})
        act.move_task(task, by=owner, state=TaskState.DONE)
    act.end_pilot(pilot, by=by, ended_on=changed_on - timedelta(days=28),
                  outcome="Two faults of the assistant were found and mended; its figures are too few to judge by.")
    change = act.date_intervention(made, by=by, change=Change(
        what="Exam category, chat assistant, more staff", starts_on=changed_on, recording=Recording.YES,
        exposed="Everybody who asks the desk for help", entities=[university.entities["desk_team"]],
        recording_note="There is a new category. So the measure counts all tickets, on both sides of the day."))
    register.put_cost(made, by=by, given={"what": "Licence, training and the additional hours", "amount": Decimal(26800),
                                          "unit": "EUR", "spent_on": changed_on})
    act.settle_action(made, by=by)
    return change


def _review(university: University, desk: Desk, change: Intervention) -> None:
    """Step 6: the result told of is of another measure, and refused; the one with a baseline is judged."""
    by = university.people["desk_lead"]
    review.ask(person=by, intervention=change, kpi=desk.whole[TOLD_OF])
    judged, _ = review.ask(person=by, intervention=change, kpi=desk.whole[MEASURE])
    work()
    verdict = Verdict.objects.get(question=judged, replaced_at=None)
    review.decide(verdict, person=university.people["sponsor"], kind=DecisionKind.KEEP,
                  reason=f"{verdict.headline}. It stays, and is looked at again with the next exams.")


def _keep_it(university: University, desk: Desk, made: Improvement, *, as_of: date) -> None:
    """Step 7."""
    by = university.people["desk_lead"]
    sustain.set_alarm(made, person=by, given={
        "kpi": desk.whole[MEASURE], "watcher": university.people["analyst"], "every": HowOften.MONTHLY,
        "threshold": "Two months in a row are no better than the baseline.",
        "response": "Look at the exam category's queue, then at the hours of the additional staff."})
    sustain.put_lesson(made, person=by, given={
        "title": "Measure the thing that was promised",
        "happened": "We had figures on how fast we answer, and a baseline of how long it takes until something works again. "
                    "One says nothing about the other.",
        "advice": "Freeze a baseline of the measure that the result will be told in, before anything is changed."})
    sustain.put_standard_work(made, person=by, given={
        "kind": WorkKind.PROCEDURE, "name": "Exam weeks at the desk", "owner": by, "changed_on": as_of,
        "change": "Exam incidents are taken up first; the plan of shifts follows the exam calendar."})
    sustain.recognise(made, person=by, given={
        "whom": "Service desk and exam support", "what": "For shifts on four Saturdays", "how": "In the staff meeting",
        "on": as_of})
    sustain.finish(made, person=by)
