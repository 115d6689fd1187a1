"""headway up · worker · audit verify: the application, for which the command only opens the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from headway.cli.speaking import say

audit = typer.Typer(help="The record of every write.", no_args_is_help=True, rich_markup_mode=None)
ADMINISTRATOR = typer.Option("--administrator", metavar="ADDRESS", help="The mail address of the first administrator.")
ORGANISATION = typer.Option("--organisation", metavar="NAME", help="The name of the first organisation.")


@contextmanager
def set_up(*, before: Callable[[], None] | None = None) -> Iterator[None]:
    """Django made ready, after `before`; what is missing or wrongly set is told in one sentence."""
    try:
        import django
    except ModuleNotFoundError:
        say("The application is not installed. In a checkout of Headway: pipx install --force \".[web]\"")
        raise typer.Exit(2) from None
    import os

    from headway.web.project.environment import WrongSetting

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.web.project.settings")
    try:
        if before is not None:
            before()
        django.setup()
        yield
    except WrongSetting as wrong:
        say(str(wrong))
        raise typer.Exit(2) from None


def up(
    administrator: Annotated[str | None, ADMINISTRATOR] = None,
    organisation: Annotated[str | None, ORGANISATION] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Bring the database up to date, start no server.")] = False,
) -> None:
    """Start Headway for a team: brings the database up to date, makes the first administrator, serves, and works."""
    def doubts() -> None:
        from headway.web.project import environment, listening

        for doubt in environment.unknown():
            say(doubt)
        if not no_serve:
            listening.sure_to_listen()

    with set_up(before=doubts):
        from headway.web.project import up as application

        say(application.prepare(administrator=administrator, organisation=organisation))
        if not no_serve:
            application.serve()


def worker(
    once: Annotated[bool, typer.Option("--once", help="End when nothing is left that is due.")] = False,
) -> None:
    """Do the work that pages ask for: imports, verdicts, mail. `headway up` starts one by itself."""
    with set_up():
        from headway.web.project import worker as application

        if once:
            say(f"Jobs done: {application.once()}")
        else:
            application.until_stopped()


@audit.command()
def verify(
    noted: Annotated[str | None, typer.Option("--noted", metavar="N:DIGEST", help="An end of the chain that was noted "
                                              "earlier; shows if lines were cut off since.")] = None,
) -> None:
    """Read the whole chain of audit lines and say whether each is as it was written."""
    with set_up():
        from headway.web.project.audit import verified

        sentences, whole = verified(noted)
        for sentence in sentences:
            typer.echo(sentence)
        raise typer.Exit(0 if whole else 1)
