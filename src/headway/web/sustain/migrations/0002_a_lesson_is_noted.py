"""The database itself notes on an improvement that it left a lesson, so that the board counts them without looking for each."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COMES = "UPDATE register_improvement SET left_lesson = true WHERE id = NEW.improvement_id AND NOT left_lesson;"
GOES = ("UPDATE register_improvement SET left_lesson = EXISTS (SELECT 1 FROM sustain_lesson one "
        "WHERE one.improvement_id = OLD.improvement_id) WHERE id = OLD.improvement_id;")
KEPT = (("lesson_comes", "INSERT", COMES), ("lesson_goes", "DELETE", GOES))


def keep(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, event, told in KEPT:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                                  f"$$ BEGIN {told} RETURN NULL; END $$")
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} ON sustain_lesson FOR EACH ROW EXECUTE FUNCTION {name}()")
        else:
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} ON sustain_lesson FOR EACH ROW BEGIN {told} END")


class Migration(migrations.Migration):
    dependencies = (("sustain", "0001_initial"), ("register", "0002_counts_are_kept"))
    operations = (migrations.RunPython(keep, migrations.RunPython.noop),)
