"""The one thing that the board does: have everything written out. It changes nothing, but the audit tells who asked."""

from __future__ import annotations

from headway.web.accounts.audit import operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, root
from headway.web.accounts.roles import May
from headway.web.ground import jobs


def ask_for_everything(organisation: Organisation, *, by: User) -> jobs.Job:
    """Ask for all that an organisation has here as one file, names and addresses of its people among it."""
    demand(by, May.ADMINISTER, unit=root(organisation))
    with operation("board.ask_for_everything", by=by, organisation=organisation) as audit:
        audit.line(organisation, after={"exported": True})
        return jobs.ask("board.write_everything", by=by.pk, organisation=organisation.pk)
