"""Addresses of the board."""

from __future__ import annotations

from django.urls import path

from headway.web.board import views

app_name = "board"
urlpatterns = [
    path("board/", views.home, name="home"),
    path("board/of/<int:pk>", views.entity, name="entity"),
    path("board/all", views.kind, name="kind"),
    path("board/organisations/<int:pk>/everything", views.ask_for_everything, name="ask_for_everything"),
    path("board/organisations/<int:pk>/everything.zip", views.everything_written, name="everything"),
    path("board/improvements/<int:pk>", views.improvement, name="improvement"),
    path("board/improvements/<int:pk>/report.html", views.report_html, name="report_html"),
    path("board/improvements/<int:pk>/print", views.print_report, name="print_report"),
    path("board/improvements/<int:pk>/report.pdf", views.report_pdf, name="report_pdf"),
]
