"""The fields of a ticket that Headway knows, and how each came to be known."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """A field of a ticket. The value is its name in mappings (`--map opened=Created`), in Parquet and in reports."""

    TICKET = "ticket"                  # the number that people quote
    # moments
    OPENED = "opened"
    OWNED = "owned"                    # first acknowledged or assigned to someone
    FIRST_RESPONSE = "first_response"  # first public answer
    RESOLVED = "resolved"
    CLOSED = "closed"
    DUE = "due"                        # the moment by which the agreement wants it resolved
    # one row an event
    AT = "at"                          # when the event happened
    ACTIVITY = "activity"              # what happened, or the state it led to
    ORDER = "order"                    # a counter that orders the events of a ticket, where there is one
    # what it is about and who has it
    STATE = "state"
    PRIORITY = "priority"
    CATEGORY = "category"
    SERVICE = "service"
    TEAM = "team"
    PERSON = "person"                  # hashed with the workspace's key
    CALLER = "caller"                  # hashed with the workspace's key
    TYPE = "type"
    CHANNEL = "channel"
    # counters and judgements of the ticket system
    REOPENED = "reopened"              # how many times
    REASSIGNED = "reassigned"          # how many times
    SLA_KEPT = "sla_kept"
    SATISFACTION = "satisfaction"
    # links
    PROBLEM = "problem"                # the known problem behind it
    CHANGE = "change"                  # the change that caused it
    # stored only when asked for
    TEXT = "text"


MOMENTS = (Field.OPENED, Field.OWNED, Field.FIRST_RESPONSE, Field.RESOLVED, Field.CLOSED, Field.DUE, Field.AT)
PEOPLE = (Field.PERSON, Field.CALLER)
SLICES = (Field.SERVICE, Field.CATEGORY, Field.PRIORITY, Field.TEAM)


class Provenance(StrEnum):
    """How a field's value came to be known."""

    OBSERVED = "observed"                # written down when it happened
    DERIVED = "derived"                  # worked out by Headway from observed events
    VENDOR_REPORTED = "vendor_reported"  # computed or copied by the ticket system; believed, not checked
    ABSENT = "absent"
