"""The service value system for programs: everything that its pages can do."""

from headway.web.vision.api import direction, entities, governance, mapping, portfolio
from headway.web.vision.api.resources import router

__all__ = ["direction", "entities", "governance", "mapping", "portfolio", "router"]
