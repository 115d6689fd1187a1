"""One change, asked of many measures or parts at once: every verdict adjusted for how many were asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.series import Series
from headway.verdict.together import together
from headway.workbench.files import Files, Progress, write_text
from headway.workbench.of_a_log import OfALog
from headway.workbench.points import Points, chosen_kpi, given_points
from headway.workbench.verdict import WAITING, Told, did_we_get_there

MOST = 20   # parts of a log, those with the most tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Verdicts that were adjusted together, and what was left out, by name, with the refusal that says why."""

    told: tuple[Told, ...]
    left_out: tuple[tuple[str, Refused], ...] = ()
    command: str = ""

    def __iter__(self) -> Iterator[Told]:
        return iter(self.told)

    def __len__(self) -> int:
        return len(self.told)

    def __getitem__(self, place: int) -> Told:
        return self.told[place]

    def __str__(self) -> str:
        from headway.report.verdicts import summary

        return summary(self.told, self.left_out, width=80)

    def _repr_html_(self) -> str:
        from headway.report.verdicts_page import as_fragment

        return as_fragment(self.told, self.left_out)

    def to_json(self) -> dict[str, Any]:
        """The documented form, as `--json` writes it."""
        from headway.report.verdicts import as_json

        return as_json(self.told, self.left_out)

    def to_html(self, path: str | Path) -> Path:
        """Write all verdicts as one file. Raises `Refused` (`cannot_write`)."""
        from headway.report.verdicts_page import verdicts_page

        return write_text(Path(path), verdicts_page(self.told, self.left_out, command=self.command))


def verdicts(
    series: EventLog | Series | Files | Mapping[str, Series | Points | Files], *, change: date | str, kpis: Sequence[str] = (),
    by: str | None = None, command: str = "", progress: Progress | None = None, **asked: Any,
) -> Verdicts:
    """Did we get there, asked of many at once: of several measures of a log, of each value of a field, or of many series.

    `kpis` names measures, `by` a field (then each of its largest values is judged); or `series` holds series by name.
    All else as in `did_we_get_there`. Of all that are claimed at most one in twenty questions claims anything false.
    What can't be judged by itself is left out, and said.

    >>> flat = [(f"2024-{month:02}", 100.0 + month % 3) for month in range(1, 13)]
    >>> found = verdicts({"north": flat, "south": flat}, change=date(2024, 9, 1), direction="down", kind="count")
    >>> [one.verdict.value for one in found], found.told[0].name
    (['no_evidence', 'no_evidence'], 'north')
    """
    told: list[Told] = []
    left_out: list[tuple[str, Refused]] = []
    for name, given, extra in _questions(series, kpis=kpis, by=by, progress=progress, asked=asked):
        try:
            one = did_we_get_there(given, change=change, command=command, progress=progress, **{**asked, **extra})
        except Refused as refused:
            left_out.append((name, refused))
        else:
            told.append(one)
    if not told and left_out:
        raise left_out[0][1]
    return Verdicts(told=tuple(together(told)), left_out=tuple(left_out), command=command)


def _questions(
    series: Any, *, kpis: Sequence[str], by: str | None, progress: Progress | None, asked: Mapping[str, Any],
) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """What each verdict is called, what it is asked of, and with what."""
    if isinstance(series, Mapping):
        for name, one in series.items():
            yield name, _named(name, one, kind=asked.get("kind")), {}
        return
    log = given_points(series, kind=None, progress=progress)
    if not isinstance(log, EventLog):
        raise Refused("not_for_points", option="--by or several --kpi", file="series")
    chosen = kpis or (WAITING,)
    if by is None:
        yield from ((kpi, log, {"kpi": kpi}) for kpi in chosen)
        return
    if by not in SLICES:
        raise Refused("unknown_slice", field=by, known=tuple(SLICES))
    measure = chosen_kpi(chosen[0], measures=asked.get("measures"), calendar=None)
    values = OfALog(log=log, kpi=measure, only={}, calendar=None, progress=progress).values(Field(by))[:MOST]
    only = dict(asked.get("only") or {})
    yield from ((value, log, {"kpi": kpi, "only": {**only, by: value}}) for kpi in chosen for value in values)


def _named(name: str, one: Series | Points | Files, *, kind: str | None) -> Series:
    from dataclasses import replace

    from headway.workbench.points import series_of

    series = series_of(one, kind=kind)
    return replace(series, kpi=replace(series.kpi, label=name))
