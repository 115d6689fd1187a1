"""Step 6, did we get there: a verdict that says how sure it is, and how often this very rule cries wolf."""

from headway.verdict.decide import did_we_get_there
from headway.verdict.question import Asked
from headway.verdict.result import Answer, Attained, Check, Effect, Kind, Scale, Verdict
from headway.verdict.waiting import by_closing_rate, judged_by_closing_rate, share_that_counts, short_past

__all__ = ["Answer", "Asked", "Attained", "Check", "Effect", "Kind", "Scale", "Verdict", "by_closing_rate", "did_we_get_there",
           "judged_by_closing_rate", "share_that_counts", "short_past"]
