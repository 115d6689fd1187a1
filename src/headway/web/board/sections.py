"""What this slice shows on an entity's page: the way to its board."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.vision.sections import Asked, Section, contribute


def nothing(asked: Asked) -> None:
    """The board has an address of its own; what it holds is not told twice."""


contribute(Section(key="board", order=30, heading=_("Board"), template="board/entity_board.html", value=nothing, queries=0))
