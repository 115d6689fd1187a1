"""The chain of audit lines: only added to, whole after an erasure, and telling of every tampering."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from headway.web.accounts import audit, operations
from headway.web.accounts.models import AuditHead, AuditLine, AuditValues, User
from headway.web.accounts.roles import Role
from web.people import Team, new_person

TRIGGERS = {"sqlite": ("DROP TRIGGER audit_line_update", "DROP TRIGGER audit_line_delete"),
            "postgresql": ("DROP TRIGGER audit_line_kept ON accounts_auditline",)}


def open_the_chain() -> None:
    """As somebody with the database's password would."""
    with connection.cursor() as cursor:
        for statement in TRIGGERS[connection.vendor]:
            cursor.execute(statement)


def codes(**noted: tuple[int, str]) -> set[str]:
    return {found.code for found in audit.verify(**noted).breaks}


def test_a_teams_writes_make_a_whole_chain(team: Team) -> None:
    state = audit.verify()
    assert state.breaks == ()
    assert state.lines == AuditLine.objects.count() > 8


@pytest.mark.parametrize("statement", ["UPDATE accounts_auditline SET action = 'x' WHERE sequence = 2",
                                       "DELETE FROM accounts_auditline WHERE sequence = 2"])
def test_the_database_refuses_to_change_a_line(team: Team, statement: str) -> None:
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_changed_line_is_told(team: Team) -> None:
    open_the_chain()
    AuditLine.objects.filter(sequence=3).update(person_id=999)
    assert codes() == {"line_changed"}


def test_a_removed_line_is_told(team: Team) -> None:
    open_the_chain()
    AuditValues.objects.filter(line_id=3).delete()
    AuditLine.objects.filter(sequence=3).delete()
    assert "line_gone" in codes()


def test_changed_and_removed_values_are_told(team: Team) -> None:
    AuditValues.objects.filter(line_id=2).update(after={"name": "another"})
    AuditValues.objects.filter(line_id=3).delete()
    assert codes() == {"values_changed", "values_gone"}


def test_values_called_erased_without_an_erasure_are_told(team: Team) -> None:
    AuditValues.objects.filter(line_id=2).update(before=None, after=None, salt="", erased_by=5)
    assert codes() == {"values_gone"}


def test_a_cut_end_is_told_by_the_head_and_where_both_were_cut_by_the_noted_end(team: Team) -> None:
    sequence, _, digest = audit.verify().head.partition(":")
    noted = (int(sequence), digest)
    open_the_chain()
    AuditValues.objects.filter(line_id=noted[0]).delete()
    AuditLine.objects.filter(sequence=noted[0]).delete()
    assert codes() == {"end_cut"}
    last = AuditLine.objects.latest("sequence")
    AuditHead.objects.update(sequence=last.sequence, digest=last.digest)
    assert codes() == set()
    assert codes(noted=noted) == {"end_cut"}


def test_an_erased_person_leaves_no_trace_and_a_whole_chain(team: Team) -> None:
    _, link = operations.invite(person=team.owner, unit=team.root, email="mary@quincunx.example.org", role=Role.READER)
    mary = operations.accept(word=link.rsplit("/", 1)[1], person=None, name="Mary Zyx", password="long enough word")
    operations.erase_person(person=team.owner, erased=mary, organisation=team.organisation)
    people = list(User.objects.values("email", "name"))   # a hash of a password may hold any letters
    told = str(list(AuditValues.objects.values())) + str(list(AuditLine.objects.values())) + str(people)
    assert "mary" not in told.lower()
    assert "zyx" not in told.lower()
    state = audit.verify()
    assert state.breaks == ()
    assert state.erased >= 1


def test_an_operation_without_a_line_is_undone(team: Team) -> None:
    with pytest.raises(RuntimeError, match="without an audit line"), \
            audit.operation("test.silent", by=team.owner, organisation=team.organisation):
        new_person("silent")
    assert not User.objects.filter(email__startswith="silent").exists()


def test_numbers_that_a_database_writes_in_its_own_way_keep_the_chain_whole(team: Team) -> None:
    with audit.operation("test.measure", by=team.owner, organisation=team.organisation) as told:
        told.line(team.root, after={"zero": -0.0, "large": 1e22, "small": 1e-7, "whole": 5.0, "many": [1e16, {"in": 2.50}],
                                    "yes": True})
    assert audit.verify().breaks == ()
    AuditValues.objects.filter(line_id=audit.last_sequence()).update(after={"zero": 1})
    assert codes() == {"values_changed"}
