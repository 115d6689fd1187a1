"""headway verdict: a change on a date, judged; every verdict leaves with 0, what can't be compared with 2."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from headway.cli import options as given
from headway.cli.speaking import command_line, for_programs, progress_bar, refusing, say, terminal
from headway.eventlog.refused import Refused

if TYPE_CHECKING:
    from headway.kpi.series import Series
    from headway.workbench import Told, Verdicts


def verdict(
    change: Annotated[str, given.CHANGED],
    file: Annotated[Path | None, given.LOG] = None,
    series: Annotated[Path | None, given.SERIES] = None,
    kpi: Annotated[list[str] | None, given.KPI] = None,
    only: Annotated[list[str] | None, given.ONLY] = None,
    by: Annotated[str | None, given.BY] = None,
    baseline: Annotated[str | None, given.BASELINE] = None,
    balancing: Annotated[list[str] | None, given.BALANCING] = None,
    picked_from: Annotated[int, given.PICKED_FROM] = 1,
    target: Annotated[str | None, given.ONE_TARGET] = None,
    controls: Annotated[list[str] | None, given.CONTROLS] = None,
    direction: Annotated[str | None, given.DIRECTION] = None,
    kind: Annotated[str | None, given.KIND] = None,
    smallest_worthwhile: Annotated[str | None, given.SMALLEST_WORTHWHILE] = None,
    looks: Annotated[str | None, given.LOOKS] = None,
    in_full: Annotated[str | None, given.IN_FULL] = None,
    third_view: Annotated[bool, given.THIRD_VIEW] = False,
    as_of: Annotated[str | None, given.AS_OF] = None,
    map_: Annotated[list[str] | None, given.MAP] = None,
    mapping: Annotated[Path | None, given.MAPPING] = None,
    dates: Annotated[str | None, given.DATES] = None,
    zone: Annotated[str | None, given.ZONE] = None,
    source: Annotated[str | None, given.SOURCE] = None,
    workspace: Annotated[Path | None, given.WORKSPACE] = None,
    hours: Annotated[str | None, given.HOURS] = None,
    country: Annotated[str | None, given.COUNTRY] = None,
    measures: Annotated[Path | None, given.MEASURES] = None,
    html: Annotated[Path | None, given.VERDICT_HTML] = None,
    json: Annotated[bool, given.JSON] = False,
    yes: Annotated[bool, given.YES] = False,
) -> None:
    """Did we get there? Whether a change worked, by how much, how sure, and how often this rule cries wolf."""
    from headway import workbench
    from headway.cli.confirming import confirm

    with refusing(), progress_bar() as progress:
        on, name = given.changed(change)
        points = points_of(file, series, kind=kind, of_a_log={
            "--kpi": kpi or None, "--only": only or None, "--by": by, "--baseline": baseline, "--balancing": balancing or None,
            "--map": map_ or None, "--mapping": mapping, "--dates": dates, "--zone": zone, "--source": source,
            "--workspace": workspace, "--hours": hours, "--country": country, "--measures": measures})
        log = points if points is not None else workbench.read(
            file or Path(), mapping=given.mapping(map_), mapping_file=mapping, dates=dates, zone=zone, source=source,
            workspace=workspace, confirm=None if yes else confirm, progress=progress)
        kpis = kpi or []
        many = by is not None or len(kpis) > 1
        ask = partial(workbench.verdicts, by=by, kpis=kpis) if many else partial(
            workbench.did_we_get_there, kpi=kpis[0] if kpis else None)
        told: Told | Verdicts = ask(
            log, change=on, change_name=name, target=target, controls=given.controls(controls, of_a_log=points is None),
            direction=direction, kind=kind, smallest_worthwhile=given.amount(smallest_worthwhile), looks=given.looks(looks),
            in_full=given.day(in_full, option="--in-full"), as_of=given.day(as_of, option="--as-of"),
            only=given.only(only), baseline=baseline, balancing=given.balancing(balancing), picked_from=picked_from,
            third_view=third_view, hours=hours, country=country, measures=measures, command=command_line(), progress=progress)
        if html is not None:
            progress("report", 0, 1)
            html = told.to_html(html)
    show(told, json=json)
    if html is not None:
        say(f"Written: {html}")


def points_of(
    file: Path | None, series: Path | None, *, kind: str | None, of_a_log: Mapping[str, object],
) -> Series | None:
    """The points that were given as such, or None where a log was. What applies to the other of the two is refused."""
    from headway import workbench

    if (file is None) == (series is None):
        raise Refused("one_file_needed")
    points = workbench.points_of(series, kind=kind) if series is not None else workbench.points_in(file or Path(), kind=kind)
    told = series or file or Path()
    for option, value in of_a_log.items():
        if value is not None and points is not None:
            raise Refused("not_for_points", option=option, file=told.name)
    if kind is not None and points is None:
        raise Refused("not_for_a_log", option="--kind", file=told.name)
    return points


def show(told: Told | Verdicts, *, json: bool) -> None:
    """The verdict, or all of them, on stdout: for a person, or for a program."""
    if json:
        import json as writer

        for_programs(writer.dumps(told.to_json(), ensure_ascii=False, allow_nan=False))
        return
    from headway.report.verdict import summary
    from headway.report.verdicts import summary as summary_of_many
    from headway.workbench import Verdicts

    there = terminal()
    if isinstance(told, Verdicts):
        sys.stdout.write(summary_of_many(told.told, told.left_out, width=there.width, ascii=there.ascii, color=there.color))
    else:
        sys.stdout.write(summary(told, width=there.width, command=told.command, ascii=there.ascii, color=there.color))
