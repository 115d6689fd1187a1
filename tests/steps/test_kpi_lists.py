"""Outages, changes and one's own measures: what lists and files beside the log say, and what is refused."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.catalogue import BY_ID
from headway.kpi.changes import ChangeRecord
from headway.kpi.closing import ClosingTable
from headway.kpi.custom import measures_in, read_measures
from headway.kpi.definition import Clock, Duration, Summary, Unit
from headway.kpi.frame import Frame, frame_of
from headway.kpi.instants import instant_of
from headway.kpi.listed import change_series, outage_series
from headway.kpi.outages import Outage
from headway.kpi.series import Period, Series

END = datetime(1970, 1, 31)
OUTAGES = tuple(BY_ID[kpi] for kpi in ("availability", "mtbf", "mtrs"))


def on(day: int, hour: int = 0) -> datetime:
    return datetime(1970, 1, day, hour)


def frame(period: Period = Period.DAY) -> Frame:
    days = np.arange(30)
    table = ClosingTable(days, days, np.full(30, 50))
    return frame_of(table, as_of=instant_of(END, None), moment=END, period=period, calendar=None)


def told(*outages: Outage, period: Period = Period.DAY, by_service: bool = False) -> dict[tuple[str, str], Series]:
    found = outage_series(OUTAGES, outages, frame(period), zone=None, by_service=by_service)
    return {(series.kpi.id, series.slice.get(Field.SERVICE, "")): series for series in found}


def test_overlapping_outages_are_one_failure_and_their_time_counts_once() -> None:
    series = told(Outage(service="mail", start=on(2, 1), end=on(2, 4)),
                  Outage(service="mail", start=on(2, 3), end=on(2, 7)))
    assert series["availability", ""].points[1].value == 18 / 24
    assert (series["mtrs", ""].n, series["mtrs", ""].value) == (1, 6.0)
    assert (series["mtbf", ""].n, series["mtbf", ""].value) == (1, 30 * 24 - 6)


def test_planned_maintenance_is_neither_a_failure_nor_agreed_time() -> None:
    series = told(Outage(service="mail", start=on(3), end=on(3, 12), planned=True),
                  Outage(service="mail", start=on(3, 10), end=on(3, 15)))
    assert series["availability", ""].points[2].value == 9 / 12
    assert series["mtrs", ""].value == 5.0


def test_a_day_without_an_outage_is_available_and_has_no_time_to_restore() -> None:
    series = told(Outage(service="mail", start=on(2, 1), end=on(2, 4)))
    assert (series["availability", ""].points[0].n, series["availability", ""].points[0].value) == (1, 1.0)
    assert (series["mtrs", ""].points[0].n, series["mtrs", ""].points[0].value) == (0, None)
    assert series["mtbf", ""].points[0].value is None


def test_an_outage_across_midnight_is_down_on_both_days_and_fails_on_the_first() -> None:
    series = told(Outage(service="mail", start=on(2, 23), end=on(3, 2)))
    assert [point.value for point in series["availability", ""].points[1:3]] == [23 / 24, 22 / 24]
    assert [point.n for point in series["mtbf", ""].points[1:3]] == [1, 0]


def test_an_outage_that_is_not_over_is_down_to_the_end_and_not_yet_restored() -> None:
    series = told(Outage(service="mail", start=on(29)))
    assert series["availability", ""].value == 28 / 30
    assert (series["mtrs", ""].n, series["mtrs", ""].value, series["mtbf", ""].n) == (0, None, 1)


def test_services_are_weighed_alike_and_shown_apart() -> None:
    series = told(Outage(service="mail", start=on(2), end=on(3)), Outage(service="web", start=on(9), end=on(9, 12)),
                  by_service=True)
    assert series["availability", "mail"].value == 29 / 30
    assert series["availability", ""].value == (29 / 30 + 29.5 / 30) / 2
    assert series["availability", ""].n == 2


def changes(*listed: ChangeRecord, causes: frozenset[str] = frozenset()) -> Series:
    [series] = change_series(
        BY_ID["change_failure_rate"], listed, frame(Period.MONTH), causes=causes, zone=None, by_service=False)
    return series


def test_a_change_fails_by_the_list_or_by_the_ticket_that_names_it() -> None:
    listed = [ChangeRecord(change="C1", at=on(2), failed=False), ChangeRecord(change="C2", at=on(3), failed=True),
              ChangeRecord(change="C3", at=on(4)), ChangeRecord(change="C4", at=on(5), failed=False)]
    series = changes(*listed, causes=frozenset({"C4"}))
    assert (series.n, series.value, series.points[0].n) == (4, .5, 4)


def test_changes_of_which_nothing_is_known_are_no_successes() -> None:
    assert changes(ChangeRecord(change="C1", at=on(2))).empty_because == "no_cases"


GOOD = '''
[[measure]]
id = "slow_tenth_in_hours"
label = "Slowest tenth, opening hours"
direction = "down"
clock = "business"
owner = "service desk"
part = {kind = "duration", start = "owned", end = "resolved", summary = "p90"}
'''


def test_ones_own_measure_has_the_parts_of_a_shipped_one(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(GOOD, encoding="utf-8")
    [kpi] = read_measures(file)
    assert kpi.part == Duration(start=Field.OWNED, end=Field.RESOLVED, summary=Summary.P90)
    assert (kpi.unit, kpi.clock, kpi.settles, kpi.owner) == (Unit.HOURS, Clock.BUSINESS, True, "service desk")


@pytest.mark.parametrize(("before", "after", "reason"), [
    ('id = "slow_tenth_in_hours"', 'id = "sla_kept"', "id “sla_kept” is taken"),
    ('id = "slow_tenth_in_hours"', "", "id is missing"),
    ('id = "slow_tenth_in_hours"', 'id = "Slow tenth"', "id may hold"),
    ('direction = "down"', "", "direction is not one of up, down, neither"),
    ('kind = "duration"', 'kind = "time"', "part.kind is not one of duration"),
    ('end = "resolved"', 'end = "finished"', "part.end is not one of opened"),
    ('end = "resolved"', 'end = "owned"', "part.start and part.end are the same"),
    ('summary = "p90"', 'summary = "restricted_mean"', "part.horizon_hours belongs"),
    ('summary = "p90"', 'hours = 4', "part.hours is unknown"),
    ('clock = "business"', 'unit = "share"', "unit can only be hours"),
    ('clock = "business"', 'where = {mood = "bad"}', "where.mood is not one of"),
    ('clock = "business"', "settle_hours = -3", "settle_hours is no number above 0"),
    ("part = {", "part = [", "at line"),
    ("[[measure]]", "[measure]", "one [[measure]] a measure"),
])
def test_a_measure_that_cannot_be_read_is_refused_with_what_is_wrong(before: str, after: str, reason: str) -> None:
    assert before in GOOD
    with pytest.raises(Refused) as refused:
        measures_in(GOOD.replace(before, after), file="own.toml")
    assert refused.value.code == "bad_measure"
    assert reason in str(refused.value.facts["reason"])


def test_a_missing_file_of_measures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_measures(tmp_path / "none.toml")
    assert refused.value.code == "file_not_found"


def test_the_frame_of_the_lists_is_that_of_the_log() -> None:
    assert frame().dates == (date(1970, 1, 1), date(1970, 1, 30))
