"""What a step is done with: kinds of evidence and how much each can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceKind(models.TextChoices):
    """Where the evidence comes from."""

    SERIES = "series", _("Series of measurements")
    SAMPLE = "sample", _("Sample")
    SURVEY = "survey", _("Survey")
    CAPABILITY = "capability", _("Capability assessment")
    AUDIT_CHECK = "audit_check", _("Audit check")
    RECORD = "record", _("What the record holds")
    ESTIMATE = "estimate", _("Estimate")


class Grade(models.TextChoices):
    """How much a kind of evidence can carry, the strongest first."""

    MEASURED = "measured", _("measured over time")
    SAMPLED = "sampled", _("measured on a sample")
    JUDGED = "judged", _("judged against criteria")
    STATED = "stated", _("stated in the record")
    ESTIMATED = "estimated", _("estimated")


GRADE_OF: Final[Mapping[EvidenceKind, Grade]] = {
    EvidenceKind.SERIES: Grade.MEASURED, EvidenceKind.SAMPLE: Grade.SAMPLED, EvidenceKind.SURVEY: Grade.SAMPLED,
    EvidenceKind.CAPABILITY: Grade.JUDGED, EvidenceKind.AUDIT_CHECK: Grade.JUDGED, EvidenceKind.RECORD: Grade.STATED,
    EvidenceKind.ESTIMATE: Grade.ESTIMATED,
}
VERIFYING: Final[frozenset[EvidenceKind]] = frozenset({
    EvidenceKind.SERIES, EvidenceKind.SAMPLE, EvidenceKind.SURVEY, EvidenceKind.CAPABILITY, EvidenceKind.AUDIT_CHECK})
"""What a benefit can be verified with: an estimate opens a step, it never verifies."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a slice hands over when its step is done.

    `says` is the line under the stop, as in "69.9 % in time, 412 incidents; steady" (at most 200 characters); `digest`
    identifies the inputs (empty where there are none); `facts` are what a page reads: finished values by name, plain JSON;
    `href` leads to the evidence.

    >>> Evidence(kind=EvidenceKind.SURVEY, facts={"answers": 41}).grade.value
    'sampled'
    """

    kind: EvidenceKind
    says: str = ""
    digest: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    href: str = ""

    @property
    def grade(self) -> Grade:
        return GRADE_OF[self.kind]
