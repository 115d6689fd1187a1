"""The verdict as a person asks for it: words, figures for programs, and refusals with code 2."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import headway as package
from headway.eventlog.refused import Refused
from journey.starting import headway

POINTS = [(f"2024-W{week:02}", .70 + .01 * (week % 3) + (.2 if week > 20 else 0), 200) for week in range(1, 36)]


@pytest.fixture
def points(tmp_path: Path) -> Path:
    lines = ["period,value,n", *(f"{period},{value:.3f},{n}" for period, value, n in POINTS)]
    path = tmp_path / "points.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_verdict_leaves_with_0_whatever_it_is_and_a_refusal_with_2(points: Path, tmp_path: Path) -> None:
    good = ("verdict", points, "--change", "2024-05-20", "--direction", "up", "--kind", "share")
    told = headway(*good, "--target", "80%", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "REACHED" in told.stdout
    assert headway(*good[:-3], "down", "--kind", "share", cwd=tmp_path).returncode == 0
    for wrong, says in ((("--target", "10%"), "wrong side"), (("--looks", "30/26"), "30/26"), (("--control", "x"), "x")):
        refused = headway(*good, *wrong, cwd=tmp_path)
        assert refused.returncode == 2
        assert says in refused.stderr
        assert "Traceback" not in refused.stderr


def test_json_has_its_documented_keys(points: Path, tmp_path: Path) -> None:
    told = headway("verdict", points, "--change", "2024-05-20", "--direction", "up", "--kind", "share", "--json", cwd=tmp_path)
    document = json.loads(told.stdout)
    assert document["verdict"] == "improved"
    assert set(document["effect"]) == {"value", "low", "high", "level", "scale"}
    assert document["effect"]["low"] < .2 < document["effect"]["high"]
    assert {"doubted_controls", "reasons", "checks", "n", "method"} <= set(document)


def test_a_measure_of_a_log_is_judged_by_what_is_old_enough(demo: Path, tmp_path: Path) -> None:
    told = headway("verdict", demo / "tickets.csv", "--kpi", "within_24h", "--change", "2026-03-02", "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    document = json.loads(told.stdout)
    assert document["effect"]["high"] > 0, "the sample's truth: everything takes three quarters of the time"
    assert document["verdict"] != "worse"


def test_points_come_from_python_too() -> None:
    told = package.did_we_get_there(POINTS, change=date(2024, 5, 20), direction="up", kind="share")
    assert told.verdict == "improved"
    assert "IMPROVED" in str(told)
    with pytest.raises(Refused):
        package.did_we_get_there(POINTS, change=date(2024, 5, 20), kind="share")
