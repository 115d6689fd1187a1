"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from headway.web.register.views import backlog, intake, reading, records, talk, worth

app_name = "register"
urlpatterns = [
    path("backlog/", backlog.backlog, name="backlog"),
    path("backlog/ageing", backlog.ageing, name="ageing"),
    path("backlog/chosen", backlog.bulk, name="bulk"),
    path("backlog/export.csv", backlog.export_csv, name="export_csv"),
    path("backlog/export.json", backlog.export_json, name="export_json"),
    path("backlog/views/save", backlog.save_view, name="save_view"),
    path("backlog/views/<int:pk>/drop", backlog.drop_view, name="drop_view"),
    path("backlog/of/<int:pk>/ways", backlog.keep, name="keep"),
    path("backlog/import", intake.import_table, name="import"),
    path("backlog/import/<int:pk>", intake.sheet, name="sheet"),
    path("backlog/import/<int:pk>/run", intake.import_sheet, name="import_sheet"),
    path("ideas/new", records.idea, name="idea"),
    path("ideas/learning", reading.learning, name="learning"),
    path("ideas/learning/ask", reading.ask_to_learn, name="ask_to_learn"),
    path("ideas/learning/back", reading.unlearn, name="unlearn"),
    path("ideas/link", intake.idea_link, name="idea_link"),
    path("ideas/from/<str:word>", intake.public_idea, name="public_idea"),
    path("improvements/<int:pk>", records.improvement, name="improvement"),
    path("improvements/<int:pk>/reading", reading.correct, name="correct"),
    path("improvements/<int:pk>/edit", records.edit, name="edit"),
    path("improvements/<int:pk>/vision", records.vision, name="vision"),
    path("improvements/<int:pk>/vision/done", records.complete_first_step, name="complete_first_step"),
    path("improvements/<int:pk>/steps/<int:number>/<str:act>", records.step, name="step"),
    path("improvements/<int:pk>/state/<str:act>", records.state, name="state"),
    path("improvements/<int:pk>/resume", records.resume, name="resume"),
    path("improvements/<int:pk>/quick-win", records.ask_for_quick_win, name="ask_for_quick_win"),
    path("improvements/<int:pk>/quick-win/answer", records.answer_quick_win, name="answer_quick_win"),
    path("improvements/<int:pk>/next", records.next_iteration, name="next_iteration"),
    path("improvements/<int:pk>/history", records.history, name="history"),
    path("improvements/<int:pk>/move", backlog.move, name="move"),
    path("improvements/<int:pk>/watch", talk.watch, name="watch"),
    path("improvements/<int:pk>/comments", talk.comment, name="comment"),
    path("comments/<int:pk>/edit", talk.edit_comment, name="edit_comment"),
    path("comments/<int:pk>/remove", talk.remove_comment, name="remove_comment"),
    path("improvements/<int:pk>/links", talk.add_link, name="add_link"),
    path("links/<int:pk>/drop", talk.drop_link, name="drop_link"),
    path("improvements/<int:pk>/files", talk.attach, name="attach"),
    path("files/<int:pk>", talk.file, name="file"),
    path("files/<int:pk>/remove", talk.remove_file, name="remove_file"),
    path("improvements/<int:pk>/benefits", worth.add_benefit, name="add_benefit"),
    path("benefits/<int:pk>", worth.edit_benefit, name="edit_benefit"),
    path("benefits/<int:pk>/drop", worth.drop_benefit, name="drop_benefit"),
    path("improvements/<int:pk>/costs", worth.add_cost, name="add_cost"),
    path("costs/<int:pk>/drop", worth.drop_cost, name="drop_cost"),
    path("worth/rules", worth.rules, name="rules"),
    path("me/letters", intake.letters, name="letters"),
]
