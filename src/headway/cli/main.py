"""The command: options become calls, results go to stdout, everything else to stderr."""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli import options as given
from headway.cli.judging import verdict
from headway.cli.learning import learn
from headway.cli.planning import plan_check
from headway.cli.serving import audit, up, worker
from headway.cli.speaking import Progress, command_line, for_programs, progress_bar, refusing, say, terminal
from headway.cli.triaging import triage

if TYPE_CHECKING:
    from headway.workbench import Now

GARBAGE_EVERY = 100_000   # objects; one run makes some 100,000 points, none of them in cycles (measured: .3 CPU s saved)

app = typer.Typer(
    name="headway", rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="Continual improvement of IT services on the data you already have.",
)

FILES = typer.Argument(metavar="FILE...",
                       help="CSV, .gz, .zip, .xlsx, Parquet or XES: tickets, events, or period,value.")


@app.callback(invoke_without_command=True)
def headway(
    version: Annotated[bool, typer.Option("--version", help="Say which Headway this is.", is_eager=True)] = False,
) -> None:
    if version:
        import headway as package

        typer.echo(f"headway {package.__version__}")
        raise typer.Exit


@app.command(short_help="Where are we now? What the data say, and what they can't.")
def assess(
    files: Annotated[list[Path], FILES],
    map_: Annotated[list[str] | None, given.MAP] = None,
    mapping: Annotated[Path | None, given.MAPPING] = None,
    dates: Annotated[str | None, given.DATES] = None,
    zone: Annotated[str | None, given.ZONE] = None,
    source: Annotated[str | None, given.SOURCE] = None,
    workspace: Annotated[Path | None, given.WORKSPACE] = None,
    hours: Annotated[str | None, given.HOURS] = None,
    country: Annotated[str | None, given.COUNTRY] = None,
    period: Annotated[str | None, given.PERIOD] = None,
    target: Annotated[list[str] | None, given.TARGET] = None,
    baseline_from: Annotated[str | None, given.BASELINE_FROM] = None,
    change: Annotated[list[str] | None, given.CHANGE] = None,
    rules: Annotated[str | None, given.RULES] = None,
    measures: Annotated[Path | None, given.MEASURES] = None,
    outages: Annotated[Path | None, given.OUTAGES] = None,
    changes: Annotated[Path | None, given.CHANGES] = None,
    as_of: Annotated[str | None, given.AS_OF] = None,
    keep_duplicates: Annotated[bool, given.KEEP_DUPLICATES] = False,
    keep_names: Annotated[bool, given.KEEP_NAMES] = False,
    keep_text: Annotated[bool, given.KEEP_TEXT] = False,
    html: Annotated[Path | None, given.HTML] = None,
    pdf: Annotated[Path | None, given.PDF] = None,
    png: Annotated[Path | None, given.PNG] = None,
    json: Annotated[bool, given.JSON] = False,
    yes: Annotated[bool, given.YES] = False,
) -> None:
    """Where are we now? Baselines, what the data can't say, and how big a change would have to be to be seen."""
    from headway import workbench
    from headway.cli.confirming import confirm

    with refusing(), progress_bar() as progress:
        log = workbench.read(
            files, mapping=given.mapping(map_), mapping_file=mapping, dates=dates, zone=zone, source=source,
            workspace=workspace, keep_duplicates=keep_duplicates, keep_names=keep_names, keep_text=keep_text,
            confirm=None if yes else confirm, progress=progress,
        )
        now = workbench.where_are_we_now(
            log, targets=given.targets(target), changes=given.changes(change),
            baseline_from=given.day(baseline_from, option="--baseline-from"), rules=rules, hours=hours, country=country,
            period=period, measures=measures, outages=outages, change_list=changes,
            as_of=given.moment(as_of, option="--as-of"), command=command_line(), progress=progress,
        )
        paths = written(now, html=html, pdf=pdf, png=png, progress=progress)
    if json:
        import json as writer

        for_programs(writer.dumps(now.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        show(now, command=now.command)
    for path in paths:
        say(f"Written: {path}")


app.command(name="plan-check", short_help="Before the start: how large a change must be to be seen.")(plan_check)
app.command(short_help="Did we get there? Whether a change worked, and how sure.")(verdict)
app.command(short_help="What a text is about, with the words that decided.")(triage)
app.add_typer(learn, name="learn", short_help="A course: read, drill, recall, sit exams.")
app.command(short_help="Start Headway for a team.")(up)
app.command()(worker)
app.add_typer(audit, name="audit")


@app.command(name="map", short_help="Write down how a file's columns are read.")
def map_columns(
    files: Annotated[list[Path], FILES],
    out: Annotated[Path | None, typer.Option("--out", help="Write it here instead of to the screen.")] = None,
    map_: Annotated[list[str] | None, given.MAP] = None,
    dates: Annotated[str | None, given.DATES] = None,
    zone: Annotated[str | None, given.ZONE] = None,
) -> None:
    """Write down how a file's columns are read, to be checked, changed and given back with --mapping."""
    from headway import workbench

    with refusing(), progress_bar() as progress:
        text = workbench.mapping_of(files, mapping=given.mapping(map_), dates=dates, zone=zone, progress=progress)
        if out is not None:
            workbench.write_text(out, text)
    if out is None:
        for_programs(text.rstrip("\n"))
    else:
        say(f"Written: {out}. Give it back with --mapping {out}.")


@app.command(short_help="See it all on a simulated help desk.")
def demo(
    folder: Annotated[Path, typer.Option(help="Where the files and the report go.")] = Path("headway-demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Do the work, start no server.")] = False,
) -> None:
    """Simulate the worked example's help desk, assess it, and serve the application with the example in it."""
    from headway import workbench
    from headway.cli.demonstrating import demonstrate

    with refusing(), progress_bar() as progress:
        now, report = workbench.demo(folder, progress=progress)
    show(now, command=f"headway assess {folder / 'tickets.csv'}")   # the demo itself writes no other report
    say(f"The whole report: {report.resolve()}")
    demonstrate(folder, serve=not no_serve)


def show(now: Now, *, command: str) -> None:
    """The summary, as wide as the terminal and no wider than can be read aloud; its next step is made from `command`."""
    from headway.report.terminal import summary

    told = terminal()
    sys.stdout.write(summary(now, width=told.width, command=command, ascii=told.ascii, color=told.color))


def written(now: Now, *, html: Path | None, pdf: Path | None, png: Path | None, progress: Progress) -> list[Path]:
    """Write what was asked for; returns where it lies."""
    paths = []
    if html is not None:
        progress("report", 0, 1)
        paths.append(now.to_html(html))
    if pdf is not None:
        progress("print", 0, 1)
        paths.append(now.to_pdf(pdf))
    if png is not None:
        progress("report", 0, 1)
        paths += now.to_png(png)
    return paths


def run() -> None:
    """The entry point: never a traceback for bad input."""
    gc.set_threshold(GARBAGE_EVERY)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")   # matrices are small: more threads only wait (.3 CPU s)
    for stream in (sys.stdout, sys.stderr):   # a letter that a pipe's encoding lacks is marked, never a traceback
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
