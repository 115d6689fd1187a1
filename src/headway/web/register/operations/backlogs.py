"""How a backlog is kept, saved views, and the occasions on which a person wants letters."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, demand_more_than_reading, root
from headway.web.accounts.roles import May
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.letters import Occasion
from headway.web.register.models import NO_SCORE, Backlog, Improvement, LetterChoice, SavedView
from headway.web.register.queries.backlogs import formula_in
from headway.web.register.queries.numbers import numbers_of
from headway.web.register.states import FormulaKind
from headway.web.vision.models import Entity

AT_ONCE = 500


def keep_backlog(entity: Entity, *, by: User, formula: FormulaKind, expression: str, quick_win_days: Decimal, stale_days: int,
                 seen: int | None = None) -> jobs.Job:
    """Choose the formula and the limits; the scores follow by a job, which is returned. Raises `Declined`: bad_formula."""
    demand(by, May.MANAGE, unit=entity.unit)
    with operation("register.keep_backlog", by=by, organisation=entity.unit.organisation) as audit:
        held = Backlog.objects.filter(entity=entity).first()
        before = facts_of(held) if held else None
        backlog = locked(held, seen=seen) if held else Backlog(entity=entity)
        backlog.formula, backlog.expression = formula, expression if formula == FormulaKind.CUSTOM else ""
        backlog.quick_win_days, backlog.stale_days = quick_win_days, stale_days
        formula_in(backlog)   # declines what can't be read
        backlog.save()
        audit.line(backlog, before=before, after=facts_of(backlog))
        return jobs.ask("register.score_anew", by=by.pk, key=f"backlog-{backlog.pk}-{backlog.version}", entity=entity.pk)


def score_anew(entity: Entity, *, after: int) -> int | None:
    """The next `AT_ONCE` scores beyond this id, by the formula of today; returns the last id, or None at the end.

    No audit line: the choice of the formula has one, and scores follow from it.
    """
    formula = formula_in(Backlog.objects.get(entity=entity))
    rows = list(Improvement.objects.filter(entity=entity, pk__gt=after).order_by("pk")[:AT_ONCE])
    for row in rows:
        row.score = formula.of(numbers_of(row)).value
        row.score_order = NO_SCORE if row.score is None else row.score
    Improvement.objects.bulk_update(rows, ["score", "score_order"])
    return rows[-1].pk if rows else None


def save_view(*, by: User, organisation: Organisation, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep a filter under a name; the same name again replaces it."""
    demand(by, May.MANAGE if shared else May.SUGGEST, unit=root(organisation))
    with operation("register.save_view", by=by, organisation=organisation) as audit:
        view, _made = SavedView.objects.update_or_create(organisation=organisation, person=by, name=name,
                                                         defaults={"query": query, "shared": shared})
        audit.line(view, after=facts_of(view, "id", "query", "shared"))
    return view


def drop_view(view: SavedView, *, by: User) -> None:
    """One's own view goes."""
    with operation("register.drop_view", by=by, organisation=view.organisation) as audit:
        if view.person_id != by.pk:
            raise Declined("not_your_view")
        audit.line(view, before=facts_of(view, "id", "query", "shared"))
        view.delete()


def choose_letters(*, by: User, wanted: Collection[Occasion]) -> None:
    """On which occasions a person gets letters."""
    demand_more_than_reading(by)
    with operation("register.choose_letters", by=by, organisation=None) as audit:
        LetterChoice.objects.filter(person=by).delete()
        unwanted = [occasion for occasion in Occasion if occasion not in wanted]
        LetterChoice.objects.bulk_create(LetterChoice(person=by, occasion=occasion) for occasion in unwanted)
        audit.line(by, after={"no_letters": sorted(unwanted)})
