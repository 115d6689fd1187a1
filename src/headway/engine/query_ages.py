"""What the closing rate asks of the stored tickets: closures and time at risk by day and age, as Ibis expressions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import ibis
import numpy as np

from headway.engine.contract import Columns, Engine, filled
from headway.engine.query import TICKETS, chosen, on_open_time, open_columns
from headway.eventlog.fields import Field
from headway.kpi.business_hours import OpenTime
from headway.kpi.closing_rate import AgeTable, Figures, Watch
from headway.kpi.instants import HOUR_MICROSECONDS
from headway.kpi.worked_hours import HOURS, Openings


@dataclass(frozen=True, slots=True, eq=False)
class AgeCounting:
    """`headway.kpi.closing_rate.AgeCounts` by an engine."""

    engine: Engine

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
        self._provide(open_time)
        closed = self._watched(watch, open_time)
        closed = closed.filter(closed.happened & (closed.left_day < until))
        age = (closed.left_open - closed.opened_open) / HOUR_MICROSECONDS
        row = self._ask(closed.aggregate(n=closed.count(), **{f"q{k}": age.quantile(q) for k, q in enumerate(quantiles)}))
        return [float(filled(row[f"q{k}"])[0]) for k in range(len(quantiles))] if int(row["n"][0]) else []

    def ages(self, watch: Watch, open_time: OpenTime, *, edges: Figures, first: int, last: int) -> AgeTable:
        self._provide(open_time)
        begins = [open_time.microseconds_at(day, 0) for day in range(first, last + 1)]
        ends = [*begins[1:], open_time.microseconds_at(last + 1, 0)]
        self.engine.provide("watch_days", {"place": list(range(len(begins))), "begins": begins, "ends": ends})
        cuts = np.round(edges * HOUR_MICROSECONDS).astype(np.int64).tolist()
        row = self._ask(_by_day_and_age(self._watched(watch, open_time), cuts))
        return _table(row, first=first, days=len(begins), edges=edges)

    def _provide(self, open_time: OpenTime) -> None:
        self.engine.provide("open_time", open_columns(open_time))

    def _watched(self, watch: Watch, open_time: OpenTime) -> Any:
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
        return on_open_time(tickets.mutate(happened=happened, **left), ("opened", "left"), open_time)

    def _ask(self, expression: Any) -> Columns:
        return self.engine.columns(str(ibis.to_sql(expression, dialect=self.engine.dialect, pretty=False)))


def _by_day_and_age(watched: Any, cuts: Sequence[int]) -> Any:
    """One row a day: time at risk and endings in each bin. A ticket stands in every day on which it was waited for."""
    days = ibis.table({"place": "int64", "begins": "int64", "ends": "int64"}, name="watch_days")
    tickets = watched.select(
        came=watched.opened_open, left=ibis.least(watched.left_open, watched.opened_open + cuts[-1]),
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
    return waited.group_by("place").agg(**told)


def _table(row: Columns, *, first: int, days: int, edges: Figures) -> AgeTable:
    bins = len(edges) - 1
    closures, at_risk = np.zeros((days, 1, bins)), np.zeros((days, 1, bins))
    place = filled(row["place"]).astype(np.int64)
    for bin_ in range(bins):
        at_risk[place, 0, bin_] = filled(row[f"risk{bin_}"]).astype(np.float64) / HOUR_MICROSECONDS
        closures[place, 0, bin_] = filled(row[f"ended{bin_}"])
    return AgeTable(first, edges, closures, at_risk)
