"""Ten million synthetic events in CSV to all points: the engine beside SQL written by hand for the same points.

Both run as cold processes on the same file, one after the other. Then a smaller log is measured by both and by the
reference calculation, and every point is compared.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from many_events import write_events
from measured_process import cost_of
from record import record

HERE = Path(__file__).resolve().parent
EVENTS = 10_000_000


def main(events: int = EVENTS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        log = write_events(place / "events.csv", events=events)
        by_hand = json.loads(cost_of([sys.executable, HERE / "by_hand.py", log], cwd=place).stdout)
        ours = json.loads(cost_of([sys.executable, HERE / "by_headway.py", log, place / "workspace"]).stdout)
    record("ten_million_events", claim=f"{events:,} synthetic events in CSV to all points of all measures and slices",
           ratio=ours["cpu_s"] / by_hand["cpu_s"], goal="at most 1.5 times hand-written DuckDB SQL, under 1,500 MB",
           ours={"what": "Headway: read, checked, stored, measured", "value": ours["cpu_s"], "unit": "CPU s"},
           peer={"what": "hand-written DuckDB SQL", "value": by_hand["cpu_s"], "unit": "CPU s"},
           notes=f"peak {ours['peak_mb']:.0f} MB, by hand {by_hand['peak_mb']:.0f} MB; {ours['points']:,} points")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
