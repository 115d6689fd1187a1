"""What holds for every page: the content policy, errors without a traceback, one error shape of the API."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from headway.framework import pack
from headway.web.accounts.models import User
from web.asking import Api
from web.people import Team
from web.register.examples import under_way

As = Callable[[User | None], Client]


@pytest.mark.parametrize("path", ["/account/login/", "/people/", "/nowhere", "/api/docs", "/api/v1/openapi.json"])
def test_every_answer_forbids_what_is_not_its_own(path: str, team: Team, as_: As) -> None:
    answer = as_(team.owner).get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "no-store" in answer["Cache-Control"]


def test_nothing_chosen_is_told_in_one_way_and_a_field_without_choices_says_so(team: Team, as_: As) -> None:
    browser, row = as_(team.owner), under_way(team)
    page = browser.get(f"/improvements/{row.pk}/options/add").content.decode()
    assert '<option value="" selected>–</option>' in page
    for address in (f"/improvements/{row.pk}/options/add", f"/improvements/{row.pk}/edit", f"/improvements/{row.pk}/benefits"):
        assert "---------" not in browser.get(address).content.decode()
    labels = re.findall(r"<label[^>]*>([^<]+)</label>", page)
    assert sorted(label for label in set(labels) if labels.count(label) > 1 and label not in {
        term.label for term in pack().activities}) == []
    assert browser.get(f"/improvements/{row.pk}/vision").content.decode().count("There is none to choose yet.") == 2


@pytest.mark.parametrize("path", ["/people/", "/me/", "/people/invite", "/audit/", "/keys", "/account/login/", "/account/2fa/",
                                  "/account/2fa/totp/activate/", "/account/password/change/"])
def test_no_page_has_a_style_or_a_script_inside(path: str, team: Team, as_: As) -> None:
    answer = as_(team.owner if path != "/account/login/" else None).get(path, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert " style=" not in text
    assert "<style" not in text
    assert all("src=" in part.partition(">")[0] for part in text.split("<script")[1:])
    assert " onclick=" not in text


def test_a_page_that_is_not_there_says_so_and_nothing_more(as_: As, team: Team) -> None:
    answer = as_(team.owner).get("/people/999999")
    assert answer.status_code == 404
    assert b"There is nothing here that you may see." in answer.content


def test_the_api_answers_errors_in_one_shape(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    answers = [(program.get("/accounts/organisations/999999/people"), 404), (program.post("/accounts/units", {}), 422),
               (api(team.teammate).post("/accounts/units", {"name": "x", "parent_id": team.root.pk}), 403),
               (api(None).get("/accounts/units"), 401),
               (program.get(f"/accounts/organisations/{team.organisation.pk}/audit", after="forged"), 409)]
    for answer, status in answers:
        assert answer.status_code == status
        assert set(answer.json()) == {"code", "message", "facts"}


def test_the_description_of_the_api_is_openapi_3_1_and_every_operation_is_told(as_: As) -> None:
    document = as_(None).get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["description"], f"{operation['operationId']} has no docstring"
            assert {"401", "403", "404"} <= set(operation["responses"]), f"{operation['operationId']} wants **ERRORS"


def test_health_is_told_to_anybody(as_: As) -> None:
    assert as_(None).get("/healthz").json() == {"ok": True}
