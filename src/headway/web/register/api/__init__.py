"""The register for programs: everything that its pages can do."""

from headway.web.register.api import backlog, reading, records, sheets, talk, worth
from headway.web.register.api.router import router

__all__ = ["backlog", "reading", "records", "router", "sheets", "talk", "worth"]
