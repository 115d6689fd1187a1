"""Headway: continual improvement of IT services on the data you already have.

>>> import headway
>>> log = headway.read("tickets.csv")                  # doctest: +SKIP
>>> now = headway.where_are_we_now(log)                # doctest: +SKIP
>>> print(now)                                         # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from headway.eventlog.log import EventLog as EventLog
    from headway.eventlog.refused import Refused as Refused
    from headway.triage import triage as triage
    from headway.workbench import did_we_get_there as did_we_get_there
    from headway.workbench import plan_check as plan_check
    from headway.workbench import read as read
    from headway.workbench import verdicts as verdicts
    from headway.workbench import where_are_we_now as where_are_we_now

__version__ = "0.1.0"

# Names are fetched when they are first asked for, so that the command starts without what it does not need.
_LIES_IN = {
    "read": "headway.workbench",
    "where_are_we_now": "headway.workbench",
    "did_we_get_there": "headway.workbench",
    "plan_check": "headway.workbench",
    "verdicts": "headway.workbench",
    "triage": "headway.triage",
    "EventLog": "headway.eventlog.log",
    "Refused": "headway.eventlog.refused",
}

__all__ = ["EventLog", "Refused", "__version__", "did_we_get_there", "plan_check", "read", "triage", "verdicts",
           "where_are_we_now"]


def __getattr__(name: str) -> Any:
    if name not in _LIES_IN:
        raise AttributeError(f"module 'headway' has no attribute '{name}'")
    return getattr(import_module(_LIES_IN[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
