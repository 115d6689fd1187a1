"""Sixteen people at once on a large register: how long each waits for a board, a list or the page of an improvement.

gunicorn serves the database of board_pages.py as `headway up` does, but without the worker beside it (SQLite; PostgreSQL where
HEADWAY_DATABASE_URL names it). Each reader is a signed-in person with a connection of their own, who asks for one page after
another. Without a pause between two pages the servers are never idle; with one, readers do what people do.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import board_pages
import large_register

READERS, SECONDS, GOAL_MS = 16, 20.0, 400.0
PAGES = ("board", "board of a service", "backlog", "backlog, newest", "ageing", "verdicts", "improvement", "working page")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--improvements", type=int, default=100_000)
    parser.add_argument("--data", help="a folder to keep the database in; filled only if it is empty")
    parser.add_argument("--record", action="store_true", help="keep the result for the README")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        data = asked.data or folder
        board_pages.begin(data, improvements=asked.improvements)
        routes = list(map(route_of, large_register.PEOPLE))
        with served(data) as port:
            waited = {pause: read(port, routes, pause=pause) for pause in (0.0, 1.0)}
    for pause, took in waited.items():
        print(f"{READERS} connections, {pause:.0f} s between two pages: p95 {p95(took):.0f} ms, median {median(took):.0f} ms, "
              f"{len(took) / SECONDS:.0f} pages a second")
    if asked.record:
        keep(waited, improvements=asked.improvements)


def route_of(who: str) -> tuple[str, list[str]]:
    """The cookie of a signed-in person, and the addresses of their pages."""
    from django.conf import settings
    from django.test import Client

    from headway.web.accounts.models import User

    client, person = Client(HTTP_HOST="127.0.0.1"), User.objects.get(email=large_register.PEOPLE[who])
    client.force_login(person)
    pages = board_pages.pages(person)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}", [pages[page] for page in PAGES]


@contextmanager
def served(data: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = os.environ | {"HEADWAY_DATA": data, "HEADWAY_LISTEN": f"127.0.0.1:{port}"}
    config = Path(data, "no_worker.py")
    config.write_text("from headway.web.project.gunicorn import *\nwhen_ready = on_exit = lambda server: None\n")
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "headway.web.project.wsgi:application", "--config", str(config)],
                              env=environment, stdout=subprocess.DEVNULL)
    try:
        for _try in range(600):
            try:
                page(http.client.HTTPConnection("127.0.0.1", port), "/healthz", "")
                break
            except OSError:
                time.sleep(.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def page(connection: http.client.HTTPConnection, address: str, cookie: str) -> float:
    """Milliseconds until the whole page is there."""
    began = time.perf_counter()
    try:
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
    except http.client.RemoteDisconnected:   # the server closes what is idle for two seconds; a browser asks again, too
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    return (time.perf_counter() - began) * 1000


def read(port: int, routes: Sequence[tuple[str, list[str]]], *, pause: float) -> list[float]:
    """What each page took, of all readers; the first round of each warms the servers and does not count."""
    waited: list[float] = []
    begins = threading.Barrier(READERS)

    def reader(number: int) -> None:
        cookie, addresses = routes[number % len(routes)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for address in addresses:
            page(connection, address, cookie)
        begins.wait()
        time.sleep(pause * number / READERS)
        ends = time.perf_counter() + SECONDS
        for address in itertools.cycle(addresses[number % len(addresses):] + addresses[:number % len(addresses)]):
            if time.perf_counter() > ends:
                return
            waited.append(page(connection, address, cookie))
            time.sleep(pause)

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited


def p95(took: Sequence[float]) -> float:
    return quantiles(took, n=20)[-1]


def keep(waited: Mapping[float, Sequence[float]], *, improvements: int) -> None:
    from record import record

    never_idle, people = waited[0.0], waited[1.0]
    record("many_readers", claim=f"{READERS} connections at once on {improvements:,} improvements, without a pause",
           ratio=p95(never_idle) / GOAL_MS, goal=f"p95 at most {GOAL_MS:.0f} ms (ratio at most 1)",
           ours={"what": "p95 of a page", "value": p95(never_idle), "unit": "ms"},
           peer={"what": "the goal", "value": GOAL_MS, "unit": "ms"},
           notes=f"{len(never_idle) / SECONDS:.0f} pages a second, the readers on the same two cores; with a second between two "
                 f"pages p95 {p95(people):.0f} ms, median {median(people):.0f}")


if __name__ == "__main__":
    main()
