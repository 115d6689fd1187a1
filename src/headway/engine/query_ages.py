"""What the closing rate asks of the stored tickets: closures and time at risk by day and age, as Ibis expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import ibis
import numpy as np

from headway.engine.contract import Columns, Engine, filled
from headway.engine.query import TICKETS, chosen, on_open_time, open_columns
from headway.eventlog.fields import Field
from headway.kpi.business_hours import OpenTime
from headway.kpi.case_mix import ALIKE, FIELDS, SHORTEST, Kind, Strata
from headway.kpi.closing_rate import AgeTable, Figures, Watch
from headway.kpi.instants import HOUR_MICROSECONDS
from headway.kpi.worked_hours import HOURS, Openings

KINDS = tuple(field.value for field in FIELDS)
WATCHED = {"opened_open": "int64", "left_open": "int64", "left_day": "int32", "happened": "boolean",
           **dict.fromkeys(KINDS, "string")}


@dataclass(frozen=True, slots=True, eq=False)
class AgeCounting:
    """`headway.kpi.closing_rate.AgeCounts` by an engine."""

    engine: Engine
    shown: list[tuple[Watch, OpenTime]] = field(default_factory=list)   # what the view `watched` now shows, if anything

    def openings(self, watch: Watch) -> Openings:
        opened = TICKETS.filter((TICKETS.opened <= watch.as_of.at) & chosen(TICKETS, watch.where))
        hour = opened.opened_time // HOUR_MICROSECONDS
        row = self._ask(opened.select(day=opened.opened_day.cast("int64"), hour=hour).group_by("day", "hour").agg(
            tickets=ibis._.count()))
        day, hours, n = (filled(row[name]).astype(np.int64) for name in ("day", "hour", "tickets"))
        if not len(day):
            return Openings(watch.as_of.day, np.zeros((0, HOURS), dtype=np.int64))
        first, tickets = int(day.min()), np.zeros((watch.as_of.day - int(day.min()) + 1, HOURS), dtype=np.int64)
        tickets[day - first, np.minimum(hours, HOURS - 1)] = n
        return Openings(first, tickets)

    def closed_ages(self, watch: Watch, open_time: OpenTime, *, until: int, quantiles: Sequence[float]) -> list[float]:
        closed = self._watched(watch, open_time)
        closed = closed.filter(closed.happened & (closed.left_day < until))
        age = (closed.left_open - closed.opened_open) / HOUR_MICROSECONDS
        row = self._ask(closed.aggregate(n=closed.count(), **{f"q{k}": age.quantile(q) for k, q in enumerate(quantiles)}))
        return [float(filled(row[f"q{k}"])[0]) for k in range(len(quantiles))] if int(row["n"][0]) else []

    def kinds(self, watch: Watch, open_time: OpenTime, *, until: int) -> list[Kind]:
        closed = self._watched(watch, open_time)
        closed = closed.filter(closed.happened & (closed.left_day < until))
        hours = ibis.greatest((closed.left_open - closed.opened_open) / HOUR_MICROSECONDS, SHORTEST)
        row = self._ask(closed.group_by(*KINDS).agg(n=closed.count(), log_hours=hours.ln().sum()))
        n, log_hours = filled(row["n"]).astype(np.int64), filled(row["log_hours"]).astype(np.float64)
        values = zip(*(np.ma.asarray(row[name]).tolist() for name in KINDS), strict=True)   # what is masked becomes None
        return [Kind(one, many, total) for one, many, total in zip(values, n.tolist(), log_hours.tolist(), strict=True)]

    def ages(
        self, watch: Watch, open_time: OpenTime, *, edges: Figures, first: int, last: int, strata: Strata = ALIKE,
    ) -> AgeTable:
        begins = [open_time.microseconds_at(day, 0) for day in range(first, last + 1)]
        ends = [*begins[1:], open_time.microseconds_at(last + 1, 0)]
        self.engine.provide("watch_days", {"place": list(range(len(begins))), "begins": begins, "ends": ends})
        cuts = np.round(edges * HOUR_MICROSECONDS).astype(np.int64).tolist()
        row = self._ask(_by_day_and_age(self._stratified(self._watched(watch, open_time), strata), cuts))
        return _table(row, first=first, days=len(begins), edges=edges, strata=strata.many)

    def _stratified(self, watched: Any, strata: Strata) -> Any:
        """Tickets with their `stratum`: what their values add up to, against where the strata are cut."""
        score: Any = ibis.literal(0, "int64")
        for of, effects in strata.effects.items():
            name = f"mix_{of.value}"
            self.engine.provide(name, {"told": list(effects), "effect": list(effects.values())})
            mix = ibis.table({"told": "string", "effect": "int64"}, name=name)
            watched = watched.left_join(mix, watched[of.value] == mix.told).drop("told").rename({f"{name}_effect": "effect"})
        for name in strata.effects:
            score += ibis.coalesce(watched[f"mix_{name.value}_effect"], 0)
        stratum: Any = ibis.literal(0, "int64")
        for cut in strata.cuts:
            stratum += (score > cut).cast("int64")
        return watched.mutate(stratum=stratum)

    def _watched(self, watch: Watch, open_time: OpenTime) -> Any:
        """The view of the watched tickets, which is made once for all that is asked of them (compiling it costs most)."""
        if not self.shown or self.shown[0][0] != watch or self.shown[0][1] is not open_time:
            self.engine.provide("open_time", open_columns(open_time))
            self.engine.define("watched", self._sql(self._watched_by(watch, open_time)))
            self.shown[:] = [(watch, open_time)]
        return ibis.table(WATCHED, name="watched")

    def _watched_by(self, watch: Watch, open_time: OpenTime) -> Any:
        """Tickets with the open time at which they came and left: ended, ended otherwise, or still watched at the end.

        What became known after the decision's day is not used. Tickets that were closed at an unknown time are left out.
        """
        as_of = watch.as_of
        done = {f"done{part}": ibis.ifelse(TICKETS.resolved.notnull(), TICKETS[f"resolved{part}"], TICKETS[f"closed{part}"])
                for part in ("", "_day", "_time")}
        tickets = TICKETS.filter((TICKETS.opened <= as_of.at) & chosen(TICKETS, watch.where)).mutate(**done)
        tickets = tickets.filter(tickets.is_open | tickets.done.notnull())
        end = "done" if watch.end in (Field.RESOLVED, Field.CLOSED) else watch.end.value
        happened = ibis.coalesce((tickets[end] <= as_of.at) & (tickets[end] >= tickets.opened), False)
        gone = ibis.coalesce((tickets.done <= as_of.at) & (tickets.done >= tickets.opened), False)
        left = {f"left{part}": ibis.ifelse(happened, tickets[f"{end}{part}"], ibis.ifelse(gone, tickets[f"done{part}"], now))
                for part, now in (("", as_of.at), ("_day", as_of.day), ("_time", as_of.time))}
        kept = tickets.select("opened", "opened_day", "opened_time", *KINDS, happened=happened, **left)
        return on_open_time(kept, ("opened", "left"), open_time).select(*WATCHED)

    def _ask(self, expression: Any) -> Columns:
        return self.engine.columns(self._sql(expression))

    def _sql(self, expression: Any) -> str:
        return str(ibis.to_sql(expression, dialect=self.engine.dialect, pretty=False))


def _by_day_and_age(watched: Any, cuts: Sequence[int]) -> Any:
    """One row a day and stratum: time at risk and endings in each bin. A ticket stands in every day that it waited."""
    days = ibis.table({"place": "int64", "begins": "int64", "ends": "int64"}, name="watch_days")
    tickets = watched.select(
        stratum=watched.stratum, came=watched.opened_open, left=ibis.least(watched.left_open, watched.opened_open + cuts[-1]),
        happened=watched.happened & (watched.left_open - watched.opened_open < cuts[-1]))
    waited = tickets.inner_join(days, [tickets.came < days.ends, tickets.left > days.begins])
    ended = waited.happened & (waited.left <= waited.ends)
    age = waited.left - waited.came
    told: dict[str, Any] = {}
    for bin_, (low, high) in enumerate(pairwise(cuts)):
        until = ibis.least(waited.left, waited.ends, waited.came + high)
        since = ibis.greatest(waited.came + low, waited.begins)
        told[f"risk{bin_}"] = ibis.greatest(until - since, 0).sum()
        told[f"ended{bin_}"] = (ended & (age >= low) & (age < high)).cast("int8").sum()
    return waited.group_by("place", "stratum").agg(**told)


def _table(row: Columns, *, first: int, days: int, edges: Figures, strata: int) -> AgeTable:
    bins = len(edges) - 1
    closures, at_risk = np.zeros((days, strata, bins)), np.zeros((days, strata, bins))
    place, stratum = (filled(row[name]).astype(np.int64) for name in ("place", "stratum"))
    for bin_ in range(bins):
        at_risk[place, stratum, bin_] = filled(row[f"risk{bin_}"]).astype(np.float64) / HOUR_MICROSECONDS
        closures[place, stratum, bin_] = filled(row[f"ended{bin_}"])
    return AgeTable(first, edges, closures, at_risk)
