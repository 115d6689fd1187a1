"""What the register shows on the pages of earlier slices."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from headway.web.register import operations
from headway.web.register.agenda import waiting, without_objective
from headway.web.register.models import Improvement
from headway.web.register.sections import backlog_of_entity
from headway.web.vision.agenda import AgendaAsked
from headway.web.vision.sections import Asked
from web.people import Team
from web.register.examples import idea, objective, service, under_way


def test_an_entity_shows_its_own_backlog_in_order_and_what_is_under_way_by_step(team: Team) -> None:
    mail = service(team)
    first, second = under_way(team, entity=mail), idea(team, entity=mail)
    idea(team)
    operations.complete_first_step(first, by=team.owner)
    operations.move(second, by=team.owner, before=first)
    told = backlog_of_entity(Asked(entity=mail, person=team.owner, as_of=date(2026, 11, 25)))
    assert [row.number for row in told.rows] == [second.number, first.number]
    assert (told.many, [many for _step, _name, many in told.steps]) == (2, [0, 1, 0, 0, 0, 0, 0])


def test_governance_hears_of_what_serves_nothing_and_of_what_waits(team: Team) -> None:
    local, serving = under_way(team), under_way(team, entity=service(team))
    operations.edit(serving, by=team.owner, changes={"objective": objective(team), "no_objective": ""})
    Improvement.objects.filter(pk=serving.pk).update(step_since=timezone.now() - timedelta(days=70))
    whole = AgendaAsked(unit=team.root, as_of=timezone.localdate())
    assert [(point.key, point.note) for point in without_objective(whole).points] == [(str(local.pk), "local")]
    assert [point.key for point in waiting(whole).points] == [str(serving.pk)]
    assert waiting(AgendaAsked(unit=team.network, as_of=timezone.localdate())).total == 0
