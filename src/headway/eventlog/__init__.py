"""The event log: what a ticket system recorded, how it was read, and what is wrong with it."""

from headway.eventlog.fields import Field, Provenance
from headway.eventlog.log import Event, EventLog, Ticket
from headway.eventlog.quality import Finding, Quality
from headway.eventlog.reading import Dialect, Milestone, Moment, Reading, Shape
from headway.eventlog.refused import Refused

__all__ = [
    "Dialect",
    "Event",
    "EventLog",
    "Field",
    "Finding",
    "Milestone",
    "Moment",
    "Provenance",
    "Quality",
    "Reading",
    "Refused",
    "Shape",
    "Ticket",
]
