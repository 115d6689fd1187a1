"""Where are we now, as rows."""

from headway.web.measure.models.baseline import Baseline, ExpectationMeasure
from headway.web.measure.models.capability import CapabilityAssessment, CriteriaSet, CriterionFinding
from headway.web.measure.models.kpi import (
    Direction,
    Family,
    Kpi,
    KpiDefinition,
    Origin,
    OwnPoint,
    PeriodLength,
    Point,
    PointSet,
    UnitOfMeasure,
)
from headway.web.measure.models.service_level import Attainment, ServiceLevel, ServiceLevelPeriod
from headway.web.measure.models.source import Holds, Source, Upload, UploadState
from headway.web.measure.models.survey import Answer, Asks, Question, Survey, SurveyLink

__all__ = [
    "Answer", "Asks", "Attainment", "Baseline", "CapabilityAssessment", "CriteriaSet", "CriterionFinding",
    "Direction", "ExpectationMeasure", "Family", "Holds", "Kpi", "KpiDefinition", "Origin", "OwnPoint",
    "PeriodLength", "Point", "PointSet", "Question", "ServiceLevel", "ServiceLevelPeriod", "Source", "Survey",
    "SurveyLink", "UnitOfMeasure", "Upload", "UploadState",
]
