"""What can't be said, and why: the question that stays open, and what would answer it."""

from __future__ import annotations

from collections.abc import Mapping

from headway.analyse import Said
from headway.kpi.definition import Kpi
from headway.report.words.measures import called
from headway.report.words.opening import Facts, Statement, censored
from headway.report.words.template import bare, fill

UNSAID: dict[str, tuple[str, str]] = {
    "no_change_recorded": (
        "Why it changed", "No change is recorded. If you know one, name it: --change [{since}|DATE]=\"what changed\"."),
    "no_owned": ("How soon tickets are taken", "The log records no one taking or being assigned a ticket."),
    "no_first_response": ("How soon people get an answer", "The log records no first response."),
    "no_satisfaction": ("Whether people are content", "The log holds no survey."),
    "no_sla": ("Whether agreements are kept", "The log records no agreement; --map sla_kept=COLUMN if it does."),
    "no_resolution": ("How long tickets take", "The log records no resolution."),
    "no_season": ("Whether demand grows", "{weeks:week} hold no season of the year: a rise could be the time of year."),
    "no_problem_link": ("Whether the same faults return", "No ticket is tied to a known problem."),
    "no_outages": ("How available the services were", "No list of outages was given: --outages FILE."),
    "no_changes": ("How many changes fail", "No list of changes was given: --changes FILE."),
    "unsettled": (
        "How the newest tickets fare",
        "From {from:day} on they are too young to judge[ by “{measure}”]; they are left out[. Look again on {again:day}]."),
    "no_zone": ("What happens at night", "The times carry no zone and are read as written; --zone Europe/Rome says it."),
    "only_closed_tickets": ("How large the backlog is", "The log holds only closed tickets; what was still open is not in it."),
    "too_few": ("Whether it is steady", "[{n_points:point} are|There are] too few to tell steady from moving."),
    "clock_suspect": (
        "Whether agreements were kept[ from {first:day} to {last:day}]",
        "The SLA fell while the time to resolve did not change: its clock is in doubt."),
    "no_slices": ("Where it differs", "The log records no service, category, priority or team."),
}


def unsaid(said: Said, *, kpis: Mapping[str, Kpi]) -> Statement:
    """What can't be said (`says`) and why (`small`).

    >>> unsaid(Said("no_season", {"weeks": 13}), kpis={})
    Statement(says='Whether demand grows', small='13 weeks hold no season of the year: a rise could be the time of year.')
    """
    kpi = kpis.get(str(said.facts.get("kpi")))
    facts = {**said.facts, "measure": called(kpi).name} if kpi is not None else said.facts
    try:
        if said.code == "fall_is_censoring":
            statement = censored(Facts(said.facts, kpis))
            return Statement("Whether it really fell", f"{statement.says} {_sentence(statement.small)}")
        asks, why = UNSAID[said.code]
        return Statement(fill(asks, facts), fill(why, facts))
    except (KeyError, TypeError, ValueError):   # no words for it, or other facts than they need
        return Statement(_sentence(bare(said.code, said.facts)))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
