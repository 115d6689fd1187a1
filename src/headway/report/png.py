"""The charts as pictures, for slides and mails: the same drawings, in the light colours, twice as many pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from headway.analyse import Assessment, Measure
from headway.eventlog.refused import Refused
from headway.report.chart.control import is_log, wide
from headway.report.choose import moved, overall
from headway.report.html import Markup, el
from headway.report.plotted import Plotted, plotted
from headway.report.style import picture_stylesheet
from headway.report.words.charts import caption, title

ZOOM = 2
MARGIN = 28.0
HEAD = 64.0      # room for title and caption above the drawing
SVG = "http:" + "//www.w3.org/2000/svg"

_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def write_png(assessment: Assessment, folder: Path) -> list[Path]:
    """One picture a chart of all tickets, named after its measure. Returns the paths in the order of the page.

    Raises `Refused`: `cannot_write` (path, reason); `svg_not_drawn` (file, reason).
    """
    written = []
    for measure, svg in pictures(assessment):
        path = folder / f"{_file_name(measure)}.png"
        image = drawn(svg, file=path.name)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(image)
        except OSError as error:
            raise Refused("cannot_write", path=str(path), reason=error.strerror) from None
        written.append(path)
    return written


def pictures(assessment: Assessment) -> Iterator[tuple[Measure, str]]:
    """Every chart as an SVG that stands alone, with its title and caption."""
    for measure in overall(assessment):
        chart = plotted(measure, changes=assessment.changes)
        if chart is not None:
            yield measure, picture(chart, heading=title(
                measure, moved=moved(assessment, measure), log=is_log(chart)))


def picture(chart: Plotted, *, heading: str) -> str:
    drawing = wide(chart)
    found = _SIZE.search(drawing)
    assert found is not None   # every drawing says its size
    width, height = float(found.group(1)), float(found.group(2))
    across, down = width + 2 * MARGIN, height + HEAD + 2 * MARGIN
    inner = drawing.replace("<svg ", f'<svg x="{MARGIN:g}" y="{MARGIN + HEAD:g}" width="{width:g}" height="{height:g}" ', 1)
    return el("svg", el("rect", class_="paper", width=across, height=down),
              el("text", heading, class_="picture-title", x=MARGIN, y=MARGIN + 18),
              el("text", caption(chart), class_="lab", x=MARGIN, y=MARGIN + 40), Markup(inner),
              xmlns=SVG, width=f"{across:g}", height=f"{down:g}")


def drawn(svg: str, *, file: str) -> bytes:
    """The picture as PNG, in the report's own letters, whatever is installed."""
    import resvg_py

    with as_file(files("headway.report").joinpath("fonts")) as fonts:
        try:
            return bytes(resvg_py.svg_to_bytes(
                svg_string=svg, style_sheet=picture_stylesheet(), zoom=ZOOM, skip_system_fonts=True,
                font_files=[str(path) for path in sorted(fonts.glob("*.ttf"))]))
        except ValueError as error:
            raise Refused("svg_not_drawn", file=file, reason=str(error)) from None


def _file_name(measure: Measure) -> str:
    """A measure's id may be a user's: only what every file system takes."""
    return re.sub(r"[^\w-]+", "_", measure.series.kpi.id)[:80] or "measure"
