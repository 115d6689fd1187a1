"""What this slice declines, and how a sending can end, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "webhook_address_unreadable": _("This is no address that can be written to. Give one as in https://chat.example.org/in, "
                                    "without name and password in it."),
    "webhook_wants_https": _("A webhook wants https, so that nobody reads along. Whoever runs this Headway can allow http "
                             "(HEADWAY_WEBHOOK_HTTP)."),
    "webhook_address_private": _("%(host)s lies inside a network, where Headway does not write. Whoever runs this Headway can "
                                 "allow it (HEADWAY_WEBHOOK_HOSTS)."),
    "webhook_unknown_event": _("There is no event %(event)s. Choose among those of the list."),
    "webhook_is_off": _("This webhook is off. Switch it on, then send again."),
    "webhook_delivery_waits": _("This delivery is still to be sent. Wait until it has ended."),
    "too_many_webhooks": _("An organisation has at most %(most)s webhooks. Remove one that is not needed."),
}
ENDED: dict[str, str | Promise] = {
    "delivered": _("taken"),
    "answered": _("answered with an error"),
    "redirected": _("answered with a redirect, which is not followed"),
    "gone": _("answered that nobody listens there any more"),
    "private_address": _("the host lies inside a network"),
    "unknown_host": _("the host is not known"),
    "unreachable": _("no connection"),
    "too_slow": _("no answer in time"),
    "untrusted": _("the host's certificate is not trusted"),
}
OFF: dict[str, str | Promise] = {
    "gone": _("Switched off: the other side answered that nobody listens there any more."),
    "kept_failing": _("Switched off: nothing was taken for two days, however often it was tried."),
}
