"""Addresses of step 4."""

from __future__ import annotations

from django.urls import path

from headway.web.plan import views

app_name = "plan"
urlpatterns = [
    path("improvements/<int:pk>/options", views.options, name="options"),
    path("improvements/<int:pk>/options/add", views.add_option, name="add_option"),
    path("improvements/<int:pk>/options/nothing", views.nothing, name="nothing"),
    path("improvements/<int:pk>/options/done", views.settle, name="settle"),
    path("options/<int:pk>", views.option, name="option"),
    path("options/<int:pk>/edit", views.edit_option, name="edit_option"),
    path("options/<int:pk>/withdraw", views.withdraw_option, name="withdraw_option"),
    path("options/<int:pk>/choose", views.choose, name="choose"),
    path("options/<int:pk>/check", views.plan_check, name="plan_check"),
    path("options/<int:pk>/to-be", views.to_be, name="to_be"),
    path("options/<int:pk>/approval", views.ask_approval, name="ask_approval"),
    path("approvals/<int:pk>", views.answer, name="answer"),
    path("approvals/policies", views.policies, name="policies"),
    path("approvals/policies/<int:pk>/drop", views.drop_policy, name="drop_policy"),
]
