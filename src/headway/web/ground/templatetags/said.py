"""Small words that templates need: keys shown on buttons, rows that say what they are, and ages in days."""

from __future__ import annotations

import re
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag
def key(name: str) -> SafeString:
    """The key that does the same as this button: {% key "i" %}."""
    return format_html("<kbd>{}</kbd>", name)


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
