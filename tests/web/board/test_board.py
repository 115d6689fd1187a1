"""The board: what stands on it, how few queries it takes, and who sees it."""

from __future__ import annotations

import pytest

from headway.web.accounts.models import User
from web.board import examples
from web.people import MARK, Team
from web.review import scene


def test_the_pages_open(team: Team, as_) -> None:
    made = scene.scene(team, target="12h")
    scene.verdict(made)
    scene.refused(made)
    browser = as_(team.owner)
    for address in ("/board/", "/board/all/services", f"/board/of/{made.entity.pk}", f"/board/improvements/{made.improvement.pk}", f"/board/improvements/{made.improvement.pk}/report.html"):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert MARK in answer.content.decode() or address.endswith("services")
