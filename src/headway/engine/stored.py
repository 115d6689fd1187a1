"""An `EventLog` as JSON in the manifest, and back."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from headway.engine.store import Manifest
from headway.eventlog.fields import Field, Provenance
from headway.eventlog.log import EventLog
from headway.eventlog.quality import Finding, Quality
from headway.eventlog.reading import Dialect, Milestone, Moment, Reading, Shape

MOMENTS = ("opened_from", "opened_to", "as_of")


def log_to(log: EventLog) -> dict[str, Any]:
    """Plain JSON values of a log. Where its files lie is the manifest's to say, not the log's."""
    told = asdict(log)
    for moment in MOMENTS:
        told[moment] = told[moment].isoformat()
    del told["tickets_at"], told["events_at"]
    return told


def log_from(manifest: Manifest, *, folder: Path) -> EventLog:
    """The log that a manifest tells of, its files addressed inside `folder`."""
    told = dict(manifest.log)
    for moment in MOMENTS:
        told[moment] = datetime.fromisoformat(told[moment])
    told["reading"] = reading_from(told["reading"])
    told["quality"] = quality_from(told["quality"], folder)
    events = str(folder / manifest.events) if manifest.events else None
    return EventLog(tickets_at=str(folder / str(manifest.tickets)), events_at=events, **told)


def unchanged(log: EventLog) -> EventLog:
    """The same log after an import that changed nothing."""
    return replace(log, new=0, changed=0, same=log.quality.tickets)


def reading_from(told: dict[str, Any]) -> Reading:
    told = dict(told)
    told["shape"] = Shape(told["shape"])
    told["mapping"] = {Field(field): column for field, column in told["mapping"].items()}
    told["moments"] = {
        Field(field): Moment(**(moment | {"formats": tuple(moment["formats"])}))
        for field, moment in told["moments"].items()
    }
    told["dialect"] = Dialect(**told["dialect"])
    told["milestones"] = {label: Milestone(milestone) for label, milestone in told["milestones"].items()}
    told["proposed"] = tuple(Field(field) for field in told["proposed"])
    for texts in ("columns", "missing", "true_values", "false_values", "notes"):
        told[texts] = tuple(told[texts])
    return Reading(**told)


def quality_from(told: dict[str, Any], folder: Path) -> Quality:
    told = dict(told)
    told["fields"] = {Field(field): Provenance(known) for field, known in told["fields"].items()}
    told["findings"] = tuple(
        Finding(**(finding | {"facts": {name: _fact(fact) for name, fact in finding["facts"].items()}}))
        for finding in told["findings"]
    )
    if told["rejected_file"]:
        told["rejected_file"] = str(folder / told["rejected_file"])
    return Quality(**told)


def _fact(fact: Any) -> Any:
    return tuple(fact) if isinstance(fact, list) else fact
