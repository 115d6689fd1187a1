"""The marks of a drawing: lines, dots, bands, texts; every one takes its look from a class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from headway.report.html import Markup, el

Place = tuple[float, float]


def drawing(*marks: str, width: float, height: float, class_: str, label: str, leads_on: bool = False) -> Markup:
    """An SVG with its sentence for those who hear it; one without a sentence stands beside the same words.

    One that `leads_on` holds links, which a picture would hide from those who hear it.
    """
    if not label:
        return el("svg", *marks, class_=class_, viewBox=f"0 0 {width:g} {height:g}", aria_hidden="true")
    return el("svg", *marks, class_=class_, viewBox=f"0 0 {width:g} {height:g}", role="group" if leads_on else "img",
              aria_label=label)


def line(places: Sequence[Place], class_: str) -> Markup:
    return Markup(f'<path class="{class_}" d="{_through(places)}"/>') if len(places) > 1 else Markup()


def lines(stretches: Iterable[Sequence[Place]], class_: str) -> Markup:
    """Several stretches as one path, so that what lies between them stays empty."""
    drawn = "".join(_through(places) for places in stretches if len(places) > 1)
    return Markup(f'<path class="{class_}" d="{drawn}"/>') if drawn else Markup()


def level(x: float, until: float, y: float, class_: str) -> Markup:
    return Markup(f'<path class="{class_}" d="M{_n(x)} {_n(y)}H{_n(until)}"/>')


def upright(x: float, y: float, until: float, class_: str) -> Markup:
    return Markup(f'<path class="{class_}" d="M{_n(x)} {_n(y)}V{_n(until)}"/>')


def dots(places: Sequence[Place], class_: str) -> Markup:
    """Full dots as one path of round line ends: a tenth of the bytes of as many circles."""
    drawn = "".join(f"M{_n(x)} {_n(y)}h.01" for x, y in places)
    return Markup(f'<path class="dots {class_}" d="{drawn}"/>') if drawn else Markup()


def rings(places: Sequence[Place], radius: float) -> Markup:
    return Markup("".join(
        f'<circle class="ring" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>' for x, y in places))


def dot(x: float, y: float, radius: float, class_: str) -> Markup:
    return Markup(f'<circle class="{class_}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>')


def box(x: float, y: float, width: float, height: float, class_: str, *, corner: float | None = None) -> Markup:
    return el("rect", class_=class_, x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), rx=corner)


def band(upper: Sequence[Place], lower: Sequence[Place], class_: str) -> Markup:
    """The area between two lines."""
    return Markup(f'<path class="{class_}" d="{_through([*upper, *reversed(lower)])}Z"/>') if upper else Markup()


def word(x: float, y: float, content: str, class_: str = "lab", *, anchor: str | None = None) -> Markup:
    return el("text", content, class_=class_, x=x, y=y, text_anchor=anchor)


def two_words(x: float, y: float, strong: str, plain: str, class_: str, *, anchor: str | None = None) -> Markup:
    """A label in two voices, set off from what lies behind it."""
    rest = el("tspan", plain, class_="lab", dx=7) if plain else None
    return el("text", el("tspan", strong, class_=class_), rest, class_="halo", x=x, y=y, text_anchor=anchor)


def _through(places: Sequence[Place]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in places)


def _n(value: float) -> str:
    return f"{round(value, 1):g}"
