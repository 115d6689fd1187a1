"""Changes whose effect was published: found with an interval that holds it; and series in which nothing changed."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from headway.connect.series import series_of_points
from headway.kpi.definition import Direction
from headway.kpi.series import Series
from headway.verdict import Answer, Asked, Kind, Verdict, did_we_get_there

ITS = Path(__file__).parents[3] / "shared" / "data" / "its"
SPC = ITS.parent / "spc"
pytestmark = pytest.mark.skipif(not ITS.exists(), reason="the shared real data is not beside the project")


def rows(name: str) -> list[dict[str, str]]:
    with (ITS / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def yearly(table: list[dict[str, str]], period: str, column: str) -> Series:
    return series_of_points([(date(int(row[period][:4]), 1, 1), float(row[column])) for row in table])


def judged(series: Series, change: date, *, controls: dict[str, Series], direction: Direction = Direction.DOWN,
           kind: Kind = Kind.QUANTITY) -> Verdict:
    return did_we_get_there(series, asked=Asked(change=change, direction=direction, kind=kind), controls=controls)


def holds(told: Verdict, value: float) -> bool:
    return told.effect.low is not None and told.effect.high is not None and told.effect.low <= value <= told.effect.high


def test_the_basque_conflict_cost_income() -> None:
    """R CausalImpact with the same control, over the 22 years: −8.8 % [−16, −2.3], −.76 [−1.4, −.2] (the data's summary)."""
    table = rows("basque.csv")
    series, control = yearly(table, "date", "Basque"), yearly(table, "date", "another")
    told = judged(series, date(1976, 1, 1), controls={"another": control})
    assert told.verdict is Answer.IMPROVED
    assert holds(told, -.088)
    points = judged(series, date(1976, 1, 1), controls={"another": control}, kind=Kind.SCORE)
    assert points.verdict is Answer.IMPROVED
    assert holds(points, -.76)


def test_californias_tobacco_law_cut_smoking() -> None:
    """Abadie, Diamond and Hainmueller, JASA 105 (2010) 493: some 20 packs a head fewer on average over 1989 to 2000, of
    some 80 without the law (a quarter)."""
    table = rows("california_prop99.csv")
    controls = {state: yearly(table, "Year", state) for state in table[0] if state not in ("Year", "California")}
    series = yearly(table, "Year", "California")
    assert holds(judged(series, date(1989, 1, 1), controls=controls, kind=Kind.SCORE), -20)
    told = judged(series, date(1989, 1, 1), controls=controls)
    assert told.verdict is Answer.IMPROVED
    assert holds(told, -.25)


def test_a_change_that_did_nothing_is_not_claimed() -> None:
    """R CausalImpact: −.83 % [−2.6, 1], p .20 (the data's summary)."""
    table, first = rows("comparison_data.csv"), date(2019, 4, 16)
    days = [first + timedelta(days=day) for day in range(len(table))]
    series = {column: series_of_points([(day, float(row[column])) for day, row in zip(days, table, strict=True)])
              for column in table[0] if column != "DATE"}
    told = judged(series.pop("CHANGED"), date(2019, 7, 15), controls=series)
    assert told.verdict is Answer.NO_EVIDENCE
    assert holds(told, -.0083)


@pytest.mark.parametrize("added", [0.0, 5.0])
def test_what_was_added_to_a_simulated_series_is_found(added: float) -> None:
    """The source recovers 4.89 [4.26, 5.47] of the 5 that it adds from row 70."""
    table, first = rows("arma_data.csv"), date(2020, 1, 1)
    days = [first + timedelta(days=day) for day in range(len(table))]
    series = series_of_points([(day, float(row["y"]) + added * (place >= 70))
                               for place, (day, row) in enumerate(zip(days, table, strict=True))])
    control = series_of_points([(day, float(row["X"])) for day, row in zip(days, table, strict=True)])
    told = judged(series, days[70], controls={"X": control}, direction=Direction.UP, kind=Kind.SCORE)
    assert told.verdict is (Answer.IMPROVED if added else Answer.NO_EVIDENCE)
    assert holds(told, added)


def test_series_without_a_change_raise_no_claim_beyond_the_rate() -> None:
    """Months of harm per 1,000 days and shares of deaths after heart surgery: every month judged as if it were a change."""
    harms: dict[str, list[tuple[float, float]]] = {}
    with (SPC / "gtt.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            harms.setdefault(row["month"][:7], []).append((float(row["harms"]), float(row["days"])))
    deaths: dict[str, list[bool]] = {}
    with (SPC / "cabg.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            deaths.setdefault(row["date"][:7], []).append(row["death"].upper() == "TRUE")
    rates = [(month, 1000 * sum(harm for harm, _ in told) / sum(days for _, days in told), int(sum(days for _, days in told)))
             for month, told in sorted(harms.items())]
    shares = [(month, sum(told) / len(told), len(told)) for month, told in sorted(deaths.items())]
    claims = tries = 0
    for points, kind in ((rates, Kind.SCORE), (shares, Kind.SHARE)):
        series = series_of_points(points)
        for direction in (Direction.UP, Direction.DOWN):
            for month, *_ in points[8:-3]:
                told = judged(series, date.fromisoformat(f"{month}-01"), controls={}, direction=direction, kind=kind)
                claims += told.verdict in (Answer.IMPROVED, Answer.REACHED)
                tries += 1
    assert tries > 50
    assert claims <= .05 * tries
