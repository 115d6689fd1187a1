"""What the register tells: records in sight, the backlog, a record's page."""

from headway.web.register.queries.ageing import Ageing, ageing
from headway.web.register.queries.backlog import Asked, BacklogRow, Counts, backlog_page, counts, found
from headway.web.register.queries.backlogs import backlog_of, formula_in, formula_of
from headway.web.register.queries.page import RecordPage, record, record_page, terms_of
from headway.web.register.queries.reading import Read, doubles_of, last_learnt, read, text_of
from headway.web.register.queries.records import (
    entities,
    in_register,
    member_names,
    members,
    places,
    visible,
    visible_entity,
    visible_many,
    whole,
)
from headway.web.register.queries.route import NAMES, PastStep, Stop, line_of
from headway.web.register.queries.sheets import preview, visible_sheet
from headway.web.register.queries.ways import (
    idea_link,
    open_idea_link,
    rules,
    said_formula,
    usual_stale_days,
    views_of,
    wanted_letters,
)

__all__ = [
    "NAMES", "Ageing", "Asked", "BacklogRow", "Counts", "PastStep", "Read", "RecordPage", "Stop", "ageing",
    "backlog_of", "backlog_page", "counts", "doubles_of", "entities", "formula_in", "formula_of", "found", "idea_link",
    "in_register", "last_learnt", "line_of", "member_names", "members", "open_idea_link", "places",
    "preview", "read", "record", "record_page", "rules", "said_formula", "terms_of", "text_of", "usual_stale_days",
    "views_of", "visible", "visible_entity", "visible_many", "visible_sheet", "wanted_letters", "whole",
]
