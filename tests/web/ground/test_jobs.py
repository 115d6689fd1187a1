"""Jobs: done once, taken over when a worker falls silent, ended with their effect or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import Job, State

Ran = list[dict[str, Any]]


@pytest.fixture
def ran() -> Iterator[Ran]:
    """A kind of job that notes its arguments."""
    noted: Ran = []
    jobs.job("test.note")(lambda run, **arguments: noted.append(arguments))
    yield noted
    del jobs._KINDS["test.note"]


def kind(handler: jobs.Handler) -> str:
    jobs.job("test.note")(handler)
    return "test.note"


def test_a_job_is_done_once(ran: Ran) -> None:
    jobs.ask("test.note", upload=3)
    assert jobs.run_until_idle() == 1
    assert jobs.run_until_idle() == 0
    assert ran == [{"upload": 3}]


def test_a_key_is_worked_once(ran: Ran) -> None:
    first = jobs.ask("test.note", key="upload-3", upload=3)
    assert jobs.ask("test.note", key="upload-3", upload=3).pk == first.pk
    jobs.run_until_idle()
    jobs.ask("test.note", key="upload-3", upload=3)
    jobs.run_until_idle()
    assert len(ran) == 1


def test_a_job_asked_for_in_a_transaction_that_fails_does_not_exist(ran: Ran) -> None:
    def asks_and_fails() -> None:
        with transaction.atomic():
            jobs.ask("test.note")
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        asks_and_fails()
    assert not Job.objects.exists()


def test_a_silent_workers_job_is_taken_over_and_the_late_one_writes_nothing(ran: Ran) -> None:
    jobs.ask("test.note")
    late = jobs.claim()
    assert late is not None
    assert jobs.claim() is None
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    newer = jobs.claim()
    assert newer is not None
    with pytest.raises(jobs.LeaseLost), late.ending(points=1):
        pytest.fail("the effect of a late worker")
    with pytest.raises(jobs.LeaseLost):
        late.progress(done=1, total=2)
    with newer.ending(points=2):
        pass
    assert Job.objects.get().result == {"points": 2}


def test_an_effect_that_fails_leaves_the_job_to_be_done_again(ran: Ran) -> None:
    jobs.ask("test.note")
    run = jobs.claim()
    assert run is not None
    with pytest.raises(ValueError, match="x"), run.ending():
        raise ValueError("x")
    assert Job.objects.get().state == State.RUNNING


def test_an_accident_is_tried_three_times_and_then_told(ran: Ran, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(run: jobs.Run) -> None:
        raise ZeroDivisionError

    jobs.ask(kind(breaks))
    for _ in range(jobs.MOST_ATTEMPTS):
        Job.objects.update(not_before=timezone.now())
        assert jobs.run_next()
    row = Job.objects.get()
    assert (row.state, row.failure_code, row.attempts) == (State.FAILED, "job_failed", 3)
    assert "server's log" in jobs.progress_of(row).sentence


def test_what_a_job_declines_is_told_at_once(ran: Ran) -> None:
    def declines(run: jobs.Run) -> None:
        raise Declined("role_is_held", name="Ann", unit="desk")

    jobs.ask(kind(declines))
    jobs.run_until_idle()
    row = Job.objects.get()
    assert row.attempts == 1
    assert "Ann has this role at desk" in jobs.progress_of(row).sentence


def test_a_job_whose_workers_all_fell_silent_is_told(ran: Ran) -> None:
    jobs.ask("test.note")
    Job.objects.update(state=State.RUNNING, attempts=3, leased_until=timezone.now() - timedelta(seconds=1))
    assert jobs.claim() is None
    assert Job.objects.get().failure_code == "worker_lost"


def test_what_comes_by_itself_comes_once_a_period() -> None:
    now = timezone.now()
    for _ in range(3):
        jobs.ask_for_what_is_due(now)
    assert Job.objects.filter(kind="ground.forget_old_jobs").count() == 1


def test_only_who_asked_sees_a_job(ran: Ran) -> None:
    row = jobs.ask("test.note", by=7)
    assert jobs.of_person(7, row.pk) == row
    assert jobs.of_person(8, row.pk) is None
    assert jobs.of_person(None, row.pk) is None


def test_progress_is_a_share_or_not_known() -> None:
    assert jobs.progress_of(Job(done=0, total=0)).share is None
    assert jobs.progress_of(Job(done=1, total=4)).share == 25
