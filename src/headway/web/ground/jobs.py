"""Durable jobs on the database: asked for in the operation's own transaction, done once, taken over when a worker dies.

Why not django-tasks-db: it marks a task running and leaves it so when its worker is killed; it has no lease to take over
by, no fence against a worker that comes back late, no key against doing a thing twice, and no progress to show. With those
added, only its table would be left, so the table is our own.

A job's module is `jobs.py` of its slice:

    @job("measure.import_file")
    def import_file(run: Run, *, upload: int) -> None:
        ...
        run.progress(done=5, total=10)
        with run.ending(leads_to="/measures/3", points=412):   # a transaction that ends the job together with its effect
            operations.store_points(...)

    jobs.ask("measure.import_file", by=person.pk, key=f"upload-{upload.pk}", upload=upload.pk)
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, close_old_connections, connection, connections, transaction
from django.db.models import F
from django.utils import timezone

from headway.eventlog.refused import Refused
from headway.web.ground.declined import Declined
from headway.web.ground.models import Job, State
from headway.web.ground.sentences import sentence

__all__ = ["Job", "Progress", "Run", "State", "ask", "job", "of_person", "progress_of", "run_next", "run_until_idle"]

logger = logging.getLogger("headway.jobs")
LEASE = timedelta(seconds=60)
BEAT_SECONDS = 15
MOST_ATTEMPTS = 3
PAUSES = (timedelta(seconds=10), timedelta(minutes=2))   # after the first and the second failure
KEPT = timedelta(days=90)

Handler = Callable[..., None]


class LeaseLost(Exception):
    """Another worker has taken the job over: this one must write nothing more."""


@dataclass(frozen=True, slots=True)
class Kind:
    handler: Handler
    every: timedelta | None


_KINDS: dict[str, Kind] = {}


def job(kind: str, *, every: timedelta | None = None) -> Callable[[Handler], Handler]:
    """Register what does a kind of job; with `every` the worker asks for it by itself, once a period."""

    def registered(handler: Handler) -> Handler:
        _KINDS[kind] = Kind(handler, every)
        return handler

    return registered


def ask(kind: str, *, by: int | None = None, key: str | None = None, not_before: datetime | None = None,
        **arguments: Any) -> Job:
    """Ask for a job, in the caller's transaction: it exists if and only if that is kept. A key is worked on once."""
    if kind not in _KINDS:
        raise LookupError(f"no job of the kind {kind}")
    now = timezone.now()
    row = Job(kind=kind, key=key, arguments=arguments, person_id=by, asked_at=now, not_before=not_before or now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if key is None:
            raise
        return Job.objects.get(kind=kind, key=key)
    return row


@dataclass(slots=True)
class Run:
    """A job in the hands of one worker."""

    job: Job
    lease: int

    def progress(self, *, done: int, total: int) -> None:
        """Tell how far it is; raises `LeaseLost` where another worker has it."""
        self._hold(done=done, total=total)

    def beat(self) -> None:
        self._hold()

    def _hold(self, **told: int) -> None:
        mine = Job.objects.filter(pk=self.job.pk, lease=self.lease, state=State.RUNNING)
        if not mine.update(leased_until=timezone.now() + LEASE, **told):
            raise LeaseLost(self.job.pk)

    @contextmanager
    def ending(self, *, leads_to: str = "", **result: Any) -> Iterator[None]:
        """The transaction in which the effect is written and the job is done: both or neither, by one worker."""
        with transaction.atomic():
            held = Job.objects.select_for_update().filter(pk=self.job.pk, lease=self.lease, state=State.RUNNING)
            if not held.exists():
                raise LeaseLost(self.job.pk)
            yield
            held.update(state=State.DONE, ended_at=timezone.now(), leads_to=leads_to, result=result, done=F("total"))


def run_next() -> bool:
    """Take the next job that is due and do it; False where none is."""
    run = claim()
    if run is None:
        return False
    with beating(run):
        _do(run)
    return True


def claim() -> Run | None:
    """The next job that waits or whose worker is silent, now leased to this one."""
    now = timezone.now()
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = Job.objects.select_for_update(skip_locked=skip)
        due = (rows.filter(state=State.WAITING, not_before__lte=now).order_by("not_before").first()
               or rows.filter(state=State.RUNNING, leased_until__lt=now).order_by("leased_until").first())
        if due is None:
            return None
        if due.attempts >= MOST_ATTEMPTS:
            _fail(Job.objects.filter(pk=due.pk), code="worker_lost")
            return None
        due.state, due.attempts, due.lease, due.leased_until = State.RUNNING, due.attempts + 1, due.lease + 1, now + LEASE
        due.save(update_fields=["state", "attempts", "lease", "leased_until"])
    return Run(due, due.lease)


def _do(run: Run) -> None:
    mine = Job.objects.filter(pk=run.job.pk, lease=run.lease, state=State.RUNNING)
    try:
        _KINDS[run.job.kind].handler(run, **run.job.arguments)
        mine.update(state=State.DONE, ended_at=timezone.now())   # where the handler had no effect to end with
    except LeaseLost:
        logger.warning("job %s (%s) was taken over by another worker", run.job.pk, run.job.kind)
    except (Declined, Refused) as declined:   # an answer, not an accident: trying again would say the same
        _fail(mine, code=declined.code, facts=dict(declined.facts), said=sentence(declined))
    except Exception:
        logger.exception("job %s (%s) failed, attempt %s", run.job.pk, run.job.kind, run.job.attempts)
        if run.job.attempts >= MOST_ATTEMPTS:
            _fail(mine, code="job_failed")
        else:
            mine.update(state=State.WAITING, not_before=timezone.now() + PAUSES[run.job.attempts - 1])


def _fail(rows: Any, *, code: str, facts: dict[str, Any] | None = None, said: str = "") -> None:
    told = {name: value for name, value in (facts or {}).items() if isinstance(value, str | int | float | bool | None)}
    rows.update(state=State.FAILED, ended_at=timezone.now(), failure_code=code, failure_facts=told | {"said": said})


@contextmanager
def beating(run: Run) -> Iterator[None]:
    """Renew the lease from a second thread while the work goes on, however long a single step of it takes."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            try:
                run.beat()
            except LeaseLost:
                break
            except OperationalError:   # the database is busy; the lease outlasts several beats
                logger.warning("job %s could not renew its lease", run.job.pk)
        connections.close_all()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def ask_for_what_is_due(now: datetime) -> None:
    """Ask for the jobs that come by themselves, each once a period however many workers there are."""
    for kind, registered in _KINDS.items():
        if registered.every is not None:
            ask(kind, key=f"period {int(now.timestamp() // registered.every.total_seconds())}")


@job("ground.forget_old_jobs", every=timedelta(days=1))
def forget_old_jobs(run: Run) -> None:
    """Jobs that ended long ago are of no use to anybody."""
    Job.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()


def run_until_idle(*, most: int = 1000) -> int:
    """Do everything that is due; returns how many jobs were done. For tests and for `headway worker --once`."""
    done = 0
    while done < most and run_next():
        done += 1
    return done


def work(stop: threading.Event, *, pause_seconds: float = 1.0) -> None:
    """Work until told to stop; the job in hand is ended first."""
    while not stop.is_set():
        close_old_connections()
        worked = False
        with suppress(OperationalError):   # the database is away or busy: try again after the pause
            ask_for_what_is_due(timezone.now())
            worked = run_next()
        if not worked:
            stop.wait(pause_seconds)


def of_person(person: int | None, pk: uuid.UUID) -> Job | None:
    """A job as the person who asked for it may see it."""
    return Job.objects.filter(pk=pk, person_id=person).first() if person is not None else None


@dataclass(frozen=True, slots=True)
class Progress:
    """A job as a page tells it: `share` from 0 to 100, or None where it can't be told."""

    id: uuid.UUID
    state: str
    share: int | None
    done: int
    total: int
    sentence: str


def progress_of(row: Job) -> Progress:
    share = min(100, round(100 * row.done / row.total)) if row.total else None
    said = row.failure_facts.get("said") or (sentence(Declined(row.failure_code)) if row.failure_code else "")
    return Progress(id=row.pk, state=row.state, share=share, done=row.done, total=row.total, sentence=said)
