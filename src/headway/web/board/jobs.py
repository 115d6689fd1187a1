"""Printing starts a browser, so a job does it."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.models import User
from headway.web.board import printing
from headway.web.board.one_page import one_page
from headway.web.board.queries.story import story
from headway.web.ground.jobs import Run, job
from headway.web.register.queries import record


@job("board.print_report")
def print_report(run: Run, *, improvement: int) -> None:
    """The one-page report of an improvement as this person sees it, on paper."""
    person = User.objects.get(pk=run.job.person_id or 0)   # a report is of what a person sees
    row = record(person, improvement)
    html = one_page(story(row, person=person, now=timezone.now()), on=timezone.localdate())
    content = printing.on_paper(html, name=f"{row.number}.pdf")
    with run.ending(leads_to=reverse("board:report_pdf", args=[row.pk]), bytes=len(content)):
        printing.keep(content, person=person.pk, improvement=row.pk)


@job("board.sweep_prints", every=timedelta(hours=6))
def sweep_prints(run: Run) -> None:
    printing.sweep(timezone.now())
