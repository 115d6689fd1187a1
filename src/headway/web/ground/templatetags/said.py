"""Small words that templates need: keys shown on buttons, rows that say what they are, and ages in days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

register = template.Library()
SELECTED = SafeString(" selected")


@register.simple_tag
def key(name: str) -> SafeString:
    """The key that does the same as this button: {% key "i" %}."""
    return format_html("<kbd>{}</kbd>", name)


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object = None) -> SafeString:
    """The options of a select with the chosen one marked: {% options states asked.state %}."""
    return format_html_join("", '<option value="{}"{}>{}</option>', (
        (value, SELECTED if value == chosen else "", name) for value, name in choices))


@register.filter
def ended(text: object) -> str:
    """What somebody wrote as a sentence, with the full stop that it may lack: {{ "They call the vendor"|ended }}."""
    written = str(text).strip()
    return written if written.endswith((".", "!", "?", "…", ":")) else f"{written}."


@register.filter
def coded(text: object) -> SafeString:
    """What stands between backticks as code: {{ "send `seen`"|coded }}."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(str(text))))


@register.filter
def days_old(moment: datetime) -> str:
    """How old something is, in plain days."""
    days = max(0, (timezone.now() - moment).days)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
