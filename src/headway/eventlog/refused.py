"""Refusals, as the event log and all above it know them; defined in `headway.refused`, beneath the vocabulary."""

from __future__ import annotations

from headway.refused import Fact as Fact
from headway.refused import Refused as Refused
