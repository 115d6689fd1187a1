"""What can be said on the command line: each option once, and how its text is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

import typer

from headway.eventlog.fields import SLICES
from headway.eventlog.refused import Refused
from headway.target.amount import number_of

MAP = typer.Option("--map", metavar="FIELD=COLUMN", help="Tie a field to a column, as in opened=Created. Repeatable.")
MAPPING = typer.Option("--mapping", metavar="FILE", help="A mapping saved by `headway map`.")
DATES = typer.Option("--dates", metavar="ORDER", help="day-first or month-first, where the data can't decide.")
ZONE = typer.Option("--zone", metavar="ZONE", help="The zone of the times, as in Europe/Rome.")
SOURCE = typer.Option("--source", metavar="NAME", help="Keep systems apart, and later exports of one together.")
WORKSPACE = typer.Option("--workspace", metavar="DIR", help="Keep the log here instead of in a cache.")
HOURS = typer.Option("--hours", metavar="HOURS", help="The business clock, as in \"Mon-Fri 08:00-18:00\".")
COUNTRY = typer.Option("--country", metavar="CODE", help="Its holidays stop the business clock, as in IT or DE-BY.")
PERIOD = typer.Option("--period", metavar="PERIOD", help="day, week or month; otherwise chosen from the volume.")
TARGET = typer.Option("--target", metavar="KPI=VALUE", help="A target, as in sla_kept=95%. Repeatable.")
BASELINE_FROM = typer.Option("--baseline-from", metavar="DATE", help="Sign the day from which the baseline holds.")
CHANGE = typer.Option("--change", metavar="DATE=NAME", help="A recorded change: limits begin anew there. Repeatable.")
RULES = typer.Option("--rules", metavar="NAME", help="nhs-r, mdc-excel, anhoej, nelson or western-electric.")
MEASURES = typer.Option("--measures", metavar="FILE", help="Measures of your own (TOML).")
OUTAGES = typer.Option("--outages", metavar="FILE", help="A list of outages: service,start,end,planned.")
CHANGES = typer.Option("--changes", metavar="FILE", help="A list of changes: change,at,service,failed.")
AS_OF = typer.Option("--as-of", metavar="DATE", help="Judge as on this day; later events are not known yet.")
KEEP_DUPLICATES = typer.Option("--keep-duplicates", help="Count rows that are the same in every cell.")
KEEP_NAMES = typer.Option("--keep-names", help="Store names of people as they are instead of hashed.")
KEEP_TEXT = typer.Option("--keep-text", help="Store the tickets' text.")
HTML = typer.Option("--html", metavar="PATH", help="Write the whole report as one file.")
PDF = typer.Option("--pdf", metavar="PATH", help="Print the report (needs Chromium, Chrome or Edge).")
PNG = typer.Option("--png", metavar="DIR", help="Write the charts as pictures.")
JSON = typer.Option("--json", help="Only JSON on stdout, of the documented schema.")
# of a verdict
LOG = typer.Argument(metavar="FILE", help="A ticket log, as for assess; or points, as for --series.", show_default=False)
SERIES = typer.Option("--series", metavar="FILE", help="Points instead of a log: period,value[,n].")
CHANGED = typer.Option("--change", metavar="DATE[=NAME]", help="The first day after the change, and what was changed.")
KPI = typer.Option("--kpi", metavar="KPI", help="The measure of the log; otherwise the mean time to resolve in 30 days. "
                                               "Repeatable: several are judged together.")
ONE_KPI = typer.Option("--kpi", metavar="KPI", help="The measure of the log; otherwise the mean time to resolve in 30 days.")
ONLY = typer.Option("--only", metavar="FIELD=VALUE", help="A part of the log, as in team=Desk. Repeatable.")
BY = typer.Option("--by", metavar="FIELD", help="Each service, category, priority or team, judged together.")
BASELINE = typer.Option("--baseline", metavar="KPI", help="The measure that the baseline was told of; another is refused.")
BALANCING = typer.Option("--balancing", metavar="KPI=VALUE",
                         help="A measure that must not get worse by more, as in reopened=2%. Repeatable.")
PICKED_FROM = typer.Option("--picked-from", metavar="N", help="It was picked as the worst of so many.")
ONE_TARGET = typer.Option("--target", metavar="VALUE", help="As in 95%, 20 or 16h.")
CONTROLS = typer.Option("--controls", metavar="NAME=FILE",
                        help="Points that the change did not touch, on the same periods; of a log another part of it, as in "
                             "team=\"Desk 2\" or team=\"*\" for all others. Repeatable.")
DIRECTION = typer.Option("--direction", metavar="WAY", help="up or down: which way is good. A measure of a log knows.")
KIND = typer.Option("--kind", metavar="KIND", help="What points measure: duration (hours), share, count or score.")
SMALLEST_WORTHWHILE = typer.Option("--smallest-worthwhile", metavar="VALUE",
                                   help="The smallest change worth having, as in 20%; of shares in points of percent.")
LOOKS = typer.Option("--looks", metavar="THIS/PLANNED", help="As in 3/26: the third of 26 planned looks; 3/ without an end.")
IN_FULL = typer.Option("--in-full", metavar="DATE", help="The day from which the change has all of its effect.")
THIRD_VIEW = typer.Option("--third-view", help="Ask bsts-causalimpact, too (extra [bsts]); it decides nothing.")
VERDICT_HTML = typer.Option("--html", metavar="PATH", help="Write the verdict with its chart as one file.")
YES = typer.Option("--yes", "-y", help="Take columns recognised by their content without asking.")


def mapping(given: Sequence[str] | None) -> dict[str, str]:
    """
    >>> mapping(["opened=Created at"])
    {'opened': 'Created at'}
    """
    pairs = [text.partition("=") for text in given or ()]
    for field, sign, column in pairs:
        if not sign or not field.strip():
            raise Refused("bad_mapping", given=f"{field}{sign}{column}")
    return {field.strip(): column.strip() for field, _, column in pairs}


def targets(given: Sequence[str] | None) -> dict[str, float]:
    """Shares as 95% or 0.95; durations in hours, or with h, min or d.

    >>> targets(["sla_kept=95%", "time_to_resolve_median=2 d", "first_response_median=30min"])
    {'sla_kept': 0.95, 'time_to_resolve_median': 48.0, 'first_response_median': 0.5}
    """
    return dict(_target(text) for text in given or ())


MOST_LOOKS = 366   # a year of daily looks


def _target(text: str) -> tuple[str, float]:
    measure, _, value = (part.strip() for part in text.partition("="))
    number = number_of(value)
    if not measure or number is None:
        raise Refused("bad_target", given=text)
    return measure, number


def amount(text: str | None) -> float | None:
    """
    >>> amount("95%"), amount("2d"), amount(None)
    (0.95, 48.0, None)
    """
    if text is None:
        return None
    number = number_of(text.strip())
    if number is None:
        raise Refused("bad_amount", given=text)
    return number


def looks(text: str | None) -> tuple[int, int | None] | None:
    """
    >>> looks("3/26"), looks("3/")
    ((3, 26), (3, None))
    """
    if text is None:
        return None
    this, sign, planned = text.partition("/")
    last = planned if planned else str(MOST_LOOKS)
    if not sign or not this.isdigit() or not last.isdigit() or not 1 <= int(this) <= int(last) <= MOST_LOOKS:
        raise Refused("bad_looks", given=text)
    return int(this), int(planned) if planned else None


def controls(given: Sequence[str] | None, *, of_a_log: bool) -> dict[str, str | dict[str, str]]:
    """Files by name; of a log its parts, by their values.

    >>> controls(["north=north.csv"], of_a_log=False), controls(["team=Desk 2"], of_a_log=True)
    ({'north': 'north.csv'}, {'Desk 2': {'team': 'Desk 2'}})
    """
    told: dict[str, str | dict[str, str]] = {}
    for name, value in _pairs(given, refused=lambda text: Refused("bad_control", given=text)):
        if of_a_log and name in SLICES:
            told[value] = {name: value}
        else:
            told[name] = value
    return told


def only(given: Sequence[str] | None) -> dict[str, str]:
    """
    >>> only(["team=Desk 2"])
    {'team': 'Desk 2'}
    """
    return dict(_pairs(given, refused=lambda text: Refused("bad_part", given=text)))


def balancing(given: Sequence[str] | None) -> dict[str, float]:
    """
    >>> balancing(["reopened=2%"])
    {'reopened': 0.02}
    """
    told: dict[str, float] = {}
    for name, value in _pairs(given, refused=lambda text: Refused("bad_target", given=text)):
        number = number_of(value)
        if number is None:
            raise Refused("bad_target", given=f"{name}={value}")
        told[name] = number
    return told


def _pairs(given: Sequence[str] | None, *, refused: Callable[[str], Refused]) -> list[tuple[str, str]]:
    pairs = [text.partition("=") for text in given or ()]
    for name, sign, value in pairs:
        if not sign or not name.strip() or not value.strip():
            raise refused(f"{name}{sign}{value}")
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def changed(text: str) -> tuple[date, str]:
    """
    >>> changed("2016-03-28=new triage"), changed("2016-03-28")
    ((datetime.date(2016, 3, 28), 'new triage'), (datetime.date(2016, 3, 28), ''))
    """
    on, _, name = text.partition("=")
    told = day(on.strip(), option="--change")
    assert told is not None
    return told, name.strip()


def changes(given: Sequence[str] | None) -> tuple[tuple[date, str], ...]:
    """
    >>> changes(["2016-03-28=new triage"])
    ((datetime.date(2016, 3, 28), 'new triage'),)
    """
    found = []
    for text in given or ():
        on, sign, name = text.partition("=")
        try:
            found.append((date.fromisoformat(on.strip()), name.strip()))
        except ValueError:
            raise Refused("bad_change", value=text) from None
        if not sign or not name.strip():
            raise Refused("bad_change", value=text)
    return tuple(found)


def day(text: str | None, *, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise Refused("bad_date", value=str(text), option=option) from None


def moment(text: str | None, *, option: str) -> datetime | None:
    """A moment; a bare date means its end, so that the whole day is known."""
    if text is None:
        return None
    try:
        if len(text) == len("2016-04-25"):
            return datetime.combine(date.fromisoformat(text), datetime.max.time()).replace(microsecond=0)
        return datetime.fromisoformat(text)
    except ValueError:
        raise Refused("bad_date", value=text, option=option) from None
