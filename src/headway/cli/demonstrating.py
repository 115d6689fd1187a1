"""headway demo, its second half: the application with the worked example, in the demo's folder and on this machine only."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import typer

from headway.cli.serving import set_up
from headway.cli.speaking import progress_bar, say

KEPT = frozenset({"HEADWAY_LISTEN", "HEADWAY_SERVERS", "HEADWAY_LANGUAGE", "HEADWAY_ZONE"})   # settings that a demo heeds
LOOPBACK, PORTS = "127.0.0.1", range(8000, 8020)


def demonstrate(folder: Path, *, serve: bool) -> None:
    """Load the example into a database of its own, say how to sign in, and serve it unless asked not to."""
    try:
        import django  # noqa: F401
    except ModuleNotFoundError:
        say("To see the worked example in the application, in a checkout of Headway: pipx install --force \".[web]\", "
            "then run this again.")
        return
    from headway.web.project.demo_folder import make_room
    from headway.web.project.listening import sure_to_listen

    application = folder.resolve() / "application"
    _environment(application)

    def ready() -> None:
        if serve:
            sure_to_listen()
        make_room(application)

    with set_up(before=ready):
        from headway import workbench
        from headway.web.project import demo, up
        from headway.web.project.example import ExampleFailed

        try:
            with progress_bar() as progress:
                told = demo.prepare(files=workbench.demo_files(folder), changed_on=workbench.DEMO_CHANGE[0], progress=progress)
        except ExampleFailed as failed:
            say(f"The application could not be filled with the example. {failed}")
            raise typer.Exit(1) from None
        say(f"\n{told}")
        if serve:
            say("End it with Ctrl-C.")
            up.serve()
        else:
            say("It is not served now; the same command without --no-serve does that.")


def _environment(application: Path) -> None:
    """Nothing of a real installation is touched: its database, its mail and its sign-on are not the demo's."""
    for name in [name for name in os.environ if name.startswith("HEADWAY_") and name not in KEPT]:
        del os.environ[name]
    os.environ["HEADWAY_DATA"] = str(application)
    os.environ.setdefault("HEADWAY_LISTEN", f"{LOOPBACK}:{_free_port()}")


def _free_port() -> int:
    """The first of a few ports that nobody listens on; where all are taken, the server says so."""
    for port in PORTS:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    return PORTS[0]
