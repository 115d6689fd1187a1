"""Everything that can be done in step 6."""

from headway.web.review.operations.asking import ask, ask_for_look, end_question
from headway.web.review.operations.deciding import decide, decides
from headway.web.review.operations.looking import found_nothing_new, record_refused, record_verdict
from headway.web.review.operations.reminders import remind

__all__ = ["ask", "ask_for_look", "decide", "decides", "end_question", "found_nothing_new", "record_refused", "record_verdict",
           "remind"]
