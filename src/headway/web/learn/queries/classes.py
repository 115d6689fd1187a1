"""A class in figures: what its members know together, and what their answers say of the questions. No single learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from headway.learn.course import Course
from headway.learn.diagnosis import Gap, gaps, known
from headway.learn.item_statistics import ItemStatistics, item_statistics
from headway.web.accounts.models import Membership, Organisation, User
from headway.web.accounts.queries import standing
from headway.web.accounts.roles import ALLOWS, May
from headway.web.ground.declined import Declined
from headway.web.learn.models import AT_ONCE, COUNTING, DrillAnswer, Sitting, SittingAnswer, Study
from headway.web.learn.queries.drills import labelled, vocabulary
from headway.web.learn.queries.sittings import result_of
from headway.web.learn.queries.study import study_of
from headway.web.learn.questions import course_of

FEWEST_LEARNERS = 5     # fewer, and a figure of the class would tell of one of them
MOST_DISAGREEMENTS = 100
NEWEST = 500            # papers that item statistics look at


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question with what answers say of it, and its stem."""

    statistics: ItemStatistics
    stem: str

    @property
    def discrimination(self) -> str:
        """With a real minus; empty where it can't be told."""
        told = self.statistics.discrimination
        return "" if told is None else f"{told:.2f}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where learners hold another answer for the better one; nobody is named."""

    text: str
    asked: str
    theirs: str
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class ClassPage:
    """`gaps` and `items` are empty while there are too few learners."""

    course: Course
    learners: int
    enough: bool
    gaps: Sequence[Gap]
    items: Sequence[ItemRow]
    disagreements: Sequence[Disagreement]


def may_teach(person: User, organisation: Organisation) -> bool:
    return any(May.TEACH in ALLOWS[role] for _, where, role in standing(person).roles if where == organisation.pk)


def demand_teaching(person: User, organisation: Organisation) -> None:
    if not may_teach(person, organisation):
        raise Declined("not_permitted")


def taught_by(teacher: User, organisation: Organisation) -> QuerySet[Membership, int]:
    """The people with a role at a unit where the teacher teaches, or beneath it: the class."""
    within = Q(pk__in=[])
    for path, where, role in standing(teacher).roles:
        if where == organisation.pk and May.TEACH in ALLOWS[role]:
            within |= Q(unit__path__startswith=path)
    return Membership.objects.filter(within, unit__organisation=organisation).values_list("person", flat=True)


def class_page(teacher: User, organisation: Organisation) -> ClassPage:
    """Everybody whom the teacher teaches as one class, in the course that the teacher has open."""
    study = study_of(teacher, organisation)
    told, own = course_of(study), study.course if study else None
    taught = taught_by(teacher, organisation)
    sittings = list(Sitting.objects.filter(study__organisation=organisation, study__course=own, study__person__in=taught,
                                           kind__in=COUNTING, handed_in_at__isnull=False).order_by("-handed_in_at")
                    .prefetch_related(Prefetch("answers", queryset=SittingAnswer.objects.order_by("place")))[:NEWEST])
    learners = len({sitting.study_id for sitting in sittings})
    if learners < FEWEST_LEARNERS:
        return ClassPage(told, learners, False, (), (), ())
    answers = [(row.chapter, row.was_right) for sitting in sittings for row in sitting.answers.all() if row.choice is not None]
    found = gaps(told, known(answers, chapters=[chapter.id for chapter in told.chapters]))
    return ClassPage(told, learners, True, found, _items(sittings), _disagreements(organisation, taught, study))


def _items(sittings: Sequence[Sitting]) -> list[ItemRow]:
    """Of papers that were answered without reasons in between; only questions with answers enough."""
    papers = [sitting for sitting in sittings if sitting.kind not in AT_ONCE]
    stems = {question["id"]: question["stem"] for sitting in papers for question in sitting.questions}
    found = item_statistics([result_of(sitting, list(sitting.answers.all())) for sitting in papers])
    return [ItemRow(each, stems[each.id]) for each in found if each.enough]


def _disagreements(organisation: Organisation, taught: QuerySet[Membership, int], study: Study | None) -> list[Disagreement]:
    own, words = study.course if study else None, vocabulary(study)
    scenarios = {scenario.id: scenario for scenario in course_of(study).scenarios}
    rows = (DrillAnswer.objects.filter(drill__study__organisation=organisation, drill__study__course=own,
                                       drill__study__person__in=taught, scenario__in=scenarios)
            .exclude(disagrees="").order_by("scenario", "asked", "pk")[:MOST_DISAGREEMENTS])
    return [Disagreement(scenarios[row.scenario].text, row.asked, labelled(words, row.asked, row.label),
                         labelled(words, row.asked, scenarios[row.scenario].findings[row.asked].label), row.disagrees)
            for row in rows]
