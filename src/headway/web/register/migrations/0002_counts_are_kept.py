"""The database itself tells `Tally` and `BenefitTally` of each change, whoever makes it, and how an improvement `came`.

A later migration that makes one of these tables anew on SQLite loses its triggers there: it begins and ends as this one does.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PLACE = ("organisation_id", "entity_id", "unit_id", "state")
COUNTED = (*PLACE, "step", "is_quick_win")
BENEFIT = ("improvement_id", '"column"', "unit", "recurrence", "amount", "low", "high")


def tally(row: str, sign: str) -> str:
    """An improvement comes (+) or goes (-)."""
    values = ", ".join(f"{row}.{name}" for name in COUNTED)
    return f"INSERT INTO register_tally ({', '.join(COUNTED)}, many) VALUES ({values}, {sign}1);"


def benefits(where: str, place: str, row: str, sign: str) -> str:
    """Benefits `row` of an improvement `place` come or go; `where` joins and narrows them."""
    places = ", ".join(f"{place}.{name}" for name in PLACE)
    amounts = ", ".join(f"{sign}ROUND(100 * COALESCE({row}.{name}, {row}.amount))" for name in ("amount", "low", "high"))
    return (f'INSERT INTO register_benefittally ({", ".join(PLACE)}, "column", measured_in, recurrence, amount, low, high, many) '
            f'SELECT {places}, {row}."column", {row}.unit, {row}.recurrence, {amounts}, {sign}1 FROM {where};')


def of_improvement(row: str, sign: str) -> str:
    return benefits(f"register_benefit one WHERE one.improvement_id = {row}.id", row, "one", sign)


def of_benefit(row: str, sign: str) -> str:
    return benefits(f"register_improvement its WHERE its.id = {row}.improvement_id", "its", row, sign)


def came(row: str) -> str:
    """Where the improvement's verified benefits lie beside the forecast in the same unit: below (1), above (2) or within (3) it."""
    return (f"UPDATE register_improvement SET came = COALESCE((SELECT MIN(lies) FROM (SELECT MAX(CASE "
            "WHEN is_so.amount < COALESCE(told.low, told.amount) THEN 1 "
            "WHEN is_so.amount > COALESCE(told.high, told.amount) THEN 2 ELSE 3 END) AS lies FROM register_benefit is_so "
            "JOIN register_benefit told ON told.improvement_id = is_so.improvement_id AND told.unit = is_so.unit "
            f"AND told.recurrence = is_so.recurrence WHERE is_so.improvement_id = {row}.improvement_id "
            """AND is_so."column" = 'verified' AND told."column" = 'forecast' GROUP BY is_so.id) each_of_them), 0) """
            f"WHERE id = {row}.improvement_id;")


def waits(told: str) -> str:
    """Where two write at once (PostgreSQL): a benefit waits for who changes its improvement, and is counted where that is then."""
    of = ("OLD", "NEW") if "OLD." in told and "NEW." in told else ("OLD",) if "OLD." in told else ("NEW",)
    ids = ", ".join(f"{row}.improvement_id" for row in of)
    return f"PERFORM 1 FROM register_improvement WHERE id IN ({ids}) ORDER BY id FOR NO KEY UPDATE; {told}"


def differ(*names: str) -> str:
    return " OR ".join(f"OLD.{name} <> NEW.{name}" for name in names)


def kept() -> Iterator[tuple[str, str, str, str]]:
    """(name, what happens to which table, on which condition, what is told then)."""
    yield "improvement_comes", "INSERT ON register_improvement", "", tally("NEW", "+")
    yield "improvement_goes", "DELETE ON register_improvement", "", tally("OLD", "-")
    yield ("improvement_moves", f"UPDATE OF {', '.join(COUNTED)} ON register_improvement", differ(*COUNTED),
           tally("OLD", "-") + tally("NEW", "+"))
    yield ("improvement_takes_benefits", f"UPDATE OF {', '.join(PLACE)} ON register_improvement", differ(*PLACE),
           of_improvement("OLD", "-") + of_improvement("NEW", "+"))
    yield "benefit_comes", "INSERT ON register_benefit", "", of_benefit("NEW", "+") + came("NEW")
    yield "benefit_goes", "DELETE ON register_benefit", "", of_benefit("OLD", "-") + came("OLD")
    yield ("benefit_changes", f"UPDATE OF {', '.join(BENEFIT)} ON register_benefit", "",
           of_benefit("OLD", "-") + of_benefit("NEW", "+") + came("OLD") + came("NEW"))


def keep(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, event, condition, told in kept():
        when = f" WHEN ({condition})" if condition else ""
        if schema_editor.connection.vendor == "postgresql":
            told = waits(told) if name.startswith("benefit_") else told
            schema_editor.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                                  f"$$ BEGIN {told} RETURN NULL; END $$")
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW{when} EXECUTE FUNCTION {name}()")
        else:
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW{when} BEGIN {told} END")


class Migration(migrations.Migration):
    dependencies = (("register", "0001_initial"),)
    operations = (migrations.RunPython(keep, migrations.RunPython.noop),)
