"""The report in a real browser and on paper: it fits, reads, needs no network and no script."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser

from headway.report.pdf import write_pdf
from journey.starting import headway

pytestmark = pytest.mark.needs_chromium

# The contrast of two colours: WCAG 2.2, relative luminance and contrast ratio.
CONTRASTS = """() => {
  const light = text => {
    const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(Number).map(v => v / 255)
      .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/rgba\\(.*, 0\\)/.test(colour) && colour !== "transparent") return colour;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  };
  const found = [];
  for (const node of document.querySelectorAll("h1,h2,h3,p,td,th,li,small,code,summary,span")) {
    if (!node.innerText || !node.checkVisibility() || node.closest("svg")) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(behind(node))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) found.push(node.className + ": " + node.innerText.slice(0, 40) + " " + ratio.toFixed(2));
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_report_fits_is_readable_and_asks_nothing_of_the_network(
    browser: Browser, demo: Path, width: int, scheme: str,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, troubles = context.new_page(), []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: troubles.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    page.goto((demo / "report.html").as_uri())
    assert troubles == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing scrolls sideways"
    assert page.evaluate(CONTRASTS) == [], "WCAG 1.4.3: 4.5 to 1"
    context.close()


def test_without_script_every_chart_has_its_table_behind_a_word_that_opens(browser: Browser, demo: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((demo / "report.html").as_uri())
    charts = page.locator("figure:has(svg[role=img])")
    assert charts.count() >= 1
    summary = charts.first.locator("details > summary").first
    summary.click()
    assert charts.first.locator("details table").first.is_visible()
    context.close()


def test_every_drawing_says_in_a_sentence_what_it_shows(browser: Browser, demo: Path) -> None:
    page = browser.new_page()
    page.goto((demo / "report.html").as_uri())
    silent = page.evaluate("""() => [...document.querySelectorAll("svg")].filter(svg =>
        !svg.getAttribute("aria-label") && svg.getAttribute("aria-hidden") !== "true").length""")
    assert silent == 0
    assert page.locator("h1").count() == 1
    page.close()


def test_paper_carries_the_answer_on_its_first_page(chromium: str, demo: Path, tmp_path: Path) -> None:
    path = write_pdf((demo / "report.html").read_text(encoding="utf-8"), tmp_path / "report.pdf", browser=chromium)
    assert path.read_bytes().startswith(b"%PDF")
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    told = subprocess.run(["pdftotext", "-f", "1", "-l", "1", str(path), "-"], capture_output=True, text=True, check=True)
    assert "Where are we now?" in told.stdout
    assert re.search(r"From here,", told.stdout), "the third sentence"


def test_charts_come_as_pictures(demo: Path, tmp_path: Path) -> None:
    told = headway("assess", demo / "tickets.csv", "--png", "charts", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    pictures = list((tmp_path / "charts").glob("*.png"))
    assert len(pictures) >= 5
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)
