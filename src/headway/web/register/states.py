"""The closed sets of the register: states beside the route, closure codes, sizes, benefits and links."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a record stands beside its route."""

    IDEA = "idea", _("Idea")
    UNDER_WAY = "under_way", _("Under way")
    ON_HOLD = "on_hold", _("On hold")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


LIVE = (State.UNDER_WAY, State.ON_HOLD)
OPEN = (State.IDEA, *LIVE)
WAITING = (State.IDEA, State.UNDER_WAY)   # what grows old in a step


class Closure(models.TextChoices):
    """How it ended. What it did is the verdict's to say."""

    KEPT = "kept", _("Done and kept")
    PARTLY_KEPT = "partly_kept", _("Done in part")
    UNDONE = "undone", _("Tried and undone")
    STOPPED = "stopped", _("Stopped on the way")
    HANDED_OVER = "handed_over", _("Handed over to a project or change")
    QUICK_WIN = "quick_win", _("Quick win, done")


class Came(models.IntegerChoices):
    """Where an improvement's verified benefits lie beside the range of their own forecast; the least favourable speaks."""

    UNTOLD = 0, _("nothing verified that was forecast")
    BELOW = 1, _("fell short")
    ABOVE = 2, _("more than foretold")
    WITHIN = 3, _("as foretold")


class StepState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")


class Size(models.TextChoices):
    XS = "XS", _("XS – a day")
    S = "S", _("S – a week")
    M = "M", _("M – a month")
    L = "L", _("L – a quarter")
    XL = "XL", _("XL – more")


class Timescale(models.TextChoices):
    SHORT = "short", _("Short – weeks")
    MEDIUM = "medium", _("Medium – months")
    LONG = "long", _("Long – a year or more")


class RaisedFrom(models.TextChoices):
    """What it was raised from."""

    IDEA = "idea", _("Idea")
    PUBLIC_IDEA = "public_idea", _("Idea by the public link")
    IMPORT = "import", _("Imported")
    INCIDENT = "incident", _("Incident")
    PROBLEM = "problem", _("Problem")
    CHANGE = "change", _("Change")
    SURVEY = "survey", _("Survey")
    AUDIT = "audit", _("Audit")
    ASSESSMENT = "assessment", _("Capability assessment")
    REVIEW = "review", _("Review")
    GOVERNANCE = "governance", _("Governance review")
    ALARM = "alarm", _("Alarm on a gain")
    ITERATION = "iteration", _("Next iteration of another")
    OTHER = "other", _("Other")


class Column(models.TextChoices):
    """Three columns that are never added up."""

    EXPECTED = "expected", _("Expected")
    FORECAST = "forecast", _("Forecast")
    VERIFIED = "verified", _("Verified")


class Recurrence(models.TextChoices):
    ONE_OFF = "one_off", _("One-off")
    MONTHLY = "monthly", _("A month")
    YEARLY = "yearly", _("A year")


class Realised(models.TextChoices):
    """What becomes of it: money that is not spent, or people's time for something else."""

    CASHABLE = "cashable", _("Cashable")
    CAPACITY = "capacity", _("Capacity set free")
    NEITHER = "neither", _("Neither")


class LinkKind(models.TextChoices):
    CHANGE = "change", _("Change")
    PROBLEM = "problem", _("Problem")
    INCIDENT = "incident", _("Incident")
    KNOWLEDGE = "knowledge", _("Knowledge")
    PROJECT = "project", _("Project")
    RISK = "risk", _("Risk")
    OTHER = "other", _("Other")


class FormulaKind(models.TextChoices):
    """How a backlog counts its scores."""

    VALUE_EFFORT = "value_effort", _("Value ÷ effort")
    WSJF = "wsjf", _("WSJF")
    RICE = "rice", _("RICE")
    CUSTOM = "custom", _("Own formula")
