"""What a look found: a verdict, a comparison that was refused, or nothing new. Former ones are kept."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from headway.analyse.judgement import Judgement
from headway.eventlog.refused import Refused
from headway.report.verdict_document import as_json
from headway.report.words import verdict as words
from headway.web.accounts.audit import Audit, facts_of, operation
from headway.web.accounts.models import User
from headway.web.ground.declined import Declined
from headway.web.ground.version import VERSION
from headway.web.measure.models import PointSet
from headway.web.register.letters import Occasion, tell
from headway.web.review import kept
from headway.web.review.judging import Rates, look_again_on
from headway.web.review.kept_rates import told_rates
from headway.web.review.models import Question, RefusedComparison, Role, Verdict, VerdictInput
from headway.web.review.queries.inputs import Figure, Inputs

TOLD = ("id", "question", "look", "answer", "digest", "library", "look_again_on")


def record_verdict(question: Question, judged: Judgement, inputs: Inputs, *, rates: Rates | None, by: User | None) -> Verdict:
    """Keep a verdict with everything it rests on; the former one of this change by this measure stays, no longer in force."""
    with operation("review.record_verdict", by=by, organisation=question.improvement.organisation) as audit:
        newest = _in_hand(question)
        former = _set_aside(newest, audit)
        row = Verdict.objects.create(
            question=newest, improvement=newest.improvement, organisation=newest.improvement.organisation,
            look=newest.verdicts.count() + 1, answer=judged.verdict.value, measure=newest.kpi.name,
            headline=headline(judged), says=str(words.sentence(judged)), before=judged.before,
            after=judged.after[0] if judged.after else None, after_low=judged.after[1] if judged.after else None,
            after_high=judged.after[2] if judged.after else None, target=judged.target,
            level_kept=judged.attained.kept if judged.attained else None, look_again_on=look_again_on(judged),
            digest=inputs.digest, library=VERSION, told=as_json(judged), drawn=kept.told_judgement(judged),
            circumstances=inputs.circumstances, counted=told_rates(rates), judged_at=timezone.now())
        _keep_points(row, inputs, rates)
        newest.seen = inputs.inputs[0].points.pk
        newest.save()
        audit.line(row, after=facts_of(row, *TOLD))
        if former is not None and former.answer != row.answer:
            _tell_of_change(former, row)
    return row


def headline(judged: Judgement) -> str:
    """"Improved, target not shown": the answer with what must stand beside it."""
    return ", ".join(filter(None, (words.answer(judged), words.standing(judged), words.cost(judged))))


def record_refused(
    question: Question, refused: Refused, *, before: Figure, after: Figure, digest: str, seen: int | None, by: User | None,
) -> RefusedComparison:
    """Keep in the open what was not compared, with both figures; a verdict of the question that was in force no longer is."""
    with operation("review.record_refused", by=by, organisation=question.improvement.organisation) as audit:
        newest = _in_hand(question)
        _set_aside(newest, audit)
        row = RefusedComparison.objects.create(
            question=newest, improvement=newest.improvement, code=refused.code, facts=dict(refused.facts),
            before_what=before.what, before_figure=before.figure, before_note=before.note, after_what=after.what,
            after_figure=after.figure, after_note=after.note, digest=digest, library=VERSION, at=timezone.now())
        newest.seen = seen
        newest.save()
        audit.line(row, after=facts_of(row, "id", "question", "code", "facts", "digest", "library"))
    return row


def found_nothing_new(question: Question, *, seen: int | None) -> None:
    """The same inputs were judged already: what stands, stands."""
    Question.objects.filter(pk=question.pk).update(seen=seen)


def _in_hand(question: Question) -> Question:
    newest = (Question.objects.select_for_update(of=("self",)).select_related("improvement__organisation", "kpi")
              .get(pk=question.pk))
    if newest.ended_at is not None:
        raise Declined("question_is_ended")
    newest.version += 1
    return newest


def _set_aside(question: Question, audit: Audit) -> Verdict | None:
    """What was in force for this change by this measure gives way; the verdict that did, if there was one."""
    now, found = timezone.now(), None
    same = {"question__intervention": question.intervention_id, "question__kpi": question.kpi_id, "replaced_at": None}
    for of in (Verdict, RefusedComparison):
        for row in of.objects.filter(**same).select_for_update(of=("self",)):
            row.replaced_at = now
            row.save(update_fields=["replaced_at"])
            audit.line(row, before={"replaced_at": None}, after=facts_of(row, "replaced_at"))
            found = row if isinstance(row, Verdict) else found
    return found


def _keep_points(row: Verdict, inputs: Inputs, rates: Rates | None) -> None:
    """What the verdict rests on: by closing rates, no control whose tickets told too little to be held against it."""
    rests_on = [one for one in inputs.inputs if rates is None or one.role != Role.CONTROL or one.name in rates.controls]
    PointSet.objects.filter(pk__in=[one.points.pk for one in rests_on]).update(kept=True)
    VerdictInput.objects.bulk_create(
        VerdictInput(verdict=row, role=one.role, name=one.name, point_set=one.points, digest=one.points.digest,
                     tolerated=one.tolerated) for one in rests_on)


def _tell_of_change(former: Verdict, row: Verdict) -> None:
    improvement = row.improvement
    tell([improvement.owner, improvement.sponsor, *(one.person for one in improvement.watchers.select_related("person"))],
         about=improvement, occasion=Occasion.LOOK_AGAIN, by=None, key=f"verdict-{row.pk}",
         subject=_("The verdict is another one: %(title)s") % {"title": improvement.title},
         text=_("%(measure)s. It was “%(former)s”, and is “%(now)s” by newer points.\n\n%(says)s") % {
             "measure": row.measure, "former": former.headline, "now": row.headline, "says": row.says})
