"""Examples for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from headway.web.review.models import Verdict
from web.examples import ApiExamples, Call, PageExamples
from web.people import MARK, Team
from web.review import scene


def verdict(team: Team) -> Verdict:
    return scene.verdict(scene.scene(team))


def body_of(made: scene.Scene) -> dict[str, Any]:
    return {"intervention_id": made.change.pk, "kpi_id": made.kpi.pk}


def asked(team: Team) -> Call:
    made = scene.scene(team)
    return Call(path={"pk": made.improvement.pk}, body=body_of(made))


PAGES: PageExamples = {
    "review:verdict": lambda team: {"pk": verdict(team).pk},
    "review:decide": lambda team: {"pk": verdict(team).pk},
    "review:question": lambda team: {"pk": verdict(team).question_id},
    "review:look": lambda team: {"pk": verdict(team).question_id},
    "review:end": lambda team: {"pk": verdict(team).question_id},
    "review:improvement": lambda team: {"pk": scene.refused(scene.scene(team)).improvement_id},
    "review:ask": lambda team: {"pk": scene.scene(team).improvement.pk},
}
API: ApiExamples = {
    "review_verdict": lambda team: Call(path={"pk": verdict(team).pk}),
    "review_improvement": lambda team: Call(path={"pk": scene.refused(scene.scene(team)).improvement_id}),
    "review_ask": asked,
    "review_look": lambda team: Call(path={"pk": verdict(team).question_id}),
    "review_end": lambda team: Call(path={"pk": verdict(team).question_id}),
    "review_decide": lambda team: Call(path={"pk": verdict(team).pk}, body={"kind": "keep", "reason": MARK}),
}
