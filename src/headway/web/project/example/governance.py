"""How the example's university governs: reviews, a policy, risks beside an appetite, an investment, the roadmap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from headway.web.accounts.models import Unit, User
from headway.web.vision import operations as vision
from headway.web.vision.models import Cadence, Entity, Objective, Response, RoadmapState


def govern(*, person: User, approver: User, unit: Unit, entities: Mapping[str, Entity], objectives: Mapping[str, Objective],
           owner: User, as_of: date) -> None:
    """A review held a quarter ago, the next one planned, and what they look at."""
    vision.add_policy(
        person=person, unit=unit, title="Nobody approves their own request", owner=owner, in_force_on=as_of - timedelta(days=300),
        statement="Whoever asks for a change or for money is never the one who approves it.",
        look_again_on=as_of + timedelta(days=65))
    _risks(person=person, owner=owner, unit=unit, entities=entities, objectives=objectives, as_of=as_of)
    held_on = as_of - timedelta(days=91)
    first = vision.plan_review(person=person, unit=unit, title="Quarterly review of all services", planned_on=held_on,
                               cadence=Cadence.QUARTERLY, chair=owner)
    vision.put_on_agenda(person=person, review=first, title="Which services do we improve first?", note="",
                         entity=entities["exams"])
    vision.decide(person=person, review=first, decision="Exam help comes first this year", entity=entities["exam_help"],
                  reason="It touches every student, and what goes wrong there can't be made good later.", owner=owner,
                  due_on=as_of + timedelta(days=30))
    vision.hold_review(person=person, review=first, on=held_on, minutes="All owners were there. Exams before everything else.")
    money = vision.propose_investment(
        person=owner, unit=unit, title="Two more people at the desk in exam weeks", amount=18000, currency="EUR", recurring=True,
        purpose="So that exam incidents are taken up at once.", from_on=as_of + timedelta(days=40), entity=entities["exam_help"],
        objective=objectives["in_time"])
    vision.decide_investment(person=approver, investment=money, approve=True, on=as_of,
                             why="Cheaper than one exam written again.")
    vision.propose_investment(person=owner, unit=unit, title="A licence for a chat assistant", amount=6500, currency="EUR",
                              purpose="First questions answered at night.", from_on=as_of + timedelta(days=90),
                              entity=entities["desk_team"])
    for title, what, begins, ends, state in (
            ("Articles for the five common exam faults", "exam_help", -30, 25, RoadmapState.UNDER_WAY),
            ("Exam incidents marked by the exam calendar", "exam_help", 10, 60, RoadmapState.PLANNED),
            ("A test run before every large exam", "exams", 45, 160, RoadmapState.PLANNED),
            ("Wi-Fi renewed in the old library", "network", 90, 260, RoadmapState.PLANNED)):
        vision.add_roadmap_item(person=owner, unit=unit, title=title, from_on=as_of + timedelta(days=begins), state=state,
                                until_on=as_of + timedelta(days=ends), entity=entities[what])


def _risks(*, person: User, owner: User, unit: Unit, entities: Mapping[str, Entity], objectives: Mapping[str, Objective],
           as_of: date) -> None:
    standing = vision.add_appetite(person=person, unit=unit, sort="Standstill in exam time", limit=6,
                                   statement="A fault for one room is borne, one for a whole exam is not.")
    vision.add_risk(person=owner, unit=unit, title="The exam system stands still on an exam day", entity=entities["exams"],
                    objective=objectives["fair"], appetite=standing, likelihood=2, effect=5, owner=owner,
                    response=Response.REDUCE, treatment="A second server, tried before each exam week.",
                    look_again_on=as_of + timedelta(days=30))
    vision.add_risk(person=owner, unit=unit, title="The desk is short of people in the week of exams",
                    entity=entities["exam_help"], objective=objectives["in_time"], appetite=standing, likelihood=3, effect=2,
                    response=Response.REDUCE, owner=owner, treatment="Two more people in exam weeks.")
