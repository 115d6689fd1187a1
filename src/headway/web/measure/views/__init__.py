"""Pages of step 2. A view is fetch, form, operation, redirect."""

from headway.web.measure.views.baselines import baseline, freeze, rebase, state
from headway.web.measure.views.kpis import (
    add_kpi,
    add_shipped,
    edit_kpi,
    kpi,
    kpis,
    points,
    recount,
    retire_kpi,
    tie_expectation,
)
from headway.web.measure.views.records import (
    add_criteria,
    agree_level,
    assessment,
    assessments,
    begin_assessment,
    end_assessment,
    service_level,
    service_levels,
)
from headway.web.measure.views.sources import (
    add_source,
    hours,
    reading,
    rejected,
    retire_source,
    source,
    sources,
    upload,
    upload_to,
    withdraw_upload,
)
from headway.web.measure.views.surveys import (
    answer,
    edit_survey,
    import_answers,
    make_links,
    make_survey,
    open_to_all,
    survey,
    surveys,
)

__all__ = [
    "add_criteria", "add_kpi", "add_shipped", "add_source", "agree_level", "answer", "assessment", "assessments", "baseline",
    "begin_assessment", "edit_kpi", "edit_survey", "end_assessment", "freeze", "hours", "import_answers", "kpi", "kpis",
    "make_links", "make_survey", "open_to_all", "points", "reading", "rebase", "recount", "rejected", "retire_kpi",
    "retire_source", "service_level", "service_levels", "source", "sources", "state", "survey", "surveys", "tie_expectation",
    "upload", "upload_to", "withdraw_upload",
]
