"""Writes a measurement to `bench/results/`, from where the README's table is made. The ratio stands first."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def record(
    name: str, *, claim: str, ratio: float, goal: str, ours: Mapping[str, object], peer: Mapping[str, object],
    notes: str = "",
) -> None:
    """`ours` and `peer` hold what, value, unit. Prints one line and replaces the former result."""
    RESULTS.mkdir(exist_ok=True)
    told = {
        "name": name, "claim": claim, "ratio": round(ratio, 3), "goal": goal, "ours": rounded(ours), "peer": rounded(peer),
        "notes": notes, "on": date.today().isoformat(), "cores": os.cpu_count(), "python": platform.python_version(),
        "versions": {package: version(package) for package in ("headway", "duckdb", "ibis-framework", "numpy")},
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{ratio:.3g} × · {claim} · {told['ours']} · {told['peer']} · {goal} · {notes}")


def rounded(told: Mapping[str, object]) -> dict[str, object]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in told.items()}
