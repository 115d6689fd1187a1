"""Single sign-on against a real issuer on loopback: the whole code flow, by a real HTTP client through a real server."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections

from headway.web.accounts import operations
from headway.web.accounts.models import AuditLine, User
from headway.web.accounts.roles import Role
from web.people import Team

with warnings.catch_warnings():   # of the issuer's own libraries
    warnings.simplefilter("ignore")
    import oidc_provider_mock

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
INVITED, KNOWN = "new@university.example.org", "teammate"


def claims(email: str, *, verified: bool = True) -> dict[str, object]:
    return {"email": email, "email_verified": verified, "name": "Ada Newcomer"}


@pytest.fixture
def issuer() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def server() -> Iterator[str]:
    """The application behind a real server, on the test's own connection: the audit can't be emptied after a test."""
    ours = connections["default"]
    ours.inc_thread_sharing()
    for sign in (request_started, request_finished):
        sign.disconnect(close_old_connections)

    class Quiet(WSGIRequestHandler):
        def log_message(self, *words: object) -> None:
            """Nothing."""

    def serve() -> None:
        connections["default"] = ours
        served.serve_forever(poll_interval=.02)

    served = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    thread = Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{served.server_port}"
    finally:
        served.shutdown()
        thread.join()
        served.server_close()
        ours.dec_thread_sharing()
        for sign in (request_started, request_finished):
            sign.connect(close_old_connections)


@pytest.fixture
def here(server: str, issuer: str, settings: Any) -> str:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{
        "provider_id": "oidc", "name": "University", "client_id": "headway", "secret": "secret",
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True}}]}}
    return server


def known_to(issuer: str, sub: str, told: dict[str, object]) -> None:
    requests.put(f"{issuer}/users/{sub}", json=told, timeout=10).raise_for_status()


def asked(browser: requests.Session, here: str) -> str:
    """The address at the issuer that the button leads to."""
    page = browser.get(f"{here}/account/login/", timeout=10).text
    assert "University" in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    button = re.search(r'action="(/account/sso/[^"]+)"', page)
    assert button
    answer = browser.post(here + button[1].replace("&amp;", "&"), data={"csrfmiddlewaretoken": token[1]},
                          allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def with_query(address: str, **changed: str) -> str:
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changed
    return urlunsplit(parts._replace(query=urlencode(query)))


def permitted(address: str, *, sub: str) -> str:
    """The person says yes at the issuer, which sends back with a code."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["Location"]


def signed_in(browser: requests.Session, here: str) -> bool:
    return browser.get(f"{here}/me/", allow_redirects=False, timeout=10).status_code == 200


def go(here: str, *, sub: str) -> tuple[requests.Session, requests.Response]:
    browser = requests.Session()
    return browser, browser.get(permitted(asked(browser, here), sub=sub), timeout=10)


def test_a_person_who_is_known_is_linked_and_comes_back_by_the_issuer_s_name_for_them(here: str, issuer: str, team: Team) -> None:
    known_to(issuer, "t1", claims(team.teammate.email))
    browser, _ = go(here, sub="t1")
    assert signed_in(browser, here)
    assert SocialAccount.objects.get().user_id == team.teammate.pk
    known_to(issuer, "t1", claims("changed@elsewhere.example.org"))
    again, _ = go(here, sub="t1")
    assert signed_in(again, here)
    assert SocialAccount.objects.count() == 1


def test_who_was_invited_joins_without_a_password(here: str, issuer: str, team: Team) -> None:
    for unit, role in ((team.root, Role.READER), (team.desk, Role.MANAGER)):
        operations.invite(person=team.owner, unit=unit, email=INVITED, role=role)
    known_to(issuer, "n1", claims(INVITED.upper()))
    browser, _ = go(here, sub="n1")
    assert signed_in(browser, here)
    made = User.objects.get(email=INVITED)
    assert sorted(made.memberships.values_list("role", flat=True)) == ["manager", "reader"]
    assert (made.name, made.has_usable_password()) == ("Ada Newcomer", False)
    assert AuditLine.objects.filter(action="accounts.accept_invitation", person_id=made.pk).exists()


@pytest.mark.parametrize("case", ["never invited", "not verified", "withdrawn"])
def test_others_are_told_to_ask_for_an_invitation(case: str, here: str, issuer: str, team: Team) -> None:
    if case != "never invited":
        invitation, _ = operations.invite(person=team.owner, unit=team.root, email=INVITED, role=Role.READER)
        if case == "withdrawn":
            operations.withdraw(person=team.owner, invitation=invitation)
    known_to(issuer, "n1", claims(INVITED, verified=case != "not verified"))
    people = User.objects.count()
    browser, page = go(here, sub="n1")
    assert not signed_in(browser, here)
    assert "Ask an administrator for an invitation" in page.text
    assert (User.objects.count(), SocialAccount.objects.count()) == (people, 0)


def test_an_address_that_the_issuer_has_not_verified_takes_over_nobody(here: str, issuer: str, team: Team) -> None:
    known_to(issuer, "x", claims(team.owner.email, verified=False))
    browser, _ = go(here, sub="x")
    assert not signed_in(browser, here)


def test_an_erased_person_does_not_come_back(here: str, issuer: str, team: Team) -> None:
    known_to(issuer, "t1", claims(team.teammate.email))
    go(here, sub="t1")
    operations.erase_person(person=team.owner, erased=team.teammate, organisation=team.organisation)
    browser, _ = go(here, sub="t1")
    assert not signed_in(browser, here)
    assert not SocialAccount.objects.filter(user=team.teammate).exists()
    assert not EmailAddress.objects.filter(user=team.teammate).exists()


@pytest.mark.parametrize("wrong", ["state", "nonce", "browser", "code", "issuer"])
def test_what_belongs_to_another_sign_in_is_refused_in_words(wrong: str, here: str, issuer: str, team: Team,
                                                              settings: Any) -> None:
    known_to(issuer, "t1", claims(team.teammate.email))
    browser = requests.Session()
    address = asked(browser, here)
    back = permitted(with_query(address, nonce="another") if wrong == "nonce" else address, sub="t1")
    if wrong in ("state", "code"):
        back = with_query(back, **{wrong: "another"})
    if wrong == "browser":   # the victim's browser gets the attacker's answer
        browser = requests.Session()
    if wrong == "issuer":
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        app["settings"] = app["settings"] | {"openid_configuration_overrides": {"issuer": "https://issuer.example.org"}}
    page = browser.get(back, timeout=10)
    assert page.status_code < 500
    assert "The sign-in did not hold." in page.text
    assert not signed_in(browser, here)
    assert not SocialAccount.objects.exists()


def test_who_says_no_at_the_issuer_is_told_so(here: str, issuer: str, team: Team) -> None:
    browser = requests.Session()
    address = asked(browser, here)
    answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=10)
    state = parse_qs(urlsplit(address).query)["state"][0]   # this issuer forgets it, which the specification demands
    page = browser.get(with_query(answer.headers["Location"], state=state), timeout=10)
    assert "You went no further." in page.text
    assert not signed_in(browser, here)
