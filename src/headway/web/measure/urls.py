"""Addresses of step 2: measures, sources, baselines, surveys, capability, service levels."""

from __future__ import annotations

from django.urls import path

from headway.web.measure import views

app_name = "measure"
urlpatterns = [
    path("measures/", views.kpis, name="kpis"),
    path("measures/add", views.add_kpi, name="add_kpi"),
    path("measures/choose", views.add_shipped, name="add_shipped"),
    path("measures/<int:pk>", views.kpi, name="kpi"),
    path("measures/<int:pk>/edit", views.edit_kpi, name="edit_kpi"),
    path("measures/<int:pk>/points", views.points, name="points"),
    path("measures/<int:pk>/count", views.recount, name="recount"),
    path("measures/<int:pk>/retire", views.retire_kpi, name="retire_kpi"),
    path("measures/<int:pk>/expectation", views.tie_expectation, name="tie_expectation"),
    path("measures/sources/", views.sources, name="sources"),
    path("measures/sources/add", views.add_source, name="add_source"),
    path("measures/sources/<int:pk>", views.source, name="source"),
    path("measures/sources/<int:pk>/upload", views.upload_to, name="upload_to"),
    path("measures/sources/<int:pk>/hours", views.hours, name="hours"),
    path("measures/sources/<int:pk>/retire", views.retire_source, name="retire_source"),
    path("measures/uploads/<int:pk>", views.upload, name="upload"),
    path("measures/uploads/<int:pk>/reading", views.reading, name="reading"),
    path("measures/uploads/<int:pk>/rejected.csv", views.rejected, name="rejected"),
    path("measures/uploads/<int:pk>/withdraw", views.withdraw_upload, name="withdraw_upload"),
    path("improvements/<int:pk>/baseline", views.freeze, name="freeze"),
    path("improvements/<int:pk>/baseline/stated", views.state, name="state"),
    path("baselines/<int:pk>", views.baseline, name="baseline"),
    path("baselines/<int:pk>/rebase", views.rebase, name="rebase"),
    path("measures/surveys/", views.surveys, name="surveys"),
    path("measures/surveys/make", views.make_survey, name="make_survey"),
    path("measures/surveys/<int:pk>", views.survey, name="survey"),
    path("measures/surveys/<int:pk>/edit", views.edit_survey, name="edit_survey"),
    path("measures/surveys/<int:pk>/links", views.make_links, name="make_links"),
    path("measures/surveys/<int:pk>/open", views.open_to_all, name="open_to_all"),
    path("measures/surveys/<int:pk>/import", views.import_answers, name="import_answers"),
    path("answer/<str:word>", views.answer, name="answer"),
    path("measures/capability/", views.assessments, name="assessments"),
    path("measures/capability/begin", views.begin_assessment, name="begin_assessment"),
    path("measures/capability/criteria", views.add_criteria, name="add_criteria"),
    path("measures/capability/<int:pk>", views.assessment, name="assessment"),
    path("measures/capability/<int:pk>/end", views.end_assessment, name="end_assessment"),
    path("measures/service-levels/", views.service_levels, name="service_levels"),
    path("measures/service-levels/agree", views.agree_level, name="agree_level"),
    path("measures/service-levels/<int:pk>", views.service_level, name="service_level"),
]
