"""Learning for programs: a study is its owner's here too."""

from headway.web.learn.api import courses, practice, sittings, study, teaching
from headway.web.learn.api.router import router

__all__ = ["courses", "practice", "router", "sittings", "study", "teaching"]
