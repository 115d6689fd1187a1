"""Addresses of step 3."""

from __future__ import annotations

from django.urls import path

from headway.web.aim import views

app_name = "aim"
urlpatterns = [
    path("improvements/<int:pk>/targets", views.targets, name="targets"),
    path("improvements/<int:pk>/targets/add", views.add_target, name="add_target"),
    path("improvements/<int:pk>/targets/none/<str:family>", views.no_target, name="no_target"),
    path("improvements/<int:pk>/targets/done", views.settle, name="settle"),
    path("improvements/<int:pk>/balances/add", views.add_balancing, name="add_balancing"),
    path("targets/<int:pk>/edit", views.edit_target, name="edit_target"),
    path("targets/<int:pk>/withdraw", views.withdraw_target, name="withdraw_target"),
    path("balances/<int:pk>/edit", views.edit_balancing, name="edit_balancing"),
    path("balances/<int:pk>/drop", views.drop_balancing, name="drop_balancing"),
]
