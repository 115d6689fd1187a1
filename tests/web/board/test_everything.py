"""Everything as one file: every table that leads to the organisation, nothing of another, no word by which one comes in."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.base import ContentFile
from django.test import Client

from headway.web.accounts import operations as accounts
from headway.web.accounts.models import AuditLine, Scope, User
from headway.web.accounts.roles import Role
from headway.web.board import everything
from headway.web.ground.jobs import run_until_idle
from headway.web.register import operations
from headway.web.register.files import checked
from web.asking import Api
from web.people import MARK, Team, new_team
from web.register.examples import benefit, under_way

As = Callable[[User], Client]


def test_every_table_says_whose_it_is_or_why_it_is_left_out(team: Team) -> None:
    labels = {table._meta.label for table in everything.tables()}
    assert set(everything.LEFT_OUT) <= labels
    for table in everything.tables():
        if table._meta.label not in everything.LEFT_OUT:
            list(everything.rows_of(table, team.organisation)[:1])


def test_no_word_by_which_somebody_comes_in_is_written() -> None:
    telling = {"password", "secret", "salt", "token", "word"}
    found = {(table._meta.label, field.name) for table in everything.tables() if table._meta.label not in everything.LEFT_OUT
             for field in table._meta.concrete_fields if field.name in telling}
    assert found - {("accounts.AuditValues", "salt")} <= everything.SECRETS   # without the salt the chain proves nothing


def unpacked(browser: Client, team: Team) -> ZipFile:
    there = f"/board/organisations/{team.organisation.pk}/everything"
    asked = browser.post(there)
    assert asked.status_code == 302
    run_until_idle()
    led = browser.get(asked["Location"])
    assert led["Location"] == f"{there}.zip"
    answer = browser.get(led["Location"])
    assert answer["Content-Disposition"] == 'attachment; filename="headway.zip"'
    return ZipFile(BytesIO(content(answer)))


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)   # closed with its last piece


def test_an_administrator_gets_all_of_the_organisation_and_nothing_of_another(team: Team, as_: As) -> None:
    row = under_way(team, title=f"{MARK} calls")
    benefit(team)
    operations.attach(row, by=team.owner, file=checked(ContentFile(b"what was said", name="a.txt"), name="a.txt"))
    secret = accounts.make_token(person=team.owner, name="all", scope=Scope.READ)[1]
    other = new_team("Elsewhere")
    under_way(other, title="Elsewhere calls")
    packed = unpacked(as_(team.owner), team)
    about = json.loads(packed.read("about.json"))
    titles = {json.loads(line)["title"] for line in packed.read("register.improvement.jsonl").splitlines()}
    assert f"{MARK} calls" in titles
    assert (about["tables"]["register.improvement"], about["files_missing"]) == (len(titles), [])
    assert about["tables"]["accounts.auditline"] == len(packed.read("accounts.auditvalues.jsonl").splitlines()) > 0
    assert [packed.read(name) for name in packed.namelist() if name.startswith("files/")] == [b"what was said"]
    whole = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Elsewhere" not in whole
    assert secret.encode() not in whole
    assert AuditLine.objects.filter(action="board.ask_for_everything", person_id=team.owner.pk).exists()


def test_nobody_but_an_administrator_of_the_whole_gets_it(team: Team, as_: As, api: Callable[..., Api]) -> None:
    accounts.grant(person=team.owner, to=team.desk_member, unit=team.desk, role=Role.ADMINISTRATOR)
    there = f"/board/organisations/{team.organisation.pk}/everything"
    for person in (team.teammate, team.auditor, team.desk_member):
        assert as_(person).post(there).status_code == 403
        assert as_(person).get(f"{there}.zip").status_code == 403
        assert api(person).get(there).status_code == 403
    assert api(team.owner).get(there).status_code == 404, "nobody asked yet"
    assert api(team.owner).post(there).status_code == 202
    run_until_idle()
    assert content(api(team.owner).get(there))[:2] == b"PK"
