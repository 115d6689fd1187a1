"""Examples for the walk over all addresses, and things that step 7 keeps to test with."""

from __future__ import annotations

from datetime import date
from typing import Any

from headway.web.register.models import Improvement
from headway.web.sustain import operations
from headway.web.sustain.models import Alarm, Lesson, Recognition, StandardWork
from web.examples import ApiExamples, Call, PageExamples
from web.people import MARK, Team
from web.register import examples as records

LESSON = {"title": f"{MARK}: ask the callers first", "happened": "Nobody had asked them.", "advice": "Ask five."}
WORK = {"kind": "procedure", "name": f"{MARK} triage", "change": "Exam calls go first.", "changed_on": date(2026, 3, 2)}
THANKS = {"whom": f"{MARK} first line", "what": "for the pilot", "on": date(2026, 3, 9)}


def told(team: Team) -> dict[str, Any]:
    return {"kpi": None, "watches": f"{MARK} exam queue", "watcher": team.teammate, "every": "weekly",
            "threshold": "two weeks running under 90 %", "response": "call the desk lead"}


def alarm(team: Team, *, of: Improvement | None = None) -> Alarm:
    return operations.set_alarm(of or records.under_way(team), person=team.owner, given=told(team))


def lesson(team: Team, *, of: Improvement | None = None) -> Lesson:
    return operations.put_lesson(of or records.under_way(team), person=team.owner, given=LESSON)


def work(team: Team) -> StandardWork:
    return operations.put_standard_work(records.under_way(team), person=team.owner, given=WORK)


def thanks(team: Team) -> Recognition:
    return operations.recognise(records.under_way(team), person=team.owner, given=THANKS)


def of_record(team: Team) -> dict[str, Any]:
    return {"pk": records.under_way(team).pk}


def body_of_alarm(team: Team) -> dict[str, Any]:
    given = told(team)
    return {"watches": given["watches"], "watcher_id": given["watcher"].pk, "every": given["every"],
            "threshold": given["threshold"], "response": given["response"]}


PAGES: PageExamples = {
    **{f"sustain:{name}": of_record for name in ("momentum", "finish", "no_alarm")},
    "sustain:put": lambda team: {**of_record(team), "what": "lesson"},
    "sustain:edit": lambda team: {"pk": lesson(team).pk, "what": "lesson"},
    "sustain:end_alarm": lambda team: {"pk": alarm(team).pk},
}
API: ApiExamples = {
    "sustain_momentum": lambda team: Call(path={"pk": lesson(team).improvement_id}),
    "sustain_set_alarm": lambda team: Call(path=of_record(team), body=body_of_alarm(team)),
    "sustain_edit_alarm": lambda team: Call(path={"pk": alarm(team).pk}, body=body_of_alarm(team)),
    "sustain_end_alarm": lambda team: Call(path={"pk": alarm(team).pk}, body={"reason": MARK}),
    "sustain_need_no_alarm": lambda team: Call(path=of_record(team), body={"reason": MARK}),
    "sustain_put_lesson": lambda team: Call(path=of_record(team), body=LESSON),
    "sustain_edit_lesson": lambda team: Call(path={"pk": lesson(team).pk}, body=LESSON),
    "sustain_put_standard_work": lambda team: Call(path=of_record(team), body=WORK),
    "sustain_edit_standard_work": lambda team: Call(path={"pk": work(team).pk}, body=WORK),
    "sustain_recognise": lambda team: Call(path=of_record(team), body=THANKS),
    "sustain_edit_recognition": lambda team: Call(path={"pk": thanks(team).pk}, body=THANKS),
    "sustain_finish": lambda team: Call(path=of_record(team)),
    "sustain_gains": lambda team: Call(path={"pk": records.whole(team).pk}),
}
