"""`migrate`, as Django has it, but an empty database gets its tables at once instead of through their whole history.

Step by step Django draws every model anew after each of some two hundred steps, ten seconds of the first start; at once
it takes one. That both ways lead to the same tables is tested (tests/web/ground/test_first_tables.py).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

OURS = "headway."


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        asked_whole = not any(options[name] for name in ("app_label", "fake", "plan", "check_unapplied", "prune"))
        if asked_whole and not connection.introspection.table_names():
            lay_out(connection)
        super().handle(*args, **options)


def lay_out(connection: BaseDatabaseWrapper) -> None:
    """All tables as the models have them, what our migrations do beside tables, and all of them recorded; or nothing."""
    history = MigrationLoader(connection)
    connection.disable_constraint_checking()   # SQLite lets nobody lay out tables otherwise, and not within a transaction
    try:
        with transaction.atomic(using=connection.alias):
            with connection.schema_editor() as editor:
                for model in apps.get_models():
                    if model._meta.can_migrate(connection):
                        editor.create_model(model)
            with connection.schema_editor() as editor:
                for app, name in _in_order(history):
                    for step in history.graph.nodes[app, name].operations:
                        if isinstance(step, RunPython) and step.code.__module__.startswith(OURS):
                            step.code(apps, editor)   # type: ignore[arg-type]   # as they are now, not as they were
            recorder = MigrationRecorder(connection)
            recorder.ensure_schema()
            for app, name in _in_order(history):
                recorder.record_applied(app, name)
    finally:
        connection.enable_constraint_checking()


def _in_order(history: MigrationLoader) -> list[tuple[str, str]]:
    """Every migration, each after those that it depends on."""
    found: dict[tuple[str, str], None] = {}
    for leaf in history.graph.leaf_nodes():
        found |= dict.fromkeys(history.graph.forwards_plan(leaf))
    return list(found)
