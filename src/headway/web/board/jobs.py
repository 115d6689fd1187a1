"""Printing starts a browser, and everything as a file takes minutes where there is much, so jobs do it."""

from __future__ import annotations

from datetime import timedelta
from tempfile import TemporaryFile

from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.models import Organisation, User
from headway.web.board import everything, printing
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
    back = reverse("board:improvement", args=[row.pk])   # where it can be taken: a file would leave nobody anywhere
    with run.ending(leads_to=f"{back}#sponsor", bytes=len(content), file=reverse("board:report_pdf", args=[row.pk])):
        printing.keep(content, person=person.pk, improvement=row.pk)


@job("board.sweep_prints", every=timedelta(hours=6))
def sweep_prints(run: Run) -> None:
    for folder in (printing.FOLDER, everything.FOLDER):
        printing.sweep(timezone.now(), folder=folder)


@job("board.write_everything")
def write_everything(run: Run, *, organisation: int) -> None:
    """Everything that an organisation has here, for the administrator who asked."""
    person, place = run.job.person_id or 0, Organisation.objects.get(pk=organisation)
    with TemporaryFile() as file:
        counts = everything.write(place, file, progress=lambda done, total: run.progress(done=done, total=total))
        file.seek(0)
        with run.ending(leads_to=reverse("board:everything", args=[place.pk]), tables=len(counts), rows=sum(counts.values())):
            everything.lay_down(file, person=person, organisation=place.pk)
