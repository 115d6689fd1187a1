"""Examples for the walk over all addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from headway.web.measure import operations
from web.examples import ApiExamples, Call, PageExamples
from web.measure import made
from web.people import MARK, Team
from web.vision.made import expectation


def of(make: Callable[[Team], Any]) -> Callable[[Team], dict[str, Any]]:
    return lambda team: {"pk": make(team).pk}


def call(make: Callable[[Team], Any], **body: Any) -> Callable[[Team], Call]:
    return lambda team: Call(path={"pk": make(team).pk}, body=body or None)


def link(team: Team) -> dict[str, str]:
    [address] = operations.make_links(person=team.owner, survey=made.survey(team), many=1)
    return {"word": address.rpartition("/")[2]}


PAGES: PageExamples = {
    **{f"measure:{name}": of(made.kpi) for name in ("kpi", "edit_kpi", "points", "recount", "retire_kpi", "tie_expectation")},
    **{f"measure:{name}": of(made.source) for name in ("source", "upload_to", "hours", "retire_source")},
    **{f"measure:{name}": of(made.upload) for name in ("upload", "reading", "withdraw_upload")},
    **{f"measure:{name}": of(made.improvement) for name in ("freeze", "state")},
    **{f"measure:{name}": of(made.baseline) for name in ("baseline", "rebase")},
    **{f"measure:{name}": of(made.survey) for name in ("survey", "edit_survey", "make_links", "open_to_all", "import_answers")},
    **{f"measure:{name}": of(made.assessment) for name in ("assessment", "end_assessment")},
    "measure:rejected": of(made.rejecting),
    "measure:service_level": of(made.level),
    "measure:answer": link,
}
DAYS = {"opens_on": "2024-01-01", "closes_on": "2024-12-31"}
API: ApiExamples = {
    "measure_add_source": lambda team: Call(body={"name": MARK, "unit_id": team.root.pk}),
    "measure_source": call(made.source), "measure_uploads": call(made.source),
    "measure_edit_source": call(made.source, seen=1, hours="Mon-Fri 08:00-17:00"),
    "measure_retire_source": call(made.source),
    "measure_upload": lambda team: Call(path={"pk": made.source(team).pk}, query={"name": "a.csv"}, body="number"),
    "measure_upload_account": call(made.upload), "measure_answer_reading": call(made.upload, dates="day-first"),
    "measure_withdraw_upload": call(made.upload), "measure_rejected": call(made.rejecting),
    "measure_add_kpi": lambda team: Call(body={
        "entity_id": made.whole(team).pk, "name": MARK, "family": "utility", "origin": "own", "measured_in": "score",
        "direction": "up"}),
    "measure_add_shipped": lambda team: Call(body={
        "entity_id": made.whole(team).pk, "source_id": made.source(team).pk, "measures": ["backlog"]}),
    "measure_kpi": call(made.kpi), "measure_points": call(made.kpi), "measure_recount": call(made.kpi),
    "measure_retire_kpi": call(made.kpi),
    "measure_edit_kpi": lambda team: Call(path={"pk": made.kpi(team).pk}, body={
        "entity_id": made.whole(team).pk, "name": MARK, "family": "utility", "origin": "own", "measured_in": "score",
        "direction": "up", "seen": 1}),
    "measure_put_points": call(made.kpi, points=[{"starts_on": "2024-01-01", "value": 3}]),
    "measure_tie_expectation": lambda team: Call(path={"pk": made.kpi(team).pk}, body={"expectation_id": expectation(team).pk}),
    "measure_baselines": call(made.improvement),
    "measure_freeze_baseline": lambda team: Call(path={"pk": made.improvement(team).pk}, body={"kpi_id": made.kpi(team).pk}),
    "measure_state_baseline": call(made.improvement, kind="estimate", what=MARK, measured_in="h", level=3),
    "measure_freeze_assessment": lambda team: Call(path={"pk": made.improvement(team).pk}, body={
        "assessment_id": made.assessment(team).pk}),
    "measure_baseline": call(made.baseline), "measure_rebase": call(made.baseline, reason="another clock"),
    "measure_make_survey": lambda team: Call(body={
        "entity_id": made.whole(team).pk, "title": MARK, "questions": [{"text": "How?"}], **DAYS}),
    "measure_survey": call(made.survey), "measure_edit_survey": call(made.survey, seen=1, title=MARK, **DAYS),
    "measure_make_links": call(made.survey, many=2), "measure_open_to_all": call(made.survey),
    "measure_import_answers": call(made.survey, text="1\n5\n"),
    "measure_begin_assessment": lambda team: Call(body={"entity_id": made.practice(team).pk, "on": date(2024, 5, 6)}),
    "measure_assessment": call(made.assessment),
    "measure_find_criterion": call(made.assessment, code="outcome_known", met=True, evidence=MARK),
    "measure_end_assessment": call(made.assessment),
    "measure_add_criteria": lambda team: Call(body={"unit_id": team.root.pk, "name": MARK, "lines": "2 Done alike."}),
    "measure_agree_level": lambda team: Call(body={
        "entity_id": made.whole(team).pk, "kpi_id": made.kpi(team).pk, "name": MARK, "target": .9, "starts_on": "2024-01-01"}),
    "measure_service_level": call(made.level), "measure_edit_level": call(made.level, seen=1, name=MARK),
}
