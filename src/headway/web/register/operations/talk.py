"""What people add to a record: comments, watching, links elsewhere, files."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.files import Checked, keep
from headway.web.register.letters import Occasion, tell
from headway.web.register.models import Attachment, Comment, Improvement, Link, Watcher

TOLD_OF_A_COMMENT = ("id", "improvement", "by", "edited_at", "removed_at")   # its words may be a person's to take back


def comment(improvement: Improvement, *, by: User, text: str) -> Comment:
    """Say something in markdown. Whoever comments watches from then on."""
    demand(by, May.SUGGEST, unit=improvement.unit)
    with operation("register.comment", by=by, organisation=improvement.organisation) as audit:
        said = Comment.objects.create(improvement=improvement, by=by, at=timezone.now(), text=text.strip())
        Watcher.objects.get_or_create(improvement=improvement, person=by)
        audit.line(said, after=facts_of(said, *TOLD_OF_A_COMMENT))
        tell([improvement.owner, *(watcher.person for watcher in improvement.watchers.select_related("person"))],
             about=improvement, occasion=Occasion.COMMENT, by=by, key=f"comment-{said.pk}",
             subject=_("Comment: %(title)s") % {"title": improvement.title}, text=f"{by}:\n\n{said.text}")
    return said


def edit_comment(said: Comment, *, by: User, text: str, seen: int | None = None) -> Comment:
    """Change one's own words; the page says that they were changed."""
    _demand_own(said, by)
    with operation("register.edit_comment", by=by, organisation=said.improvement.organisation) as audit:
        newest = locked(said, seen=seen)
        before = facts_of(newest, *TOLD_OF_A_COMMENT)
        newest.text, newest.edited_at = text.strip(), timezone.now()
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest, *TOLD_OF_A_COMMENT))
    return newest


def remove_comment(said: Comment, *, by: User) -> None:
    """Take one's words back; that something was said stays."""
    _demand_own(said, by)
    with operation("register.remove_comment", by=by, organisation=said.improvement.organisation) as audit:
        newest = locked(said)
        before = facts_of(newest, *TOLD_OF_A_COMMENT)
        newest.text, newest.removed_at = "", timezone.now()
        newest.save()
        audit.line(newest, before=before, after=facts_of(newest, *TOLD_OF_A_COMMENT))


def _demand_own(said: Comment, by: User) -> None:
    demand(by, May.SUGGEST, unit=said.improvement.unit)
    if said.by_id != by.pk or said.removed_at:
        raise Declined("not_your_comment")


def watch(improvement: Improvement, *, by: User, watching: bool) -> None:
    """Get letters about it, or no more."""
    demand(by, May.SUGGEST, unit=improvement.unit)
    with operation("register.watch", by=by, organisation=improvement.organisation) as audit:
        if watching:
            Watcher.objects.get_or_create(improvement=improvement, person=by)
        else:
            Watcher.objects.filter(improvement=improvement, person=by).delete()
        audit.line(improvement, after={"watching": watching})


def put_link(improvement: Improvement, *, by: User, given: dict[str, Any]) -> Link:
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("register.put_link", by=by, organisation=improvement.organisation) as audit:
        link = Link.objects.create(improvement=improvement, by=by, at=timezone.now(), **given)
        audit.line(link, after=facts_of(link))
    return link


def drop_link(link: Link, *, by: User) -> None:
    demand(by, May.CONTRIBUTE, unit=link.improvement.unit)
    with operation("register.drop_link", by=by, organisation=link.improvement.organisation) as audit:
        audit.line(link, before=facts_of(link))
        link.delete()


def attach(improvement: Improvement, *, by: User, file: Checked) -> Attachment:
    """Keep a file that was checked (`files.checked`)."""
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("register.attach", by=by, organisation=improvement.organisation) as audit:
        keep(file)
        row = Attachment.objects.create(improvement=improvement, name=file.name, content_type=file.content_type,
                                        size=file.size, digest=file.digest, by=by, at=timezone.now())
        audit.line(row, after=facts_of(row))
    return row


def remove_attachment(row: Attachment, *, by: User) -> None:
    """The file goes from the record; that it was there, and its digest, stay."""
    demand(by, May.CONTRIBUTE, unit=row.improvement.unit)
    with operation("register.remove_attachment", by=by, organisation=row.improvement.organisation) as audit:
        before = facts_of(row)
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
        audit.line(row, before=before, after=facts_of(row))
