"""What Headway will not work with, said in at most two sentences: what is wrong and where; what to do."""

from __future__ import annotations

from headway.eventlog.refused import Refused
from headway.report.words.template import bare, fill

REFUSALS: dict[str, str] = {
    # the file itself
    "file_not_found": "{file} is not there. Check the path, and quote it if it holds spaces.",
    "is_a_directory": "{file} is a folder. Name the files in it, or use {file}/*.csv.",
    "cannot_read": "{file} can't be read[: {reason}]. Check that the file may be read and lies on a reachable disk.",
    "empty_file": "{file} is empty: 0 bytes or only blank lines. Export it again.",
    "header_only": "{file} holds a header and no row beneath it. Export it again with its tickets.",
    "binary_file": "{file} is not a table of text[, it looks like {kind}]. "
                   "Export it as CSV, .xlsx, Parquet or XES.",
    "unknown_encoding": "{file} is in an encoding that can't be read[, from row {row}]. Save it as UTF-8.",
    "truncated_file": "{file} breaks off[ after row {row}]. Copy or export it again, whole.",
    "zip_bomb": "{file} would unpack to [{bytes:n} bytes, ]far more than an export. "
                "Unpack it yourself and name the CSV in it.",
    "zip_several_tables": "{file} holds several tables[: {tables}]. Unpack it and name the one to read.",
    "zip_no_table": "{file} holds no table. Put one CSV in it, or name the CSV itself.",
    "zip_encrypted": "{file} is locked with a password. Unpack it and name the CSV in it.",
    "unknown_format": "{file} is of a kind that Headway does not read[: {kind}]. "
                      "Export it as CSV, .xlsx, Parquet or XES.",
    "not_xes": "{file} is not XES[: {reason}]. Check that the export finished, or export CSV instead.",
    "xml_entities": "{file} defines XML entities, which can hide endless text. Remove its DOCTYPE, or export CSV.",
    "not_parquet": "{file} is not Parquet[: {reason}]. Write it again, or export CSV instead.",
    "not_xlsx": "{file} is not a workbook that can be read[: {reason}]. Save it again as .xlsx, or export CSV.",
    "unknown_sheet": "{file} has no sheet “{sheet}”. Choose one of {sheets:or}.",
    "no_sheet": "{file} holds no sheet with a table. Save the sheet with the tickets, or export CSV.",
    "files_differ": "{file} has other columns than [{other}, ]the first file[: {columns}]. "
                    "Assess them one by one, or export both with the same columns.",
    "field_too_long": "{file}[, row {row}][, column “{column}”]: one field holds [{length:n}][ characters]"
                      ", more than any export. Look for a quotation mark that is never closed.",
    # its columns
    "one_column": "{file} has one column[, “{column}”][: the delimiter {delimiter} splits nothing]. "
                  "Say what parts its columns, for example --delimiter ';'.",
    "wrong_delimiter": "{file} can't be split into columns[ by {delimiter}][; row {row} has {fields:field}]. "
                       "Say what parts them, for example --delimiter ';'.",
    "no_time_column": "{file} has no column of times[ among {columns}]. "
                      "Say which one holds the opening: --map opened=COLUMN.",
    "two_time_columns": "{file} has more than one column that could be the opening[: {columns:or}]. "
                        "Say which: --map opened=COLUMN.",
    "no_ticket_column": "{file} has no column that numbers the tickets[ among {columns}]. "
                        "Say which one does: --map ticket=COLUMN.",
    "no_activity_column": "{file} has several rows a ticket and no column that says what happened[ among {columns}]. "
                          "Say which one does: --map activity=COLUMN.",
    "unknown_column": "[{file}: ]there is no column “{column}”[. The columns are {columns}|. The columns are {candidates}].",
    "unknown_field": "“{field}” is no field of a ticket. Choose one of {fields:or}.",
    "duplicate_mapping": "Column “{column}” is tied to two fields[, {fields}]. Tie it to one.",
    "bad_mapping": "[{file}: ]the mapping [{given} ]can't be read[: {reason}]. Write FIELD=COLUMN, as in --map opened=Created.",
    # its times
    "ambiguous_dates": "[{file}: ][row {row}, ]column “{column}”: {value} may be day first or month first, "
                       "and no row decides. Say --dates day-first or --dates month-first.",
    "mixed_dates": "[{file}: ][row {row}, ]column “{column}” holds dates in more than one order"
                   "[, such as {value}][ and {other}]. Export them in one form, year first.",
    "unreadable_dates": "[{file}: ][row {row}, ]column “{column}” holds no times that can be read[, such as {value}]. "
                        "Export them as 2016-02-29 13:45, or map another column.",
    "all_dates_equal": "{file}: every time in column “{column}” is the same[, {value}]. "
                       "Map the column with each ticket's own opening: --map opened=COLUMN.",
    "unknown_zone": "“{zone}” is no time zone. Write its IANA name, such as Europe/Rome.",
    "unknown_country": "No public holidays are known for “{country}”. Write its two letters, such as IT.",
    "bad_hours": "Opening hours “{hours}” can't be read. Write them as mon-fri 08:00-17:00.",
    "bad_date": "“{value}”[ for {option}] is no date. Write it as 2016-04-25.",
    # what was asked for
    "no_rows_left": "{file}: none of [{rows_read:row}|{rows:row}|its rows] can be used[, {reason}]. "
                    "See the file of rejected rows[, {rejected_file},] for each reason.",
    "bad_measure": "[{file}: ]measure [“{measure}” |“{kpi}” ]can't be read[: {reason}]. Give it the parts that docs/reference lists.",
    "unknown_measure": "“[{measure}|{kpi}]” is no measure[. Choose one of {measures:or}|. Choose one of {known:or}].",
    "bad_target": "Target “[{target}|{value}|{given}]” can't be read. Write MEASURE=VALUE, as in sla_kept=95% or within_24h=0.6.",
    "bad_rules": "“[{rules}|{value}]” is no set of rules. Choose one of nhs-r, mdc-excel, anhoej, nelson, western-electric.",
    "bad_period": "“{value}” is no period. Choose day, week or month.",
    "bad_change": "Change “{value}” can't be read. Write DATE=NAME, as in 2016-03-28=\"new triage\".",
    "no_points": "{file} holds no point to chart. Write a header period,value and one row a period.",
    "baseline_outside": "[{value:day}|The day] lies outside the series[. Choose a day from {first:day} to {last:day}].",
    "source_mismatch": "{file} looks like another system than source “{source}”[: {reason}]. "
                       "Import it under a name of its own: --source NAME.",
    "source_shape": "{file} has [{shape} ]a row and source “{source}” has not. Import it under a name of its own: --source NAME.",
    "workspace_locked": "Another run is writing to {workspace}. Wait for it to end, or use another --workspace.",
    "workspace_damaged": "{workspace} can't be read[: {reason}]. Import the files again into a new --workspace.",
    "newer_workspace": "{workspace} was written by a newer Headway. Update Headway, or use another --workspace.",
    # what is written
    "cannot_write": "[{file}|{path}] can't be written[: {reason}]. Name a folder that exists and may be written to.",
    "disk_full": "The disk is full[ while writing {path}|]. "
                 "Free some space, or put the workspace elsewhere with --workspace.",
    "no_browser": "No Chromium, Chrome or Edge was found to print {file}. Install one, or open the HTML and print it.",
    "browser_failed": "{browser} could not print {file}[: {reason}]. Open the HTML and print it from a browser.",
    "svg_not_drawn": "{file} can't be drawn[: {reason}]. Use the HTML report, which holds the same chart.",
}


def refusal(error: Refused) -> str:
    """The refusal in words; a code without words, or with a fact missing, is said with its facts.

    >>> refusal(Refused("header_only", file="tickets.csv"))
    'tickets.csv holds a header and no row beneath it. Export it again with its tickets.'
    >>> refusal(Refused("odd_thing", row=3))
    'Odd thing (row: 3).'
    """
    template = REFUSALS.get(error.code)
    if template is None:
        return _sentence(f"{bare(error.code, error.facts)}.")
    try:
        return _sentence(fill(template, {"file": "The file", **error.facts}))
    except (KeyError, TypeError, ValueError):   # other facts than the sentence needs: say those there are
        return _sentence(f"{bare(error.code, error.facts)}.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].islower() and not _begins_with_a_name(text) else text


def _begins_with_a_name(text: str) -> bool:
    """Whether the first word is a path or an option, whose spelling must stay."""
    first = text.split(maxsplit=1)[0]
    return any(sign in first for sign in "./\\_-0123456789")
