"""From a file to a log or a series."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from headway.eventlog.fields import Field
from headway.eventlog.log import EventLog
from headway.eventlog.reading import Reading
from headway.eventlog.refused import Refused
from headway.kpi.series import Series
from headway.workbench.files import KEPT_IN_CACHE, Files, Progress, place_of, source_of

Confirm: TypeAlias = Callable[[Reading], bool]


def read(
    files: Files, *,
    mapping: Mapping[str, str] | None = None, mapping_file: str | Path | None = None,
    dates: str | None = None, zone: str | None = None,
    workspace: str | Path | None = None, source: str | None = None,
    keep_duplicates: bool = False, keep_names: bool = False, keep_text: bool = False,
    confirm: Confirm | None = None, progress: Progress | None = None,
) -> EventLog | Series:
    """Read a ticket export (or several with the same columns) into a log; a `period,value[,n]` file into a series.

    `mapping` ties fields to columns (`{"opened": "Created"}`). Without `workspace` the log is kept in a cache, found
    again by the file's digest. `confirm` is asked where columns were recognised by their content only.

    Raises `Refused` for input that can't be read honestly, with a code and what is needed to mend it.
    """
    from headway.connect.series import is_series, read_series

    paths = [Path(file) for file in ([files] if isinstance(files, str | Path) else files)]
    if len(paths) == 1 and not mapping and mapping_file is None and is_series(paths[0]):
        return read_series(paths[0])
    from headway.connect.prepare import prepare
    from headway.connect.wishes import Wishes
    from headway.engine.intake import Intake, append

    wishes = Wishes(
        mapping={field_named(name): column for name, column in (mapping or {}).items()},
        mapping_file=Path(mapping_file) if mapping_file is not None else None, dates=dates, zone=zone,
        keep_duplicates=keep_duplicates, keep_names=keep_names, keep_text=keep_text,
    )
    place = place_of(workspace)
    with place.scratch() as scratch:
        prepared = prepare(paths, scratch=scratch, wishes=wishes, progress=progress)
        if confirm is not None and prepared.reading.proposed and not confirm(prepared.reading):
            raise Refused("not_confirmed", file=prepared.name)
        intake = Intake(name=prepared.name, digest=prepared.digest, tables=prepared.tables, kind=prepared.kind,
                        reading=prepared.reading, today=date.today())
        log = append(intake, workspace=place, source=source_of(workspace, source, prepared, intake.stamp),
                     progress=progress)
    if workspace is None:
        place.keep_newest(KEPT_IN_CACHE)
    return log


def mapping_of(
    files: Files, *, mapping: Mapping[str, str] | None = None, dates: str | None = None, zone: str | None = None,
    progress: Progress | None = None,
) -> str:
    """How the columns of a file are read, as the text of a mapping file."""
    from headway.connect.mapping_file import mapping_text
    from headway.connect.prepare import prepare
    from headway.connect.wishes import Wishes

    paths = [Path(file) for file in ([files] if isinstance(files, str | Path) else files)]
    fields = {field_named(name): column for name, column in (mapping or {}).items()}
    wishes = Wishes(mapping=fields, dates=dates, zone=zone)
    with place_of(None).scratch() as scratch:
        return mapping_text(prepare(paths, scratch=scratch, wishes=wishes, progress=progress).reading)


def field_named(name: str) -> Field:
    """The field of that name. Raises `Refused`: `unknown_field`."""
    try:
        return Field(name.strip().lower())
    except ValueError:
        raise Refused("unknown_field", field=name, fields=tuple(field.value for field in Field)) from None
