"""A new learner in a real browser: the diagnostic, the gap guide, a drill and cards by keyboard, a timed mock over a reload."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from serving import Server, served

pytestmark = pytest.mark.needs_chromium


@pytest.fixture(scope="module")
def learning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("learner") / "data", organisation="Northfield Hospital") as started:
        yield started


@pytest.fixture(scope="module")
def page(chromium: str, learning: Server) -> Iterator[Page]:
    """A signed-in browser that may say nothing in its console."""
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(base_url=learning.address, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(20_000)
        opened = context.new_page()
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        opened.goto("/")
        opened.get_by_label("Mail address").fill("founder@example.org")
        opened.get_by_label("Password").fill(learning.password)
        opened.get_by_role("button", name="Sign in", exact=True).click()
        yield opened
        browser.close()
    assert said == []


def press(page: Page, key: str, *, until: str) -> None:
    """A key, and what it leads to; a new page hears the next key when its scripts have run."""
    page.keyboard.press(key)
    expect(page.locator(until).first).to_be_visible()
    page.wait_for_load_state("load")


def at_question(page: Page, number: int, of: int) -> None:
    expect(page.locator(".learnbar")).to_contain_text(f"question {number} of {of}")
    page.wait_for_load_state("load")


def test_a_new_learner_goes_from_not_knowing_to_the_reasons_of_a_mock_exam(page: Page) -> None:
    take_the_diagnostic(page)
    follow_the_guide(page)
    drill_by_keyboard(page)
    recall_by_keyboard(page)
    number, place = sit_a_mock_over_a_reload(page)
    read_the_reasons(page, number=number, place=place)


def take_the_diagnostic(page: Page) -> None:
    page.get_by_role("link", name="Learn", exact=True).click()
    expect(page.locator(".lede")).to_contain_text("Nobody knows yet what you know already")
    page.wait_for_load_state("load")
    press(page, "d", until="h1:has-text('What do you know already?')")
    page.keyboard.press("n")
    for number in range(1, 21):
        at_question(page, number, 20)
        press(page, "1", until=".opt.is-picked")
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Hand in and see the reasons").click()
    expect(page.locator(".lede")).to_contain_text("of 20 are right")
    page.wait_for_load_state("load")


def follow_the_guide(page: Page) -> None:
    press(page, "n", until="h1:has-text('What you don’t know yet')")
    rows = page.locator("table.known tbody tr")
    expect(rows).to_have_count(13)
    expect(page.locator(".lede")).to_contain_text("Chance to pass")
    chapter = rows.filter(has=page.get_by_role("link", name="Read the chapter")).first
    title = chapter.locator("th").inner_text()
    chapter.get_by_role("link", name="Read the chapter").click()
    expect(page.locator(".crumbs")).to_contain_text(title)
    page.wait_for_load_state("load")
    press(page, "n", until=".strip a:has-text('✓ 1')")


def drill_by_keyboard(page: Page) -> None:
    page.goto("/learn/drills")
    page.keyboard.press("n")
    for asked in ("Trigger", "Step", "Activity", "Level"):
        expect(page.locator(".four .now b")).to_have_text(asked)
        page.wait_for_load_state("load")
        press(page, "2", until=".opt.is-key")
        expect(page.locator(".opt p")).to_have_count(page.locator(".opt").count())
        page.keyboard.press("Enter")
    expect(page.locator(".learnbar")).to_contain_text(re.compile("scenario 2 of [67]"))   # a wrong answer brings one more


def recall_by_keyboard(page: Page) -> None:
    page.goto("/learn/cards")
    front = page.locator(".card-front").inner_text()
    page.keyboard.press("4")   # nothing is answered before the card is turned
    expect(page.locator(".card-front")).to_have_text(front)
    press(page, " ", until=".card-back")
    page.keyboard.press("4")
    expect(page.locator(".card-front")).not_to_have_text(front)
    expect(page.locator(".card-back")).to_be_hidden()


def sit_a_mock_over_a_reload(page: Page) -> tuple[int, str]:
    """Returns a question's number and the option that was chosen there."""
    page.goto("/learn/exams/mock")
    expect(page.locator(".evidence")).to_contain_text("about 55 % of the certificate’s marks")
    page.get_by_label("ITIL 4").check()
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_role("timer")).to_contain_text("60 minutes left")
    for number in range(1, 6):
        at_question(page, number, 40)
        press(page, "3", until=".opt.is-picked")
        page.keyboard.press("Enter")
    at_question(page, 6, 40)
    press(page, "f", until=".numbers .is-flagged")
    until = page.get_by_role("timer").locator("b").inner_text()
    page.reload()
    page.goto("/learn/")   # as after a closed browser: the way back in is the first page
    page.get_by_role("link", name="Go on with the exam").click()
    at_question(page, 6, 40)
    expect(page.get_by_role("timer").locator("b")).to_have_text(until)
    expect(page.locator(".numbers .is-done")).to_have_count(5)
    page.locator(".numbers a").nth(4).click()
    chosen = page.locator(".opt.is-picked > span").last.inner_text().removesuffix("your answer").strip()
    page.get_by_role("link", name="Hand in", exact=True).click()
    expect(page.locator(".lede")).to_contain_text("5 of 40 questions are answered")
    page.get_by_role("button", name="Hand in and see the reasons").click()
    return 5, chosen


def read_the_reasons(page: Page, *, number: int, place: str) -> None:
    expect(page.locator(".lede")).to_contain_text("Not passed: 26 were wanted")
    expect(page.locator("details.reviewed")).to_have_count(40)
    question = page.locator("details.reviewed").nth(number - 1)
    if question.get_attribute("open") is None:
        question.locator("summary").click()
    expect(question.locator(".opt", has_text="your answer").locator("b")).to_have_text(place)
    expect(question.locator(".opt.is-key")).to_have_count(1)
    for reason in question.locator(".opt p").all():
        assert reason.inner_text().strip()
    page.goto("/learn/exams")
    expect(page.locator("tbody tr").first).to_contain_text("not passed")
    expect(page.locator("main")).to_contain_text("Brier score over 1 mock exam")
