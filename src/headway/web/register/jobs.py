"""What takes longer than a page may: scores by a new formula, imports, the letters of the day."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.models import Organisation, User
from headway.web.ground import jobs
from headway.web.ground.jobs import Run, job
from headway.web.register import files, operations, queries
from headway.web.register.models import Improvement, Sheet
from headway.web.vision.models import Entity


@job("register.score_anew")
def score_anew(run: Run, *, entity: int) -> None:
    """Scores follow from the numbers, so a second run does the same again."""
    place = Entity.objects.get(pk=entity)
    total, done, last = Improvement.objects.filter(entity=place).count(), 0, 0
    while True:
        reached = operations.score_anew(place, after=last)
        if reached is None:
            break
        last, done = reached, min(total, done + operations.AT_ONCE)
        run.progress(done=done, total=total)
    with run.ending(leads_to=reverse("register:backlog") + f"?entity={entity}", scored=done):
        pass


@job("register.find_doubles")
def find_doubles(run: Run, *, improvement: int) -> None:
    """Records that say much the same as an idea that came in."""
    found = Improvement.objects.select_related("organisation").filter(pk=improvement).first()
    if found is not None:
        doubles = queries.doubles_of(found)
        with run.ending():
            operations.keep_doubles(found, doubles)


@job("register.learn")
def learn(run: Run, *, organisation: int, person: int) -> None:
    """The organisation's own weights, from its corrections so far."""
    place = Organisation.objects.get(pk=organisation)
    with run.ending(leads_to=reverse("register:learning")):
        operations.learn_now(place, by=User.objects.get(pk=person))


@job("register.import_sheet")
def import_sheet(run: Run, *, sheet: int) -> None:
    """The whole sheet in one transaction, or nothing of it."""
    waiting = Sheet.objects.select_related("entity__unit__organisation", "organisation", "person").get(pk=sheet)
    with run.ending(leads_to=reverse("register:sheet", args=[sheet])):
        operations.import_rows(waiting)
        jobs.ask("register.fold_tallies", key=f"sheet-{sheet}")


@job("register.fold_tallies", every=timedelta(hours=1))
def fold_tallies(run: Run) -> None:
    """Counts are read from fewer rows; an import leaves many."""
    while operations.fold_tallies():
        run.beat()


@job("register.sweep_files", every=timedelta(days=1))
def sweep_files(run: Run) -> None:
    """Files that no record has."""
    files.sweep(timezone.now())


@job("register.letters_of_the_day", every=timedelta(days=1))
def letters_of_the_day(run: Run) -> None:
    """Tell owners what is due today, what is to be looked at again, what comes off hold, and what governance gave them."""
    operations.remind(timezone.localdate())
    operations.remind_of_governance(timezone.localdate())
