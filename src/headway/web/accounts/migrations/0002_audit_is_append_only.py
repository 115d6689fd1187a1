"""The database itself refuses to change or remove an audit line; the chain begins."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = ("CREATE TRIGGER audit_line_{verb} BEFORE {VERB} ON accounts_auditline "
          "BEGIN SELECT RAISE(ABORT, 'audit lines are only added'); END")
POSTGRES = """
CREATE FUNCTION audit_lines_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit lines are only added'; END $$;
CREATE TRIGGER audit_line_kept BEFORE UPDATE OR DELETE ON accounts_auditline
FOR EACH ROW EXECUTE FUNCTION audit_lines_are_only_added();
"""


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("accounts", "AuditHead").objects.get_or_create(pk=1)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES)
    else:
        for verb in ("update", "delete"):
            schema_editor.execute(SQLITE.format(verb=verb, VERB=verb.upper()))


class Migration(migrations.Migration):
    dependencies = (("accounts", "0001_initial"),)
    operations = (migrations.RunPython(guard, migrations.RunPython.noop),)
