"""The worked example's help desk, simulated and assessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from headway.workbench.files import Progress, csv_text, write_text
from headway.workbench.now import Now, where_are_we_now
from headway.workbench.reading import read

DEMO_SEED = 15
DEMO_CHANGE = (date(2026, 3, 2), "exam category, chatbot, more staff")


def demo_files(folder: Path) -> dict[str, Path]:
    """Where the demo's exports lie in its folder, by what they hold."""
    return {name: folder / f"{name}.csv" for name in ("tickets", "outages", "changes", "exams")}


def demo(folder: Path, *, progress: Progress | None = None) -> tuple[Now, Path]:
    """Simulate the worked example's help desk with a change that cuts times by a quarter; assess it; write the report.

    Returns the assessment and where the report lies. The same files come out every time.
    """
    from numpy.random import default_rng

    from headway.sample import KnownEffect, help_desk
    from headway.sample.rows import change_rows, exam_rows, outage_rows, ticket_rows

    desk = help_desk(rng=default_rng(DEMO_SEED), starts_on=date(2025, 9, 1), weeks=40,
                     change=KnownEffect(starts_on=DEMO_CHANGE[0], factor=.75))
    lists = {"tickets": ticket_rows, "outages": outage_rows, "changes": change_rows, "exams": exam_rows}
    files = {name: write_text(path, csv_text(lists[name](desk))) for name, path in demo_files(folder).items()}
    log = read(files["tickets"], workspace=folder / "workspace", source="help-desk", progress=progress)
    now = where_are_we_now(
        log, changes=[DEMO_CHANGE], targets={"sla_kept": .95, "within_24h": .9, "satisfaction": 4.0},
        outages=files["outages"], change_list=files["changes"], progress=progress,
        command=f"headway demo --folder {folder.name}")
    return now, now.to_html(folder / "report.html")
