"""Examples for the walk over all addresses, and learners to test with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from headway.web.accounts.models import User
from headway.web.learn.models import Drill, OwnCourse, OwnQuestion, Sitting, Study
from headway.web.learn.operations import courses, drills, own_questions, sittings
from headway.web.learn.operations.sittings import Wish
from headway.web.learn.operations.study import own_study
from headway.web.learn.queries.drills import first_open
from headway.web.learn.queries.sittings import under_way
from headway.web.register.models import Improvement
from headway.web.register.operations import file_idea
from headway.web.register.queries.records import whole
from headway.web.register.states import State
from web.examples import ApiExamples, Call, PageExamples
from web.people import MARK, Team

OUTCOME = (f"{MARK} (ann@example.org) wrote to all wards and asked how long they wait for a new keyboard these days, "
           "then noted each answer in one sheet.")
PLAIN_CHAPTER = """Utility

Fit for purpose

Flashcards

Utility
What a service does: the functionality that a product offers to meet a particular need.

Warranty
How a service performs: the assurance that a product will meet agreed requirements.

Value
The perceived benefits, usefulness and importance of something to those who hold a stake in it.

Outcome
A result for a stakeholder that is enabled by one or more outputs of some activity.

Service
A means of enabling value by helping customers to reach results without managing specific costs and risks.
"""


OWN_COURSE = {
    "course.md": f"---\nid: own\ntitle: {MARK} course\nnote: Our own.\n---\n",
    "01-desk.md": """---
id: desk
title: The desk
terms: concept/utility, concept/warranty
---

## How we read a wish

What it does is utility; <script>alert(1)</script> how well, warranty.

```card id=desk-card
What is utility?
---
What a service does.
```

```question id=desk-question
What is it when a service is there whenever it is wanted?
- [x] Warranty
  It can be relied on.
- [ ] Utility
  That is what it does.
- [ ] Output
  That is what an activity makes.
```

```scenario id=desk-scenario
Our desk counted for a month how many callers waited longer than five minutes, and wrote the share down.
---
trigger: none | Nothing tells why now.
step: now | The present is described.
activity: improve | Figures are gathered.
level: practice | The whole desk is looked at.
```

```exercise id=desk-thought
What of your own service is warranty?
---
That it is there when it is wanted.
```
"""}


def own_course(team: Team, person: User | None = None) -> OwnCourse:
    """A course of somebody's own, which is open from then on."""
    return courses.keep_course(person=person or team.owner, organisation=team.organisation, files=OWN_COURSE)


def study(team: Team, person: User | None = None) -> Study:
    return own_study(person=person or team.owner, organisation=team.organisation)


def mock(team: Team) -> Sitting:
    return sittings.begin_mock(study(team), edition="svs", other_language=False)


def practice(team: Team, person: User | None = None, *, questions: int = 4) -> Sitting:
    """The exam that is under way, begun where there is none: nobody sits two at once."""
    own = study(team, person)
    return under_way(own) or sittings.begin_practice(own, Wish(questions=questions))


def quiz(team: Team, person: User | None = None) -> Sitting:
    return sittings.begin_quiz(study(team, person), chapters=["why"])


def handed_in(team: Team, person: User | None = None) -> Sitting:
    return sittings.hand_in(practice(team, person))


def drill(team: Team) -> Drill:
    return drills.begin_drill(study(team))


def past(sitting: Sitting) -> Sitting:
    """The same sitting an hour after its time was up."""
    now = timezone.now()
    length = (sitting.ends_at or now) - sitting.started_at
    sitting.ends_at = now - timedelta(hours=1)
    sitting.started_at = sitting.ends_at - length
    sitting.save()
    return sitting


def closed_improvement(team: Team) -> Improvement:
    made = file_idea(person=team.owner, entity=whole(team.organisation), title=f"{MARK} keyboards", idea="They wait too long.")
    Improvement.objects.filter(pk=made.pk).update(state=State.CLOSED, outcome=OUTCOME)
    return made


def own_question(team: Team) -> OwnQuestion:
    """A question that waits for a reviewer."""
    closed_improvement(team)
    return own_questions.propose_questions(person=team.owner, organisation=team.organisation)[0]


def drill_answer(team: Team) -> dict[str, Any]:
    made = drill(team)
    scenario, asked = first_open(made) or ("", "")
    return {"pk": made.pk, "body": {"scenario": scenario, "asked": asked, "label": "incident"}}


def in_organisation(team: Team) -> dict[str, Any]:
    return {"organisation": team.organisation.pk}


def begun(team: Team) -> str:
    made = study(team)
    made.calendar_word, made.exam_on, made.weekdays = "word", timezone.localdate() + timedelta(days=30), [0, 2]
    made.save()
    return made.calendar_word


PAGES: PageExamples = {
    **{f"learn:{name}": lambda team: {"pk": practice(team).pk} for name in ("sitting", "answer", "hand_in")},
    **{f"learn:{name}": lambda team: {"pk": handed_in(team).pk} for name in ("review", "record", "again")},
    **{f"learn:{name}": lambda team: {"pk": drill(team).pk} for name in ("drill", "answer_drill", "disagree")},
    **{f"learn:{name}": lambda team: {"pk": own_question(team).pk} for name in ("release", "mask")},
    **{f"learn:{name}": lambda team: {"pk": own_course(team).pk}
       for name in ("own_course", "release_course", "remove_course", "course_files")},
    "learn:calendar": lambda team: {"word": begun(team)},
}
BODIES: dict[str, Any] = {
    "read_section": {"chapter": "why", "section": "what-it-is"},
    "keep_reflection": {"exercise": "why-own-service", "answer": MARK, "held": 2},
    "plan_path": {"exam_on": str(date.today() + timedelta(days=30)), "weekdays": [0], "minutes": 20}, "end_path": None,
    "open_calendar": None, "close_calendar": None, "import_wordings": {"source": MARK, "text": PLAIN_CHAPTER},
    "forget_wordings": None, "forget": None, "recall": {"card": "why-three-marks", "answer": "good"},
    "make_card": {"front": MARK, "back": MARK}, "reword_card": {"card": "why-three-marks", "front": MARK, "back": MARK},
    "ask_again": {"card": "why-three-marks"}, "begin_drill": {"scenarios": 2},
    "begin_sitting": {"kind": "practice", "questions": 4}, "propose_questions": None,
    "chapters": None, "terms": None, "gaps": None, "path": None, "cards": None, "sittings": None, "class": None,
    "own_questions": None, "courses": None, "keep_course": {"files": OWN_COURSE}, "choose_course": {"course": None},
    "take_in_course": {"name": "own.txt", "text": PLAIN_CHAPTER},
}


def call_on(name: str) -> Any:
    return lambda team: Call(query=in_organisation(team), body=BODIES[name])


API: ApiExamples = {
    **{f"learn_{name}": call_on(name) for name in BODIES},
    "learn_file_sketch": lambda team: Call(query=in_organisation(team), body={
        "entity_id": whole(team.organisation).pk, "title": MARK, "steps": {"vision": MARK}}),
    "learn_own_course": lambda team: Call(path={"pk": own_course(team).pk}),
    "learn_rewrite_course": lambda team: Call(path={"pk": own_course(team).pk}, body={"files": OWN_COURSE}),
    "learn_release_course": lambda team: Call(path={"pk": own_course(team).pk}, body={"released": True}),
    "learn_remove_course": lambda team: Call(path={"pk": own_course(team).pk}),
    "learn_sitting": lambda team: Call(path={"pk": practice(team).pk}),
    "learn_answer": lambda team: Call(path={"pk": practice(team).pk}, body={"place": 0, "choice": 1}),
    "learn_hand_in": lambda team: Call(path={"pk": practice(team).pk}),
    "learn_review": lambda team: Call(path={"pk": handed_in(team).pk}),
    "learn_again": lambda team: Call(path={"pk": handed_in(team).pk}),
    "learn_record": lambda team: Call(path={"pk": handed_in(team).pk}),
    "learn_drill": lambda team: Call(path={"pk": drill(team).pk}),
    "learn_answer_drill": lambda team: Call(path={"pk": (told := drill_answer(team))["pk"]}, body=told["body"]),
    "learn_disagree": lambda team: Call(path={"pk": (told := drill_answer(team))["pk"]},
                                        body={**told["body"], "why": MARK}),
    "learn_mask_question": lambda team: Call(path={"pk": own_question(team).pk}, body={"words": "wards"}),
    "learn_release_question": lambda team: Call(path={"pk": own_question(team).pk}, body={"released": True}),
}
