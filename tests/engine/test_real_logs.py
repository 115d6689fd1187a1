"""The shared real logs give the figures that are known of them, and none of their traps is told as news."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.logs import closed_problems, italian_help_desk, uci
from headway.engine.duck import measure
from headway.eventlog.fields import Field
from headway.kpi.catalogue import SHIPPED
from headway.kpi.measured import Measured
from headway.kpi.series import Period, Series

pytestmark = pytest.mark.needs_data


@pytest.fixture(scope="module")
def incidents(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return measure(uci(shared_data, tmp_path_factory.mktemp("uci")), kpis=SHIPPED)


@pytest.fixture(scope="module")
def problems(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return measure(closed_problems(shared_data, tmp_path_factory.mktemp("problems")), kpis=SHIPPED)


def overall(measured: Measured, kpi: str) -> Series:
    [series] = [series for series in measured.series if series.kpi.id == kpi and not series.slice]
    return series


def found(measured: Measured, code: str) -> dict[str, object]:
    [finding] = [finding for finding in measured.findings if finding.code == code]
    return {"count": finding.count, **finding.facts}


def test_uci_incidents_have_their_known_figures(incidents: Measured) -> None:
    median, mean = overall(incidents, "time_to_resolve_median"), overall(incidents, "time_to_resolve_mean")
    assert (median.n, round(median.value or 0, 1), round(mean.value or 0, 1)) == (23_362, 22.1, 178.2)
    assert round(overall(incidents, "time_to_resolve_p90").value or 0) == 382
    kept = overall(incidents, "sla_kept")
    assert (kept.n, round(kept.value or 0, 3)) == (24_918, .634)
    assert round(overall(incidents, "within_24h").value or 0, 2) == .48
    assert round((overall(incidents, "reopened").value or 0) * 24_918) == 275
    assert round(overall(incidents, "first_group").value or 0, 3) == .544


def test_uci_sla_by_priority_is_that_of_the_tickets(incidents: Measured) -> None:
    by_priority = {series.slice[Field.PRIORITY]: (series.n, round(series.value or 0, 3)) for series in incidents.series
                   if series.kpi.id == "sla_kept" and Field.PRIORITY in series.slice}
    assert by_priority == {"1 - Critical": (270, .019), "2 - High": (408, .005), "3 - Moderate": (23_466, .645),
                           "4 - Low": (774, .841)}


def test_uci_has_points_and_slices_enough_to_look_at(incidents: Measured) -> None:
    assert incidents.period is Period.DAY
    assert all(len(overall(incidents, kpi).points) >= 10 for kpi in ("time_to_resolve_median", "sla_kept"))
    assert len({tuple(series.slice.items()) for series in incidents.series}) >= 10


def test_the_tail_of_the_uci_log_is_not_falling_demand(incidents: Measured) -> None:
    assert incidents.window == (date(2016, 2, 29), date(2016, 5, 31))
    tail = found(incidents, "window_ends_early")
    assert (tail["count"], round(float(str(tail["share"])), 3)) == (274, .989)
    assert (tail["first"], tail["last"]) == ("2016-02-29", "2016-05-31")
    assert overall(incidents, "arrivals").points[-1].starts_on == date(2016, 5, 31)
    assert "only_closed_tickets" not in {finding.code for finding in incidents.findings}   # all had months to be closed


def test_the_clock_of_the_uci_sla_is_suspect_while_the_times_stay_as_they_were(incidents: Measured) -> None:
    suspect = found(incidents, "clock_suspect")
    assert (suspect["count"], round(float(str(suspect["value"])), 2)) == (2_970, .04)
    assert (suspect["first"], suspect["last"]) == ("2016-03-06", "2016-03-15")
    marked = [point.starts_on for point in overall(incidents, "sla_kept").points if point.suspect]
    assert (marked[0], marked[-1], len(marked)) == (date(2016, 3, 6), date(2016, 3, 15), 10)
    assert not any(point.suspect for point in overall(incidents, "within_24h").points)


def test_uci_weekends_and_holidays_are_thin_and_only_the_holidays_are_told(incidents: Measured) -> None:
    thin = [point.starts_on for point in overall(incidents, "sla_kept").points if point.thin]
    assert {date(2016, 3, 5), date(2016, 3, 25), date(2016, 5, 26)} <= set(thin)
    assert found(incidents, "thin_periods")["periods"] == (
        "2016-03-25", "2016-04-21", "2016-04-22", "2016-05-26", "2016-05-27")
    assert found(incidents, "no_resolution_time")["count"] == 1_556


def test_the_italian_help_desk_is_measured_to_its_resolution_not_to_its_automatic_close(
    shared_data: Path, tmp_path: Path
) -> None:
    measured = measure(italian_help_desk(shared_data, tmp_path), kpis=SHIPPED, slices=())
    median = overall(measured, "time_to_resolve_median")
    assert (median.n, round((median.value or 0) / 24, 1)) == (4_569, 6.0)
    assert overall(measured, "backlog").value == 11


def test_the_fall_in_closed_problems_is_censoring_and_no_trend(problems: Measured) -> None:
    fall = found(problems, "fall_is_censoring")
    assert (round(float(str(fall["before"])) / 24), round(float(str(fall["now"])) / 24)) == (213, 1)
    assert (fall["kpi"], fall["as_of"]) == ("time_to_resolve_median", "2012-05-31")
    median = overall(problems, "time_to_resolve_median")
    naive = [round((point.value or 0) / 24) for point in median.points[-12:]]
    assert naive == [213, 210, 161, 142, 112, 85, 62, 23, 31, 21, 10, 1]
    assert not any(point.settled for point in median.points)
    assert median.notes == ("closed_for_resolved",)


def test_a_log_of_closed_problems_tells_no_backlog(problems: Measured) -> None:
    assert found(problems, "only_closed_tickets")["count"] == 1_487
    assert overall(problems, "backlog").value is None
    assert not any(point.counts for point in overall(problems, "arrivals").points)
