"""Writers on the same records of an SQLite file wait for each other: nothing is lost and nobody is told that it is locked."""

from __future__ import annotations

import subprocess
import sys

from house.sources import ROOT


def test_no_write_is_lost_or_refused_where_many_write_to_the_same_records() -> None:
    told = subprocess.run([sys.executable, str(ROOT / "bench" / "many_writers.py"), "--writers", "12", "--writes", "6"],
                          capture_output=True, text=True, timeout=240, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "'lost': 0, 'refused': 0" in told.stdout
