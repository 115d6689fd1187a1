"""`headway demo`: the application with the worked example in it, in a folder of its own, with a sign-in to be shown."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from headway.web.accounts import operations
from headway.web.project.demo_folder import SIGN_IN, UNDER_WAY
from headway.web.project.example import load_example
from headway.web.project.up import bring_up_to_date

ADMINISTRATOR = "demo@northfield.example"
NAMED = ("desk_lead", "approver", "auditor")


def prepare(*, files: Mapping[str, Path], changed_on: date, progress: Callable[[str, int, int], None]) -> str:
    """Bring the demo's database up to date and load the example, unless it is there already; returns what to tell.

    Raises `ExampleFailed`, `WrongSetting`.
    """
    progress("example", 0, 1)
    bring_up_to_date()
    note = settings.DATA / SIGN_IN
    if not note.is_file():
        password = secrets.token_urlsafe(9)
        person = operations.first_administrator(email=ADMINISTRATOR, password=password, name="Robin Hale")
        university, improvement = load_example(administrator=person, files=files, changed_on=changed_on,
                                               as_of=timezone.localdate(), password=password)
        written(note, {"person": person.email, "password": password, "improvement": improvement.pk, "others": [
            f"{one.email} ({one.name})" for one in (university.people[short] for short in NAMED)]})
        (settings.DATA / UNDER_WAY).unlink()
    return told(json.loads(note.read_text(encoding="utf-8")))


def written(note: Path, kept: Mapping[str, Any]) -> None:
    """Whole or not at all, and readable by its owner only."""
    new = note.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(kept, file)
    new.replace(note)


def told(kept: Mapping[str, Any]) -> str:
    """What to do now, in sentences."""
    stop = settings.ADDRESS + reverse("board:improvement", args=[kept["improvement"]])
    people = "".join(f"  {one}\n" for one in kept["others"])
    return (f"Headway with the worked example is at {settings.ADDRESS}\n"
            f"Sign in as {kept['person']} with the password {kept['password']}\n"
            f"or, with the same password, as one of its people:\n{people}"
            f"An improvement that went through all seven steps: {stop}")
