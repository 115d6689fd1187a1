"""Letters about improvements: to whom, on what occasion, and who wants none. Later slices send theirs by it too."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.web.accounts.models import User
from headway.web.accounts.queries import standing
from headway.web.ground import outbox
from headway.web.register.models import Improvement, LetterChoice


class Occasion(models.TextChoices):
    """What a letter is sent for; each person may do without each."""

    ASSIGNED = "assigned", gettext_lazy("I am named owner, sponsor, coordinator or approver, get a task, or see to a decision")
    APPROVAL = "approval", gettext_lazy("I am asked to approve something, or get an answer")
    DUE = "due", gettext_lazy("Something of mine is due")
    LOOK_AGAIN = "look_again", gettext_lazy("The day has come to look again")
    STEP = "step", gettext_lazy("A step changes in what I own or watch")
    STATE = "state", gettext_lazy("What I raised, own or watch is taken on, held, closed or withdrawn")
    COMMENT = "comment", gettext_lazy("Somebody comments on what I own or watch")


def tell(people: Iterable[User | None], *, about: Improvement, occasion: Occasion, by: User | None, subject: str, text: str,
         key: str) -> int:
    """Send each of them a letter, once by `key`; the one who acts, who is gone, who may not see it and who wants none get none.

    Call it inside the operation. Returns how many letters were asked for; none where this Headway sends no mail.
    """
    if not outbox.can_send():
        return 0
    link = settings.ADDRESS + reverse("register:improvement", args=[about.pk])
    body = _("%(text)s\n\n%(number)s %(title)s\n%(link)s\n") % {
        "text": text, "number": about.number, "title": about.title, "link": link}
    return sum(outbox.post(to=person.email, subject=subject, text=body, key=f"{key}-to-{person.pk}")
               for person in wanting(people, occasion=occasion, by=by) if about.unit_id in standing(person).units)


def wanting(people: Iterable[User | None], *, occasion: Occasion, by: User | None) -> list[User]:
    """Those of them who are there, did not act themselves, and want letters on this occasion; each once."""
    chosen = {person.pk: person for person in people if person is not None and person.is_active and person != by}
    for choice in LetterChoice.objects.filter(person__in=chosen, occasion=occasion):
        chosen.pop(choice.person_id)
    return list(chosen.values())
