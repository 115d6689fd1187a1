"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "last_administrator": _("This is the organisation's last administrator. Give somebody else that role first."),
    "auditor_stands_alone": _("An auditor writes nothing, so the role can't be held beside another in one organisation. "
                              "Take the other role away first."),
    "role_is_held": _("%(name)s has this role at %(unit)s already. Choose another role or another unit."),
    "invitation_ended": _("This invitation is no longer open. Ask whoever invited you for a new one."),
    "token_would_outlast": _("A token that is made with another ends no later than it does: on %(ends)s at the latest."),
    "address_is_known": _("Somebody with this mail address has an account already. Sign in, then open the link again."),
    "invitation_is_for_another": _("This invitation is for another mail address. Sign out, or sign in with that address."),
}
