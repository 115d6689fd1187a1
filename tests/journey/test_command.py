"""The command as a person uses it: a real file in, sentences, a page and figures out, refusals as sentences."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from journey.starting import HEADWAY, headway


def test_the_demo_says_what_is_true_of_it(demo: Path) -> None:
    """A change on 2 March made everything take three quarters of the time: the report's second sentence."""
    page = (demo / "report.html").read_text(encoding="utf-8")
    assert "2 March" in page
    assert "exam category, chatbot, more staff" in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_json_is_all_that_stdout_holds_and_follows_its_schema(demo: Path, tmp_path: Path) -> None:
    told = headway("assess", demo / "tickets.csv", "--json", "--target", "sla_kept=95%", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    document = json.loads(told.stdout)
    schema = json.loads(resources.files("headway.report").joinpath("assessment.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    quality = document["quality"]
    assert quality["rows_read"] == quality["rows_used"] + quality["rows_rejected"]
    overall = {measure["kpi"]: measure for measure in document["measures"] if not measure["slice"]}
    assert overall["sla_kept"]["target"] == .95
    assert overall["sla_kept"]["safe"] in ("will_be_met", "by_chance", "will_be_missed")
    assert {"time_to_resolve_median", "time_to_resolve_mean", "within_24h", "reopened"} <= set(overall)


def test_a_figure_asked_for_twice_is_the_same_figure(demo: Path, tmp_path: Path) -> None:
    first = headway("assess", demo / "tickets.csv", "--json", cwd=tmp_path)
    again = headway("assess", demo / "tickets.csv", "--json", cwd=tmp_path)
    assert json.loads(first.stdout)["measures"] == json.loads(again.stdout)["measures"]


def test_the_mapping_goes_out_and_comes_back(demo: Path, tmp_path: Path) -> None:
    told = headway("map", demo / "tickets.csv", "--out", "map.toml", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    told = headway("assess", demo / "tickets.csv", "--mapping", "map.toml", "--hours", "Mon-Fri 08:00-18:00", "--country",
                   "IT", "--outages", demo / "outages.csv", "--changes", demo / "changes.csv", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Where are we now?" in told.stdout


def test_points_without_a_log_are_assessed_like_one(tmp_path: Path) -> None:
    lines = ["period,value,n", *(f"2024-W{week:02},0.{80 + week % 7},200" for week in range(1, 41))]
    (tmp_path / "points.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = headway("assess", "points.csv", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "points" in told.stdout


@pytest.mark.parametrize(("arguments", "says"), [
    (["nowhere.csv"], "nowhere.csv is not there"),
    (["tickets.csv", "--target", "sla_kept=fast"], "sla_kept=fast"),
    (["tickets.csv", "--target", "speed=3"], "“speed” is no measure"),
    (["tickets.csv", "--map", "opened=Nowhere"], "no column “Nowhere”"),
    (["tickets.csv", "--map", "begun=opened"], "“begun” is no field"),
    (["tickets.csv", "--zone", "Europe/Rom"], "Europe/Rome"),
    (["tickets.csv", "--hours", "all day"], "Opening hours “all day”"),
    (["tickets.csv", "--country", "IT"], "--hours"),
    (["tickets.csv", "--period", "fortnight"], "“fortnight” is no period"),
    (["tickets.csv", "--rules", "gut"], "“gut” is no set of rules"),
    (["tickets.csv", "--change", "March=new tool"], "March=new tool"),
    (["tickets.csv", "--baseline-from", "2031-01-01"], "1 January 2031 lies outside"),
    (["tickets.csv", "--html", "tickets.csv/report.html"], "can't be written"),
    (["tickets.csv", "--workspace", "tickets.csv/w"], "can't be written"),
])
def test_what_can_not_be_done_is_said_in_a_sentence_with_code_2(
    demo: Path, tmp_path: Path, arguments: list[str], says: str,
) -> None:
    (tmp_path / "tickets.csv").write_bytes((demo / "tickets.csv").read_bytes())
    told = headway("assess", *arguments, cwd=tmp_path)
    assert told.returncode == 2
    assert says in told.stderr
    assert "Traceback" not in told.stdout + told.stderr
    assert told.stderr.strip().splitlines()[-1].count(". ") <= 2, "one or two sentences"


def test_a_full_disk_is_said_and_leaves_the_former_state(demo: Path, tmp_path: Path) -> None:
    """A file-size limit stands in for a full disk: the system refuses the write in the same place."""
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    before = headway("assess", demo / "tickets.csv", "--workspace", "w", cwd=tmp_path)
    assert before.returncode == 0
    state = {path.name: path.read_bytes() for path in (tmp_path / "w" / "sources" / "tickets").iterdir()}
    changed = (demo / "tickets.csv").read_text(encoding="utf-8").replace("INC0001001", "INC9999999")
    (tmp_path / "tickets.csv").write_text(changed, encoding="utf-8")
    told = subprocess.run([str(HEADWAY), "assess", "tickets.csv", "--workspace", "w"], cwd=tmp_path, capture_output=True,
                          text=True, preexec_fn=limited, timeout=60, check=False)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "w" / "sources" / "tickets").iterdir()} == state


def test_the_known_figures_of_the_real_log(shared_data: Path, tmp_path: Path) -> None:
    told = headway("assess", shared_data / "incidents" / "uci_incident_event_log.zip", "--json", cwd=tmp_path)
    document = json.loads(told.stdout)
    overall = {measure["kpi"]: measure for measure in document["measures"] if not measure["slice"]}
    assert (document["quality"]["rows_read"], document["quality"]["tickets"]) == (141_712, 24_918)
    assert round(overall["time_to_resolve_median"]["value"], 1) == 22.1
    assert round(overall["time_to_resolve_mean"]["value"], 1) == 178.2
    assert overall["time_to_resolve_median"]["n"] == 23_362
    assert round(overall["sla_kept"]["value"], 3) == .634
    codes = {finding["code"] for finding in document["quality"]["findings"]}
    assert {"final_value_copied", "window_ends_early", "clock_suspect"} <= codes


def test_the_readme_quotes_what_the_command_says_of_the_real_log(shared_data: Path, tmp_path: Path) -> None:
    told = headway("assess", shared_data / "incidents" / "uci_incident_event_log.zip", cwd=tmp_path)
    said = " ".join(told.stdout.split())
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").replace("\n> ", " ").split())
    quoted = "At first, 29 % of the tickets were resolved within a day; since 18 April 2016 it is 61 %."
    assert quoted in said
    assert quoted in readme


def test_the_demo_fills_an_application_of_its_own_and_says_how_to_sign_in(demo: Path) -> None:
    kept = json.loads((demo / "application" / "sign-in.json").read_text(encoding="utf-8"))
    assert kept["password"]
    assert not (demo / "application" / "loading").exists()
    verified = subprocess.run([str(HEADWAY), "audit", "verify"], env=os.environ | {"HEADWAY_DATA": str(demo / "application")},
                              capture_output=True, text=True, timeout=120, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_folder_that_is_not_the_demos_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "application").mkdir()
    own = tmp_path / "application" / "own.txt"
    own.write_text("mine", encoding="utf-8")
    program = "from pathlib import Path; from headway.cli.demonstrating import demonstrate; demonstrate(Path('.'), serve=False)"
    told = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert "not the demo's" in told.stderr
    assert own.read_text(encoding="utf-8") == "mine"
    assert list(own.parent.iterdir()) == [own]


def test_without_the_application_the_demo_says_what_it_needs(tmp_path: Path) -> None:
    program = ("import sys; sys.modules['django'] = None; from pathlib import Path; "
               "from headway.cli.demonstrating import demonstrate; demonstrate(Path('.'), serve=True)")
    told = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert (told.returncode, told.stderr.count("\n")) == (0, 1), told.stderr
    assert "pipx install --force" in told.stderr
