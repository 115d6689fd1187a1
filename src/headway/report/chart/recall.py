"""The recall of cards up to the day of an exam, as it is to be expected: with the reviews, and with none."""

from __future__ import annotations

from collections.abc import Sequence

from headway.learn.schedule import WANTED, Foretold
from headway.report.chart.axis import Frame, days_axis
from headway.report.chart.marks import dot, drawing, level, line, two_words, word
from headway.report.chart.scale import Scale
from headway.report.html import Markup, joined
from headway.report.words import learning as words

WIDE = Frame(width=760, left=52, right=600, top=14, base=186, radius=4, labels=True, class_="only-wide")
PHONE = Frame(width=350, left=50, right=340, top=34, base=180, radius=3, labels=False, class_="only-phone")
SHARES = (0.0, .25, .5, .75, 1.0)
APART = 18.0      # pixels between two labels, at least


def recall_course(told: Sequence[Foretold]) -> Markup:
    """The drawing twice, 760 and 350 wide; nothing where no recall is foretold."""
    return joined(_draw(told, frame) for frame in (WIDE, PHONE)) if told else Markup()


def _draw(told: Sequence[Foretold], frame: Frame) -> Markup:
    first, last = told[0].on, told[-1].on
    along = Scale(first.toordinal(), last.toordinal(), frame.left, frame.right)
    up = Scale(0.0, 1.0, frame.base, frame.top)
    kept = [(along(each.on.toordinal()), up(each.kept)) for each in told]
    alone = [(along(each.on.toordinal()), up(each.left_alone)) for each in told]
    grid = [part for share in SHARES for part in (level(frame.left, frame.right, up(share), "gr"), word(
        frame.left - 8, up(share) + 4, words.share(share, named=share == SHARES[-1]), anchor="end"))]
    return drawing(*grid, level(frame.left, frame.right, up(WANTED), "tgt"), line(alone, "was"), line(kept, "own ln"),
                   dot(*alone[-1], frame.radius, "plain"), dot(*kept[-1], frame.radius, "ink"), _labels(told[-1], up, frame),
                   days_axis(first, last, along, y=frame.base + 22, frame=frame), width=frame.width, height=frame.base + 30,
                   class_=f"recall {frame.class_}", label=words.recall_description(told))


def _labels(end: Foretold, up: Scale, frame: Frame) -> Markup:
    """Beside the ends of the lines where there is room, else above the drawing."""
    kept, alone = words.share(end.kept, named=True), words.share(end.left_alone, named=True)
    if not frame.labels:
        return joined((two_words(frame.left, 14, kept, words.KEPT, "strong"),
                       two_words(frame.right, 14, alone, words.LEFT_ALONE, "strong", anchor="end")))
    y = up(end.kept) + 4.5
    below = max(up(end.left_alone) + 4.5, y + APART)
    return joined((two_words(frame.right + 12, y, kept, words.KEPT, "strong"),
                   two_words(frame.right + 12, below, alone, words.LEFT_ALONE, "strong")))
