"""Step 6, did we get there: a verdict that says how sure it is, and how often this very rule cries wolf."""

from headway.verdict.decide import Asked, did_we_get_there
from headway.verdict.result import Answer, Attained, Check, Effect, Kind, Scale, Verdict

__all__ = ["Answer", "Asked", "Attained", "Check", "Effect", "Kind", "Scale", "Verdict", "did_we_get_there"]
