"""A verdict on a part of a log, on many at once, and what is refused: as a person asks for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journey.starting import headway

CHANGE = ("--change", "2026-03-02", "--yes")


@pytest.fixture
def tickets(demo: Path) -> tuple[str, ...]:
    return (str(demo / "tickets.csv"), "--workspace", str(demo / "workspace"), "--source", "help-desk")


def test_a_team_is_held_against_the_others_and_what_it_cost_is_said(tickets: tuple[str, ...], tmp_path: Path) -> None:
    told = headway("verdict", *tickets, *CHANGE, "--only", "team=Accounts", "--controls", "team=*", "--balancing", "reopened=2%",
                   "--looks", "3/", "--picked-from", "6", "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    document = json.loads(told.stdout)
    assert document["name"].endswith("Team Accounts")
    assert [balance["name"] for balance in document["balances"]] == ["reopened"]
    checks = {check["code"]: check["facts"] for check in document["checks"]}
    assert checks["looks"] == {"this": 3, "planned": None}
    assert checks["picked_as_worst"]["of"] == 6
    told_of = checks["controls"]["used"] + checks["controls"]["doubted"] + checks["controls"]["unlike"]
    assert "Network" in told_of
    assert "Accounts" not in told_of


def test_each_team_is_judged_and_written_on_one_page(tickets: tuple[str, ...], tmp_path: Path) -> None:
    told = headway("verdict", *tickets, *CHANGE, "--by", "team", "--html", tmp_path / "teams.html", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Team Accounts" in told.stdout
    assert "verdicts asked at once" in told.stdout
    assert (tmp_path / "teams.html").read_text(encoding="utf-8").count("<article") >= 5


def test_several_measures_are_adjusted_together(tickets: tuple[str, ...], tmp_path: Path) -> None:
    told = headway("verdict", *tickets, *CHANGE, "--kpi", "reopened", "--kpi", "first_group", "--json", cwd=tmp_path)
    document = json.loads(told.stdout)
    assert document["adjusted"] == "holm"
    assert [one["kpi"] for one in document["verdicts"]] == ["reopened", "first_group"]


@pytest.mark.parametrize(("words", "said"), [
    (("--kpi", "first_response_median", "--baseline", "time_to_resolve_median"), "are two measures"),
    (("--kpi", "sla_kept", "--target", "fast"), "no target that can be measured"),
    (("--only", "floor=3"), "can't be parted by"),
    (("--only", "team"), "no part of a log"),
    (("--only", "team=Nobody"), "No ticket fits"),
    (("--by", "floor"), "can't be parted by"),
    (("--balancing", "reopened=much"), "can't be read"),
    (("--balancing", "nothing=2%"), "is no measure"),
    (("--kpi", "nothing"), "is no measure"),
])
def test_what_can_not_be_judged_is_one_sentence_and_leaves_with_2(
    tickets: tuple[str, ...], tmp_path: Path, words: tuple[str, ...], said: str,
) -> None:
    refused = headway("verdict", *tickets, *CHANGE, *words, cwd=tmp_path)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr
