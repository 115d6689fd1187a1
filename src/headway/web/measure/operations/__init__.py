"""Every write of this slice: a transaction that ends in an audit line."""

from headway.web.measure.operations.baselines import Figures, freeze_assessment, freeze_baseline, rebase, state_baseline
from headway.web.measure.operations.capability import add_criteria, begin_assessment, end_assessment, find_criterion
from headway.web.measure.operations.kpis import (
    add_kpi,
    add_shipped,
    edit_kpi,
    put_points,
    recount,
    retire_kpi,
    tie_expectation,
)
from headway.web.measure.operations.service_levels import agree_level, edit_level
from headway.web.measure.operations.sources import (
    add_source,
    answer_reading,
    edit_source,
    retire_source,
    upload,
    withdraw_upload,
)
from headway.web.measure.operations.surveys import (
    answer,
    edit_survey,
    import_answers,
    make_links,
    make_survey,
    open_to_all,
)

__all__ = [
    "Figures", "add_criteria", "add_kpi", "add_shipped", "add_source", "agree_level", "answer", "answer_reading",
    "begin_assessment", "edit_kpi", "edit_level", "edit_source", "edit_survey", "end_assessment", "find_criterion",
    "freeze_assessment", "freeze_baseline", "import_answers", "make_links", "make_survey", "open_to_all", "put_points",
    "rebase", "recount", "retire_kpi", "retire_source", "state_baseline", "tie_expectation", "upload", "withdraw_upload",
]
