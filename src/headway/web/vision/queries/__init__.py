"""What this slice tells: rows in sight, the chosen framework, and the pages as finished values."""

from headway.web.vision.queries.packs import pack_of, term_label
from headway.web.vision.queries.sight import seen_by, visible, visible_entity, visible_objective

__all__ = ["pack_of", "seen_by", "term_label", "visible", "visible_entity", "visible_objective"]
