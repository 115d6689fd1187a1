"""What is typed in and chosen on the pages of this slice."""

from headway.web.measure.forms.baselines import FreezeForm, RebaseForm, StatedForm
from headway.web.measure.forms.kpis import USUAL, KpiForm, PointsForm, ShippedForm, TieForm
from headway.web.measure.forms.records import (
    AnswerForm,
    AssessForm,
    CriteriaForm,
    FindingForm,
    ImportForm,
    LevelEditForm,
    LevelForm,
    LinksForm,
    SurveyEditForm,
    SurveyForm,
)
from headway.web.measure.forms.sources import HoursForm, ReadingForm, SourceForm, UploadForm

__all__ = [
    "USUAL",
    "AnswerForm", "AssessForm", "CriteriaForm", "FindingForm", "FreezeForm", "HoursForm", "ImportForm", "KpiForm",
    "LevelEditForm", "LevelForm", "LinksForm", "PointsForm", "ReadingForm", "RebaseForm", "ShippedForm", "SourceForm",
    "StatedForm", "SurveyEditForm", "SurveyForm", "TieForm", "UploadForm",
]
