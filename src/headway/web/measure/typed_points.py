"""Points as people type them: one period a line, "period, value, cases"."""

from __future__ import annotations

import csv
import io
from datetime import date

from headway.connect.series import series_of_points
from headway.eventlog.refused import Refused
from headway.web.ground.declined import Declined

Figure = tuple[date, float | None, int | None]


def figures_in(text: str) -> list[Figure]:
    """(first day, value, cases) of each line; a value or the cases may be empty. A header and empty lines are left out.

    Periods are written 2024-05-06, 2024-W19 or 2024-05; cells are parted by commas, semicolons or tabs.
    Raises `Declined` (`points_unreadable`) with the line.

    >>> figures_in("period;value;n\\n2024-05;0,93;120\\n2024-06;;")
    [(datetime.date(2024, 5, 1), 0.93, 120), (datetime.date(2024, 6, 1), None, None)]
    """
    found: list[Figure] = []
    for place, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.strip().lower().startswith("period"):
            continue
        try:
            found.append(_figure(_cells(line)))
        except (Refused, ValueError, OverflowError):
            raise Declined("points_unreadable", line=place) from None
    return found


def _cells(line: str) -> list[str]:
    sign = next((one for one in (";", "\t") if one in line), ",")
    return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=sign, skipinitialspace=True))]


def _figure(cells: list[str]) -> Figure:
    if not 2 <= len(cells) <= 3:
        raise ValueError(cells)
    value = float(cells[1].removesuffix("%").replace(",", ".")) / (100 if cells[1].endswith("%") else 1) if cells[1] else None
    if value is not None and not abs(value) < float("inf"):
        raise ValueError(cells)
    cases = int(cells[2]) if len(cells) == 3 and cells[2] else None
    if cases is not None and cases < 0:
        raise ValueError(cells)
    return series_of_points([(cells[0], 1.0)]).points[0].starts_on, value, cases
