"""Closing rates as plain JSON and back, digit by digit: a verdict that was judged by them can be judged again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from headway.kpi.business_hours import BusinessCalendar
from headway.kpi.closing_rate import Expected, Figures
from headway.kpi.closing_series import ClosingSeries
from headway.kpi.series import Period
from headway.web.review.judging import Rates

FIGURES = ("edges", "rates", "weights", "hazard")


def told_rates(rates: Rates | None) -> dict[str, Any]:
    """Everything that was counted; empty where points were judged."""
    if rates is None:
        return {}
    return {"own": _told(rates.own), "controls": _each(rates.controls), "balances": _each(rates.balances),
            "like": None if rates.like is None else _each(rates.like)}


def rates_of(told: Mapping[str, Any]) -> Rates | None:
    """The rates that were kept."""
    if not told:
        return None
    like = told["like"]
    return Rates(own=_series(told["own"]), controls=_all(told["controls"]), balances=_all(told["balances"]),
                 like=None if like is None else _all(like))


def _each(rates: Mapping[str, ClosingSeries]) -> dict[str, Any]:
    return {name: _told(one) for name, one in rates.items()}


def _all(told: Mapping[str, Any]) -> dict[str, ClosingSeries]:
    return {name: _series(one) for name, one in told.items()}


def _told(rate: ClosingSeries) -> dict[str, Any]:
    hours = rate.calendar
    return {
        "starts": [day.isoformat() for day in rate.starts], "values": _figures(rate.values), "n": _figures(rate.n),
        "period": rate.period.value, "expected": {name: _figures(getattr(rate.expected, name)) for name in FIGURES},
        "learnt": rate.learnt, "strata": rate.strata, "fixed_wait": rate.fixed_wait,
        "calendar": {"week": hours.week, "name": hours.name, "holidays": sorted(day.isoformat() for day in hours.holidays)}}


def _series(told: Mapping[str, Any]) -> ClosingSeries:
    hours, wait = told["calendar"], told["fixed_wait"]
    return ClosingSeries(
        starts=tuple(date.fromisoformat(day) for day in told["starts"]), values=_array(told["values"]), n=_array(told["n"]),
        period=Period(told["period"]), expected=Expected(**{name: _array(told["expected"][name]) for name in FIGURES}),
        learnt=told["learnt"], strata=told["strata"], fixed_wait=None if wait is None else (wait[0], wait[1]),
        calendar=BusinessCalendar(week=tuple(tuple((start, end) for start, end in day) for day in hours["week"]),
                                  holidays=frozenset(map(date.fromisoformat, hours["holidays"])), name=hours["name"]))


def _figures(values: Figures) -> Any:
    """Numbers in lists; null where there is none, and "inf" for an age without end."""
    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(one) for one in value]
        return value if math.isfinite(value) else None if math.isnan(value) else "inf"

    return plain(np.asarray(values).tolist())


def _array(told: Any) -> Figures:
    return np.array(told, dtype=object).astype(np.float64)   # None becomes nan, "inf" infinity
