"""Writes the synthetic event log that the speed of the engine is measured on."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from headway.sample.events import synthetic_events


def write_events(path: Path, *, events: int, seed: int = 20) -> Path:
    """One row an event as CSV; the same bytes for the same arguments."""
    writer = None
    half = path.with_suffix(".part")
    with half.open("wb") as file:
        for block in synthetic_events(np.random.default_rng(seed), events=events):
            table = pa.table({name: pa.array(values) for name, values in block.items()})
            writer = writer or pa.csv.CSVWriter(file, table.schema)
            writer.write_table(table)
        if writer is not None:
            writer.close()
    return half.rename(path)


if __name__ == "__main__":
    write_events(Path(sys.argv[1]), events=int(sys.argv[2]))
