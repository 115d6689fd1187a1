"""Columns that were recognised by their content are shown before they are believed."""

from __future__ import annotations

import sys

from headway.cli.speaking import clear, say
from headway.eventlog.reading import Reading


def confirm(reading: Reading) -> bool:
    """Show the mapping and ask; without a person at the keyboard it is shown and taken."""
    from headway.report.words.mapping import mapping_lines

    clear()
    for line in mapping_lines(reading):
        say(line)
    if not sys.stdin.isatty():
        say("Taken as shown. Correct it with --map FIELD=COLUMN, or write it down with `headway map`.")
        return True
    sys.stderr.write("Is that right? [Y/n] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("", "y", "yes", "j", "ja", "s", "si", "sì", "o", "oui")
