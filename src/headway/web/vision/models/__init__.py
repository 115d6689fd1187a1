"""The service value system as rows: entities, what is wanted of them, value streams, source values, governance."""

from headway.web.vision.models.direction import (
    Expectation,
    ExpectedFamily,
    Objective,
    ObjectiveState,
    Stakeholder,
    StakeholderKind,
)
from headway.web.vision.models.entity import Entity, EntityKind, OwnPack, TeamMember
from headway.web.vision.models.governance import (
    AgendaPoint,
    Cadence,
    DecisionState,
    GovernanceDecision,
    GovernanceReview,
    Policy,
    ReviewState,
)
from headway.web.vision.models.mapping import SourceMapping, SourceValue
from headway.web.vision.models.portfolio import (
    Investment,
    InvestmentState,
    Response,
    Risk,
    RiskAppetite,
    RoadmapItem,
    RoadmapState,
)
from headway.web.vision.models.stream import AS_IS, TO_BE, StreamStep

__all__ = [
    "AS_IS", "TO_BE", "AgendaPoint", "Cadence", "DecisionState", "Entity", "EntityKind", "Expectation", "ExpectedFamily",
    "GovernanceDecision", "GovernanceReview", "Investment", "InvestmentState", "Objective", "ObjectiveState", "OwnPack",
    "Policy", "Response", "ReviewState", "Risk", "RiskAppetite", "RoadmapItem", "RoadmapState", "SourceMapping", "SourceValue",
    "Stakeholder", "StakeholderKind", "StreamStep", "TeamMember",
]
