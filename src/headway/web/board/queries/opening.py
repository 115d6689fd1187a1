"""The one sentence of a board that could be read aloud."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.template.defaultfilters import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.web.board.queries.counted import Counted
from headway.web.review.models import GAINS, Answer


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the sentence; `tone` is "strong" or "worse" where it stands out."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


def of(found: Counted) -> Opening:
    """How many are on the way, what was proved, and for whom they wait.

    >>> str(of(Counted(states={"under_way": 2}, answers={"worse": 1})))
    'Two improvements are on the way. None of the verdicts proves a gain. One says that things got worse.'
    >>> str(of(Counted(states={"under_way": 1})))
    'One improvement is on the way. No verdict tells yet what became of it.'
    """
    pieces = [Piece(_started(found))]
    if found.judged:
        gains, worse = sum(found.answers.get(answer, 0) for answer in GAINS), found.answers.get(Answer.WORSE, 0)
        pieces.append(Piece(_gains(gains), "strong" if gains else ""))
        if worse:
            pieces.append(Piece(sentence(ngettext("%(n)s says that things got worse.", "%(n)s say that things got worse.",
                                                  worse), worse), "worse"))
    elif found.under_way:
        pieces.append(Piece(ngettext("No verdict tells yet what became of it.", "No verdict tells yet what became of them.",
                                     found.under_way)))
    if found.for_people:
        pieces.append(Piece(sentence(ngettext("%(n)s waits for a person, not for figures.",
                                              "%(n)s wait for a person, not for figures.",
                                              found.for_people), found.for_people)))
    return Opening(tuple(pieces))


def _started(found: Counted) -> str:
    if found.under_way:
        return sentence(ngettext("%(n)s improvement is on the way.", "%(n)s improvements are on the way.", found.under_way),
                        found.under_way)
    return _("Nothing is on the way at the moment.")


def _gains(gains: int) -> str:
    if not gains:
        return _("None of the verdicts proves a gain.")
    return sentence(ngettext("%(n)s verdict proves a gain.", "%(n)s verdicts prove a gain.", gains), gains)


def sentence(text: str, many: int) -> str:
    """With the number in words where it is small, as at the head of a sentence."""
    told = apnumber(many) if many < 10 else f"{many:,}"
    return str(capfirst(text % {"n": told}))
