"""What an engine must provide, so that one set of expressions (`query.py`) gives the same points on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from headway.engine.tickets import COLUMNS, MOMENT_COLUMNS, TYPES

Columns: TypeAlias = Mapping[str, NDArray[Any]]
Provided: TypeAlias = Mapping[str, Sequence[int] | Sequence[str]]

_NUMBERS = {"BOOLEAN": "boolean", "INTEGER": "int32", "DOUBLE": "float64"}


def ticket_schema() -> dict[str, str]:
    """Columns of the table `tickets` that an engine shows: those of `Ticket`, its moments as whole numbers.

    `opened` counts microseconds since 1970 (of the instant; on the wall's clock where the log states no zone),
    `opened_day` days since 1970 and `opened_time` microseconds since midnight, both on the clock of the log's zone.
    No engine's own notion of zones, dates or fractions then has a part in a figure.

    >>> [name for name in ticket_schema() if name.startswith("resolved")]
    ['resolved', 'resolved_day', 'resolved_time']
    """
    schema: dict[str, str] = {}
    for name in COLUMNS:
        if name in MOMENT_COLUMNS:
            schema |= {name: "int64", f"{name}_day": "int32", f"{name}_time": "int64"}
        else:
            schema[name] = _NUMBERS.get(TYPES.get(name, ""), "string")
    return schema


class Engine(Protocol):
    """A place where the stored tickets of one log can be queried as the table `tickets` (see `ticket_schema`).

    `dialect` is the name of its SQL (as ibis compiles it).
    """

    @property
    def dialect(self) -> str: ...

    def provide(self, name: str, columns: Provided) -> None:
        """Make a small table of whole numbers or texts known under a name; a former one of that name is replaced."""
        ...

    def define(self, name: str, sql: str) -> None:
        """Make a query known under a name, without running it; a former one of that name is replaced."""
        ...

    def columns(self, sql: str) -> Columns:
        """The result of a query by column; what is null is masked (`numpy.ma`)."""
        ...


def filled(column: NDArray[Any], missing: float = 0) -> NDArray[Any]:
    """A column with its nulls replaced.

    >>> filled(np.ma.masked_array([1, 2], [False, True]), -1).tolist()
    [1, -1]
    """
    return np.ma.filled(column, missing) if isinstance(column, np.ma.MaskedArray) else column
