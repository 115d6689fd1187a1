"""What this slice puts on the agenda of a governance review: verdicts to look at again, and gains that are lost."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from headway.web.register.states import LIVE
from headway.web.review.models import GAINS, LONG, Answer, Verdict
from headway.web.vision.agenda import MOST, AgendaAsked, Found, Point, puts_on_agenda


def _standing(asked: AgendaAsked) -> QuerySet[Verdict]:
    return (Verdict.objects.filter(replaced_at=None, improvement__unit__path__startswith=asked.unit.path)
            .select_related("improvement").defer(*LONG))


def _found(rows: QuerySet[Verdict]) -> Found:
    points: Sequence[Point] = [
        Point(key=str(row.pk), title=str(row.improvement), address=reverse("review:verdict", args=[row.pk]),
              note=f"{row.measure}: {row.headline}", entity_id=row.improvement.entity_id) for row in rows[:MOST]]
    return Found(points=points, total=rows.count())


@puts_on_agenda("verdicts_due", heading=_("Verdicts to look at again"),
                why=_("By now the change hoped for would show; a look tells whether it does."), order=40)
def verdicts_due(asked: AgendaAsked) -> Found:
    rows = _standing(asked).filter(look_again_on__lte=asked.as_of, question__ended_at=None, improvement__state__in=LIVE)
    return _found(rows.order_by("look_again_on", "pk"))


@puts_on_agenda("gains_lost", heading=_("Gains lost"),
                why=_("A former verdict said better, and newer points no longer do: find out what changed."), order=45)
def gains_lost(asked: AgendaAsked) -> Found:
    was = Verdict.objects.filter(question__intervention=OuterRef("question__intervention"),
                                 question__kpi=OuterRef("question__kpi"), answer__in=GAINS, replaced_at__isnull=False)
    rows = _standing(asked).filter(answer__in=(Answer.WORSE, Answer.NO_EVIDENCE, Answer.SIGNS_ONLY, Answer.CANNOT_TELL_YET))
    return _found(rows.filter(Exists(was)).order_by(F("judged_at").desc(), "-pk"))
