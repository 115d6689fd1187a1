"""What the register tells: records in sight, the backlog, a record's page."""

from headway.web.register.queries.backlog import Ageing, Asked, BacklogRow, Counts, ageing, backlog_page, counts, found
from headway.web.register.queries.backlogs import backlog_of, formula_in, formula_of
from headway.web.register.queries.page import RecordPage, open_question, record, record_page, terms_of
from headway.web.register.queries.records import (
    entities,
    in_register,
    members,
    visible,
    visible_entity,
    visible_many,
    whole,
)
from headway.web.register.queries.route import NAMES, Line, PastStep, Stop, line_of

__all__ = [
    "NAMES", "Ageing", "Asked", "BacklogRow", "Counts", "Line", "PastStep", "RecordPage", "Stop", "ageing", "backlog_of",
    "backlog_page", "counts", "entities", "formula_in", "formula_of", "found", "in_register", "line_of", "members",
    "open_question", "record", "record_page", "terms_of", "visible", "visible_entity", "visible_many", "whole",
]
