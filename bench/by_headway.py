"""The engine's side of `ten_million_events.py`: a file to all points. Prints CPU seconds and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

import headway
from headway.engine.duck import measure
from headway.kpi.catalogue import SHIPPED


def main(path: str, workspace: str) -> None:
    log = headway.read(Path(path), workspace=workspace, mapping={"activity": "state", "at": "at"})
    measured = measure(log, kpis=SHIPPED, period=None)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"points": sum(len(series.points) for series in measured.series),
                      "cpu_s": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
