"""The verdict as a person asks for it: words, figures for programs, a page, and refusals with code 2."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import headway as package
from headway.eventlog.refused import Refused
from headway.report.verdict_document import KEYS
from journey.starting import headway

POINTS = [(f"2024-W{week:02}", .70 + .01 * (week % 3) + (.2 if week > 20 else 0), 200) for week in range(1, 36)]
ASKED = ("--change", "2024-05-20", "--direction", "up", "--kind", "share")


@pytest.fixture
def points(tmp_path: Path) -> Path:
    lines = ["period,value,n", *(f"{period},{value:.3f},{n}" for period, value, n in POINTS)]
    path = tmp_path / "on_time.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_verdict_leaves_with_0_whatever_it_is_and_a_refusal_with_2(points: Path, tmp_path: Path) -> None:
    good = ("verdict", "--series", points, *ASKED)
    told = headway(*good, "--target", "80%", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "REACHED" in told.stdout
    down = headway("verdict", "--series", points, *ASKED[:3], "down", *ASKED[4:], cwd=tmp_path)
    assert down.returncode == 0
    assert "WORSE" in down.stdout
    for wrong, says in ((("--target", "10%"), "wrong side"), (("--looks", "30/26"), "30/26"), (("--controls", "x"), "NAME=FILE"),
                        (("--smallest-worthwhile", "some"), "some"), (("--kpi", "within_24h"), "--kpi is for a ticket log")):
        refused = headway(*good, *wrong, cwd=tmp_path)
        assert refused.returncode == 2
        assert says in refused.stderr
        assert refused.stdout == ""
        assert "Traceback" not in refused.stderr


def test_one_file_is_needed_and_not_two(points: Path, tmp_path: Path) -> None:
    for given in ((), (points, "--series", points)):
        refused = headway("verdict", *given, *ASKED, cwd=tmp_path)
        assert refused.returncode == 2
        assert "needs one file" in refused.stderr


def test_a_ticket_log_is_not_taken_for_points(demo: Path, tmp_path: Path) -> None:
    refused = headway("verdict", "--series", demo / "tickets.csv", *ASKED, cwd=tmp_path)
    assert refused.returncode == 2
    assert "tickets.csv is a ticket log" in refused.stderr
    assert "without --series" in refused.stderr
    refused = headway("verdict", demo / "tickets.csv", *ASKED, cwd=tmp_path)
    assert refused.returncode == 2
    assert "--kind is for points" in refused.stderr


def test_other_columns_are_said_and_not_called_a_log(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("when,how_many\n2024-01-01,3\n", encoding="utf-8")
    refused = headway("verdict", "--series", "odd.csv", *ASKED, cwd=tmp_path)
    assert refused.returncode == 2
    assert "no column “period”" in refused.stderr


def test_points_are_also_taken_where_a_log_is(points: Path, tmp_path: Path) -> None:
    one, other = (headway("verdict", *given, *ASKED, "--json", cwd=tmp_path) for given in (("--series", points), (points,)))
    assert one.returncode == 0, one.stderr
    assert one.stdout == other.stdout


def test_a_control_is_told_of(points: Path, tmp_path: Path) -> None:
    still = ["period,value,n", *(f"{period},{.70 + .01 * (week % 3):.3f},{n}" for week, (period, _, n) in enumerate(POINTS, 1))]
    (tmp_path / "north.csv").write_text("\n".join(still) + "\n", encoding="utf-8")
    told = headway("verdict", "--series", points, *ASKED, "--controls", f"north={tmp_path / 'north.csv'}", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "control" in told.stdout
    assert "north" in told.stdout


def test_json_has_its_documented_keys(points: Path, tmp_path: Path) -> None:
    told = headway("verdict", "--series", points, *ASKED, "--json", cwd=tmp_path)
    document = json.loads(told.stdout)
    assert document["verdict"] == "improved"
    assert set(document["effect"]) == {"value", "low", "high", "level", "scale"}
    assert document["effect"]["low"] < .2 < document["effect"]["high"]
    assert set(document) == set(KEYS)
    assert len(document["points"]) == len(POINTS)
    assert document["says"].startswith("“on time” now holds for 91 of 100 cases; it was 71.")


def test_a_measure_of_a_log_is_judged_by_what_is_old_enough(demo: Path, tmp_path: Path) -> None:
    told = headway("verdict", demo / "tickets.csv", "--kpi", "within_24h", "--change", "2026-03-02", "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    document = json.loads(told.stdout)
    assert document["effect"]["high"] > 0, "the sample's truth: everything takes three quarters of the time"
    assert document["verdict"] != "worse"
    assert document["name"] == "Resolved within 24 hours"
    assert document["says"].startswith("Of 100 tickets, ")


def test_a_log_takes_the_options_that_assess_takes(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[measure]]\nid = "within_6h"\nlabel = "Solved within six hours"\ndirection = "up"\n'
        'part = {kind = "within", end = "resolved", hours = 6}\n', encoding="utf-8")
    told = headway("verdict", demo / "tickets.csv", "--kpi", "within_6h", "--measures", "own.toml", "--change",
                   "2026-03-02=chatbot", "--hours", "Mon-Fri 08:00-18:00", "--country", "IT", "--map", "priority=priority",
                   "--workspace", "w", "--source", "desk", "--as-of", "2026-05-01", "--yes", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Solved within six hours" in told.stdout
    assert (tmp_path / "w").is_dir()
    refused = headway("verdict", demo / "tickets.csv", "--kpi", "speed", "--change", "2026-03-02", cwd=tmp_path)
    assert refused.returncode == 2
    assert "“speed” is no measure" in refused.stderr


def test_points_come_from_python_too() -> None:
    told = package.did_we_get_there(POINTS, change=date(2024, 5, 20), direction="up", kind="share")
    assert told.verdict == "improved"
    assert "IMPROVED" in str(told)
    with pytest.raises(Refused):
        package.did_we_get_there(POINTS, change=date(2024, 5, 20), kind="share")


def test_a_verdict_shows_itself_in_a_notebook_and_writes_itself(tmp_path: Path) -> None:
    told = package.did_we_get_there(POINTS, change=date(2024, 5, 20), direction="up", kind="share", change_name="<b>new</b> desk")
    cell = told._repr_html_()
    assert cell.startswith('<div class="headway-cell">')
    assert "is now 91 of 100; it was 71" in cell
    assert "<b>new</b>" not in cell, "what a user says is escaped"
    assert cell.count("<svg") == 3, "the mark, the interval line and the chart, each once"
    assert told.to_png(tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    page = told.to_html(tmp_path / "verdict.html").read_text(encoding="utf-8")
    assert page == told.to_html(tmp_path / "again.html").read_text(encoding="utf-8"), "the same verdict, the same bytes"
