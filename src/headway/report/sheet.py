"""One file for everything: markup, styles, fonts and a small module, nothing fetched from anywhere."""

from __future__ import annotations

from headway.report.html import Markup, el
from headway.report.section.method import keys
from headway.report.style import fonts, module, stylesheet
from headway.report.words import page as words


def sheet(*sections: str | None, title: str, folds: bool = True, styles: tuple[str, ...] = ()) -> str:
    """A page around its sections: opens offline, in light and dark, on a phone and on paper, with or without JavaScript.

    `styles` are stylesheets beside those of every page. The same sections give the same bytes.
    """
    body = el("body", el("a", words.SKIP, class_="skip", href="#main"), el("main", *sections, class_="page", id="main"),
              keys(folds=folds), Markup(f'<script type="module">\n{module()}\n</script>'))
    return f"<!doctype html>\n{el('html', _head(title, styles), body, lang='en')}\n"


def _head(title: str, styles: tuple[str, ...]) -> Markup:
    return el("head", Markup('<meta charset="utf-8">'),
              Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
              Markup('<meta name="color-scheme" content="light dark">'),
              el("title", title),
              Markup(f"<style>{stylesheet(*styles)}</style>"), Markup(f"<style>{fonts()}</style>"))
