"""What waits, and for how long: one dot a record, one row a step, a dashed limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headway.report.chart.marks import drawing, level, upright, word
from headway.report.chart.scale import Scale, even_ticks
from headway.report.html import Markup, el, joined

WIDTH, ROW, LEFT, RADIUS = 520.0, 27.0, 92.0, 4.5
PILED, LIFT = 3, 5.0   # dots on one place that are drawn apart, and by how much


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that has waited so many days in its step."""

    href: str
    title: str
    step: int
    days: int


def ageing(waiting: Sequence[Waiting], *, names: Mapping[int, str], counts: Mapping[int, int], limit_days: int, says: str,
           ) -> Markup:
    """The picture; each dot leads to its record and says its name."""
    last = max([one.days for one in waiting] + [limit_days * 2])
    x, base = Scale(0, last, LEFT + 8, WIDTH - 12), ROW * len(names)
    rows = [part for number, name in names.items() for part in (
        level(LEFT, WIDTH, _y(number), "gr"), word(LEFT - 12, _y(number) + 4, name, "strong" if counts.get(number) else "lab",
                                                   anchor="end"))]
    ticks = [word(x(tick), base + 17, f"{tick:g}", anchor="middle") for tick in even_ticks(0, last)]
    return drawing(*rows, upright(x(limit_days), 0, base + 2, "tgt"), joined(_dots(waiting, x, limit_days)), *ticks,
                   width=WIDTH, height=base + 22, class_="ageing", label=says, leads_on=True)


def _y(step: int) -> float:
    return ROW * (step - .5)


def _dots(waiting: Sequence[Waiting], x: Scale, limit_days: int) -> list[Markup]:
    piled: dict[tuple[int, int], int] = {}
    found = []
    for one in waiting:
        place = (one.step, round(x(one.days) / (2 * RADIUS)))
        above = piled[place] = piled.get(place, -1) + 1
        lift = LIFT * ((above % PILED + 1) // 2) * (-1 if above % 2 else 1)
        circle = el("circle", class_="pt is-old" if one.days > limit_days else "pt", cx=x(one.days), cy=_y(one.step) + lift,
                    r=RADIUS)
        found.append(el("a", el("title", f"{one.title}: {one.days}"), circle, href=one.href))
    return found
