"""The worked example as an organisation on the screen: a university's help desk, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from headway.web.accounts.models import User
from headway.web.project.example.backlog import fill_backlog
from headway.web.project.example.improvement import improve
from headway.web.project.example.tickets import ExampleFailed, take_in, tie_expectations
from headway.web.project.example.university import University, found_university
from headway.web.register.models import Improvement

__all__ = ["ExampleFailed", "University", "found_university", "load_example"]


def load_example(
    *, administrator: User, files: Mapping[str, Path], changed_on: date, as_of: date, password: str | None = None,
) -> tuple[University, Improvement]:
    """The whole worked example: the university, its tickets, an improvement through all seven steps, a backlog.

    `files` are the exports by name (tickets, outages, changes); with `password` its people can sign in with it.
    """
    university = found_university(administrator=administrator, as_of=as_of, password=password)
    desk = take_in(university, files=files)
    tie_expectations(university, desk)
    improvement = improve(university, desk, changed_on=changed_on, as_of=as_of)
    fill_backlog(university, desk, as_of=as_of)
    return university, improvement
