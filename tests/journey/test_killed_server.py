"""kill -9 of the server and of its worker in the midst of a decision, an import and an upload: nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from holding import asked, held_up, is_held, told
from serving import Server, environment, served, until

TESTS = Path(__file__).resolve().parents[1]
ROWS = 300
TOKEN = "t" * 32   # the same in the cookie and the form: then a form is of this browser
PREPARE = """
import django, json, sys; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
from web.measure import made
from web.people import new_team
from web.register.examples import sheet
from web.review.examples import verdict
team = new_team()
rows = "".join(f"Idea number {number},It takes too long\\n" for number in range(int(sys.argv[1])))
browser = Client()
browser.force_login(team.owner)
print(json.dumps({"session": browser.cookies["sessionid"].value, "verdict": verdict(team).pk, "source": made.source(team).pk,
                  "sheet": sheet(team, ("Title,Idea\\n" + rows).encode()).pk}))
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of data with something to decide, to import and to upload to, and the session of who may do it."""

    data: Path
    session: str
    verdict: int
    sheet: int
    source: int

    @property
    def database(self) -> Path:
        return self.data / "headway.sqlite3"

    def post(self, server: Server, path: str, **given: str) -> int | None:
        """Send a form; the answer's status, or None where the server died before it answered."""
        connection = HTTPConnection(urlsplit(server.address).netloc, timeout=120)
        try:
            connection.request("POST", path, urlencode(given), {
                **self.headers(), "Content-Type": "application/x-www-form-urlencoded"})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def headers(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    data = tmp_path_factory.mktemp("killed") / "data"
    made = subprocess.run([sys.executable, "-W", "ignore", "-c", PREPARE, str(ROWS)], cwd=TESTS, text=True, capture_output=True,
                          env=environment(data) | {"PYTHONPATH": str(TESTS)}, timeout=120, check=False)
    assert made.returncode == 0, made.stderr
    return Place(data=data, **json.loads(made.stdout))


@pytest.fixture(autouse=True)
def _whole_afterwards(place: Place) -> Iterator[None]:
    """Whatever was killed, the audit's chain is whole and so is the database."""
    yield
    verified = subprocess.run([sys.executable, "-m", "headway.cli.main", "audit", "verify"], capture_output=True, text=True,
                              env=environment(place.data), timeout=60, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert asked(place.database, "PRAGMA integrity_check") == [("ok",)]


def decisions(place: Place) -> tuple[list[object], str, list[object]]:
    """What is decided, what the verdict says of it, and what the audit says."""
    rows = asked(place.database, "SELECT kind FROM review_decision WHERE verdict_id = ?", place.verdict)
    [(decided,)] = asked(place.database, "SELECT decided FROM review_verdict WHERE id = ?", place.verdict)
    lines = asked(place.database, "SELECT subject_id FROM accounts_auditline WHERE action = 'review.decide' "
                                  "AND subject LIKE '%decision%'")
    return rows, decided, lines


def test_a_decision_in_the_midst_of_which_the_server_dies_is_not_made_and_then_made_once(place: Place) -> None:
    decision = {"kind": "keep", "reason": "It is better so."}
    with served(place.data) as server, held_up(place.database, before="INSERT ON review_decision"):
        answers: list[int | None] = []
        asking = threading.Thread(target=lambda: answers.append(
            place.post(server, f"/verdicts/{place.verdict}/decide", **decision)))
        asking.start()
        until(lambda: is_held(place.database), what="the decision is being written")
        server.kill()
        asking.join(timeout=60)
        assert answers == [None], "nobody was told that it is decided"
    assert decisions(place) == ([], "", [])
    with served(place.data) as server:
        assert place.post(server, f"/verdicts/{place.verdict}/decide", **decision) == 302
    rows, decided, lines = decisions(place)
    assert (rows, decided, len(lines)) == ([("keep",)], "keep", 1)


def test_an_import_in_the_midst_of_which_the_worker_dies_is_whole_in_the_end_and_there_once(place: Place) -> None:
    of_sheet = ("SELECT count(*), count(DISTINCT number), count(DISTINCT title) FROM register_improvement "
                "WHERE title LIKE 'Idea number%'")
    state = "SELECT state FROM ground_job WHERE kind = 'register.import_sheet'"
    with served(place.data) as server:
        half = f"(SELECT count(*) FROM register_improvement WHERE title LIKE 'Idea number%') >= {ROWS // 2}"
        with held_up(place.database, before="INSERT ON register_improvement", when=half):
            assert place.post(server, f"/backlog/import/{place.sheet}/run") == 302
            until(lambda: asked(place.database, state) == [("running",)] and is_held(place.database), what="half is written")
            worker = server.worker()
            assert worker is not None
            os.kill(worker, signal.SIGKILL)
            until(lambda: not is_held(place.database), what="what it held is free")
            assert asked(place.database, of_sheet) == [(0, 0, 0)], "half an import is none"
        until(lambda: server.worker() not in (None, worker), what="another worker in its place")
        # its lease ends without waiting a minute for it
        told(place.database, "UPDATE ground_job SET leased_until = '2020-01-01 00:00:00' WHERE state = 'running'")
        until(lambda: asked(place.database, state) == [("done",)], what="the import is done")
    assert asked(place.database, of_sheet) == [(ROWS, ROWS, ROWS)]


def test_an_upload_in_the_midst_of_which_the_server_dies_leaves_nothing_and_is_there_once_when_sent_again(place: Place) -> None:
    path = f"/measures/sources/{place.source}/upload"
    with served(place.data) as server:
        sending = begin_upload(place, server, path)
        until(lambda: incoming(place), what="the first half has come in")
        server.kill()
        sending.close()
    assert uploads(place) == ([], [])
    with served(place.data) as server:
        assert incoming(place) == [], "what was left half is swept away"
        assert finished_upload(place, server, path) == 302
        until(lambda: asked(place.database, "SELECT state FROM measure_upload WHERE source_id = ?", place.source) not in (
            [], [("waiting",)]), what="the file is looked at")
    rows, files = uploads(place)
    assert (len(rows), len(files)) == (1, 1)


def uploads(place: Place) -> tuple[list[object], list[Path]]:
    """The rows that name a file of this source, and all such files that lie there."""
    rows = asked(place.database, "SELECT stored_as FROM measure_upload WHERE source_id = ?", place.source)
    return list(rows), list((place.data / "uploads").glob("*/desk.csv"))


def incoming(place: Place) -> list[Path]:
    return list((place.data / "incoming").glob("*"))


def body() -> bytes:
    lines = "".join(f"{number},2024-01-{number % 28 + 1:02d} 08:00,2024-02-01 09:00\n" for number in range(200_000))
    return ("--edge\r\nContent-Disposition: form-data; name=\"holds\"\r\n\r\ntickets\r\n--edge\r\n"
            "Content-Disposition: form-data; name=\"file\"; filename=\"desk.csv\"\r\nContent-Type: text/csv\r\n\r\n"
            f"number,opened_at,resolved_at\n{lines}\r\n--edge--\r\n").encode()


def begin_upload(place: Place, server: Server, path: str) -> socket.socket:
    """Send half of a file and stay."""
    whole, netloc = body(), urlsplit(server.address)
    head = "".join(f"{name}: {value}\r\n" for name, value in place.headers().items())
    sending = socket.create_connection((netloc.hostname or "", netloc.port or 0), timeout=60)
    sending.sendall(f"POST {path} HTTP/1.1\r\nHost: {netloc.netloc}\r\n{head}Content-Type: multipart/form-data; boundary=edge\r\n"
                    f"Content-Length: {len(whole)}\r\n\r\n".encode() + whole[:len(whole) // 2])
    return sending


def finished_upload(place: Place, server: Server, path: str) -> int:
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=120)
    connection.request("POST", path, body(), {**place.headers(), "Content-Type": "multipart/form-data; boundary=edge"})
    status = connection.getresponse().status
    connection.close()
    return status
