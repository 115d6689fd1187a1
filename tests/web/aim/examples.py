"""Examples for the walk over all addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from headway.web.register.models import Improvement
from web.aim import made
from web.examples import ApiExamples, Call, PageExamples
from web.measure.made import kpi
from web.people import MARK, Team


def improvement(team: Team) -> Improvement:
    return made.target(team).improvement


def of(make: Callable[[Team], Any]) -> Callable[[Team], dict[str, Any]]:
    return lambda team: {"pk": make(team).pk}


def call(make: Callable[[Team], Any], **body: Any) -> Callable[[Team], Call]:
    return lambda team: Call(path={"pk": make(team).pk}, body=body or None)


def setting(team: Team) -> Call:
    stands_on = made.baseline(team)
    return Call(path={"pk": stands_on.improvement_id}, body={
        "family": "utility", "baseline_id": stands_on.pk, "given": "30", "due_on": made.DUE})


def changing(team: Team) -> Call:
    row = made.target(team)
    return Call(path={"pk": row.pk}, body={"family": "utility", "baseline_id": row.baseline_id, "given": "25",
                                           "due_on": made.DUE})


def changing_balance(team: Team) -> Call:
    row = made.balancing(team)
    return Call(path={"pk": row.pk}, body={"kpi_id": row.kpi_id, "given": "3 points"})


PAGES: PageExamples = {
    **{f"aim:{name}": of(improvement) for name in ("targets", "add_target", "settle", "add_balancing")},
    **{f"aim:{name}": of(made.target) for name in ("edit_target", "withdraw_target")},
    **{f"aim:{name}": of(made.balancing) for name in ("edit_balancing", "drop_balancing")},
    "aim:no_target": lambda team: {"pk": improvement(team).pk, "family": "warranty"},
}
API: ApiExamples = {
    "aim_targets": call(improvement), "aim_balances": call(improvement), "aim_settle_targets": call(improvement),
    "aim_set_target": setting, "aim_change_target": changing, "aim_withdraw_target": call(made.target),
    "aim_give_reason": call(improvement, family="warranty", reason=MARK),
    "aim_watch_measure": lambda team: Call(path={"pk": improvement(team).pk}, body={
        "kpi_id": kpi(team, name=made.new_name("other")).pk, "given": "5%"}),
    "aim_change_balance": changing_balance, "aim_watch_no_more": call(made.balancing),
}
