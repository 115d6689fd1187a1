"""How Headway reads ideas: one click says whether it is right, and what was said is learnt on request."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.stats.shares import share_interval
from headway.triage import Task
from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.register import operations, queries
from headway.web.register.models import Correction, Learnt

MOST_SHOWN = 20


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    task, _mark, label = request.POST.get("answer", "").partition(" ")
    if task == "principle":
        operations.mark_principle(found, by=person, principle=label)
        return redirect("register:improvement", pk=pk)
    if task not in list(Task):
        raise Declined("unknown_label", label=task[:80])
    operations.correct(found, by=person, task=Task(task), label=label)
    return redirect("register:improvement", pk=pk)


def learning(request: HttpRequest) -> HttpResponse:
    """What was learnt of the organisation's corrections, and what it is worth."""
    person, organisation = person_of(request), organisation_of(request)
    operations.demand_learning(person, organisation)
    kept = Correction.objects.filter(improvement__organisation=organisation)
    versions = [(row, [_shown(each) for each in row.worth])
                for row in Learnt.objects.filter(organisation=organisation).order_by("-number")[:MOST_SHOWN]]
    return render(request, "register/learning.html", {
        "versions": versions, "many": kept.values("improvement").distinct().count(),
        "in_force": queries.last_learnt(organisation), "manages": may(person, May.MANAGE, unit=root(organisation))})


def _shown(each: dict[str, object]) -> dict[str, object]:
    n, before, after = (int(str(each[name])) for name in ("n", "before", "after"))
    ranges = {name: "{:.0f} – {:.0f}".format(*(100 * end for end in share_interval(hits, n)))
              for name, hits in (("before", before), ("after", after))}
    return {"task": each["task"], "n": n, "before": round(100 * before / n), "after": round(100 * after / n), "ranges": ranges}


@require_POST
def ask_to_learn(request: HttpRequest) -> HttpResponse:
    job = operations.ask_to_learn(organisation_of(request), by=person_of(request))
    return redirect("job", pk=job.pk)


@require_POST
def unlearn(request: HttpRequest) -> HttpResponse:
    operations.unlearn(organisation_of(request), by=person_of(request))
    messages.success(request, _("Ideas are read by the shipped weights again."))
    return redirect("register:learning")
