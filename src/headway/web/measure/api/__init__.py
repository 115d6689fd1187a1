"""Step 2 for programs: everything its pages can do."""

from headway.web.measure.api import baselines, kpis, records, sources, surveys
from headway.web.measure.api.frame import router

__all__ = ["baselines", "kpis", "records", "router", "sources", "surveys"]
