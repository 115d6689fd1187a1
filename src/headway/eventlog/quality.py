"""What is wrong with a log: codes with counts. Nothing is dropped silently: rows read = used + rejected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from headway.eventlog.fields import Field, Provenance
from headway.eventlog.refused import Fact


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in the data: a code, the number of cases it touches, and facts for the sentence.

    `unit` is what `count` counts: "rows" or "tickets".
    """

    code: str
    count: int
    unit: str = "rows"
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quality:
    """The account of an import.

    `rows_used` includes exact duplicates only where they were kept. `rejected` maps a reason's code to its rows;
    `rejected_file` names the file that holds them with reason, file and line.

    >>> Quality(rows_read=3, rows_used=2, tickets=1, rejected={"unreadable_date": 1}).rows_rejected
    1
    """

    rows_read: int
    rows_used: int
    tickets: int
    rejected: Mapping[str, int] = field(default_factory=dict)
    rejected_file: str | None = None
    findings: tuple[Finding, ...] = ()
    fields: Mapping[Field, Provenance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rows_read != self.rows_used + self.rows_rejected:
            raise ValueError(f"{self.rows_read} rows read are not {self.rows_used} used + {self.rows_rejected} rejected")

    @property
    def rows_rejected(self) -> int:
        return sum(self.rejected.values())
