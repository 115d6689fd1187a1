"""The university: its people, services, offerings, teams, practices, stakeholders, objectives and governance.

All of it is made by the operations that people use, so that it stands in the audit and holds to every rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from headway.web.accounts import operations as accounts
from headway.web.accounts.models import Organisation, Unit, User
from headway.web.accounts.queries import root
from headway.web.accounts.roles import Role
from headway.web.project.example.governance import govern
from headway.web.vision import operations as vision
from headway.web.vision.models import Entity, EntityKind, ExpectedFamily, Objective, Stakeholder, StakeholderKind

PEOPLE = (("manager", "Mira Okafor", Role.MANAGER), ("desk_lead", "Jonas Weber", Role.OWNER),
          ("exams_lead", "Dr. Ana Sousa", Role.OWNER), ("sponsor", "Prof. Lena Brandt", Role.SPONSOR),
          ("approver", "Tom Adeyemi", Role.APPROVER), ("analyst", "Yuki Tanaka", Role.ANALYST),
          ("agent", "Sam Rivera", Role.CONTRIBUTOR), ("auditor", "Ines Keller", Role.AUDITOR))
PRACTICES = ("service_desk", "incident_management", "problem_management", "knowledge_management", "change_enablement",
             "continual_improvement", "service_level_management")


@dataclass(frozen=True, slots=True)
class University:
    """What the example founded, by short names that the other slices' examples take up."""

    organisation: Organisation
    root: Unit
    administrator: User
    people: Mapping[str, User]
    entities: Mapping[str, Entity]
    stakeholders: Mapping[str, Stakeholder]
    objectives: Mapping[str, Objective]


def found_university(*, administrator: User, as_of: date, name: str = "Northfield University",
                     password: str | None = None) -> University:
    """Found the example's organisation with all that belongs to the service value system.

    With a password its people can sign in; without one nobody can sign in as them.
    """
    organisation = accounts.found_organisation(name=name, administrator=administrator)
    unit = root(organisation)
    people = {short: _joined(administrator, unit=unit, short=short, name=full, role=role, password=password)
              for short, full, role in PEOPLE}
    entities = _entities(people, unit=unit, as_of=as_of)
    stakeholders = _stakeholders(people, unit=unit, entities=entities)
    made = University(organisation=organisation, root=unit, administrator=administrator, people=people, entities=entities,
                      stakeholders=stakeholders, objectives=_objectives(people, unit=unit, entities=entities, as_of=as_of))
    govern(person=people["manager"], approver=people["approver"], unit=unit, entities=entities, objectives=made.objectives,
           owner=people["desk_lead"], as_of=as_of)
    return made


def _joined(administrator: User, *, unit: Unit, short: str, name: str, role: Role, password: str | None) -> User:
    """Somebody comes in as everybody does: by invitation."""
    address = f"{short.replace('_', '-')}.{unit.organisation_id}@northfield.example"
    _invitation, link = accounts.invite(person=administrator, unit=unit, email=address, role=role)
    return accounts.accept(word=link.rsplit("/", 1)[1], person=None, name=name, password=password)


def _entities(people: Mapping[str, User], *, unit: Unit, as_of: date) -> dict[str, Entity]:
    by, desk, exams = people["manager"], people["desk_lead"], people["exams_lead"]

    def entity(kind: EntityKind, name: str, description: str, **more: object) -> Entity:
        return vision.add_entity(person=by, unit=unit, kind=kind, name=name, description=description, **more)

    made = {
        "exams": entity(EntityKind.SERVICE, "Online exams", "Students sit their exams on screen, and lecturers mark them there.",
                        owner=exams),
        "learning": entity(EntityKind.SERVICE, "Learning platform", "Courses, materials and hand-ins in one place.", owner=exams),
        "network": entity(EntityKind.SERVICE, "Campus network", "Wi-Fi and wired network in every building.", owner=desk),
        "accounts": entity(EntityKind.SERVICE, "Accounts and mail", "One sign-in for everything, and a mailbox.", owner=desk),
        "desk_team": entity(EntityKind.TEAM, "Service desk", "First answer to everybody who needs help.", owner=desk),
        "exam_team": entity(EntityKind.TEAM, "Exam support", "Looks after the exam system and its rooms.", owner=exams),
    }
    made["exam_help"] = entity(EntityKind.OFFERING, "Exam help for students", "Help during an exam, before it ends.",
                               parent=made["exams"], consumer_group="students sitting an exam", owner=desk)
    made["staff_help"] = entity(EntityKind.OFFERING, "Exam help for lecturers", "Setting up, supervising and marking.",
                                parent=made["exams"], consumer_group="lecturers", owner=exams)
    practices = vision.practices_from_framework(person=by, unit=unit, owner=desk, terms=[f"practice/{id}" for id in PRACTICES])
    made |= {practice.term.partition("/")[2]: practice for practice in practices}
    made["exam_stream"] = entity(EntityKind.VALUE_STREAM, "From a stuck student to a finished exam",
                                 "What happens when something fails while an exam is running.", parent=made["exams"], owner=desk)
    _steps(by, made)
    for short in ("desk_lead", "agent"):
        vision.add_member(person=by, team=made["desk_team"], member=people[short], since_on=as_of - timedelta(days=400))
    return made


def _steps(by: User, entities: Mapping[str, Entity]) -> None:
    incidents, desk, exam = entities["incident_management"], entities["desk_team"], entities["exam_team"]
    as_it_is = [
        vision.Step("Student asks for help", "By phone, mail or the portal; waits for an answer.", "activity/engage"),
        vision.Step("Desk takes it up", "Asks for room, device and exam.", "activity/engage", entities["service_desk"], desk),
        vision.Step("Handed to exam support", "Waits in their queue beside everything else.", "activity/deliver_and_support",
                    incidents, exam),
        vision.Step("Exam support mends it", "Often the same five faults.", "activity/deliver_and_support", incidents, exam),
        vision.Step("Student goes on", "If the exam has not ended meanwhile.", "activity/engage"),
    ]
    vision.set_steps(person=by, stream=entities["exam_stream"], steps=as_it_is)
    shortened = [as_it_is[0], vision.Step("Desk mends the five known faults", "With articles written by exam support.",
                                          "activity/deliver_and_support", entities["knowledge_management"], desk), as_it_is[4]]
    vision.set_steps(person=by, stream=entities["exam_stream"], steps=shortened, picture="to_be")


def _stakeholders(people: Mapping[str, User], *, unit: Unit, entities: Mapping[str, Entity]) -> dict[str, Stakeholder]:
    by = people["manager"]
    told = {
        "students": ("Students", StakeholderKind.USER, "Want to be examined on their subject, not on their computer."),
        "lecturers": ("Lecturers", StakeholderKind.USER, "Want exams that run, and no work after hours because they did not."),
        "board": ("University board", StakeholderKind.SPONSOR, "Pays, and answers for fair exams."),
        "desk": ("Service desk staff", StakeholderKind.STAFF, "Want to help at once instead of passing on."),
        "regulator": ("Examination office", StakeholderKind.REGULATOR, "Sees to equal conditions for all who are examined."),
    }
    made = {short: vision.add_stakeholder(person=by, unit=unit, name=name, kind=kind, description=matters)
            for short, (name, kind, matters) in told.items()}
    for who, what, statement, family, aspect in (
            ("students", "exams", "A fault during an exam is mended before the exam ends", ExpectedFamily.WARRANTY,
             "availability"),
            ("students", "exam_help", "Whoever asks during an exam has a person's answer within ten minutes",
             ExpectedFamily.WARRANTY, "capacity"),
            ("students", "exams", "Everything an exam asks for can be done in the browser of the room",
             ExpectedFamily.UTILITY, ""),
            ("lecturers", "staff_help", "An exam can be set up without asking anybody", ExpectedFamily.UTILITY, ""),
            ("regulator", "exams", "Nobody loses time that others did not lose", ExpectedFamily.WARRANTY, "continuity"),
            ("students", "exam_help", "Being taken seriously while the clock runs", ExpectedFamily.EXPERIENCE, "")):
        vision.add_expectation(person=by, unit=unit, stakeholder=made[who], entity=entities[what], statement=statement,
                               family=family, aspect=aspect and f"warranty_aspect/{aspect}")
    return made


def _objectives(people: Mapping[str, User], *, unit: Unit, entities: Mapping[str, Entity], as_of: date) -> dict[str, Objective]:
    by = people["manager"]
    fair = vision.add_objective(
        person=by, unit=unit, title="Exams that are fair for everybody", owner=people["sponsor"], for_whom="students",
        outcome="Whoever sits an exam is judged on what they know; a fault of ours costs nobody time or marks.",
        by_when=as_of + timedelta(days=540), level="level/svs",
        provider_part="Keeps the exam system and the help for it ready in exam time.",
        consumer_part="Faculties say early when and where they examine.", provider_costs="Staff in the evening and on Saturdays.",
        consumer_costs="A test run before each exam.", provider_risks="Other work waits in exam weeks.",
        consumer_risks="An exam that must be written again.")
    in_time = vision.add_objective(
        person=by, unit=unit, title="Help before the exam ends", parent=fair, entity=entities["exam_help"],
        owner=people["desk_lead"], for_whom="students sitting an exam", level="level/service",
        by_when=as_of + timedelta(days=240), outcome="Incidents that come up during an exam are solved while it still runs.",
        provider_part="Takes up exam incidents first and mends the common ones at the desk.",
        consumer_part="Supervisors report at once and say room and exam.")
    calm = vision.add_objective(
        person=by, unit=unit, title="A desk that solves instead of passing on", parent=fair, entity=entities["service_desk"],
        owner=people["desk_lead"], for_whom="everybody who asks for help", by_when=as_of + timedelta(days=300),
        level="level/practice", outcome="More of what people ask is answered by the first person they reach.")
    return {"fair": fair, "in_time": in_time, "calm": calm}
