"""Pages of step 4. A view is fetch, form, operation, redirect."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.models import User
from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.aim.prompts import prompts
from headway.web.ground.forms import declining
from headway.web.plan import forms, operations, queries
from headway.web.plan.models import Option
from headway.web.register.forms.choices import Within
from headway.web.register.models import Improvement
from headway.web.register.operations import runs
from headway.web.register.queries import visible
from headway.web.vision.forms.entities import StepFormSet, StepLists
from headway.web.vision.models import AS_IS, StreamStep
from headway.web.vision.operations import Step
from headway.web.vision.queries import pack_of, term_label


def options(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 4 of an improvement: the options beside each other, the choice, the approval."""
    person = person_of(request)
    improvement = visible(person, pk)
    pack = pack_of(improvement.organisation)
    return render(request, "plan/options.html", {
        "improvement": improvement, "plan": queries.plan_of(improvement, person, pack=pack),
        "prompts": prompts(pack, "keep_it_simple_and_practical", "optimize_and_automate", "think_and_work_holistically")})


def option(request: HttpRequest, pk: int) -> HttpResponse:
    """One option in full, with its stream as it is and as it would be."""
    person = person_of(request)
    row = queries.visible(person, pk)
    pack = pack_of(row.improvement.organisation)
    line = queries.line_of(row, pack=pack)
    working_out = line.seen.can_be and not (line.seen.says and line.seen.holds)
    if working_out and request.headers.get("HX-Request"):
        return HttpResponse(status=204)   # the page asks again, and is replaced once there is something to show
    as_is, to_be = queries.pictures(row, pack) if row.stream_id else ((), ())
    edits = row.improvement.route[3] != "d" and may(person, May.CONTRIBUTE, unit=row.improvement.unit)
    return render(request, "plan/option.html", {
        "improvement": row.improvement, "line": line, "working_out": working_out, "as_is": as_is, "to_be": to_be,
        "edits": edits,
        "draws": edits and row.stream is not None and may(person, May.OWN, unit=row.stream.unit),
        "runs": row.improvement.route[3] != "d" and runs(person, row.improvement),
        "approvals": queries.approvals_of(row, person, row.improvement)})


def add_option(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    form = forms.OptionForm(request.POST or None, within=_within(person, improvement), improvement=improvement, initial={
        "gain_activities": improvement.gain_activities, "work_activities": improvement.work_activities})
    if form.is_valid():
        with declining(form):
            made = operations.put_option(improvement, by=person, given=form.given())
            messages.success(request, _("The option is written down."))
            return redirect("plan:option", pk=made.pk)
    return _option_form(request, improvement, form, heading=_("Add an option"), button=_("Write it down"))


def edit_option(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = queries.visible(person, pk)
    if row.does_nothing:
        return redirect("plan:nothing", pk=row.improvement_id)
    improvement = _to_edit(person, row.improvement)
    form = forms.OptionForm(request.POST or None, instance=queries.visible(person, pk), improvement=improvement,
                            within=_within(person, improvement))
    if form.is_valid():
        with declining(form):
            operations.put_option(improvement, by=person, given=form.given(), option=row, seen=form.cleaned_data["seen"])
            messages.success(request, _("The option is changed."))
            return redirect("plan:option", pk=pk)
    return _option_form(request, improvement, form, heading=_("Change the option"), button=_("Keep it"))


def nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """What doing nothing costs and risks."""
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    held = Option.objects.filter(improvement=improvement, does_nothing=True).first()
    form = forms.NothingForm(request.POST or None, instance=held, improvement=improvement, within=_within(person, improvement))
    if form.is_valid():
        with declining(form):
            operations.put_nothing(improvement, by=person, given=form.given(), seen=form.cleaned_data["seen"])
            return redirect("plan:options", pk=pk)
    return _option_form(request, improvement, form, heading=_("If nothing is done"), button=_("Keep it"))


def withdraw_option(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = queries.visible(person, pk)
    improvement = _to_edit(person, row.improvement)
    form = forms.WhyForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.withdraw_option(row, by=person, reason=form.cleaned_data["reason"])
            return redirect("plan:options", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Leave out “%(name)s”") % {"name": row.name}, button=_("Leave it out"))


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = queries.visible(person, pk)
    if not runs(person, row.improvement):
        raise PermissionDenied
    form = forms.WhyForm(request.POST or None, initial={"seen": row.version})
    if form.is_valid():
        with declining(form):
            operations.choose(row, by=person, because=form.cleaned_data["reason"], seen=form.cleaned_data["seen"])
            messages.success(request, _("The plan is chosen."))
            return redirect("plan:options", pk=row.improvement_id)
    return _form(request, row.improvement, form, heading=_("Choose “%(name)s”") % {"name": row.name}, button=_("Choose it"),
                 told=_("Say why this one and not the others; somebody will ask in a year."))


@require_POST
def plan_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Work out again how long until the effect could be seen."""
    row = queries.visible(person_of(request), pk)
    job = operations.ask_plan_check(row, by=person_of(request))
    return redirect("job", pk=job.pk)


def to_be(request: HttpRequest, pk: int) -> HttpResponse:
    """How the value stream would be; it begins as a copy of how it is."""
    person = person_of(request)
    row = queries.visible(person, pk)
    stream = row.stream
    if stream is None:
        raise Http404
    if not may(person, May.OWN, unit=stream.unit):
        raise PermissionDenied
    held = list(StreamStep.objects.filter(stream=stream, picture__in=(AS_IS, row.picture)).order_by("position"))
    begun = [step for step in held if step.picture == row.picture] or [step for step in held if step.picture == AS_IS]
    pack = pack_of(row.improvement.organisation)
    words = {step.activity: term_label(step.activity, chosen=pack, written_in=step.pack) for step in begun if step.activity}
    steps = StepFormSet(request.POST or None, initial=[
        {"name": step.name, "description": step.description, "activity": step.activity, "practice": step.practice_id,
         "team": step.team_id} for step in begun],
        form_kwargs={"lists": StepLists(person=person, organisation=row.improvement.organisation, held=words)})
    seen, move = request.POST.get("seen", ""), request.POST.get("move", "")
    if request.method == "POST" and steps.is_valid():
        written = [Step(**{name: data[name] for name in ("name", "description", "activity", "practice", "team")})
                   for data in steps.ordered(move)]   # type: ignore[attr-defined]
        with declining(steps.forms[0]):
            operations.draw_to_be(row, by=person, steps=written, seen=int(seen) if seen.isdecimal() else None)
            if move:
                return redirect(request.path)
            messages.success(request, _("It is drawn."))
            return redirect("plan:option", pk=pk)
    return render(request, "plan/to_be.html", {
        "improvement": row.improvement, "option": row, "stream": stream, "forms": steps, "seen": seen or stream.version,
        "prompts": prompts(pack, "optimize_and_automate")})


def ask_approval(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = queries.visible(person, pk)
    improvement = _to_edit(person, row.improvement)
    form = forms.AskForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.ask_approval(row, by=person, words=form.cleaned_data["words"])
            messages.success(request, _("The approver is asked."))
            return redirect("plan:options", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Ask for approval of “%(name)s”") % {"name": row.name}, button=_("Ask"),
                 told=_("The approver is asked about the plan as it stands now. A plan that is changed later is asked about "
                        "again."))


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The approver looks at the plan and answers."""
    person = person_of(request)
    asked = queries.visible_approval(person, pk)
    improvement = asked.option.improvement
    if not may(person, May.APPROVE, unit=improvement.unit):
        raise PermissionDenied
    form = forms.AnswerForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.answer_approval(asked, by=person, **form.cleaned_data)
            messages.success(request, _("Your answer is kept."))
            return redirect("plan:options", pk=improvement.pk)
    line = queries.line_of(queries.visible(person, asked.option_id), pack=pack_of(improvement.organisation))
    return render(request, "plan/answer.html", {"improvement": improvement, "form": form, "asked": asked, "line": line})


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 4 is done, once its gate holds."""
    operations.settle_plan(visible(person_of(request), pk), by=person_of(request))
    messages.success(request, _("Step 4 is done."))
    return redirect("register:improvement", pk=pk)


def policies(request: HttpRequest) -> HttpResponse:
    """From which size on a plan wants an approval."""
    person, organisation = person_of(request), organisation_of(request)
    rows = list(queries.policies(person, organisation))
    chosen = next((row for row in rows if str(row.pk) == request.GET.get("policy")), None)
    governs = may(person, May.GOVERN, unit=root(organisation))
    if request.method == "POST" and not governs:
        raise PermissionDenied
    within = Within(person=person, organisation=organisation, pack=pack_of(organisation))
    form = forms.PolicyForm(request.POST or None, within=within, policy=chosen)
    if form.is_valid():
        with declining(form):
            operations.keep_policy(organisation, by=person, **form.cleaned_data)
            messages.success(request, _("The policy is kept."))
            return redirect("plan:policies")
    return render(request, "plan/policies.html", {"rows": rows, "form": form, "governs": governs})


@require_POST
def drop_policy(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    operations.drop_policy(get_object_or_404(queries.policies_in_sight(person), pk=pk), by=person)
    return redirect("plan:policies")


def _within(person: User, improvement: Improvement) -> Within:
    return Within(person=person, organisation=improvement.organisation, pack=pack_of(improvement.organisation))


def _to_edit(person: User, improvement: Improvement) -> Improvement:
    """A form is not shown to somebody who can't send it."""
    if not may(person, May.CONTRIBUTE, unit=improvement.unit):
        raise PermissionDenied
    return improvement


def _form(request: HttpRequest, improvement: Improvement, form: object, **said: str) -> HttpResponse:
    return render(request, "plan/form.html", {"improvement": improvement, "form": form, "back": reverse(
        "plan:options", args=[improvement.pk]), **said})


def _option_form(request: HttpRequest, improvement: Improvement, form: forms.OptionForm, **said: str) -> HttpResponse:
    return render(request, "plan/option_form.html", {"improvement": improvement, "form": form, "groups": form.groups(), **said})
