"""How every row of this slice is added and changed: allowed, checked, told to the audit."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from headway.framework import Kind
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import InUnit, Organisation, Unit, User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.vision.queries.packs import pack_of

Row = TypeVar("Row", bound=InUnit)


def added(row: Row, *, by: User, what: May, verb: str, rule: Callable[[Row], None] | None = None) -> Row:
    """Keep a new row. Raises `Declined`: not_permitted, cannot_be_kept, belongs_elsewhere, and what the rule says."""
    demand(by, what, unit=row.unit)
    with operation(f"vision.{verb}", by=by, organisation=row.unit.organisation) as audit:
        check(row, rule=rule)
        row.save(force_insert=True)
        audit.line(row, after=facts_of(row))
    return row


def changed(row: Row, *, by: User, what: May, verb: str, seen: int | None, values: dict[str, Any],
            rule: Callable[[Row], None] | None = None, still: Callable[[Row], None] | None = None) -> Row:
    """Change fields of a row; `unit` among them asks for the role in both units. `still` must hold before, `rule` after.

    Raises as `added` does, and changed_meanwhile.
    """
    demand(by, what, unit=row.unit)
    if "unit" in values:
        demand(by, what, unit=values["unit"])
        same_organisation(row.unit.organisation, values["unit"], field="unit")
    with operation(f"vision.{verb}", by=by, organisation=row.unit.organisation) as audit:
        newest = locked(row, seen=seen)
        if still is not None:
            still(newest)
        before = facts_of(newest)
        for name, value in values.items():
            setattr(newest, name, value)
        pointing = {name for name, value in facts_of(newest).items() if value != before[name]}
        check(newest, rule=rule, pointing=pointing)   # an owner who left meanwhile stops no other change
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest))
    return newest


def check(row: Row, *, rule: Callable[[Row], None] | None = None, pointing: Container[str] | None = None) -> None:
    """What holds of every row: its fields can be kept, and what it points to (by these fields, or all) is of its organisation."""
    check_fields(row)
    organisation = row.unit.organisation
    for column in row._meta.concrete_fields:
        if not isinstance(column, models.ForeignKey) or column.name == "unit":
            continue
        if getattr(row, column.attname) is not None and (pointing is None or column.name in pointing):
            same_organisation(organisation, getattr(row, column.name), field=column.name)
        elif getattr(row, column.attname) is None and not column.null:
            raise Declined("cannot_be_kept", field=column.name, why=gettext("something must be chosen."))
    if rule is not None:
        rule(row)


def check_fields(row: models.Model) -> None:
    """Raises `Declined("cannot_be_kept")` with the field and why: too long, empty, out of its bounds, no such choice."""
    for column in row._meta.concrete_fields:
        if isinstance(value := getattr(row, column.attname), str) and "\x00" in value:
            raise Declined("holds_a_null", field=column.name)
    keys = [column.name for column in row._meta.concrete_fields if isinstance(column, models.ForeignKey)]
    try:
        row.clean_fields(exclude=keys)
    except ValidationError as error:
        field, why = next(iter(error.message_dict.items()))
        raise Declined("cannot_be_kept", field=field, why=" ".join(why)) from error


def term_of_now(term: str, *, kind: Kind, unit: Unit) -> str:
    """The framework that the organisation chose, whose term this is; nothing for no term. Raises `Declined("unknown_term")`."""
    if not term:
        return ""
    chosen = pack_of(unit.organisation)
    if term not in chosen.terms or chosen.terms[term].kind is not kind:
        raise Declined("unknown_term", term=term)
    return chosen.id


def same_organisation(organisation: Organisation, pointed_to: models.Model, *, field: str) -> None:
    """Nothing points across the border of an organisation. Raises `Declined("belongs_elsewhere")`."""
    if isinstance(pointed_to, User):
        belongs = pointed_to.memberships.filter(unit__organisation=organisation).exists()
    elif isinstance(pointed_to, InUnit):
        belongs = pointed_to.unit.organisation_id == organisation.pk
    elif isinstance(pointed_to, Unit):
        belongs = pointed_to.organisation_id == organisation.pk
    else:
        belongs = True   # a part of the row that it stands in
    if not belongs:
        raise Declined("belongs_elsewhere", field=field)


def in_order(begins: date | None, ends: date | None, *, field: str) -> None:
    """Raises `Declined("ends_before_it_begins")` where both days are known and the wrong way round."""
    if begins is not None and ends is not None and ends < begins:
        raise Declined("ends_before_it_begins", field=field)


def no_circle(row: models.Model, *, field: str = "parent") -> None:
    """A row stands under no row that stands under itself. Raises `Declined("circle")`."""
    above, passed = getattr(row, field), {row.pk} if row.pk else set()
    while above is not None:
        if above.pk in passed:
            raise Declined("circle", field=field)
        passed.add(above.pk)
        above = getattr(above, field)
