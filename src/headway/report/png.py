"""The charts as pictures, for slides and mails: the same drawings, in the light colours, twice as many pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from headway.analyse import Assessment, Measure
from headway.analyse.judgement import Judgement
from headway.eventlog.refused import Refused
from headway.report.chart import before_after
from headway.report.chart.before_after import compared
from headway.report.chart.control import is_log, wide
from headway.report.choose import moved, overall
from headway.report.html import Markup, el
from headway.report.plotted import Plotted, plotted
from headway.report.style import picture_stylesheet
from headway.report.words import verdict_chart
from headway.report.words.charts import caption, title
from headway.report.words.levels import levels

ZOOM = 2
MARGIN = 28.0
LETTERS = "Source Sans 3 ExtraLight"   # as the file of letters names itself
HEAD = 64.0      # room for title and caption above the drawing
SVG = "http:" + "//www.w3.org/2000/svg"

_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def write_png(assessment: Assessment, folder: Path) -> list[Path]:
    """One picture a chart of all tickets, named after its measure. Returns the paths in the order of the page.

    Raises `Refused`: `cannot_write` (path, reason); `svg_not_drawn` (file, reason).
    """
    written = []
    for measure, svg in pictures(assessment):
        written.append(_written(folder / f"{_file_name(measure)}.png", svg))
    return written


def write_verdict_png(judged: Judgement, path: Path) -> Path:
    """The chart of a verdict as one picture.

    Raises `Refused`: `no_points` where there is nothing to draw; `cannot_write` (path, reason); `svg_not_drawn`.
    """
    chart = compared(judged)
    if chart is None:
        raise Refused("no_points", file=path.name)
    heading = verdict_chart.title(judged, levels(judged), log=before_after.is_log(judged, chart))
    return _written(path, framed(before_after.wide(judged, chart), heading=heading, line=verdict_chart.caption(judged, chart)))


def _written(path: Path, svg: str) -> Path:
    image = drawn(svg, file=path.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(image)
    except OSError as error:
        raise Refused("cannot_write", path=str(path), reason=error.strerror) from None
    return path


def pictures(assessment: Assessment) -> Iterator[tuple[Measure, str]]:
    """Every chart as an SVG that stands alone, with its title and caption."""
    for measure in overall(assessment):
        chart = plotted(measure, changes=assessment.changes)
        if chart is not None:
            yield measure, picture(chart, heading=title(
                measure, moved=moved(assessment, measure), log=is_log(chart)))


def picture(chart: Plotted, *, heading: str) -> str:
    return framed(wide(chart), heading=heading, line=caption(chart))


def framed(drawing: str, *, heading: str, line: str) -> str:
    """A drawing that stands alone, under its finding and the line that says what is drawn."""
    found = _SIZE.search(drawing)
    assert found is not None   # every drawing says its size
    width, height = float(found.group(1)), float(found.group(2))
    across, down = width + 2 * MARGIN, height + HEAD + 2 * MARGIN
    inner = drawing.replace("<svg ", f'<svg x="{MARGIN:g}" y="{MARGIN + HEAD:g}" width="{width:g}" height="{height:g}" ', 1)
    return el("svg", el("rect", class_="paper", width=across, height=down),
              el("text", heading, class_="picture-title", x=MARGIN, y=MARGIN + 18),
              el("text", line, class_="lab", x=MARGIN, y=MARGIN + 40), Markup(inner),
              xmlns=SVG, width=f"{across:g}", height=f"{down:g}")


def drawn(svg: str, *, file: str) -> bytes:
    """The picture as PNG, in the report's own letters, whatever is installed."""
    import resvg_py

    with as_file(files("headway.report").joinpath("fonts")) as fonts:
        try:
            return bytes(resvg_py.svg_to_bytes(
                svg_string=svg, style_sheet=picture_stylesheet(), zoom=ZOOM, skip_system_fonts=True, sans_serif_family=LETTERS,
                font_files=[str(path) for path in sorted(fonts.glob("*.ttf"))]))
        except ValueError as error:
            raise Refused("svg_not_drawn", file=file, reason=str(error)) from None


def _file_name(measure: Measure) -> str:
    """A measure's id may be a user's: only what every file system takes."""
    return re.sub(r"[^\w-]+", "_", measure.series.kpi.id)[:80] or "measure"
