"""An empty database gets at once what the whole history of its tables leads to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

UNUSED = "auth_group_permissions"   # Django's own; its history gives its rows a number of another size on PostgreSQL
PROGRAM = """
import json, sys, warnings
warnings.simplefilter("ignore")
import django; django.setup()
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
call_command("migrate" if sys.argv[1] == "at once" else migrate.Command(), verbosity=0)
ask = connection.introspection
with connection.cursor() as cursor:
    tables = {table: {
        "columns": sorted([one.name, str(one.type_code), one.null_ok, str(one.default)]
                          for one in ask.get_table_description(cursor, table)),
        # SQLite counts foreign keys instead of naming them
        "rules": sorted(["" if rule["foreign_key"] else name, rule["columns"], rule["unique"], rule["primary_key"],
                         rule["check"], rule["foreign_key"], rule.get("orders") or []]
                        for name, rule in ask.get_constraints(cursor, table).items() if not name.startswith("__")),
    } for table in ask.table_names(cursor)}
    if connection.vendor == "postgresql":
        cursor.execute("SELECT tgrelid::regclass || ' ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
                       " UNION ALL SELECT proname || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                       " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
    else:
        cursor.execute("SELECT name || ' ' || sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL")
    beside = sorted(row[0] for row in cursor.fetchall())
    cursor.execute("SELECT app || '.' || name FROM django_migrations")
    recorded = sorted(row[0] for row in cursor.fetchall())
    kept = {}
    for table in tables:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        kept[table] = cursor.fetchone()[0]
print(json.dumps({"tables": tables, "beside": beside, "recorded": recorded, "rows": kept}))
"""


def test_a_first_start_leads_where_the_history_leads(tmp_path: Path) -> None:
    told = {}
    started = {way: started_in(tmp_path / way.replace(" ", "-"), way) for way in ("at once", "by its history")}
    for way, process in started.items():
        out, said = process.communicate(timeout=240)
        assert process.returncode == 0, said
        told[way] = json.loads(out)
    at_once, by_history = told["at once"], told["by its history"]
    assert len(at_once["tables"]) > 80
    assert at_once["beside"]
    for part in ("recorded", "beside", "rows"):
        assert at_once[part] == by_history[part]
    for tables in (at_once["tables"], by_history["tables"]):
        del tables[UNUSED]
    assert at_once["tables"] == by_history["tables"]


def started_in(folder: Path, way: str) -> subprocess.Popen[str]:
    """Lay the tables out in an empty database of this kind, and tell what is there."""
    folder.mkdir()
    environment = os.environ | {"HEADWAY_DATA": str(folder), "HEADWAY_DATABASE_URL": ""}
    if connection.vendor == "postgresql":
        address = urlsplit(os.environ["HEADWAY_DATABASE_URL"])
        name = f"first_{'at_once' if way == 'at once' else 'history'}_{os.getpid()}"
        _make_database(address.geturl(), name)
        environment["HEADWAY_DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))
    return subprocess.Popen([sys.executable, "-c", PROGRAM, way], env=environment, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def _make_database(address: str, name: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as cluster:
        cluster.execute(f'CREATE DATABASE "{name}"')
