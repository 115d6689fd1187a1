"""The numbers of a record that a formula may name."""

from __future__ import annotations

from collections.abc import Mapping

from headway.web.register.models import Improvement


def numbers_of(improvement: Improvement) -> Mapping[str, float]:
    """Those given for the score, and the record's own effort, priority and urgency."""
    own = {name: float(value) for name in ("effort_days", "priority", "urgency")
           if (value := getattr(improvement, name)) is not None}
    return own | {name: float(value) for name, value in improvement.factors.items()}
