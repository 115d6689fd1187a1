"""Small words that templates need: keys shown on buttons, rows that say what they are, and ages in days."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag
def key(name: str) -> SafeString:
    """The key that does the same as this button: {% key "i" %}."""
    return format_html("<kbd>{}</kbd>", name)


@register.filter
def days_old(moment: datetime) -> str:
    """How old something is, in plain days."""
    days = max(0, (timezone.now() - moment).days)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
