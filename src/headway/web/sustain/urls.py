"""Addresses of step 7."""

from __future__ import annotations

from django.urls import path

from headway.web.sustain import views

app_name = "sustain"
urlpatterns = [
    path("gains/", views.gains, name="gains"),
    path("lessons/", views.lessons, name="lessons"),
    path("improvements/<int:pk>/momentum", views.momentum, name="momentum"),
    path("improvements/<int:pk>/momentum/done", views.finish, name="finish"),
    path("improvements/<int:pk>/momentum/no-alarm", views.no_alarm, name="no_alarm"),
    path("improvements/<int:pk>/momentum/add/<str:what>", views.put, name="put"),
    path("momentum/<str:what>/<int:pk>", views.edit, name="edit"),
    path("momentum/alarm/<int:pk>/end", views.end_alarm, name="end_alarm"),
]
