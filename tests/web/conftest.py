"""Fixtures of the web tests: `team`, `owner`, `teammate`, `stranger`, `as_`, `api`. Every test here may use the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest

django.setup()   # models can be imported from here on

from django.db import transaction
from django.test import Client

from headway.web.accounts import operations
from headway.web.accounts.models import Scope, User
from web.asking import Api
from web.people import Team, new_team


@pytest.fixture(autouse=True)
def _place(db: None, settings: Any, tmp_path: Path) -> None:
    """Every web test stands on an empty database and an empty folder of its own; static files are taken as they lie."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.STORAGES = {
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": settings.DATA / "files"}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture
def team() -> Team:
    return new_team()


@pytest.fixture(scope="module")
def two_teams(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Team, Team]]:
    """The owner's and the stranger's team, made once for a module of many tests: each test is undone to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield new_team(), new_team("Elsewhere")
        transaction.set_rollback(True)


@pytest.fixture
def owner(team: Team) -> User:
    return team.owner


@pytest.fixture
def teammate(team: Team) -> User:
    return team.teammate


@pytest.fixture
def stranger(team: Team) -> User:
    """The administrator of another organisation on the same Headway."""
    return new_team("Elsewhere").owner


@pytest.fixture
def as_() -> Callable[[User | None], Client]:
    """`as_(owner).get(…)`: a browser in which this person is signed in; `as_(None)` one in which nobody is."""

    def browser(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return browser


@pytest.fixture
def api() -> Callable[..., Api]:
    """`api(owner).get("/register/improvements")`: the API with a token of this person; `api(None)` without one."""

    def program(person: User | None, *, scope: Scope = Scope.WRITE) -> Api:
        secret = operations.make_token(person=person, name="test", scope=scope)[1] if person else None
        return Api(secret)

    return program


@pytest.fixture
def no_jobs_left() -> Iterator[None]:
    """After the test nothing waits in the queue."""
    from headway.web.ground.jobs import Job, State

    yield
    assert not Job.objects.filter(state__in=(State.WAITING, State.RUNNING)).exists()
