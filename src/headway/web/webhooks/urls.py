"""Addresses of webhooks."""

from __future__ import annotations

from django.urls import path

from headway.web.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/add", views.add, name="add"),
    path("webhooks/<int:pk>", views.webhook, name="webhook"),
    path("webhooks/<int:pk>/change", views.change, name="change"),
    path("webhooks/<int:pk>/secret", views.change_secret, name="change_secret"),
    path("webhooks/<int:pk>/remove", views.remove, name="remove"),
    path("webhooks/<int:pk>/test", views.send_test, name="send_test"),
    path("webhooks/deliveries/<uuid:pk>/again", views.redeliver, name="redeliver"),
]
