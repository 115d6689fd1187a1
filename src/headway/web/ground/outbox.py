"""Mail goes out by a job, asked for in the operation's own transaction; without a mail server nothing is asked for."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage

from headway.web.ground import jobs


def can_send() -> bool:
    """Whether mail goes out here; where not, pages show the link to be copied."""
    return bool(settings.MAIL_IS_SENT)


def post(*, to: str, subject: str, text: str, key: str | None = None) -> bool:
    """Send a letter soon; False where this Headway sends no mail. The same key is sent once."""
    if not can_send():
        return False
    jobs.ask("ground.mail", key=key, to=to, subject=subject, text=text)
    return True


@jobs.job("ground.mail")
def send(run: jobs.Run, *, to: str, subject: str, text: str) -> None:
    EmailMessage(subject=" ".join(subject.split()), body=text, to=[to]).send()
