"""Webhooks: signed, at least once under the same id, tried again, given up with a letter, never into the network."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from database_server import on_sqlite_of_its_own
from headway.web.accounts.models import AuditLine, User
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import Job
from headway.web.register import operations as register
from headway.web.register.models import Improvement
from headway.web.vision.models import Entity
from headway.web.webhooks import operations, queries, reaching
from headway.web.webhooks.events import BY_LINE, EVENTS
from headway.web.webhooks.models import Delivery, DeliveryState, Webhook
from headway.web.webhooks.reaching import Allowed, Unreachable, is_public, place
from house.sources import PACKAGE
from web.asking import Api
from web.measure.test_killed import ended, python
from web.people import Team
from web.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_HTTP = frozenset({"127.0.0.1"}), True
    with receiving() as found:
        yield found


def added(team: Team, receiver: Receiver, *events: str) -> tuple[Webhook, str]:
    return operations.add_webhook(person=team.owner, organisation=team.organisation, name="chat", address=receiver.address,
                                  events=events)


def idea(team: Team, title: str = "Answer sooner") -> Improvement:
    entity = Entity.objects.get(unit=team.root, kind="organisation")
    return register.file_idea(person=team.owner, entity=entity, title=title, idea="")


def is_signed(headers: dict[str, str], body: bytes, *, secret: str) -> bool:
    """As the how-to tells it, with the standard library only."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(f"v1,{wanted}", found) for found in headers["webhook-signature"].split())


def at_once() -> int:
    """Do all jobs, those of later too."""
    Job.objects.filter(state=jobs.State.WAITING).update(not_before=timezone.now())
    return jobs.run_until_idle()


def test_an_event_is_delivered_signed_and_tells_of_the_improvement(team: Team, receiver: Receiver) -> None:
    made, secret = added(team, receiver)
    improvement = idea(team)
    jobs.run_until_idle()
    kinds = [json.loads(body)["type"] for _, body in receiver.taken]
    assert kinds == ["webhook.test", "improvement.created"]
    assert all(is_signed(headers, body, secret=secret) for headers, body in receiver.taken)
    assert not any(is_signed(headers, body + b" ", secret=secret) for headers, body in receiver.taken)
    told = json.loads(receiver.taken[1][1])["data"]
    assert told["improvement"]["number"] == improvement.number
    assert told["by"] == team.owner.pk
    assert told["after"]["title"] == "Answer sooner"
    assert team.owner.email not in receiver.taken[1][1].decode()
    assert set(Delivery.objects.filter(webhook=made).values_list("state", flat=True)) == {"done"}


def test_what_is_not_kept_is_not_told(team: Team, receiver: Receiver) -> None:
    made, _ = added(team, receiver, "improvement.created")
    with pytest.raises(Declined):
        register.close(idea(team), by=team.auditor, closure="done")   # type: ignore[arg-type]
    register.withdraw(idea(team, "Second"), by=team.owner, reason="no")
    assert list(made.deliveries.order_by("at").values_list("event", flat=True)) == ["webhook.test", *["improvement.created"] * 2]


def test_it_is_told_of_its_own_organisation_only(team: Team, receiver: Receiver, stranger: User) -> None:
    made, _ = added(team, receiver)
    elsewhere = Entity.objects.get(unit__memberships__person=stranger, kind="organisation")
    register.file_idea(person=stranger, entity=elsewhere, title="Not theirs", idea="")
    assert made.deliveries.count() == 1


def test_a_failure_is_tried_again_under_the_same_id_until_it_is_taken(team: Team, receiver: Receiver) -> None:
    made, _ = added(team, receiver)
    receiver.status = 500
    jobs.run_until_idle()
    made.refresh_from_db()
    assert made.failing_since is not None
    assert len(receiver.taken) == 1
    receiver.status = 200
    at_once()
    made.refresh_from_db()
    [row] = made.deliveries.all()
    assert (len(set(receiver.ids())), len(receiver.taken), row.state, made.failing_since) == (1, 2, "done", None)
    assert [attempt.status for attempt in row.attempts.order_by("pk")] == [500, 200]


def test_after_two_days_of_failure_it_is_off_and_the_administrator_gets_a_letter(
        team: Team, receiver: Receiver, settings: Any) -> None:
    settings.MAIL_IS_SENT = True
    made, _ = added(team, receiver)
    receiver.status = 503
    jobs.run_until_idle()
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=3))
    waiting = idea(team)   # what waits when it is switched off is given up too
    while Job.objects.filter(kind="webhooks.deliver", state=jobs.State.WAITING).exists():
        at_once()
    made.refresh_from_db()
    assert (made.is_on, made.off_because) == (False, "kept_failing")
    assert set(made.deliveries.values_list("state", flat=True)) == {"given_up"}
    assert made.deliveries.get(event="webhook.test").tries == len(operations.PAUSES) + 1
    assert {team.owner.email} == {to for letter in mail.outbox for to in letter.to}
    assert f"/webhooks/{made.pk}" in mail.outbox[0].body
    assert AuditLine.objects.filter(action="webhooks.switch_off", person_id=None).count() == 1
    register.withdraw(waiting, by=team.owner, reason="no")
    assert made.deliveries.count() == 2, "one that is off is told nothing more"


def test_who_is_gone_is_switched_off_at_once(team: Team, receiver: Receiver) -> None:
    made, _ = added(team, receiver)
    receiver.status = 410
    jobs.run_until_idle()
    made.refresh_from_db()
    assert (made.is_on, made.off_because) == (False, "gone")


def test_a_redirect_is_not_followed(team: Team, receiver: Receiver) -> None:
    with receiving() as inner:
        receiver.status, receiver.head = 302, ("location", inner.address)
        made, _ = added(team, receiver)
        jobs.run_until_idle()
        assert inner.taken == []
    assert made.deliveries.get().attempts.get().code == "redirected"


def test_a_redelivery_has_the_same_id_and_body(team: Team, receiver: Receiver, as_: Callable[[User | None], Client]) -> None:
    made, _ = added(team, receiver)
    jobs.run_until_idle()
    row = made.deliveries.get()
    assert as_(team.owner).post(f"/webhooks/deliveries/{row.pk}/again").status_code == 302
    jobs.run_until_idle()
    assert receiver.ids() == [str(row.pk)] * 2
    assert receiver.taken[0][1] == receiver.taken[1][1]


def test_both_secrets_sign_for_a_day_after_a_change(team: Team, receiver: Receiver) -> None:
    made, former = added(team, receiver)
    changed, newer = operations.change_secret(made, person=team.owner)
    jobs.run_until_idle()
    assert all(is_signed(*receiver.taken[0], secret=secret) for secret in (former, newer))
    Webhook.objects.update(salt_since=timezone.now() - timedelta(days=2))
    operations.send_test(changed, person=team.owner)
    jobs.run_until_idle()
    assert [is_signed(*receiver.taken[1], secret=secret) for secret in (former, newer)] == [False, True]


def test_a_copy_of_the_database_holds_no_secret(team: Team, receiver: Receiver) -> None:
    made, secret = added(team, receiver)
    row = Webhook.objects.values().get(pk=made.pk)
    kept = json.dumps([row, list(Job.objects.values()), list(AuditLine.objects.values("values__after"))], default=str)
    assert secret.removeprefix("whsec_") not in kept


INSIDE = ("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "0.0.0.0",
          "224.0.1.1", "255.255.255.255", "168.63.129.16", "192.0.0.192", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254",
          "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
          "2002:7f00:1::", "2001:0:0:0:0:0:80ff:fffe")


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_a_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(("address", "code"), [
    ("https://127.0.0.1/", "webhook_address_private"), ("https://[::1]/", "webhook_address_private"),
    ("https://[::ffff:10.0.0.1]/", "webhook_address_private"), ("https://localhost/", "webhook_address_private"),
    ("https://169.254.169.254/latest", "webhook_address_private"), ("http://chat.example.org/", "webhook_wants_https"),
    ("ftp://chat.example.org/", "webhook_address_unreadable"), ("https://a:b@chat.example.org/", "webhook_address_unreadable"),
    ("https:///x", "webhook_address_unreadable"), ("https://chat.example.org:99999/", "webhook_address_unreadable"),
    ("https://chat.example.org/a b", "webhook_address_unreadable"), ("https://[::1/", "webhook_address_unreadable"),
    ("https://chat.example.org/\r\nhost: x", "webhook_address_unreadable"),
    ("https://chät.example.org/", "webhook_address_unreadable"),
])
def test_a_wrong_address_is_declined_in_words(address: str, code: str, team: Team) -> None:
    with pytest.raises(Declined) as declined:
        operations.add_webhook(person=team.owner, organisation=team.organisation, name="x", address=address)
    assert declined.value.code == code


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "017700000001"])
def test_another_way_to_write_loopback_is_seen_through(host: str) -> None:
    with pytest.raises(Unreachable) as refused:
        reaching.resolved(place(f"https://{host}/", allowed=Allowed()), allowed=Allowed())
    assert refused.value.code in ("private_address", "unknown_host")


def test_a_name_that_resolves_otherwise_a_moment_later_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked once, and the connection goes to the address that was looked at."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    connected = []

    def asked(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], **kwargs: Any) -> socket.socket:
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    monkeypatch.setattr(socket, "create_connection", connect)
    outcome = reaching.send(place("https://rebinds.example.org/", allowed=Allowed()), body=b"", headers={}, allowed=Allowed())
    assert (outcome.code, connected) == ("unreachable", [("93.184.215.14", 443)])


def test_a_name_with_one_private_address_among_public_ones_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    outcome = reaching.send(place("https://mixed.example.org/", allowed=Allowed()), body=b"", headers={}, allowed=Allowed())
    assert outcome.code == "private_address"


def test_who_answers_a_byte_at_a_time_holds_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "PATIENCE_SECONDS", .2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = Allowed(hosts=frozenset({"127.0.0.1"}), http=True)
        to = place(f"http://127.0.0.1:{server.getsockname()[1]}/", allowed=here)
        assert reaching.send(to, body=b"{}", headers={}, allowed=here).code == "too_slow"


def test_what_the_settings_no_longer_allow_is_not_sent(team: Team, receiver: Receiver, settings: Any) -> None:
    made, _ = added(team, receiver)
    settings.WEBHOOK_HOSTS = frozenset()
    jobs.run_until_idle()
    assert receiver.taken == []
    assert made.deliveries.get().attempts.get().code == "private_address"


def test_only_administrators_see_and_change_webhooks(team: Team, receiver: Receiver, as_: Callable[[User | None], Client],
                                                     api: Callable[..., Api]) -> None:
    made, _ = added(team, receiver)
    for person in (team.teammate, team.approver, team.auditor, team.desk_member):
        assert as_(person).get("/webhooks/").status_code == 403
        assert as_(person).get(f"/webhooks/{made.pk}").status_code == 403
        assert api(person).post(f"/webhooks/{made.pk}/test").status_code == 403
        with pytest.raises(Declined):
            operations.change_secret(made, person=person)


def test_an_administrator_goes_the_whole_way_by_pages(team: Team, receiver: Receiver, as_: Callable[[User | None], Client],
                                                      django_assert_max_num_queries: Any) -> None:
    browser = as_(team.owner)
    page = browser.post("/webhooks/add", {"name": "chat", "address": receiver.address, "events": ["improvement.created"]})
    secret = re.search(r"whsec_[\w+/=]+", page.content.decode())
    assert secret
    made = Webhook.objects.get()
    jobs.run_until_idle()
    assert is_signed(*receiver.taken[0], secret=secret[0])
    assert secret[0] not in browser.get(f"/webhooks/{made.pk}").content.decode()
    wrong = browser.post("/webhooks/add", {"name": "chat", "address": "https://10.0.0.1/"}).content.decode()
    assert "inside a network" in wrong
    for _ in range(3):
        idea(team)
    jobs.run_until_idle()
    with django_assert_max_num_queries(12):
        shown = browser.get(f"/webhooks/{made.pk}").content.decode()
    assert shown.count("improvement.created") >= 3
    changed = {"name": "room", "address": receiver.address, "seen": made.version}
    assert browser.post(f"/webhooks/{made.pk}/change", changed).status_code == 302   # is_on is not ticked: off
    made.refresh_from_db()
    assert (made.name, made.is_on, made.events) == ("room", False, [])
    assert browser.post(f"/webhooks/{made.pk}/remove").status_code == 302
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()


def test_every_event_comes_from_an_operation_that_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "web").rglob("*.py") if "webhooks" not in path.parts)
    unknown = [action for action, _ in BY_LINE if f'"{action}"' not in code and action != "sustain.put_lesson"]
    assert unknown == []
    assert len({event.name for event in EVENTS}) == len(EVENTS)


def test_what_lost_its_job_is_asked_for_again(team: Team, receiver: Receiver) -> None:
    made, _ = added(team, receiver)
    Job.objects.filter(kind="webhooks.deliver").update(state=jobs.State.FAILED)   # its worker was killed three times
    Delivery.objects.update(next_at=timezone.now() - timedelta(hours=1))
    jobs.ask("webhooks.find_lost")
    jobs.run_until_idle()
    assert receiver.ids() == [str(made.deliveries.get().pk)]


PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from headway.web.accounts import operations as accounts
from headway.web.accounts.models import User
from headway.web.webhooks import operations
person = User.objects.create_user(email="a@example.org")
organisation = accounts.found_organisation(name="A", administrator=person)
operations.add_webhook(person=person, organisation=organisation, name="chat", address=ADDRESS)
"""
SETTINGS = "import os; os.environ |= {'HEADWAY_WEBHOOK_HOSTS': '127.0.0.1', 'HEADWAY_WEBHOOK_HTTP': 'yes'}\n"
WORK = SETTINGS + "import django; django.setup()\nfrom headway.web.ground import jobs\njobs.run_until_idle()"


@on_sqlite_of_its_own
def test_a_worker_killed_after_the_attempt_and_before_its_record_sends_the_same_again(tmp_path: Path) -> None:
    with receiving() as receiver:
        ended(python(SETTINGS + PREPARE, data=tmp_path, ADDRESS=receiver.address))
        worker = python(WORK, data=tmp_path)
        receiver.before = lambda: os.kill(worker.pid, signal.SIGKILL)   # it has sent, and has no answer yet
        worker.communicate(timeout=60)
        assert worker.returncode == -signal.SIGKILL
        receiver.before = None
        with sqlite3.connect(tmp_path / "headway.sqlite3", timeout=20) as database:   # its lease ends without waiting a minute
            assert database.execute("SELECT count(*) FROM webhooks_attempt").fetchone() == (0,)
            database.execute("UPDATE ground_job SET leased_until = '2020-01-01 00:00:00' WHERE state = 'running'")
        ended(python(WORK, data=tmp_path))
        with sqlite3.connect(tmp_path / "headway.sqlite3") as database:
            [(state, attempts)] = database.execute("SELECT state, (SELECT count(*) FROM webhooks_attempt) FROM webhooks_delivery")
    assert (state, attempts) == (DeliveryState.DONE, 1)
    assert len(receiver.taken) == 2
    assert len(set(receiver.ids())) == 1
    assert receiver.taken[0][1] == receiver.taken[1][1]


def test_the_log_tells_how_each_attempt_ended(team: Team, receiver: Receiver) -> None:
    made, _ = added(team, receiver)
    receiver.status = 500
    jobs.run_until_idle()
    [shown] = queries.sent(made).items
    assert (shown.status, str(shown.ended), shown.tries) == (500, "answered with an error", 1)
