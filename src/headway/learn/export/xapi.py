"""xAPI statements (1.0.3) of what a learner did: answered, completed, passed, failed. Source: ADL, xAPI specification."""

from __future__ import annotations

import uuid
from datetime import datetime

from headway.learn.course import Course
from headway.learn.exam import Marked, Result

VERBS = {name: f"http://adlnet.gov/expapi/verbs/{name}" for name in ("answered", "passed", "failed", "completed")}
KIND = "http://adlnet.gov/expapi/activities/"
NAMESPACE = uuid.UUID("5f0c6a1e-3a5d-5f7e-9d0a-7d1f3b6c2e11")    # of statements' ids: the same event has the same id


def statements(course: Course, result: Result, *, learner: str, home: str, attempt: str, at: datetime) -> list[dict[str, object]]:
    """One statement for each question of a marked paper, and one for the paper.

    `learner` is an account's name, no address; `home` the address of the installation; `attempt` tells attempts apart.
    """
    actor: dict[str, object] = {"objectType": "Agent", "account": {"homePage": home, "name": learner}}
    told = [_answered(course, each, actor, home, attempt, at) for each in result.marked]
    verb = "passed" if result.passed else "failed"
    of = len(result.marked)
    score = {"scaled": round(result.points / of, 4) if of else 0, "raw": result.points, "min": 0, "max": of}
    told.append(_statement(actor, verb, f"{home}/courses/{course.id}/exam", "assessment", course.title, attempt, at,
                           {"score": score, "success": result.passed, "completion": True}))
    return told


def _answered(course: Course, each: Marked, actor: dict[str, object], home: str, attempt: str, at: datetime) -> dict[str, object]:
    response = "" if each.choice is None else each.question.options[each.choice].text
    return _statement(actor, "answered", f"{home}/courses/{course.id}/questions/{each.question.id}", "cmi.interaction",
                      each.question.stem, attempt, at, {"success": each.right, "response": response})


def _statement(actor: dict[str, object], verb: str, id: str, kind: str, name: str, attempt: str, at: datetime,
               result: dict[str, object]) -> dict[str, object]:
    definition: dict[str, object] = {"type": f"{KIND}{kind}", "name": {"en": name}}
    if kind == "cmi.interaction":
        definition["interactionType"] = "choice"
    return {
        "id": str(uuid.uuid5(NAMESPACE, f"{actor}{verb}{id}{attempt}")), "actor": actor,
        "verb": {"id": VERBS[verb], "display": {"en": verb}}, "object": {"objectType": "Activity", "id": id,
                                                                        "definition": definition},
        "result": result, "timestamp": at.isoformat(), "context": {"registration": str(uuid.uuid5(NAMESPACE, attempt))}}
