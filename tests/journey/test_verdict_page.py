"""The page of a verdict in a real browser: it fits, its labels can be read, and it needs no network and no script."""

from __future__ import annotations

import random
import subprocess
from datetime import date, timedelta
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser

import headway as package
from headway.report.pdf import write_pdf
from headway.workbench import Told
from journey.test_page import CONTRASTS

pytestmark = pytest.mark.needs_chromium
CHANGE = date(2026, 3, 2)

# Texts of the drawings that are shown: outside the window, too small, or one upon another.
LABELS = """() => {
  const shown = [...document.querySelectorAll("svg")].filter(svg => svg.getBoundingClientRect().width > 60);
  const troubles = [], counts = {axis: 0, all: 0};
  for (const svg of shown) {
    const boxes = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect(), text]);
    counts.all += boxes.length;
    for (const [label, box, text] of boxes) {
      if (/^[-\\u2212]?[\\d.,]+( %| h| d)?$/.test(label)) counts.axis += 1;
      if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) troubles.push("outside: " + label);
      const size = parseFloat(getComputedStyle(text).fontSize) * box.height / text.getBBox().height;
      if (size < 10.5) troubles.push("small: " + label + " " + size.toFixed(1));
    }
    boxes.forEach(([one, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > Math.min(a.height, b.height) * .4) troubles.push("upon another: " + one + " / " + other);
    }));
  }
  return [counts, troubles];
}"""


def told(name: str) -> Told:
    """Verdicts of each kind, on series with a known truth."""
    rng = random.Random(5)
    weeks = [CHANGE + timedelta(weeks=week) for week in range(-26, 14)]
    match name:
        case "share":
            drawn = [(on, sum(rng.random() < (.7 if on < CHANGE else .96) for _ in range(n)) / n, n)
                     for on in weeks for n in [rng.choice((12, 18, 31))]]
            return package.did_we_get_there(drawn, change=CHANGE, change_name="exam category and triage bot", direction="up",
                                            kind="share", target=.95)
        case "duration":
            hours = [(on, 60 * rng.lognormvariate(0, .8) * (.5 if on >= CHANGE else 1), 40) for on in weeks]
            return package.did_we_get_there(hours, change=CHANGE, direction="down", kind="duration", target=24.0)
        case "worse":
            calls = [(on, 22 + rng.randint(-3, 3) + (9 if on >= CHANGE else 0)) for on in weeks]
            return package.did_we_get_there(calls, change=CHANGE, change_name="new channel plan", direction="down", kind="count")
        case "alike":
            scores = [(on, 3.9 + rng.gauss(0, .05)) for on in weeks]
            return package.did_we_get_there(scores, change=CHANGE, direction="up", kind="score", smallest_worthwhile=.3,
                                            target=4.2)
    few = [(on, 20 + rng.gauss(0, 1)) for on in weeks[20:28]]
    return package.did_we_get_there(few, change=CHANGE, direction="down", kind="count")


NAMES = ("share", "duration", "worse", "alike", "few")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("verdicts")
    return {name: told(name).to_html(folder / f"{name}.html") for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark"), (1280, "light"), (1280, "dark")])
def test_the_verdict_fits_and_every_label_can_be_read(
    browser: Browser, pages: dict[str, Path], name: str, width: int, scheme: str,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, troubles = context.new_page(), []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: troubles.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    page.goto(pages[name].as_uri())
    assert troubles == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing scrolls sideways"
    counts, unread = page.evaluate(LABELS)
    assert unread == []
    assert counts["axis"] >= 2, "an axis without its values says nothing"
    assert page.evaluate(CONTRASTS) == [], "WCAG 1.4.3: 4.5 to 1"
    context.close()


def test_a_strict_policy_and_no_script_leave_the_whole_answer(browser: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    """Only styles in the head and fonts inside are allowed; the table opens without a script."""
    policy = ("<meta http-equiv=\"Content-Security-Policy\" "
              "content=\"default-src 'none'; style-src-elem 'unsafe-inline'; font-src data:\">")
    strict = tmp_path / "strict.html"
    strict.write_text(pages["share"].read_text(encoding="utf-8").replace("<title>", f"{policy}<title>"), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(strict.as_uri())
    article = page.locator("article.verdict")
    assert "Improved" in article.inner_text()
    assert article.locator(".says").evaluate("node => getComputedStyle(node).fontFamily").startswith('"Headway Serif"')
    chart = page.locator("figure.course")
    chart.locator("details > summary").click()
    assert chart.locator("details tbody tr").count() == 40
    assert chart.locator("details table").is_visible()
    context.close()


def test_a_point_tells_its_values_under_the_pointer(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages["share"].as_uri())
    drawing = page.locator("figure.course svg.only-wide")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * .6, box["y"] + box["height"] * .3)
    tip = page.locator(".tip")
    assert "after" in tip.inner_text()
    assert "%" in tip.inner_text()
    page.close()


def test_paper_carries_the_answer_and_the_chart_on_its_first_page(chromium: str, pages: dict[str, Path], tmp_path: Path) -> None:
    path = write_pdf(pages["share"].read_text(encoding="utf-8"), tmp_path / "verdict.pdf", browser=chromium)
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    said = subprocess.run(["pdftotext", "-f", "1", "-l", "1", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for part in ("Did we get there?", "Improved", "of 100", "target 95", "exam category and triage bot"):
        assert part in " ".join(said.split())
