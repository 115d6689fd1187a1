"""kill -9 while a file is taken in: nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from database_server import on_sqlite_of_its_own
from headway.engine.store import Workspace
from holding import asked, held_up, is_held
from serving import until
from web.measure import made

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from headway.web.accounts import operations as accounts, queries
from headway.web.accounts.models import User
from headway.web.measure import operations
person = User.objects.create_user(email="a@example.org")
organisation = accounts.found_organisation(name="A", administrator=person)
unit = queries.root(organisation)
source = operations.add_source(person=person, unit=unit, name="desk")
operations.upload(person=person, source=source, name="first.csv", chunks=[open(FIRST, "rb").read()])
from headway.web.vision.models import Entity
operations.add_shipped(person=person, entity=Entity.objects.get(), source=source, measures=["arrivals"])
from headway.web.ground import jobs
jobs.run_until_idle()
operations.upload(person=person, source=source, name="second.csv", chunks=[open(SECOND, "rb").read()])
"""
WORK = "import django; django.setup()\nfrom headway.web.ground import jobs\nprint('at work', flush=True)\njobs.run_until_idle()"


def python(program: str, *, data: Path, **names: object) -> subprocess.Popen[str]:
    head = "".join(f"{name} = {str(value)!r}\n" for name, value in names.items())
    environment = os.environ | {"HEADWAY_DATA": str(data), "HEADWAY_DATABASE_URL": "",
                                "DJANGO_SETTINGS_MODULE": "headway.web.project.settings"}
    return subprocess.Popen([sys.executable, "-W", "ignore", "-c", head + program], env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ended(process: subprocess.Popen[str]) -> None:
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told


def running(database: Path) -> bool:
    return bool(asked(database, "SELECT 1 FROM ground_job WHERE kind = 'measure.take_in' AND state = 'running'"))


@on_sqlite_of_its_own
def test_nothing_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    data, first, second = tmp_path / "data", tmp_path / "first.csv", tmp_path / "second.csv"
    rows = made.ticket_rows(weeks=52, a_day=12)
    first.write_bytes(made.csv_of(rows[:1200]))
    second.write_bytes(made.csv_of(rows[600:]))
    ended(python(PREPARE, data=data, FIRST=first, SECOND=second))
    workspace, database = Workspace(data / "stores" / "1"), data / "headway.sqlite3"
    scratch = data / "stores" / "1" / "sources" / "source-1"
    moments: list[tuple[Callable[[], object], bool]] = [
        (lambda: running(database), False),                          # the job is taken
        (lambda: any(scratch.glob("scratch-*")), False),             # the import is under way
        (lambda: is_held(database), True),                           # the log is written, and not yet told of
    ]
    for moment, before_it_tells in moments:
        held = held_up(database, before="UPDATE ON measure_upload", when="NEW.state = 'taken_in'")
        with held if before_it_tells else nullcontext():
            worker = python(WORK, data=data)
            until(moment, what="the moment of the kill")
            os.kill(worker.pid, signal.SIGKILL)
            worker.communicate()
        manifest = workspace.manifest("source-1")
        tickets = manifest.log["quality"]["tickets"]
        assert (len(manifest.imports), tickets) in ((1, 1200), (2, len(rows)))   # the former log or the new one, whole
        if before_it_tells:
            assert len(manifest.imports) == 2
        with sqlite3.connect(database, timeout=20) as connection:   # its lease ends without waiting a minute
            connection.execute("UPDATE ground_job SET leased_until = '2020-01-01 00:00:00', attempts = 0 WHERE state = 'running'")
    ended(python(WORK, data=data))
    with sqlite3.connect(data / "headway.sqlite3") as database:
        uploads = database.execute("SELECT name, state, rows_read, rows_used, new FROM measure_upload ORDER BY id").fetchall()
        [newest] = database.execute("SELECT newest_id FROM measure_kpi").fetchall()
        points = database.execute("SELECT count(*), count(DISTINCT starts_on), sum(value) FROM measure_point WHERE set_id = ?",
                                  newest).fetchone()
        waiting = database.execute("SELECT count(*) FROM ground_job WHERE state != 'done'").fetchone()
    assert uploads == [("first.csv", "taken_in", 1200, 1200, 1200),
                       ("second.csv", "taken_in", len(rows) - 600, len(rows) - 600, len(rows) - 1200)]
    assert points[0] == points[1]
    assert points[2] == len(rows)
    assert waiting == (0,)
    assert [path.name for path in (data / "stores" / "1" / "sources" / "source-1").glob("scratch-*")] == []
