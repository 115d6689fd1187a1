"""headway plan-check: before a change starts, what the measure can show of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from headway.cli import options as given
from headway.cli.judging import points_of
from headway.cli.speaking import command_line, for_programs, progress_bar, refusing, terminal

HOPE = typer.Option("--hope", metavar="VALUE",
                    help="The change hoped for, as in 20%; of shares in points of percent. Otherwise a fifth, or ten points.")
START = typer.Option("--start", metavar="DATE", help="The first day of the change; otherwise the day after the data end.")
LEVEL = typer.Option("--level", metavar="VALUE", help="Of a share with a --target: the level hoped for, as in 98%.")


def plan_check(
    file: Annotated[Path | None, given.LOG] = None,
    series: Annotated[Path | None, given.SERIES] = None,
    kpi: Annotated[str | None, given.ONE_KPI] = None,
    only: Annotated[list[str] | None, given.ONLY] = None,
    hope: Annotated[str | None, HOPE] = None,
    target: Annotated[str | None, given.ONE_TARGET] = None,
    level: Annotated[str | None, LEVEL] = None,
    controls: Annotated[list[str] | None, given.CONTROLS] = None,
    start: Annotated[str | None, START] = None,
    direction: Annotated[str | None, given.DIRECTION] = None,
    kind: Annotated[str | None, given.KIND] = None,
    map_: Annotated[list[str] | None, given.MAP] = None,
    mapping: Annotated[Path | None, given.MAPPING] = None,
    dates: Annotated[str | None, given.DATES] = None,
    zone: Annotated[str | None, given.ZONE] = None,
    source: Annotated[str | None, given.SOURCE] = None,
    workspace: Annotated[Path | None, given.WORKSPACE] = None,
    hours: Annotated[str | None, given.HOURS] = None,
    country: Annotated[str | None, given.COUNTRY] = None,
    measures: Annotated[Path | None, given.MEASURES] = None,
    json: Annotated[bool, given.JSON] = False,
    yes: Annotated[bool, given.YES] = False,
) -> None:
    """Before the start: how large a change must be to be seen, when yours would show, and what would show it sooner."""
    from headway import workbench
    from headway.cli.confirming import confirm

    with refusing(), progress_bar() as progress:
        points = points_of(file, series, kind=kind, of_a_log={
            "--kpi": kpi, "--only": only or None, "--map": map_ or None, "--mapping": mapping, "--dates": dates, "--zone": zone,
            "--source": source, "--workspace": workspace, "--hours": hours, "--country": country, "--measures": measures})
        log = points if points is not None else workbench.read(
            file or Path(), mapping=given.mapping(map_), mapping_file=mapping, dates=dates, zone=zone, source=source,
            workspace=workspace, confirm=None if yes else confirm, progress=progress)
        told = workbench.plan_check(
            log, kpi=kpi, only=given.only(only), hope=given.amount(hope), target=target, level=level,
            controls=given.controls(controls, of_a_log=points is None), start=given.day(start, option="--start"),
            direction=direction, kind=kind, hours=hours, country=country, measures=measures, command=command_line(),
            progress=progress)
    if json:
        import json as writer

        for_programs(writer.dumps(told.to_json(), ensure_ascii=False, allow_nan=False))
        return
    there = terminal()
    sys.stdout.write(told.told(width=there.width, ascii=there.ascii, color=there.color))
