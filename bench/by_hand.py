"""The peer of the engine: what a skilled analyst writes in DuckDB for the same points of the same log.

Columns of the log as in `headway.sample.synthetic_events`. Prints CPU seconds and peak memory as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

import duckdb

TOP = 12
SLICES = ("service", "category", "priority", "team")
PERIOD = "CAST(date_trunc('day', {}) AS DATE)"

TICKETS = """
CREATE TABLE events AS SELECT * FROM read_csv('{path}');
CREATE TABLE tickets AS
WITH stepped AS (
    SELECT ticket, state, "at", team,
           team IS DISTINCT FROM lag(team) OVER steps AS new_team,
           state IN ('Resolved', 'Closed') AS done,
           coalesce(lag(state IN ('Resolved', 'Closed')) OVER steps, false) AS done_before
    FROM events WINDOW steps AS (PARTITION BY ticket ORDER BY "at")),
hands AS (
    SELECT ticket, count(*) FILTER (new_team) AS stays, count(DISTINCT team) FILTER (new_team) AS teams,
           count(*) FILTER (done AND NOT done_before) AS endings
    FROM stepped GROUP BY ticket),
latest AS (
    SELECT ticket, min("at") AS opened, min("at") FILTER (state = 'In progress') AS owned,
           min("at") FILTER (state = 'Resolved') AS resolved, min("at") FILTER (state = 'Closed') AS closed,
           arg_max(priority, "at") AS priority, arg_max(category, "at") AS category, arg_max(service, "at") AS service,
           arg_max(team, "at") AS team
    FROM events GROUP BY ticket)
SELECT *, stays - 1 AS reassigned, greatest(endings - 1, 0) AS reopened, stays > teams AS ping_pong,
       (epoch(owned) - epoch(opened)) / 3600 AS own_hours, (epoch(resolved) - epoch(opened)) / 3600 AS hours,
       """ + PERIOD.format("opened") + """ AS day, """ + PERIOD.format("coalesce(closed, resolved)") + """ AS end_day
FROM latest JOIN hands USING (ticket);
"""

COHORTS = """
SELECT {slice}, day, count(*), count(own_hours), median(own_hours), quantile_cont(own_hours, .9),
       count(hours), median(hours), quantile_cont(hours, .9), avg(hours), avg(least(coalesce(hours, 720), 720)),
       avg((hours <= 8)::INT), avg((hours <= 24)::INT), avg((hours <= 72)::INT),
       avg((reopened >= 1)::INT) FILTER (resolved IS NOT NULL), avg(reassigned), avg((reassigned >= 3)::INT),
       avg(ping_pong::INT), avg((reassigned < 1)::INT) FILTER (resolved IS NOT NULL)
FROM tickets {where} GROUP BY {slice}, day
"""
CLOSURES = "SELECT {slice}, end_day, count(*) FROM tickets {where} GROUP BY {slice}, end_day"
BACKLOG = """
SELECT {slice}, d.day, count(*), median(epoch(d.day + INTERVAL 1 DAY) - epoch(t.opened)) / 3600,
       quantile_cont(epoch(d.day + INTERVAL 1 DAY) - epoch(t.opened), .9) / 3600
FROM (SELECT DISTINCT day FROM tickets) d
JOIN (SELECT * FROM tickets {where}) t
  ON t.opened < d.day + INTERVAL 1 DAY
 AND coalesce(t.closed, t.resolved, TIMESTAMP '9999-01-01') >= d.day + INTERVAL 1 DAY
GROUP BY {slice}, d.day
"""


def points(path: str) -> dict[str, Any]:
    """All points of all measures, overall and by slice: {table: rows}."""
    engine = duckdb.connect(config={"memory_limit": "700MB", "temp_directory": "spill"})
    engine.execute(TICKETS.format(path=path))
    found: dict[str, Any] = {}
    for name in ("", *SLICES):
        what = name or "NULL"
        largest = f"SELECT {name} FROM tickets GROUP BY 1 ORDER BY count(*) DESC LIMIT {TOP}"
        where = f"WHERE {name} IN ({largest})" if name else ""
        for table, query in (("cohorts", COHORTS), ("closures", CLOSURES), ("backlog", BACKLOG)):
            found[f"{table} {name}"] = engine.execute(query.format(slice=what, where=where)).fetchall()
    return found


if __name__ == "__main__":
    rows = sum(len(table) for table in points(sys.argv[1]).values())
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"rows": rows, "cpu_s": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}))
