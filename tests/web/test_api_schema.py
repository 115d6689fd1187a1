"""Every operation of the API, asked with what its own document allows and with worse: no 500, no answer that it doesn't tell of.

HEADWAY_API_CASES=200 asks longer than the suite does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from headway.web.accounts import operations
from headway.web.accounts.models import Scope, User
from headway.web.accounts.roles import Role
from headway.web.project.api import api as whole_api
from web.asking import Api
from web.people import Team, new_person
from web.test_stranger import OPERATIONS, example

CASES = int(os.environ.get("HEADWAY_API_CASES", "4"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
QUIETLY = settings(max_examples=CASES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
                   suppress_health_check=list(HealthCheck))
# What programs send by mistake or on purpose, whatever is asked for.
# (Half of a character is asked below: the asking library can't hold one.)
WORSE = ("\x00", "a\x00b", "𝔘" * 300, "", " ", "a" * 5000, "1e400", 10**30, -(10**30), 2**63, 1e308, -1, 0, True, None,
         "0000-00-00", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2025-02-30",
         [], {}, [None], [[]], ["\x00"], {"\x00": "\x00"}, "<script>", "999999999999999999999-01-01")


application = cache(get_wsgi_application)


@cache
def document() -> Any:
    """The API's own document, with the application behind it."""
    return schemathesis.openapi.from_dict(json.loads(json.dumps(whole_api.get_openapi_schema(), default=str)))


@pytest.fixture
def team(two_teams: tuple[Team, Team]) -> Team:
    return two_teams[0]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The test's transaction outlives its requests, as it does under Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def whole(environ: Any, start: Any) -> list[bytes]:
    """The application, its answer read to the end and closed, as a server does."""
    answer = application()(environ, start)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def changed(body: Any, *, draw: Callable[[Any], Any]) -> Any:
    """The body with one of its values, however deep, replaced by one of the worse."""
    body, places = json.loads(json.dumps(body, default=str)), list[tuple[Any, Any]]()
    waiting = [body]
    while waiting:
        found = waiting.pop()
        keys = found if isinstance(found, dict) else range(len(found))
        for key in keys:
            places.append((found, key))
            if isinstance(found[key], dict | list):
                waiting.append(found[key])
    if places:
        holder, key = draw(st.sampled_from(places))
        holder[key] = draw(st.sampled_from(WORSE))
    return body


@pytest.mark.parametrize(("operation", "method", "path"), OPERATIONS, ids=lambda value: str(value))
def test_the_api_answers_as_its_document_says(operation: str, method: str, path: str, team: Team) -> None:
    asked = document()[f"/api/v1{path}"][method.upper()]
    given_words = example(operation, path, team)
    operations.grant(person=team.owner, to=(reader := new_person("reader")), unit=team.root, role=Role.READER)
    secrets = [operations.make_token(person=person, name="all", scope=Scope.WRITE)[1] for person in (team.owner, reader)]
    real = dict(given_words.path)

    @QUIETLY
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from(GenerationMode))
        fixed = {"path_parameters": real} if real and data.draw(st.booleans()) else {}
        case = data.draw(asked.as_strategy(mode, **fixed))
        if isinstance(given_words.body, dict) and data.draw(st.booleans()):
            case.body, case.media_type = changed(given_words.body, draw=data.draw), "application/json"
            case.path_parameters = real
        secret = secrets[data.draw(st.sampled_from((0, 0, 0, 1)))]
        answer = case.call(app=whole, headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(answer, checks=CHECKS)

    ask()


def test_a_character_that_cannot_be_kept_is_refused_with_its_place(team: Team, api: Callable[..., Api]) -> None:
    answer = api(team.owner).post("/vision/stakeholders", {"unit_id": team.root.pk, "kind": "customer", "name": "half \ud800"})
    assert answer.status_code == 422
    assert answer.json()["facts"]["fields"][0]["where"] == "body.name"
    assert api(team.owner).get("/register/improvements", words="a\x00b").status_code == 422


def test_what_cannot_be_read_is_placed_as_its_sender_wrote_it(team: Team, api: Callable[..., Api]) -> None:
    answer = api(team.owner).post("/vision/stakeholders", {"unit_id": team.root.pk, "kind": "nobody"})
    assert [field["where"] for field in answer.json()["facts"]["fields"]] == ["body.name", "body.kind"]


def test_an_address_with_a_nul_names_nothing(team: Team, as_: Callable[[User | None], Client]) -> None:
    assert as_(team.owner).get("/register/?words=%00").status_code == 400
