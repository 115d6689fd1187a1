"""From the zip as it is downloaded to the HTML report, in a cold process and a new workspace; beside it, its parts.

The peer is the same figures' floor: DuckDB alone reading the same rows and counting them, without a report.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from measured_process import cost_of
from record import record

LOG = Path(__file__).resolve().parents[2] / "shared" / "data" / "incidents" / "uci_incident_event_log.zip"
RUNS = 3
FLOOR = """
import duckdb, io, sys, zipfile, pathlib, tempfile
box = zipfile.ZipFile(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    path = box.extract("incident_event_log.csv", folder)
    sql = f"SELECT count(*), count(DISTINCT number) FROM read_csv('{path}', all_varchar=true)"
    print(duckdb.execute(sql).fetchone())
"""


def main() -> None:
    headway = Path(sys.executable).with_name("headway")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ours = [cost_of([headway, "assess", LOG, "--workspace", place / f"w{run}", "--html", place / "report.html"])
                for run in range(RUNS)]
        peer = [cost_of([sys.executable, "-c", FLOOR, LOG]) for _ in range(RUNS)]
        start = [cost_of([headway, "--help"]) for _ in range(RUNS)]
    cpu, floor = median(cost.cpu_s for cost in ours), median(cost.cpu_s for cost in peer)
    record("cold_report", claim="UCI log, 141,712 events, from the zip to the HTML report in a cold process",
           ratio=cpu / floor, goal="at most 6 CPU s and 600 MB; --help under 0.3 s",
           ours={"what": "headway assess --html", "value": cpu, "unit": "CPU s"},
           peer={"what": "DuckDB reading and counting the same rows, no report", "value": floor, "unit": "CPU s"},
           notes=f"peak {max(cost.peak_mb for cost in ours):.0f} MB; "
                 f"--help {median(cost.cpu_s for cost in start):.2f} CPU s")


if __name__ == "__main__":
    main()
