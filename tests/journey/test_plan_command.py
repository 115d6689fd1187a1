"""headway plan-check, as a person and a program call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from headway.cli.main import app

ROWS = "\n".join(f"2024-W{week:02},{20 + week * 7 % 5},{40 + week % 3}" for week in range(1, 53))


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "waits.csv"
    path.write_text(f"period,value,n\n{ROWS}\n", encoding="utf-8")
    return path


def test_a_person_reads_when_their_change_would_show(points: Path) -> None:
    told = CliRunner().invoke(app, ["plan-check", "--series", str(points), "--direction", "down", "--kind", "duration"])
    assert told.exit_code == 0, told.output
    assert "A cut of 20 % would show after" in told.output
    assert "after 8 weeks" in told.output


def test_a_program_reads_the_documented_form(points: Path) -> None:
    told = CliRunner().invoke(app, ["plan-check", str(points), "--direction", "down", "--kind", "duration", "--json",
                                    "--hope", "30%"])
    document = json.loads(told.stdout)
    assert document["schema"] == "headway/plan/1"
    assert document["hope"] == pytest.approx(.3)
    assert document["says"].startswith("A cut of 30 %")


@pytest.mark.parametrize(("words", "said"), [
    (["--hope", "nothing"], "no amount"), (["--hope", "0%"], "can't be hoped for"),
    (["--start", "2023-01-01"], "Too little ended"),
    (["--kpi", "within_24h"], "is for a ticket log"), (["--start", "soon"], "is no date"),
])
def test_bad_input_is_one_sentence_and_leaves_with_2(points: Path, words: list[str], said: str) -> None:
    told = CliRunner().invoke(app, ["plan-check", "--series", str(points), "--direction", "down", "--kind", "duration", *words])
    assert told.exit_code == 2
    assert said in told.output
    assert "Traceback" not in told.output
