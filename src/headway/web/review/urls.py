"""Addresses of step 6."""

from __future__ import annotations

from django.urls import path

from headway.web.review import views

app_name = "review"
urlpatterns = [
    path("verdicts/", views.verdicts, name="verdicts"),
    path("verdicts/<int:pk>", views.verdict, name="verdict"),
    path("verdicts/<int:pk>/decide", views.decide, name="decide"),
    path("questions/<int:pk>", views.question, name="question"),
    path("questions/<int:pk>/look", views.look, name="look"),
    path("questions/<int:pk>/end", views.end, name="end"),
    path("improvements/<int:pk>/verdicts", views.improvement, name="improvement"),
    path("improvements/<int:pk>/verdict", views.ask, name="ask"),
]
