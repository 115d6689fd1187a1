"""Addresses of learning. Chapters, cards and forms are asked by query: they are everybody's, only what is done is one's own."""

from __future__ import annotations

from django.urls import path

from headway.web.learn.views import courses, exams, plans, practice, studies, teaching

app_name = "learn"
urlpatterns = [
    path("learn/", studies.home, name="home"),
    path("learn/course", studies.chapter, name="chapter"),
    path("learn/courses", courses.courses, name="courses"),
    path("learn/courses/choose", courses.choose, name="choose"),
    path("learn/courses/<int:pk>", courses.own_course, name="own_course"),
    path("learn/courses/<int:pk>/release", courses.release_course, name="release_course"),
    path("learn/courses/<int:pk>/remove", courses.remove_course, name="remove_course"),
    path("learn/courses/<int:pk>/files", courses.course_files, name="course_files"),
    path("learn/course/read", studies.read, name="read"),
    path("learn/thoughts", studies.reflect, name="reflect"),
    path("learn/sketch", studies.sketch, name="sketch"),
    path("learn/terms", studies.terms, name="terms"),
    path("learn/take-along", studies.take_along, name="take_along"),
    path("learn/export", studies.export, name="export"),
    path("learn/wording", studies.wording, name="wording"),
    path("learn/wording/forget", studies.forget_wording, name="forget_wording"),
    path("learn/wording/quiz", exams.wording_quiz, name="wording_quiz"),
    path("learn/forget", studies.forget, name="forget"),
    path("learn/cards", practice.cards, name="cards"),
    path("learn/cards/recall", practice.recall, name="recall"),
    path("learn/cards/new", practice.make_card, name="make_card"),
    path("learn/cards/reword", practice.reword, name="reword"),
    path("learn/cards/forgotten", practice.leeches, name="leeches"),
    path("learn/cards/again", practice.ask_again, name="ask_again"),
    path("learn/drills", practice.begin_drill, name="drills"),
    path("learn/drills/<int:pk>", practice.drill, name="drill"),
    path("learn/drills/<int:pk>/answer", practice.answer_drill, name="answer_drill"),
    path("learn/drills/<int:pk>/disagree", practice.disagree, name="disagree"),
    path("learn/exams", exams.exams, name="exams"),
    path("learn/exams/mock", exams.mock, name="mock"),
    path("learn/exams/practice", exams.practice, name="practice"),
    path("learn/quiz", exams.quiz, name="quiz"),
    path("learn/quiz/own", exams.own_quiz, name="own_quiz"),
    path("learn/diagnostic", exams.diagnostic, name="diagnostic"),
    path("learn/sittings/<int:pk>", exams.sitting, name="sitting"),
    path("learn/sittings/<int:pk>/answer", exams.answer, name="answer"),
    path("learn/sittings/<int:pk>/hand-in", exams.hand_in, name="hand_in"),
    path("learn/sittings/<int:pk>/review", exams.review, name="review"),
    path("learn/sittings/<int:pk>/record", exams.record, name="record"),
    path("learn/gaps", plans.gaps, name="gaps"),
    path("learn/path", plans.path, name="path"),
    path("learn/path/end", plans.end_path, name="end_path"),
    path("learn/path/calendar", plans.keep_calendar, name="keep_calendar"),
    path("learn/calendar/<str:word>.ics", studies.calendar, name="calendar"),
    path("learn/class", teaching.a_class, name="class"),
    path("learn/class/questions", teaching.questions, name="questions"),
    path("learn/class/questions/<int:pk>", teaching.release, name="release"),
    path("learn/class/questions/<int:pk>/mask", teaching.mask, name="mask"),
]
