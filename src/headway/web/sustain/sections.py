"""What this slice shows on an entity's page: the gains it holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.sustain.queries.gains import Gain, gain_of, of_entity
from headway.web.vision.sections import Asked, Section, contribute

MOST = 12


def gains_of(asked: Asked) -> tuple[Gain, ...]:
    """One query."""
    return tuple(map(gain_of, of_entity(asked.entity, asked.person)[:MOST]))


contribute(Section(key="gains", order=40, heading=_("Gains held"), template="sustain/entity_gains.html", value=gains_of,
                   queries=1))
