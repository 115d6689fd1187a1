"""Addresses of step 5."""

from __future__ import annotations

from django.urls import path

from headway.web.act import views

app_name = "act"
urlpatterns = [
    path("tasks/", views.mine, name="mine"),
    path("tasks/<int:pk>/edit", views.edit_task, name="edit_task"),
    path("tasks/<int:pk>/move", views.move_task, name="move_task"),
    path("improvements/<int:pk>/action", views.action, name="action"),
    path("improvements/<int:pk>/action/done", views.settle, name="settle"),
    path("improvements/<int:pk>/tasks/add", views.add_task, name="add_task"),
    path("improvements/<int:pk>/pilots/add", views.add_pilot, name="add_pilot"),
    path("pilots/<int:pk>/edit", views.edit_pilot, name="edit_pilot"),
    path("pilots/<int:pk>/end", views.end_pilot, name="end_pilot"),
    path("improvements/<int:pk>/changes/date", views.date_intervention, name="date_intervention"),
    path("changes/<int:pk>/correct", views.correct_intervention, name="correct_intervention"),
    path("changes/<int:pk>/undone", views.undo_intervention, name="undo_intervention"),
    path("changes/<int:pk>/withdraw", views.withdraw_intervention, name="withdraw_intervention"),
    path("improvements/<int:pk>/events/add", views.add_event, name="add_event"),
    path("events/<int:pk>/edit", views.edit_event, name="edit_event"),
    path("events/<int:pk>/drop", views.drop_event, name="drop_event"),
]
