"""What labels mean: activities that are milestones, and the words in which an agreement was kept or missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from headway.connect.glimpse import Glimpse
from headway.connect.mapping import Mapped
from headway.connect.preset import folded
from headway.connect.synonyms import SAYS_BREACH, meaning_of
from headway.connect.table import Table, distinct, seconds
from headway.eventlog.fields import Field
from headway.eventlog.reading import Milestone, Moment

TRUE = ("true", "yes", "y", "1", "met", "within sla", "achieved", "kept", "ok", "on time", "in time", "ja", "sì", "si",
        "oui", "sí", "sim", "completed", "within")
FALSE = ("false", "no", "n", "0", "breached", "missed", "sla violated", "violated", "failed", "overdue", "late", "nein",
         "non", "não", "nee", "breach", "exceeded", "not met")
ENOUGH = 30        # tickets on either side before their times say what the flag means
ENOUGH_TO_TELL = 500   # tickets whose times are looked at: more only cost time
CLEARLY = 1.5      # times longer: kept tickets can take a little longer by chance, not half as long again


@dataclass(frozen=True, slots=True)
class Sla:
    """The spellings of a flag and whether it records breaches; `field_usable` is False where its words say nothing."""

    true_values: tuple[str, ...] = TRUE
    false_values: tuple[str, ...] = FALSE
    inverted: bool = False
    usable: bool = True
    notes: tuple[str, ...] = field(default_factory=tuple)


def milestones_of(
    tables: Sequence[Table], glimpse: Glimpse, told: Mapped, stated: Mapping[str, Milestone],
) -> dict[str, Milestone]:
    """The labels that are milestones; a preset's stand whether or not the sample shows them."""
    if Field.ACTIVITY not in told.columns:
        return _done_states(glimpse, told)
    known = told.preset.milestones if told.preset is not None else {}
    column = told.columns[Field.ACTIVITY]
    seen = dict.fromkeys(glimpse.values(column))
    found = _meant(seen, known, stated)
    if not glimpse.complete and (not known or Milestone.RESOLVED not in found.values()):
        found = _meant(distinct(tables, column), known, stated)   # a rare label may stand outside the sample
    elif known:
        found = dict(known) | found
    begins = _how_tickets_begin(glimpse, told)
    return {label: meaning for label, meaning in found.items()
            if label in stated or label != begins or meaning is not Milestone.OWNED or label.casefold() != "open"}


def _how_tickets_begin(glimpse: Glimpse, told: Mapped) -> str | None:
    """The label with which more than half of the sampled tickets begin. Where that is "Open", nobody has taken one yet;
    where tickets begin as "New", "open" is the state of those that somebody works on."""
    first: dict[str, str] = {}
    for ticket, label in zip(glimpse.column(told.columns[Field.TICKET]), glimpse.column(told.columns[Field.ACTIVITY]),
                             strict=True):
        if label:
            first.setdefault(ticket, label)
    label, times = Counter(first.values()).most_common(1)[0] if first else ("", 0)
    return label if 2 * times > len(first) else None


def _done_states(glimpse: Glimpse, told: Mapped) -> dict[str, Milestone]:
    """The states of a ticket that say it is done: what tells an open ticket from one whose end was not recorded."""
    if Field.STATE not in told.columns:
        return {}
    meant = {label: meaning_of(label) for label in dict.fromkeys(glimpse.values(told.columns[Field.STATE]))}
    return {label: meaning for label, meaning in meant.items()
            if meaning in (Milestone.RESOLVED, Milestone.CLOSED, Milestone.CANCELLED)}


def _meant(
    labels: Iterable[str], known: Mapping[str, Milestone], stated: Mapping[str, Milestone],
) -> dict[str, Milestone]:
    found = {}
    for label in labels:
        meaning = stated.get(label) or known.get(label) or (meaning_of(label) if not known else None)
        if meaning is not None:
            found[label] = meaning
    return found


def sla_of(glimpse: Glimpse, told: Mapped, moments: Mapping[Field, Moment]) -> Sla:
    """How the flag is to be read: its words, its name, and, above both, the times of the tickets that carry it."""
    if Field.SLA_KEPT not in told.columns:
        return Sla()
    column = told.columns[Field.SLA_KEPT]
    words = {value.lower() for value in glimpse.values(column)}
    if not words or not words <= {*TRUE, *FALSE}:
        return Sla(usable=False)
    plain = words & {"breached", "missed", "violated", "sla violated", "overdue", "late", "met", "kept", "within sla"}
    by_name = not plain and (SAYS_BREACH.search(folded(column)) is not None
                             or (told.preset is not None and told.preset.sla_inverted))
    by_times = _true_takes_longer(glimpse, told, moments)
    if by_times is None or by_times == by_name:
        return Sla(inverted=by_name)
    return Sla(inverted=by_times, notes=("sla_meaning_inferred",))


def _true_takes_longer(glimpse: Glimpse, told: Mapped, moments: Mapping[Field, Moment]) -> bool | None:
    """Whether tickets that carry "true" take clearly longer than those that carry "false"; None where it can't be told."""
    if Field.OPENED not in moments or Field.RESOLVED not in moments:
        return None
    last: dict[str, tuple[str, str, str]] = {}
    columns = [glimpse.column(told.columns[name]) for name in (Field.TICKET, Field.OPENED, Field.RESOLVED, Field.SLA_KEPT)]
    for ticket, opened, resolved, flag in zip(*columns, strict=True):
        if opened and resolved and flag:
            last[ticket] = (opened, resolved, flag.lower())
    told_of = list(last.values())[:: max(1, len(last) // ENOUGH_TO_TELL)]
    opened_at, resolved_at = (
        seconds([row[place] for row in told_of], moments[name].formats, moments[name].order)
        for place, name in ((0, Field.OPENED), (1, Field.RESOLVED)))
    hours: dict[bool, list[float]] = {True: [], False: []}
    for (_, _, flag), start, end in zip(told_of, opened_at, resolved_at, strict=True):
        if start is not None and end is not None and end >= start:
            hours[flag in TRUE].append(end - start)
    if min(len(hours[True]), len(hours[False])) < ENOUGH:
        return None
    true, false = median(hours[True]), median(hours[False])
    if max(true, false) < CLEARLY * max(min(true, false), 1.0):
        return None
    return true > false
