"""Examples for the walk over all addresses."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from headway.web.board import everything
from headway.web.board.printing import place_of
from headway.web.register.models import Improvement
from headway.web.vision.models import EntityKind
from web.examples import Call
from web.people import MARK, Team
from web.register.examples import under_way
from web.vision.made import entity


def service(team: Team) -> dict[str, int]:
    return {"pk": entity(team, EntityKind.SERVICE, f"{MARK} exams").pk}


def improvement(team: Team) -> Improvement:
    return under_way(team, title=f"{MARK} triage")


def printed(team: Team) -> dict[str, int]:
    """An improvement whose report the owner has printed."""
    row = improvement(team)
    default_storage.save(place_of(team.owner.pk, row.pk), ContentFile(MARK.encode()))
    return {"pk": row.pk}


def written(team: Team) -> dict[str, int]:
    """An organisation of which the owner has everything as a file."""
    default_storage.save(everything.place_of(team.owner.pk, team.organisation.pk), ContentFile(MARK.encode()))
    return {"pk": team.organisation.pk}


PAGES = {
    "board:ask_for_everything": lambda team: {"pk": team.organisation.pk},
    "board:everything": written,
    "board:entity": service,
    "board:improvement": lambda team: {"pk": improvement(team).pk},
    "board:report_html": lambda team: {"pk": improvement(team).pk},
    "board:print_report": lambda team: {"pk": improvement(team).pk},
    "board:report_pdf": printed,
}
API = {
    "board_ask_for_everything": lambda team: Call(path={"pk": team.organisation.pk}),
    "board_everything": lambda team: Call(path=written(team)),
    "board_report": lambda team: Call(path={"pk": improvement(team).pk}),
    "board_story": lambda team: Call(path={"pk": improvement(team).pk}),
}
