"""The keyboard alone, on the demo: sign in, an idea, the backlog, a step done, a verdict read. Where the focus is can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from serving import Server

pytestmark = pytest.mark.needs_chromium

MOST_STOPS = 80
# What has the focus: its name, and how it is seen. A link or a field by its outline, or by a shadow around it.
FOCUSED = """() => {
    const node = document.activeElement;
    if (node === document.body) return {name: "", seen: true};
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    const label = node.labels?.[0]?.innerText ?? node.getAttribute("aria-label") ?? node.innerText ?? "";
    const at = document.elementFromPoint(box.x + Math.min(box.width, 20) / 2, box.y + Math.min(box.height, 20) / 2);
    return {
        name: label.replace(/\\s+/g, " ").trim(),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none",
        inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        uncovered: node.contains(at) || (at !== null && at.contains(node)),
    };
}"""


@pytest.fixture
def page(browser: Browser, demo_server: Server) -> Iterator[Page]:
    context = browser.new_context(base_url=demo_server.address, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()


def focused(page: Page) -> dict[str, Any]:
    """What has the focus; it must be seen to have it, and lie in sight."""
    told: dict[str, Any] = page.evaluate(FOCUSED)
    if told["name"]:
        assert told["outlined"], f"the focus on “{told['name']}” can't be seen at {page.url}"
        assert told["inside"], f"“{told['name']}” has the focus out of sight at {page.url}"
        assert told["uncovered"], f"“{told['name']}” has the focus beneath something else at {page.url}"
    return told


def tab_to(page: Page, name: str) -> None:
    """Tab from stop to stop until this one has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if focused(page)["name"].startswith(name):
            return
    raise AssertionError(f"{MOST_STOPS} stops from the beginning of {page.url} none was “{name}”")


def into(page: Page, heading: str) -> None:
    """A new page is there when its heading is, and hears keys when its scripts have run."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    page.wait_for_load_state("load")


def write(page: Page, field: str, text: str) -> None:
    tab_to(page, field)
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def test_the_keyboard_alone_goes_from_signing_in_to_a_step_done_and_a_verdict_read(page: Page, demo_server: Server) -> None:
    write(page, "Mail address", "demo@northfield.example")
    write(page, "Password", demo_server.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/board/")
    file_an_idea(page)
    find_it_in_the_backlog(page)
    take_it_through_its_first_step(page)
    read_a_verdict(page)


def file_an_idea(page: Page) -> None:
    page.keyboard.press("i")
    into(page, "What have you noticed?")
    write(page, "What could be better?", "Answer the phone in the evening")
    write(page, "How do you notice", "Nobody is there after six.")
    page.keyboard.type(" i g ? / are letters here.")   # keys rest while one types
    press(page, "Put it in the register")
    into(page, "Answer the phone in the evening")


def find_it_in_the_backlog(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("l")
    into(page, "Backlog")
    page.keyboard.press("/")
    assert focused(page)["name"] == "Search"
    page.keyboard.type("phone in the evening")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=phone*")
    page.keyboard.press("j")
    assert focused(page)["name"].startswith("Answer the phone in the evening"), "Enter opens the row, whatever else is in it"
    page.keyboard.press("Enter")
    into(page, "Answer the phone in the evening")


def take_it_through_its_first_step(page: Page) -> None:
    press(page, "Take it on")
    into(page, "Take it on")
    write(page, "Owner", "Robin")
    press(page, "Take it on")
    expect(page.get_by_role("link", name="Say what it serves")).to_be_visible()
    press(page, "Say what it serves")
    into(page, "What is the vision?")
    write(page, "Objective served", "Exams that are fair")
    tab_to(page, "Value expected")
    page.keyboard.type("Whoever calls after six reaches somebody.")
    press(page, "Keep")
    into(page, "Answer the phone in the evening")
    press(page, "Call step 1 done")
    expect(page.locator("#step h2")).to_contain_text("Where are we now?")


def read_a_verdict(page: Page) -> None:
    """From the board by the row; the evidence opens by its key."""
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/board/")
    page.keyboard.press("j")
    assert focused(page)["name"].startswith("Help in exam time")
    page.keyboard.press("Enter")
    into(page, "Help in exam time before the exam is over")
    expect(page.get_by_role("article", name="Verdict")).to_contain_text("90 % interval")
    expect(page.locator("#evidence ol, #evidence ul").first).to_be_hidden()
    page.keyboard.press("e")
    expect(page.locator("#evidence ol, #evidence ul").first).to_be_visible()
    page.keyboard.press("6")   # and from a stop of the route to the step
    page.wait_for_url("**step=6**")
