"""The report of one improvement for its sponsor: one file, one page on paper, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from headway.report.html import Markup, el, joined
from headway.report.section.frame import section
from headway.report.section.method import foot
from headway.report.section.opening import BRAND
from headway.report.sheet import sheet
from headway.web.board.queries.benefits import UnitOfBenefit
from headway.web.board.queries.stops import Stop
from headway.web.board.queries.story import Story

STYLES = ("verdict.css", "one_page.css")
MOST_PAST, MOST_UNITS = 4, 2


def one_page(story: Story, *, on: date) -> str:
    """The page as HTML. `on` is the day on which it is told; the same story gives the same bytes."""
    told = el("p", _("an improvement of "), el("b", story.improvement.entity.name), f" · {_date(on)}", class_="meta")
    return sheet(el("header", el("p", BRAND, "Headway", class_="brand"), told, class_="cover"),
                 el("h1", story.improvement.title, class_="title"), el("p", *(el("span", part) for part in _about(story)),
                     class_="meta row"),
                 route(story.stops), *_verdict(story), *_refused(story),
                 el("div", el("div", _why(story)), _aside(story), class_="split"),
                 foot(),
                 title=f"{story.improvement.number} {story.improvement.title}", folds=False, styles=STYLES)


def _date(on: date) -> str:
    return date_format(on, "DATE_FORMAT")


def _about(story: Story) -> Iterator[str]:
    row = story.improvement
    yield row.number
    if row.objective is not None:
        yield _("serves “%(objective)s”") % {"objective": row.objective.title}
    yield _("owned by %(owner)s") % {"owner": row.owner} if row.owner else _("nobody owns it yet")
    yield _("day %(day)s") % {"day": story.days_in_all} if story.is_open else str(row.get_state_display())


def route(stops: tuple[Stop, ...]) -> Markup:
    """The seven stops with what each holds."""
    return el("ol", *(el("li", el("b", stop.name), el("span", stop.told, class_="state") if stop.told else None,
                         el("span", stop.holds, class_="holds") if stop.holds else None, class_=f"stop is-{stop.state}")
                      for stop in stops), class_="route", aria_label=_("Seven steps"))


def _verdict(story: Story) -> Iterator[Markup]:
    found = story.verdict
    if found is None:
        drawings = [el("figure", Markup(target.drawing)) for target in story.targets if target.drawing]
        yield el("article", el("p", story.lead, class_="says"), *drawings, class_="verdict")
        return
    yield el("article", Markup(found.named), Markup(found.says), el("figure", Markup(found.interval)) if found.interval else None,
             Markup(found.figures), class_="verdict")
    if found.chart:
        yield Markup(found.chart)


def _refused(story: Story) -> Iterator[Markup]:
    for one in story.refused:
        if one.unlike:
            yield el("p", el("b", _("Not compared: ")), _("%(before)s (%(first)s) with %(after)s (%(second)s).") % {
                "before": one.before.what, "first": one.before.figure, "after": one.after.what, "second": one.after.figure},
                     f" {one.sentence}", class_="note")


def _why(story: Story) -> Markup:
    if story.verdict is None:
        return section(_("What comes next"), "", el("ul", *(el("li", el("span", "✓" if task.done else "○", class_="sign"), el(
            "div", task.text)) for task in story.tasks), class_="evidence"))
    return section(story.verdict.why, "", Markup(story.verdict.grounds))


def _aside(story: Story) -> Markup:
    parts = [*map(_benefit, story.benefits[:MOST_UNITS]), _balances(story), _past(story)]
    return el("div", *(part for part in parts if part))


def _benefit(unit: UnitOfBenefit) -> Markup:
    rows = (el("tr", el("th", row.name, el("small", row.beneath), scope="row"), el("td", Markup(row.drawing)), el("td",
        row.told, class_="num"))
            for row in unit.rows)
    return section(_("Benefit: %(unit)s") % {"unit": unit.heading}, "", el("table", el("tbody", *rows), class_="grades"))


def _balances(story: Story) -> Markup | None:
    if not story.balances:
        return None
    rows = (el("li", el("b", row.name), el("p", joined((row.told, row.moved), between=" · ") if row.moved else row.told))
            for row in story.balances)
    return section(_("What must not get worse"), "", el("ul", *rows, class_="plain"))


def _past(story: Story) -> Markup | None:
    told = [row for row in story.past if row.text][:MOST_PAST]
    rows = (el("li", el("b", _date(row.on)), f" {row.word}: {row.text}") for row in told)
    return section(_("What happened"), "", el("ul", *rows, class_="plain")) if told else None
