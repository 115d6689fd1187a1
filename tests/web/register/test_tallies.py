"""Counts that the database keeps as it is written are those that counting anew leads to, whoever writes and whatever."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from headway.web.register import operations
from headway.web.register.models import Benefit, BenefitTally, Improvement, Tally
from headway.web.register.operations import folding
from headway.web.register.states import Came, Closure, State
from headway.web.register.tallies import HUNDREDTHS
from headway.web.sustain.models import Lesson
from web.people import Team
from web.register.examples import benefit, idea, service, sheet, small, under_way

PLACE = ("organisation", "entity", "unit", "state")
COUNTED = (*PLACE, "step", "is_quick_win")
BENEFIT = ("column", "measured_in", "recurrence")


def held() -> None:
    """Both tallies, summed, are what the tables say that they count."""
    kept = Tally.objects.values_list(*COUNTED).annotate(all=Sum("many"))
    assert {tuple(key): many for *key, many in kept if many} == Counter(Improvement.objects.values_list(*COUNTED))

    anew: dict[tuple[Any, ...], list[Decimal]] = {}
    for one in Benefit.objects.select_related("improvement"):
        where = tuple(getattr(one.improvement, f"{name}_id", None) or one.improvement.state for name in PLACE)
        sums = anew.setdefault((*where, one.column, one.unit, one.recurrence), [Decimal(0)] * 4)
        for place, amount in enumerate((one.amount, one.low, one.high, Decimal(1))):
            sums[place] += one.amount if amount is None else amount
    rows = BenefitTally.objects.values_list(*PLACE, *BENEFIT).annotate(
        a=Sum("amount"), b=Sum("low"), c=Sum("high"), d=Sum("many"))
    told = {tuple(key): [*(Decimal(round(one)) / HUNDREDTHS for one in (a, b, c)), Decimal(d)] for *key, a, b, c, d in rows if d}
    assert told == anew
    assert not [key for *key, a, b, c, d in rows if not d and (a or b or c)]   # what went left nothing behind
    for record in Improvement.objects.all():
        assert record.came == came(record), record


def came(record: Improvement) -> Came:
    """The least favourable of its verified benefits, each beside the forecast that suits it best."""
    forecasts = [one for one in record.benefits.all() if one.column == "forecast"]
    lies = [[Came.BELOW if one.amount < least(told) else Came.ABOVE if one.amount > most(told) else Came.WITHIN
             for told in forecasts if (told.unit, told.recurrence) == (one.unit, one.recurrence)]
            for one in record.benefits.all() if one.column == "verified"]
    return min((max(beside) for beside in lies if beside), default=Came.UNTOLD)


def least(benefit: Benefit) -> Decimal:
    return benefit.amount if benefit.low is None else benefit.low


def most(benefit: Benefit) -> Decimal:
    return benefit.amount if benefit.high is None else benefit.high


def test_every_way_to_change_a_record_is_counted(team: Team) -> None:
    first, other = under_way(team), service(team)
    held()
    operations.put_benefit(first, by=team.owner, given={"column": "expected", "what": "time", "unit": "hours",
                                                        "amount": Decimal("10.55"), "low": Decimal("4.10")})
    operations.edit(first, by=team.owner, changes={"entity": other})
    held()
    assert set(BenefitTally.objects.values_list("entity").annotate(all=Sum("many"))) == {
        (first.entity_id, 0), (other.pk, 1)}   # it went with its record
    operations.put_on_hold(Improvement.objects.get(pk=first.pk), by=team.owner, reason="Exams.")
    operations.withdraw(idea(team), by=team.owner, reason="Not wanted.")
    operations.close(under_way(team), by=team.owner, closure=Closure.STOPPED, reason="Too dear.")
    asked = operations.ask_for_quick_win(small(team), by=team.teammate, reason="A sign.")
    operations.answer_quick_win(asked, by=team.approver, granted=True, answer="")
    held()
    one = benefit(team)
    held()
    operations.put_benefit(one.improvement, by=team.owner, benefit=one, given={"amount": Decimal(7), "unit": "EUR"})
    held()
    operations.drop_benefit(Benefit.objects.get(pk=one.pk), by=team.owner)
    operations.import_rows(sheet(team))
    held()
    assert Tally.objects.filter(state=State.IDEA).aggregate(all=Sum("many"))["all"] == Improvement.objects.filter(
        state=State.IDEA).count() >= 3


def test_what_is_written_past_the_operations_is_counted_too_and_folding_changes_no_sum(team: Team, monkeypatch: Any) -> None:
    monkeypatch.setattr(folding, "WORTH_IT", 1)
    draw, places = random.Random(4), [service(team, name) for name in ("mail", "rooms")]
    rows = [idea(team, entity=draw.choice(places)) for _ in range(8)]
    for turn in range(120):
        row = draw.choice(rows)
        match draw.randrange(6):
            case 0:
                Improvement.objects.filter(pk__in=[one.pk for one in draw.sample(rows, 3)]).update(
                    state=draw.choice(State.values), step=draw.randint(1, 7), is_quick_win=draw.random() < .5)
            case 1:
                unit = draw.choice((team.desk, team.network))
                Improvement.objects.filter(pk=row.pk).update(entity=draw.choice(places), unit=unit)
            case 2 | 3:
                Benefit.objects.bulk_create([Benefit(
                    improvement=row, column=draw.choice(("expected", "forecast", "verified")), what="time",
                    unit=draw.choice(("hours", "EUR")), amount=Decimal(draw.randint(-999, 99999)) / 100,
                    low=draw.choice((None, Decimal("-1.01"))))])
            case 4:
                Benefit.objects.filter(pk__in=Benefit.objects.order_by("pk").values("pk")[:2]).delete()
            case _:
                Benefit.objects.filter(improvement=row).update(improvement=draw.choice(rows), high=Decimal("0.07"))
        if turn % 30 == 29:
            held()
            before = Tally.objects.count() + BenefitTally.objects.count()
            fewer = operations.fold_tallies()
            assert fewer == before - Tally.objects.count() - BenefitTally.objects.count() > 0
            held()
    Benefit.objects.all().delete()
    operations.fold_tallies()
    assert not BenefitTally.objects.exists()


def test_a_record_knows_that_it_left_a_lesson(team: Team) -> None:
    record = idea(team)
    lessons = [Lesson.objects.create(improvement=record, title="Ask", happened="No", advice="Yes") for _ in range(2)]

    def known() -> bool:
        return Improvement.objects.get(pk=record.pk).left_lesson

    assert known()
    lessons[0].delete()
    assert known()
    lessons[1].delete()
    assert not known()
