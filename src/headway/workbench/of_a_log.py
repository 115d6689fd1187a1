"""A measure of a log, judged: the part of it that is asked of, what it is held against, what it cost, how it rolled out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from headway.analyse.judgement import Judgement, judgement
from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.catalogue import BY_ID
from headway.kpi.definition import AtLeast, Kpi, Mean
from headway.kpi.series import Series
from headway.verdict import by_closing_rate, did_we_get_there, judged_by_closing_rate, share_that_counts, short_past
from headway.verdict.balancing import balanced, with_balances
from headway.verdict.fair import answering, flagged, refuse_new_definition, refuse_unlike
from headway.verdict.question import Asked
from headway.verdict.result import Balance, Check, Verdict
from headway.verdict.staggered import pooled
from headway.workbench.files import Progress
from headway.workbench.points import Control, as_known, direction_of, kind_of, part_of, series_of, settled

if TYPE_CHECKING:
    from headway.kpi.business_hours import BusinessCalendar
    from headway.kpi.closing_series import ClosingSeries

ALL_OTHERS = "*"
MOST_LIKE = 12       # parts beside the one that is judged: more hardly teach more of its noise
TOO_LITTLE = ("no_baseline", "no_tickets")   # of a part that nobody named: it is left out as a control


@dataclass(frozen=True, slots=True, kw_only=True)
class OfALog:
    """A log, the measure of it that is judged, and the part of it."""

    log: EventLog
    kpi: Kpi
    only: Mapping[Field, tuple[str, ...]]
    calendar: BusinessCalendar | None
    progress: Progress | None

    def judgement(
        self, asked: Asked, *, direction: str | None, controls: Mapping[str, Control], change_name: str,
        baseline: Kpi | None = None, balancing: Sequence[tuple[Kpi, float]] = (),
        rolled_out: tuple[Field, Mapping[str, date]] | None = None,
    ) -> Judgement:
        """The verdict with everything that it rests on; see `headway.did_we_get_there`."""
        part = self.part(self.only)
        if baseline is not None:
            refuse_unlike(baseline, part)
        series = as_known(self.measured(part), asked.as_of)
        asked = replace(asked, direction=direction_of(series, direction), kind=kind_of(series, None), counted=True)
        refuse_new_definition(series, asked=asked)
        if rolled_out is None:
            verdict = self.judged(part, series, asked, controls)
        else:
            series, verdict = self._rolled_out(*rolled_out, asked, controls)
        verdict = flagged(verdict, self._answering(part, asked))
        verdict = with_balances(verdict, tuple(self._balance(kpi, tolerated, asked) for kpi, tolerated in balancing))
        shown = replace(series, slice={field: ", ".join(values) for field, values in self.only.items()})
        return judgement(verdict, series=shown, asked=asked, change_name=change_name)

    def judged(self, part: Kpi, series: Series, asked: Asked, controls: Mapping[str, Control]) -> Verdict:
        """Waiting times by the closing rate, all else by its settled points."""
        parts = dict(self.parts(controls))
        given = {name: control for name, control in controls.items() if not isinstance(control, Mapping)}
        if by_closing_rate(part):
            for name in given:   # what is judged by the closing rate can only be held against other parts of the same log
                raise Refused("control_is_points", control=name, measure=self.kpi.id)
            share = share_that_counts(settled(series), kind=asked.kind, change=asked.change)
            rates = {name: rate for name, one in parts.items() if (
                rate := self.rate(one, change=asked.change, as_of=asked.as_of, share=share, named=name in controls))}
            own = self.rate(part, change=asked.change, as_of=asked.as_of, share=share)
            assert own is not None   # what is named is refused, not left out
            like = dict(self._like(asked, share)) if not rates and short_past(own, asked.change) else None
            return judged_by_closing_rate(own, series=settled(series), asked=asked, controls=rates, like=like)
        others = {name: settled(as_known(self.measured(one), asked.as_of)) for name, one in parts.items()}
        others |= {name: series_of(control, kind=None) for name, control in given.items()}
        return did_we_get_there(settled(series), asked=asked, controls=others)

    def part(self, where: Mapping[Field, tuple[str, ...]]) -> Kpi:
        return replace(self.kpi, where={**self.kpi.where, **where})

    def measured(self, part: Kpi) -> Series:
        from headway.engine.duck import measure

        return measure(self.log, kpis=[part], slices=(), calendar=self.calendar, progress=self.progress).series[0]

    def values(self, field: Field) -> list[str]:
        """The values of a slice, those with the most tickets first."""
        from headway.engine.duck import measure

        told = measure(self.log, kpis=[replace(BY_ID["arrivals"], where=self.kpi.where)], slices=(field,), progress=self.progress)
        return [series.slice[field] for series in sorted(told.series, key=lambda one: -one.n) if field in series.slice]

    def rate(
        self, part: Kpi, *, change: date | None, as_of: date | None, share: float | None, named: bool = True,
    ) -> ClosingSeries | None:
        """The closing rate of a part; None where it has too little to tell and nobody named it. `share` is that of the
        tickets by whose ages the measure is decided: what is held against it looks at the same ages.
        """
        from headway.engine.duck import closing_series_of

        until = None if as_of is None else datetime.combine(as_of, time.max)
        try:
            return closing_series_of(self.log, part, change=change, calendar=self.calendar, as_of=until, share=share,
                                     progress=self.progress)
        except Refused as refused:
            if named or refused.code not in TOO_LITTLE:
                raise
            return None

    def parts(self, controls: Mapping[str, Control]) -> Iterator[tuple[str, Kpi]]:
        """The parts of the log that are controls, each by its name."""
        for name, control in controls.items():
            if not isinstance(control, Mapping):
                continue
            every = [Field(field) for field, value in control.items() if value == ALL_OTHERS and field in SLICES]
            if not every:
                yield name, self.part(part_of(control))
                continue
            field = every[0]
            for value in self.values(field):
                if value not in self.only.get(field, ()):
                    yield value, self.part({**self.only, field: (value,)})

    def _like(self, asked: Asked, share: float | None) -> Iterator[tuple[str, ClosingSeries]]:
        """The other values of the fields that the part is cut by, the largest first: their noise is like its own."""
        for field, own in self.only.items():
            for value in [value for value in self.values(field) if value not in own][:MOST_LIKE]:
                rate = self.rate(self.part({**self.only, field: (value,)}), change=asked.change, as_of=asked.as_of, share=share,
                                 named=False)
                if rate is not None:
                    yield value, rate

    def _rolled_out(
        self, field: Field, days: Mapping[str, date], asked: Asked, controls: Mapping[str, Control],
    ) -> tuple[Series, Verdict]:
        """One verdict on all values of a field that a change came to, each on its own day, held against the others."""
        known = self.values(field)
        for value in days:
            if value not in known:
                raise Refused("unknown_value", field=field.value, value=value, known=tuple(known))
        untouched: Mapping[str, Control] = controls or {
            value: {field.value: value} for value in known if value not in days}
        told: dict[str, Verdict] = {}
        for value, day in days.items():
            part = self.part({**self.only, field: (value,)})
            series = as_known(self.measured(part), asked.as_of)
            told[value] = self.judged(part, series, replace(asked, change=day, target=None), untouched)
        every = as_known(self.measured(self.part({**self.only, field: tuple(days)})), asked.as_of)
        return every, pooled(told, asked=asked)

    def _answering(self, part: Kpi, asked: Asked) -> Check | None:
        """Whether as many answer as before, where the measure is of answers."""
        of = part.part.of if isinstance(part.part, Mean | AtLeast) else None
        if of != Field.SATISFACTION:
            return None
        rate = self.measured(replace(BY_ID["satisfaction_response"], where=part.where))
        return answering(settled(as_known(rate, asked.as_of)), asked=asked)

    def _balance(self, kpi: Kpi, tolerated: float, asked: Asked) -> Balance:
        other = replace(self, kpi=kpi)
        part = other.part(self.only)
        series = as_known(other.measured(part), asked.as_of)
        beside = replace(asked, direction=direction_of(series, None), kind=kind_of(series, None), target=None,
                         smallest_worthwhile=None, picked_from=1)
        told = other.judged(part, series, beside, {})
        return balanced(told, name=kpi.label or kpi.id, direction=beside.direction, tolerated=tolerated)

