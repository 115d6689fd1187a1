"""What Headway will not work with, said in at most two sentences: what is wrong and where; what to do."""

from __future__ import annotations

from headway.eventlog.refused import Refused
from headway.report.words.template import bare, fill

REFUSALS: dict[str, str] = {
    # the file itself
    "file_not_found": "{file} is not there. Check the path, and quote it if it holds spaces.",
    "is_a_folder": "{file} is a folder. Name the files in it, or use {file}/*.csv.",
    "not_a_file": "{file} is a device or a pipe. Save what it holds as a file and name that.",
    "file_not_readable": "{file} can't be read[: {reason}]. Check that the file may be read and lies on a reachable disk.",
    "cannot_read": "{file} can't be read[: {why}]. Open it in an editor at that place, or export it again.",
    "empty_file": "{file} is empty: 0 bytes or only blank lines. Export it again.",
    "header_only": "{file} holds a header and no row beneath it. Export it again with its tickets.",
    "no_header": "{file}, row {row} should hold the names of the columns and holds data: {first_cells}. "
                 "Put a row with names above it.",
    "binary_file": "The file {file} is not a table of text. Export it as CSV, .xlsx, Parquet or XES.",
    "nul_bytes": "{file}, row {row} holds characters that no text has (NUL): the file is damaged. Export it again.",
    "unsupported_format": "The file {file} is {format}, which Headway does not read. Export it as CSV, .xlsx, Parquet or XES.",
    "unreadable_archive": "The file {file} can't be unpacked: {reason}. Copy or download it again, whole.",
    "password_protected": "The file {file} is locked with a password. Save it without one.",
    "several_tables": "The file {file} holds several tables: {tables}. Unpack it and name the one to read.",
    "no_table_in_zip": "The file {file} holds no table. Put one CSV in it, or name the CSV itself.",
    "expands_too_far": "The file {file} would unpack from {packed_bytes:n} to {expanded_bytes:n} bytes or more, "
                       "further than any export. Unpack it yourself and name the CSV in it.",
    "unreadable_workbook": "The workbook {file} can't be read: {reason}. Save it again as .xlsx, or export CSV.",
    "no_table_in_workbook": "The workbook {file} holds no sheet with a table[ among {sheets}]. Save the sheet with the tickets.",
    "unreadable_parquet": "The file {file} is not Parquet: {reason}. Write it again, or export CSV instead.",
    "unreadable_table": "The file {file} can't be read as a table: {reason}. Export it again.",
    "unreadable_xml": "{file}, row {row} is not XES: {reason}. Check that the export finished, or export CSV instead.",
    "xml_doctype": "The file {file} has a DOCTYPE, which can hide endless text. Remove it, or export CSV.",
    "no_events": "The file {file} is XES without a single event. Export it again with its events.",
    "files_differ": "The file {file} has other columns than {other}[: {columns}]. "
                    "Assess them one by one, or export both with the same columns.",
    "field_too_long": "{file}, row {row}: one field holds[ more than {limit:n} bytes,] more than any export. "
                      "Look for a quotation mark that is never closed.",
    # its columns
    "one_column": "The file {file} has a single column, “{line}”: no comma, semicolon, tab or bar parts it. "
                  "Export it with one of these between the columns.",
    "no_time_column": "The file {file} has no column of times[ among {columns}]. "
                      "Say which one holds it: --map {field}=COLUMN.",
    "two_time_columns": "The file {file} has more than one column that could be “{field}”: {columns:or}. "
                        "Say which: --map {field}=COLUMN.",
    "no_ticket_column": "The file {file} has no column that numbers the tickets[ among {columns}]. "
                        "Say which one does: --map ticket=COLUMN.",
    "no_activity_column": "The file {file} has several rows a ticket and no column that says what happened[ among {columns}]. "
                          "Say which one does: --map activity=COLUMN.",
    "unknown_column": "The file {file} has no column “{column}” for {field}[. Nearest: {candidates:or}]. "
                      "Correct --map {field}=COLUMN.",
    "missing_column": "The file {file} has no column “{column}”. Its columns are {columns}; rename the one that holds it.",
    "unknown_field": "“{field}” is no field of a ticket. Choose one of {fields:or}.",
    "duplicate_mapping": "{file}: column “{column}” is tied to {fields}. Tie it to one of them.",
    "bad_mapping": "[The mapping file {file}|The mapping {given}] can't be read[: {reason}]. "
                   "Write FIELD=COLUMN, as in --map opened=Created, or let `headway map` write the file.",
    "not_confirmed": "{file} was not read: the columns were not confirmed. Say which are right with --map FIELD=COLUMN.",
    # its times and cells
    "ambiguous_dates": "{file}[, row {row}], column “{column}”: {value} may be day first or month first, "
                       "and no row decides. Say --dates day-first or --dates month-first.",
    "ambiguous_list_dates": "{file}, row {row}, column “{column}”: {value} may be day first or month first, "
                            "and no row decides. Write the dates of this list year first, as 2016-02-29.",
    "mixed_dates": "{file}[, row {row}], column “{column}” holds dates in more than one order, "
                   "such as {value} and {other}. Export them in one form, year first.",
    "dates_contradicted": "{file}[, row {row}], column “{column}”: {value} can't be read with --dates {dates}. "
                          "Leave the option out, or use the other one.",
    "unreadable_dates": "{file}[, row {row}], column “{column}” holds no time that can be read[, such as {value}]. "
                        "Write times as 2016-02-29 13:45, or map another column.",
    "all_dates_equal": "{file}: every time in column “{column}” is the same, {value}. "
                       "Map the column with each ticket's own opening: --map opened=COLUMN.",
    "missing_value": "{file}, row {row}, column “{column}” is empty. Fill it in, or remove the row.",
    "unreadable_flag": "{file}, row {row}, column “{column}”: “{value}” is neither yes nor no. Write true or false.",
    "unreadable_number": "{file}, row {row}, column “{column}”: “{value}” is no number that can be used. Write it as 12.5.",
    "unreadable_period": "{file}, row {row}: “{value}” is no period. Write 2016-02-29, 2016-W09 or 2016-02.",
    "repeated_period": "{file}, row {row}: the period {value} stands twice. Keep one row of it.",
    "share_out_of_range": "{file}, row {row}: {value} is no share. Write shares from 0 to 1, or as 63%.",
    "outage_ends_before_start": "{file}, row {row}: the outage ends ({end}) before it starts ({start}). Correct one of them.",
    "unknown_date_order": "“{given}” is no order of dates. Write --dates {choices:or}.",
    "unknown_zone": "“{zone}” is no time zone[. Nearest: {nearest:or}]. Write its IANA name, such as Europe/Rome.",
    "no_rows_left": "{file}: none of its {rows:row} can be used ({reasons}). Look at the columns with `headway map {file}`.",
    # the business clock
    "unreadable_hours": "Opening hours “{hours}” can't be read at “{part}”. Write them as Mon-Fri 08:00-17:00.",
    "overlapping_hours": "Opening hours “{hours}” overlap on {day}. Write each stretch once.",
    "no_open_hours": "Opening hours “{hours}” open nothing. Write them as Mon-Fri 08:00-17:00.",
    "hours_missing": "--country {country} needs the weekly hours that its holidays interrupt. "
                     "Add them, as in --hours \"Mon-Fri 08:00-17:00\".",
    "unknown_country": "No public holidays are known for “{country}”[. Nearest: {nearest:or}]. "
                       "Write its two letters, such as IT, or DE-BY for a part.",
    # what was asked for
    "bad_measure": "{file}[: measure “{measure}”] can't be read: {reason}. Give it the parts that docs/reference lists.",
    "unknown_measure": "“{measure}” is no measure. Choose one of {known:or}.",
    "bad_target": "Target “{given}” can't be read. Write MEASURE=VALUE, as in sla_kept=95% or within_24h=0.6.",
    "bad_rules": "“{rules}” is no set of rules. Choose one of nhs-r, mdc-excel, anhoej, nelson, western-electric.",
    "bad_period": "“{value}” is no period. Choose day, week or month.",
    "bad_date": "“{value}” for {option} is no date. Write it as 2016-04-25.",
    "bad_change": "Change “{value}” can't be read. Write DATE=NAME, as in 2016-03-28=\"new triage\".",
    "direction_needed": "Which way is good is not known. Say --direction up or --direction down.",
    "bad_direction": "“{value}” is no direction. Say up or down.",
    "bad_kind": "“{value}” is no kind of series. Choose one of {known:or}.",
    "bad_amount": "“{given}” is no amount. Write it as 95%, 20 or 16h.",
    "bad_looks": "“{given}” is no look. Write this one and all that are planned, as in 3/26, or 3/ without an end.",
    "bad_hope": "A change of {given} can't be hoped for. Give its size, as in 20%.",
    "extra_missing": "{what} needs what Headway does not bring by itself. Install Headway with its extra {extra}.",
    "bad_picked_from": "{given} is not a number of things to pick the worst from. Give how many there were, as in 8.",
    "bad_part": "“{given}” is no part of a log. Write FIELD=VALUE, as in team=\"Desk 2\".",
    "unknown_value": "No ticket has “{value}” as its {field}. Choose one of {known:or}.",
    "target_not_measurable": "“{given}” is no target that can be measured here. "
                             "Write a figure in the unit of the measure, such as {example}.",
    "bad_control": "Control “{given}” can't be read. Write --controls NAME=FILE, as in north=north.csv.",
    "change_outside_series": "The change of {value:day} lies outside the series[, which runs from {first:day} to {last:day}]. "
                             "Give the first day after the change.",
    "impossible_value": "The value {value} at {period:day} can't be a {kind}. Correct it, or say another --kind.",
    "target_wrong_way": "The target {target} lies on the wrong side of the level before, {before}. "
                        "Correct it, or turn --direction round.",
    "series_is_a_log": "The file {file} is a ticket log, not points. Name it without --series, and its measure with --kpi.",
    "one_file_needed": "A verdict needs one file. Name a ticket log, or points with --series FILE, not both.",
    "not_for_points": "{option} is for a ticket log, and {file} holds points. Leave it out.",
    "not_for_a_log": "{option} is for points, and {file} is a ticket log, whose measures know it. Leave it out.",
    "control_is_points": "{measure} of a log is judged by how fast tickets close, and the control “{control}” is a series. "
                         "Leave it out, or give both as points, the measure with --series.",
    "unknown_slice": "A log can't be parted by “{field}”. Choose one of {known:or}.",
    "control_is_a_log": "The control {file} is a ticket log. Give a series (period,value[,n]), or a part of the same log.",
    "no_tickets": "No ticket fits. Choose another part of the log.",
    "unlike_measures": "{before} and {after} are two measures, or two clocks. Take the same measure on both sides, "
                       "or record {after} from now on and take a new baseline.",
    "definition_changed": "{part} came with the change on {change:day}: there is no time before it. Choose the tickets by what "
                          "was recorded on both sides, as their dates.",
    "no_baseline": "Too little ended before {change:day} to know what is usual. Take a later change, or a wider part of the log.",
    "horizon_not_mature": "The log can be judged up to {last:day} only: later tickets are too young to be in it. "
                          "The change on {change:day} has to wait for a newer export.",
    "bad_points": "Point {row} is not (period, value) or (period, value, n). Write it as (\"2024-W01\", 0.93, 120).",
    "no_points": "The file {file} holds no point to chart. Write a header period,value and one row a period.",
    "baseline_outside": "{value:day} lies outside the series. Choose a day from {first:day} to {last:day}.",
    # the vocabulary
    "unknown_pack": "No vocabulary “{given}” is shipped. Choose one of {known:or}, or name a file of your own.",
    "bad_pack": "The vocabulary {file} can't be read[ at {place}]: {reason}. Correct it there.",
    # learning
    "no_course": "“{file}” holds no course: course.md is missing. Give the folder in which it lies.",
    "bad_course": "{file}, line {row}: the course has {problems:problem}. See them all with `headway learn check`.",
    "nothing_recognised": "“{file}” holds no headings, quiz, flashcards or key terms that can be told. "
                          "Put headings on lines of their own, and “Answer: B” beneath each quiz.",
    "folder_for_text": "{file} is a folder, and one plain text is read. Name the file in it.",
    "not_text": "{file} is no text in UTF-8. Save it as plain text.",
    "too_few_questions": "Only {there:question} fit, and {wanted:n} are wanted. Ask for fewer, or for more chapters.",
    "foreign_answer": "An answer was given to “{question}”, which is not on this paper or lacks that option. Take the exam anew.",
    "unknown_chapter": "There is no chapter “{given}”. Choose one of {known:or}.",
    "unknown_form": "Courses are not written as “{given}”. Choose one of {known:or}.",
    "exam_in_the_past": "The exam of {exam} has no day before it on which to study. Choose a later day.",
    "no_sessions": "No session lies before the exam of {exam}. Choose more weekdays, or at least five minutes a session.",
    "bad_weekdays": "“{given}” are no weekdays. Write them as mon,wed,sat.",
    "bad_diagnosis": "{file} holds no answers to a diagnosis of this course. Write them with headway learn diagnose --answers.",
    "bad_progress": "{file} is no record of cards that Headway wrote. Name another with --progress, or remove it.",
    # where logs lie
    "source_mismatch": "{file} looks like another system than source “{source}”: {reason}. "
                       "Import it under a name of its own: --source NAME.",
    "source_shape": "{file} has one {shape} a row and source “{source}” has not. "
                    "Import it under a name of its own: --source NAME.",
    "zone_differs": "Source “{source}” has times with a zone and this file has not, or the other way round. "
                    "Say the zone with --zone, or import it under a name of its own: --source NAME.",
    "workspace_busy": "Another run is writing to {folder}. Wait for it to end, or use another --workspace.",
    "broken_workspace": "{file} is damaged. Remove its folder and import the files again, or use another --workspace.",
    "other_format": "{file} was written by another version of Headway. Update Headway, or use another --workspace.",
    # what is written
    "cannot_write": "[{where}|{path}|{file}] can't be written[: {why}|: {reason}]. "
                    "Name a folder that exists and may be written to.",
    "disk_full": "The disk is full[ at {where}]. Free some space, or put the workspace elsewhere with --workspace.",
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
        told = fill(template, {"file": "The file", **error.facts})
        return told if template.startswith("{file}") and "file" in error.facts else _sentence(told)   # a name stays as spelt
    except (KeyError, TypeError, ValueError):   # other facts than the sentence needs: say those there are
        return _sentence(f"{bare(error.code, error.facts)}.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].islower() and not _begins_with_a_name(text) else text


def _begins_with_a_name(text: str) -> bool:
    """Whether the first word is a path or an option, whose spelling must stay."""
    first = text.split(maxsplit=1)[0]
    return any(sign in first for sign in "./\\_-0123456789")
