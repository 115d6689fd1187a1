"""How a file's columns are read, in lines for a terminal."""

from __future__ import annotations

from headway.eventlog.reading import Reading
from headway.report.words.quality import field_name


def mapping_lines(reading: Reading) -> list[str]:
    """What is tied to what; a question mark where only the content says so."""
    width = max((len(field_name(field)) for field in reading.mapping), default=0)
    told = [f"  {field_name(field):<{width}}  {'?' if field in reading.proposed else '='}  {column}"
            for field, column in reading.mapping.items()]
    marked = ["", "  ?  recognised by its content only"] if reading.proposed else []
    return ["How the columns are read:", *told, *marked]
