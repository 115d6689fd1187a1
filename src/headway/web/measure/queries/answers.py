"""Answers of a questionnaire as points of a measure: the mean of each month, or the share that said yes."""

from __future__ import annotations

from datetime import date

from headway.web.measure.models import Answer, Asks, Kpi

FEWEST_A_MONTH = 3   # a mean of one or two would tell who said what


def points_of_question(kpi: Kpi) -> list[tuple[date, float | None, int]]:
    """(first day of the month, mean, answers) of the question that the measure stands on; thin months have no value."""
    assert kpi.question is not None
    key = str(kpi.question_id)
    months: dict[date, list[float]] = {}
    for day, values in Answer.objects.filter(survey=kpi.question.survey_id).order_by("on").values_list("on", "values"):
        if key in values and kpi.question.asks != Asks.WORDS:
            months.setdefault(day.replace(day=1), []).append(float(values[key]))
    return [(month, sum(found) / len(found) if len(found) >= FEWEST_A_MONTH else None, len(found))
            for month, found in sorted(months.items())]
