"""Addresses about people."""

from __future__ import annotations

from django.urls import path

from headway.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<int:pk>", views.person, name="person"),
    path("people/<int:pk>/erase", views.erase, name="erase"),
    path("people/<int:pk>/reset-link", views.reset_link, name="reset_link"),
    path("people/invite", views.invite, name="invite"),
    path("people/roles/<int:pk>/revoke", views.revoke, name="revoke"),
    path("people/units/add", views.add_unit, name="add_unit"),
    path("people/units/<int:pk>/rename", views.rename_unit, name="rename_unit"),
    path("people/invitations/<int:pk>/withdraw", views.withdraw, name="withdraw"),
    path("invitation/<str:word>", views.invitation, name="invitation"),
    path("organisations/<int:pk>/choose", views.choose_organisation, name="choose_organisation"),
    path("me/", views.own, name="own"),
    path("me/tokens/make", views.make_token, name="make_token"),
    path("me/tokens/<int:pk>/end", views.end_token, name="end_token"),
    path("audit/", views.audit, name="audit"),
]
