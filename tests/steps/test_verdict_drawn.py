"""How a verdict is drawn: well-formed, colour only where it is proved, nothing across the change, nothing from outside."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from headway.analyse.judgement import Judgement
from headway.report.chart.before_after import before_after, compared, wide
from headway.report.chart.interval_line import WIDE, draw, interval_line
from headway.report.chart.verdict_mark import BARS, verdict_mark
from headway.report.png import drawn, framed
from headway.report.verdict_page import verdict_page
from headway.verdict.result import Answer, Kind
from steps.judgements import CHANGE, EVERY, made

COLOURED = re.compile(r'class="(?:dots|iv|pt|ln|now|wash|bar) (up|down)"')


def drawings(judged: Judgement) -> str:
    chart = compared(judged)
    assert chart is not None
    return interval_line(judged) + before_after(judged, chart)


@pytest.mark.parametrize("judged", EVERY.values(), ids=EVERY)
def test_each_drawing_is_well_formed_and_says_what_it_shows(judged: Judgement) -> None:
    whole = ElementTree.fromstring(f"<all>{drawings(judged).replace(chr(0xa0), ' ')}</all>")
    assert len(whole) == (4 if judged.after is not None else 2), "wide and for a phone"
    for svg in whole:
        assert svg.get("role") == "img"
        assert (svg.get("aria-label") or "").endswith(".")
        width, height = (float(side) for side in (svg.get("viewBox") or "").split()[2:])
        for text in svg.iter("text"):
            assert 0 <= float(text.get("x", "-1")) <= width
            assert 0 < float(text.get("y", "-1")) <= height


@pytest.mark.parametrize(("name", "colours"), [
    ("reached", {"up"}), ("improved", {"up"}), ("worse", {"down"}), ("signs_only", set()), ("no_evidence", set()),
    ("waiting", set()), ("too_few", set())])
def test_colour_stands_only_where_the_verdict_allows_it(name: str, colours: set[str]) -> None:
    assert set(COLOURED.findall(drawings(EVERY[name]))) == colours


def test_no_line_joins_before_and_after() -> None:
    chart = compared(EVERY["improved"])
    assert chart is not None
    assert len(chart.runs) == 3, "before the gap, after it, after the change"
    assert all(len({dot.on >= CHANGE for dot in run}) == 1 for run in chart.runs)


def test_the_time_before_has_its_band_and_is_carried_on_dotted() -> None:
    told = drawings(EVERY["improved"])
    assert 'class="band"' in told
    assert 'class="lim"' in told
    assert 'class="was"' in told
    assert "where weeks would lie unchanged" in told


def test_what_can_not_be_told_is_dashed() -> None:
    told = drawings(EVERY["waiting"])
    assert 'class="iv wait"' in told
    assert 'class="wash wait"' in told


def test_too_young_weeks_leave_room_and_are_said() -> None:
    judged = EVERY["waiting"]
    young = tuple(point._replace(settled=point.starts_on < CHANGE) for point in judged.series.points)
    told = drawings(replace(judged, series=replace(judged.series, points=young)))
    assert "the last 11 weeks are too young to draw" in told.replace(chr(0xa0), " ")
    assert "wash wait" in told


def test_every_answer_has_its_mark() -> None:
    assert set(BARS) == set(Answer)
    assert 'class="t"' in verdict_mark(Answer.REACHED, target=True)
    assert 'class="t"' not in verdict_mark(Answer.REACHED, target=False)


@pytest.mark.parametrize("judged", EVERY.values(), ids=EVERY)
def test_a_page_holds_everything_and_fetches_nothing(judged: Judgement) -> None:
    page = verdict_page(replace(judged, change_name="<script>alert(1)</script>"), command="headway verdict <x>")
    assert "<script>alert" not in page
    assert "headway verdict &lt;x&gt;" in page
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page), "a strict content policy forbids it"
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\((?!data:)|@import|https?://""", page)
    assert page.count("<h1") == 1
    assert "</html>" in page


def test_a_picture_has_its_letters() -> None:
    chart = compared(EVERY["improved"])
    assert chart is not None
    one, other = (drawn(framed(wide(EVERY["improved"], chart), heading=heading, line=""), file="x.png") for heading in ("A", "B"))
    assert one != other, "the font is found, whatever is installed"


def test_two_levels_that_lie_on_each_other_still_have_a_line() -> None:
    judged = made(Answer.NO_EVIDENCE, kind=Kind.SCORE, before=4.0, after=(4.0, 4.0, 4.0), target=None)
    ElementTree.fromstring(f"<all>{drawings(judged).replace(chr(0xa0), ' ')}</all>")


@pytest.mark.parametrize(("before", "after"), [(0.0, 0.0), (1.0, 1.0), (.5, 1.0), (0.0, .02)])
def test_shares_at_their_ends_are_drawn(before: float, after: float) -> None:
    judged = made(Answer.CANNOT_TELL_YET, before=before, after=(after, max(after - .01, 0), min(after + .01, 1)), target=None,
                  reasons=("interval_too_wide",))
    ElementTree.fromstring(f"<all>{drawings(judged).replace(chr(0xa0), ' ')}</all>")


@pytest.mark.parametrize("target", [.52, .56, .6, .64, .7])
def test_no_label_of_the_wide_interval_line_touches_the_target(target: float) -> None:
    judged = made(Answer.CANNOT_TELL_YET, before=.5, after=(.55, .45, .65), target=target, reasons=("interval_too_wide",))
    drawing = ElementTree.fromstring(draw(judged, WIDE).replace("\xa0", " "))
    [tick] = [float(path.attrib["d"][1:].split("V")[0].split()[0]) for path in drawing.iter("path") if path.get("class") == "tgt"]
    labels = [text for text in drawing.iter("text") if text.get("class") == "halo"]
    assert len(labels) == 2
    for label in labels:
        long = WIDE.letter * len("".join(label.itertext()))
        begins = float(label.attrib["x"]) - {"end": long, "middle": long / 2}.get(label.get("text-anchor", ""), 0)
        assert not begins < tick < begins + long
