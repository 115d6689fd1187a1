"""`headway up`: brings the database up to date, makes the first administrator, then serves and works."""

from __future__ import annotations

import os
import secrets
import sys
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError

from headway.web.accounts import operations
from headway.web.accounts.models import User
from headway.web.project.environment import WrongSetting

SERVER = ("-m", "gunicorn", "headway.web.project.wsgi:application", "--config", "python:headway.web.project.gunicorn")


def prepare(*, administrator: str | None, organisation: str | None) -> str:
    """The database and the static files brought up to date; returns what to tell, with the first password if one was made."""
    bring_up_to_date()
    if User.objects.exists():
        return f"Headway is at {settings.ADDRESS}"
    email = administrator or "admin@example.org"
    password = secrets.token_urlsafe(12)
    person = operations.first_administrator(email=email, password=password, name="")
    operations.found_organisation(name=organisation or "Our organisation", administrator=person)
    return f"Headway is at {settings.ADDRESS}\nSign in as {person.email} with the password {password} and change it there."


def bring_up_to_date() -> None:
    """Migrate the database and lay the static files out. Raises `WrongSetting` where the database can't be used."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        why = str(error).strip().splitlines()[0]
        raise WrongSetting(f"The database can't be brought up to date: {why}. "
                           "Check HEADWAY_DATABASE_URL and HEADWAY_DATA.") from error
    call_command("collectstatic", interactive=False, verbosity=0)


def serve() -> NoReturn:
    """Become the server, which keeps a worker beside itself (`gunicorn.py`)."""
    if sys.platform == "win32":
        raise WrongSetting("The server runs on Linux and macOS. On Windows run it in a container or in WSL.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "headway.web.project.settings"
    os.execv(sys.executable, [sys.executable, *SERVER])
