"""Every address and every API operation, asked by a stranger and by nobody: nothing is told and nothing is written.

A slice gets these tests by being there; an address with words in it wants an example (`examples.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from headway.web.accounts.models import AuditLine, User
from headway.web.project.api import api as whole_api
from web import examples
from web.asking import Api
from web.people import MARK, Team

# Open to everybody, with the reason.
OPEN = {
    "healthz": "asked by whatever watches the server", "api_docs": "tells what the API can do, nothing of anybody",
    "register:public_idea": "its word is the permission (tests/web/register/test_intake.py)",
    "measure:answer": "its word is the permission (tests/web/measure/test_surveys.py)",
    "learn:calendar": "its word of 256 bits is the permission (tests/web/learn/test_path.py)",
    "accounts:invitation": "its word of 256 bits is the permission (tests/web/accounts/test_people.py)",
}
OWN = ("account_", "mfa_", "socialaccount_", "openid_connect_")   # allauth's: each acts on one's own account only
METHODS = ("get", "post", "put", "patch", "delete")


def addresses(resolver: URLResolver | None = None, *, space: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Every named address outside the API and the words in it."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "api":
                yield from addresses(entry, space=f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield space + entry.name, frozenset(entry.pattern.converters)


ADDRESSES = sorted({name: words for name, words in addresses() if not name.startswith(OWN)}.items())
OPERATIONS = sorted((operation["operationId"], method, path.removeprefix("/api/v1"))
                    for path, methods in whole_api.get_openapi_schema()["paths"].items()
                    for method, operation in methods.items())


@pytest.fixture
def team(two_teams: tuple[Team, Team]) -> Team:
    return two_teams[0]


@pytest.fixture
def stranger(two_teams: tuple[Team, Team]) -> User:
    return two_teams[1].owner


def content(answer: Any) -> str:
    """What was answered, also where it comes in pieces."""
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def told(value: str | frozenset[str]) -> str:
    """The same in every process, which the order of a set is not."""
    return value if isinstance(value, str) else "-".join(sorted(value))


def at(name: str, words: frozenset[str], team: Team) -> str:
    if not words:
        return reverse(name)
    assert name in examples.pages(), f"{name} wants an example in tests/web/{name.partition(':')[0]}/examples.py"
    return reverse(name, kwargs=dict(examples.pages()[name](team)))


@pytest.mark.parametrize(("name", "words"), [pair for pair in ADDRESSES if pair[0] not in OPEN], ids=told)
def test_a_page_tells_a_stranger_nothing_and_sends_nobody_to_sign_in(
        name: str, words: frozenset[str], team: Team, stranger: User, as_: Callable[[User | None], Client]) -> None:
    address = at(name, words, team)
    written = AuditLine.objects.filter(organisation_id=team.organisation.pk).count()
    browser = as_(stranger)
    for method in ("get", "post"):
        answer = getattr(browser, method)(address)
        assert answer.status_code < 500, f"{method} {address}: {answer.status_code}"
        assert MARK not in content(answer), f"{method} {address} tells a stranger what is not theirs"
        if words:
            assert answer.status_code in (403, 404, 405), f"{method} {address}: {answer.status_code}"
    assert AuditLine.objects.filter(organisation_id=team.organisation.pk).count() == written
    answer = as_(None).get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def call(program: Api, method: str, path: str, given: examples.Call) -> Any:
    from urllib.parse import urlencode

    query = f"?{urlencode(given.query)}" if given.query else ""
    return program.send(method.upper(), path.format(**given.path) + query, given.body)


def example(operation: str, path: str, team: Team) -> examples.Call:
    if operation in examples.calls():
        return examples.calls()[operation](team)
    assert "{" not in path, f"{operation} wants an example"
    return examples.Call()


@pytest.mark.parametrize(("operation", "method", "path"), OPERATIONS, ids=str)
def test_the_api_refuses_a_stranger_nobody_a_reading_token_and_an_auditor(
        operation: str, method: str, path: str, team: Team, stranger: User, api: Callable[..., Api]) -> None:
    """Four refusals of one call, none of which writes anything."""
    given = example(operation, path, team)
    written = AuditLine.objects.filter(organisation_id=team.organisation.pk).count()
    answer = call(api(stranger), method, path, given)
    names_something = "{" in path or method != "get"
    assert answer.status_code in ((403, 404) if names_something else (200, 403, 404)), content(answer)
    assert MARK not in content(answer)
    assert AuditLine.objects.filter(organisation_id=team.organisation.pk).count() == written
    answer = call(api(None), method, path, given)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    if method != "get":
        reader, auditor = api(team.owner, scope="read"), api(team.auditor)
        written = AuditLine.objects.filter(organisation_id=team.organisation.pk).count()   # with the two tokens
        answer = call(reader, method, path, given)
        assert answer.status_code == 403, f"a token that may only read wrote: {content(answer)}"
        answer = call(auditor, method, path, given)
        assert answer.status_code in (403, 404), f"an auditor wrote: {content(answer)}"
        assert AuditLine.objects.filter(organisation_id=team.organisation.pk).count() == written


def test_every_example_is_of_an_address_that_exists() -> None:
    names = {name for name, words in ADDRESSES if words}
    assert set(examples.pages()) - names == set()
    assert set(examples.calls()) - {operation for operation, _, _ in OPERATIONS} == set()


def test_the_owner_gets_what_the_stranger_does_not(team: Team, as_: Callable[[User | None], Client]) -> None:
    """Else the tests above would hold for pages that nobody can open."""
    browser = as_(team.owner)
    opened = [browser.get(at(name, words, team)) for name, words in ADDRESSES if name not in OPEN]
    for answer in opened:
        answer.close()   # one that is a file keeps it open until then
    assert {answer.status_code for answer in opened} <= {200, 302, 405}
