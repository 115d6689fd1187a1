"""axe-core finds no violation of WCAG 2.2 AA on any page of the application, on the demo's data; none scrolls sideways.

Pages take turns: one in light on a wide screen, the next in dark on a phone. HEADWAY_TEST_EVERY_LOOK=1 asks every page in
both schemes at both widths.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from journey.every_page import Found
from serving import Server, environment

pytestmark = pytest.mark.needs_chromium

TESTS = Path(__file__).resolve().parents[1]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
ALL: dict[str, object] = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ASK = """async (rules) => (await axe.run({runOnly: rules, resultTypes: ["violations"]})).violations.flatMap(found =>
    found.nodes.slice(0, 3).map(node => `${found.id}: ${node.target.join(" ")}: ${node.failureSummary}`))"""
Look: TypeAlias = tuple[int, str, dict[str, object]]
LOOKS: list[Look] = [(1280, "light", ALL), (390, "dark", ALL)]
EVERY_LOOK = bool(os.environ.get("HEADWAY_TEST_EVERY_LOOK"))
if EVERY_LOOK:
    LOOKS = [(width, scheme, ALL) for width in (1280, 390) for scheme in ("light", "dark")]
# Pages to which nothing in the application leads: people come to them by a letter, after a form, by an error, or
# while they are not signed in.
FROM_OUTSIDE = {
    "account_email", "account_email_verification_sent", "account_inactive", "account_reauthenticate",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
    "socialaccount_connections", "socialaccount_login_cancelled", "socialaccount_login_error",
}


@pytest.fixture(scope="module")
def found(demo_server: Server) -> Found:
    told = subprocess.run([sys.executable, "-W", "ignore", "-m", "journey.every_page"], cwd=TESTS, capture_output=True, text=True,
                          env=environment(demo_server.data), timeout=300, check=False)
    assert told.returncode == 0, told.stderr
    return Found(**json.loads(told.stdout))


@pytest.fixture
def page(browser: Browser, demo_server: Server) -> Iterator[Page]:
    """A page into which axe is put, past the policy that lets no foreign script in."""
    context = browser.new_context(bypass_csp=True, base_url=demo_server.address)
    context.add_init_script(AXE)
    yield context.new_page()
    context.close()


def wrong(page: Page, address: str, looks: Sequence[Look] = LOOKS) -> list[str]:
    """What is wrong with a page, in each of these looks."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status < 500, f"{address}: {answer.status}"
    told = []
    for width, scheme, rules in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)   # type: ignore[arg-type]
        told += [f"{width} px, {scheme}: {one}" for one in page.evaluate(ASK, rules)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            told.append(f"{width} px: it scrolls sideways")
    return told


def test_axe_finds_no_violation_on_any_page(page: Page, demo_server: Server, found: Found) -> None:
    page.goto("/")
    page.get_by_label("Mail address").fill("demo@northfield.example")
    page.get_by_label("Password").fill(demo_server.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/board/")
    assert len(found.pages) > 150
    # these two ask for a sign-in a moment ago, which the walk over the links has not
    pages = found.pages | {"mfa_activate_totp": "/account/2fa/totp/activate/", "not_found": "/nowhere"}
    looked = {name: wrong(page, path, LOOKS if EVERY_LOOK else (LOOKS[place % len(LOOKS)],))
              for place, (name, path) in enumerate(sorted(pages.items()))}
    assert {name: told for name, told in looked.items() if told} == {}


def test_axe_finds_no_violation_for_those_who_are_not_signed_in(page: Page, found: Found) -> None:
    pages = ["/account/login/", "/account/password/reset/", "/invitation/none", "/api/docs",
             found.pages["register:public_idea"], found.pages["measure:answer"]]
    assert {path: told for path in pages if (told := wrong(page, path))} == {}


def test_every_page_is_led_to_by_another(found: Found) -> None:
    """Pages of one thing are led to from where that thing is told of, as its state is; the others from somewhere, always."""
    assert set(found.pages) - set(found.of_one) - set(found.led_to) - FROM_OUTSIDE == set()
