"""Many writers on the same records of an SQLite database, by the operations that pages use: is any write lost or refused?

Each writer is a thread with a connection of its own; all of them edit the same few records and comment on them. A write
is there if the record's version counts it, the comment stands, and the chain of the audit is whole.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any

RECORDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--writes", type=int, default=40)
    parser.add_argument("--record", action="store_true", help="keep the result for the README")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-bench-") as folder:
        os.environ["HEADWAY_DATA"] = folder
        os.environ.pop("HEADWAY_DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "headway.web.project.settings"
        import django
        django.setup()
        found = written(asked.writers, asked.writes)
    print(found)
    if asked.record:
        keep(found, writers=asked.writers, writes=asked.writes)
    if found["lost"] or found["refused"] or found["breaks"]:
        raise SystemExit(1)


def written(writers: int, writes: int) -> dict[str, Any]:
    """Half of the writes are edits, half are comments; what was lost, what was refused, how long it took."""
    from headway.web.accounts import audit, operations
    from headway.web.project.up import bring_up_to_date
    from headway.web.register import operations as register
    from headway.web.register.models import Comment, Improvement
    from headway.web.register.queries import whole

    bring_up_to_date()
    person = operations.first_administrator(email="writer@example.org", password="not used by anybody", name="")
    organisation = operations.found_organisation(name="Bench", administrator=person)
    rows = [register.file_idea(person=person, entity=whole(organisation), title=f"Record {number}", idea="")
            for number in range(RECORDS)]
    before, refused = sum(row.version for row in rows), list[str]()

    def write(writer: int) -> None:
        for number in range(writes):
            row = Improvement.objects.select_related("unit__organisation", "organisation").get(pk=rows[number % RECORDS].pk)
            if (writer + number) % 2:
                register.edit(row, by=person, changes={"idea": f"{writer}.{number}"})
            else:
                register.comment(row, by=person, text=f"{writer}.{number}")

    took = _all_at_once(write, writers=writers, refused=refused)
    edits = sum(row.version for row in Improvement.objects.all()) - before
    return {"writes": writers * writes, "lost": writers * writes - edits - Comment.objects.count(), "refused": len(refused),
            "why": sorted(set(refused)), "breaks": len(audit.verify().breaks), "seconds": round(took, 1)}


def _all_at_once(write: Callable[[int], None], *, writers: int, refused: list[str]) -> float:
    from django.db import connections

    gate = threading.Barrier(writers)

    def begin(writer: int) -> None:
        gate.wait()
        try:
            write(writer)
        except Exception as error:   # whatever it was is counted and told
            refused.append(f"{type(error).__name__}: {error}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin, args=(writer,)) for writer in range(writers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def keep(found: dict[str, Any], *, writers: int, writes: int) -> None:
    from record import record

    bad = found["lost"] + found["refused"] + found["breaks"]
    record("many_writers", claim=f"{writers} writers with {writes} writes each on the same {RECORDS} records of SQLite",
           ratio=float(bad), goal="none lost, none refused", notes=f"took {found['seconds']} s; the audit's chain is whole",
           ours={"what": "writes lost or refused", "value": bad, "unit": f"of {found['writes']}"},
           peer={"what": "allowed", "value": 0, "unit": "writes"})


if __name__ == "__main__":
    main()
