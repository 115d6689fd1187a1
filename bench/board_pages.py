"""Boards, lists and the page of an improvement on a large register: queries and CPU milliseconds of each.

Fills a database of its own (SQLite; PostgreSQL where HEADWAY_DATABASE_URL names an empty one) with what large_register.py
lays in, then asks for each page as a signed-in person does, through every middleware, and takes the median of the CPU
times of the process that answers. Nothing is cached between two requests but what a running server keeps (compiled
templates). Four people look: one at the root, one of a division, the owner of a unit, a member of a team.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

import large_register

ROUNDS, WARM = 15, 3
GOAL_QUERIES, GOAL_MS = 12, 60


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page costs somebody: queries, median CPU ms, bytes."""

    page: str
    who: str
    queries: int
    ms: float
    size: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--improvements", type=int, default=100_000)
    parser.add_argument("--data", help="a folder to keep the database in; filled only if it is empty")
    parser.add_argument("--record", action="store_true", help="keep the result for the README")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        begin(asked.data or folder, improvements=asked.improvements)
        found = [cost for who in large_register.PEOPLE for cost in costs_of(who)]
    if asked.record:
        keep(found, improvements=asked.improvements)


def begin(data: str, *, improvements: int) -> None:
    """The application on a filled database, as `headway up` brings it up to date."""
    os.environ["HEADWAY_DATA"] = data
    os.environ["DJANGO_SETTINGS_MODULE"] = "headway.web.project.settings"
    import django

    django.setup()
    from headway.web.project.up import bring_up_to_date

    bring_up_to_date()
    if not large_register.is_there():
        large_register.fill(improvements)
        bring_up_to_date()


def pages(person: Any) -> dict[str, str]:
    """Every board, list and improvement page by its name, of what is beneath this person's own unit."""
    from django.urls import reverse

    from headway.web.review.models import Verdict
    from headway.web.vision.models import Entity

    own = person.memberships.values_list("unit__path", flat=True)[0]
    places = dict(Entity.objects.filter(unit__path__startswith=own).order_by("pk").values_list("kind", "pk"))
    one = Verdict.objects.filter(improvement__unit__path__startswith=own).order_by("-pk").values_list("improvement", flat=True)[0]
    backlog = reverse("register:backlog")
    return {
        "board": reverse("board:home"), "services": reverse("board:kind"), "backlog": backlog,
        **{f"board of a {kind}": reverse("board:entity", args=[places[kind]]) for kind in ("service", "practice", "team")},
        "backlog by score": f"{backlog}?order=score&state=all", "backlog, newest": f"{backlog}?order=newest",
        "backlog by due date": f"{backlog}?order=due", "backlog, waiting too long": f"{backlog}?stale=on",
        "backlog, mine": f"{backlog}?mine=on", "backlog, at a step": f"{backlog}?state=under_way&step=6&order=waiting",
        "backlog of a service": f"{backlog}?entity={places['service']}", "ageing": reverse("register:ageing"),
        "verdicts": reverse("review:verdicts"), "gains": reverse("sustain:gains"), "lessons": reverse("sustain:lessons"),
        "tasks": reverse("act:mine"), "measures": reverse("measure:kpis"), "entities": reverse("vision:services"),
        "page of a service": reverse("vision:entity", args=[places["service"]]),
        "improvement": reverse("board:improvement", args=[one]),
        "working page": reverse("register:improvement", args=[one]) + "?step=6"}


def costs_of(who: str) -> list[Cost]:
    from django.test import Client

    from headway.web.accounts.models import User

    client, person = Client(HTTP_HOST="127.0.0.1"), User.objects.get(email=large_register.PEOPLE[who])
    client.force_login(person)
    return [of_page(client, name, address, who=who) for name, address in pages(person).items()]


def of_page(client: Any, name: str, address: str, *, who: str) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _turn in range(WARM + ROUNDS):
        began = time.process_time()
        answer = client.get(address)
        taken.append((time.process_time() - began) * 1000)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    found = Cost(name, who, len(queries), median(taken[WARM:]), len(answer.content))
    print(f"{name:26} {who:18} {found.queries:3} queries {found.ms:7.1f} CPU ms {found.size / 1024:7.0f} kB", flush=True)
    return found


def keep(found: list[Cost], *, improvements: int) -> None:
    from record import record

    dearest = max(found, key=lambda cost: cost.ms)
    most = max(cost.queries for cost in found)
    by_page: dict[str, list[int]] = {}
    for cost in found:
        by_page.setdefault(cost.page, []).append(round(cost.ms))
    spread = ", ".join(f"{name} {min(ms)}–{max(ms)}" for name, ms in by_page.items())
    record("board_pages",
           claim=f"List, board and improvement page on {improvements:,} improvements and {large_register.MEASURES:,} measures",
           ratio=dearest.ms / GOAL_MS, goal=f"each at most {GOAL_QUERIES} queries and {GOAL_MS} CPU ms (ratio at most 1)",
           ours={"what": f"the dearest page, {dearest.page}, {dearest.who}", "value": dearest.ms, "unit": "CPU ms"},
           peer={"what": "the goal", "value": float(GOAL_MS), "unit": "CPU ms"},
           notes=f"at most {most} queries a page; CPU ms, for {len(large_register.PEOPLE)} people who see less and less: "
                 + spread)


if __name__ == "__main__":
    main()
