"""Examples for the walk over all addresses."""

from __future__ import annotations

from headway.web.ground import jobs
from web.examples import ApiExamples, PageExamples

PAGES: PageExamples = {"job": lambda team: {"pk": jobs.ask("ground.forget_old_jobs", by=team.owner.pk).pk}}
API: ApiExamples = {}
