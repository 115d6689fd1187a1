"""What the ground declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "bad_cursor": _("This page of the list can't be found. Begin again at its first page."),
    "changed_meanwhile": _("Somebody changed this after you opened it. Look at the newer state, then make your change again."),
    "not_permitted": _("Your role does not allow this here. An administrator of the organisation can give you one that does."),
    "job_failed": _("The work failed three times; the server's log says how. Start it again when that is mended."),
    "worker_lost": _("The work was cut off three times. Start it again; if it ends so again, the server has too little memory."),
}
