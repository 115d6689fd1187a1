"""Writes docs/reference, and the tables of what was measured, from the sources: `python docs/generate.py`.

Nothing in docs/reference is written by hand; tests/house/test_docs.py makes it again and compares.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import measured
import typer.main

import headway
from headway.analyse import Said
from headway.cli.main import app
from headway.connect.preset import presets
from headway.eventlog.fields import Field
from headway.eventlog.reading import MISSING_TOKENS, Milestone
from headway.framework import DEFAULT, Kind, pack, translated
from headway.framework import SHIPPED as PACKS
from headway.kpi import custom
from headway.kpi.catalogue import BY_ID, SHIPPED
from headway.kpi.definition import Clock, Direction, Family, Kpi, Summary
from headway.learn.blocks import ATTRIBUTES
from headway.learn.course import Difficulty, Style
from headway.learn.reading import CHAPTER_KEYS, COURSE_KEYS
from headway.report.planning import KEYS as PLAN_KEYS
from headway.report.planning import SCHEMA as PLAN_SCHEMA
from headway.report.verdict_document import KEYS as VERDICT_KEYS
from headway.report.verdict_document import SCHEMA as VERDICT_SCHEMA
from headway.report.verdicts import SCHEMA as VERDICTS_SCHEMA
from headway.report.words import grounds, quality, verdict
from headway.report.words import measures as words
from headway.report.words.learning import FLAWS
from headway.report.words.learning import PROBLEMS as COURSE_PROBLEMS
from headway.report.words.opening import NOT_VISIBLE, OPENING, WHY_NOT_VISIBLE, opening
from headway.report.words.planning import REASONS as PLANS
from headway.report.words.refusals import REFUSALS
from headway.report.words.unsaid import UNSAID
from headway.stats.run_rules import RULE_SETS
from headway.web.accounts.roles import ALLOWS, May
from headway.web.project.environment import SETTINGS

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
MEASURED = (ROOT / "README.md", DOCS / "explanation" / "how-often-does-it-lie.md", DOCS / "explanation" / "reading-a-scenario.md")

FIELDS: dict[Field, str] = {
    Field.TICKET: "the number that people quote",
    Field.OPENED: "when it was opened",
    Field.OWNED: "when it was first taken by or assigned to someone",
    Field.FIRST_RESPONSE: "when the caller got the first answer",
    Field.RESOLVED: "when it was resolved",
    Field.CLOSED: "when it was closed, often by the system some days later",
    Field.DUE: "the moment by which the agreement wants it resolved",
    Field.AT: "one row an event: when it happened",
    Field.ACTIVITY: "one row an event: what happened, or the state it led to",
    Field.ORDER: "one row an event: a counter that orders the events of a ticket",
    Field.STATE: "the state it is in",
    Field.PRIORITY: "its priority; reports are sliced by it",
    Field.CATEGORY: "its category; reports are sliced by it",
    Field.SERVICE: "the service it is about; reports are sliced by it",
    Field.TEAM: "the team that has it; reports are sliced by it",
    Field.PERSON: "who works on it; hashed with the workspace's key",
    Field.CALLER: "who asked; hashed with the workspace's key",
    Field.TYPE: "incident, request …",
    Field.CHANNEL: "how it came in",
    Field.REOPENED: "how many times it was reopened",
    Field.REASSIGNED: "how many times it was handed over",
    Field.SLA_KEPT: "whether it kept its agreement",
    Field.SATISFACTION: "the caller's answer to a survey, a number",
    Field.PROBLEM: "the known problem behind it",
    Field.CHANGE: "the change that caused it",
    Field.TEXT: "its text; stored only with `--keep-text`",
}

# What each opening statement needs to be shown here in its own words.
_TIMES: dict[str, Any] = {"kpi": "time_to_resolve_median", "before": 30.0, "now": 12.0}
OPENING_EXAMPLES: dict[str, dict[str, Any]] = {
    "level": {"median_hours": 22.1, "p90_hours": 384.0},
    "level_share": {"kpi": "sla_kept", "value": .634, "n": 24918},
    "moved_better": {**_TIMES, "since": "2016-04-25"},
    "moved_worse": {**_TIMES, "before": 12.0, "now": 30.0, "since": "2016-04-25"},
    "steady": {"kpi": "within_24h", "centre": .61, "lower": .45, "upper": .78, "n_points": 25, "period": "day"},
    "visible": {"kpi": "time_to_resolve_median", "change": .2, "weeks": 4.0, "also": .1, "also_reason": "not_within_a_year"},
    "not_visible": {"kpi": "time_to_resolve_median", "change": .5, "reason": "baseline_too_short"},
    "too_few": {"kpi": "reopened", "n_points": 5, "period": "week"},
    "censored": {**_TIMES, "as_of": "2016-05-31"},
}

FAMILIES = {Family.WARRANTY: "How well the service is delivered", Family.EXPERIENCE: "What people feel",
            Family.FLOW: "How work flows", Family.DEMAND: "What is asked for", Family.UTILITY: "What is fit for purpose"}
GOOD = {Direction.UP: "up", Direction.DOWN: "down", Direction.NEITHER: "–"}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """
    >>> print(table(("a", "b"), [("1", "x|y")]))
    | a | b |
    | --- | --- |
    | 1 | x\\|y |
    """
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    return f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    return ", ".join(map(code, texts))


def plain(template: str) -> str:
    """A sentence's template for reading: facts as ‹names›, of what depends on facts the first form.

    >>> plain("{file}[, row {row}|] holds {rows:row}.")
    '‹file›, row ‹row› holds ‹rows›.'
    """
    whole = re.sub(r"\[([^\[\]|]*)(?:\|[^\[\]]*)?\]", r"\1", template)
    return re.sub(r"\{(\w+)(?::\w+)?\}", r"‹\1›", whole)


# ── pages ──

def commands() -> str:
    group: Any = typer.main.get_command(app)
    parts = ["# Commands", "`headway --version` says which Headway it is; `headway COMMAND --help` what is on this page.",
             "Results go to stdout, everything else to stderr. Exit codes: 0 done, 2 refused or wrongly asked, 130 stopped."]
    for name, command in _leaves(group):
        arguments = [param.metavar for param in command.params if param.param_type_name == "argument"]
        options = [param for param in command.params if param.param_type_name == "option"]
        parts += [f"## headway {name}", command.help, code(" ".join(["headway", name, "[OPTIONS]", *arguments])),
                  table(("Option", "Means"), ((_option(option), option.help) for option in options))]
    return "\n\n".join(parts)


def _leaves(group: Any) -> Iterator[tuple[str, Any]]:
    """Every command with its whole name; those of a group with the group's before."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from ((f"{name} {below}", found) for below, found in _leaves(command))
        else:
            yield name, command


def _option(option: Any) -> str:
    takes = "" if option.is_flag else f" {option.metavar or option.name.upper()}"
    return codes([f"{option.opts[0]}{takes}", *option.opts[1:]])


def measures() -> str:
    parts = ["# Measures", "The plain figure of a measure is *as recorded*: over all tickets that have what it needs. Its "
             "points, and all that is claimed from them, are cohorts: tickets by the period in which they were opened, "
             "once they are old enough to be judged. Counts belong to the period in which something happened.",
             "Hours are hours of the calendar's clock, or of business hours where `--hours` is given."]
    for family, title in FAMILIES.items():
        kpis = [kpi for kpi in SHIPPED if kpi.family is family]
        parts += [f"## {title}", table(("Id", "Name", "What", "Unit", "Good", "Judged", "Needs"), map(_measure, kpis))]
    return "\n\n".join([*parts, _own_measures(), _states()])


def _measure(kpi: Kpi) -> tuple[str, ...]:
    told = words.MEASURES[kpi.id]
    return (code(kpi.id), told.name, told.line, kpi.unit.value, GOOD[kpi.direction], _judged(kpi),
            codes(kpi.needs) or _list_of(kpi))


def _judged(kpi: Kpi) -> str:
    """When a cohort is old enough."""
    if not kpi.settles:
        return "when the period ends"
    if kpi.settle_hours is not None:
        return f"after {kpi.settle_hours:.0f} hours"
    return "when nine tenths are done"


def _list_of(kpi: Kpi) -> str:
    return {"FromOutages": "`--outages`", "FromChanges": "`--changes`"}.get(type(kpi.part).__name__, "")


def _own_measures() -> str:
    """What a file for --measures may hold."""
    keys = (("id", "a to z, 0 to 9 and _; not one of the above"), ("label", "its name in reports"),
            ("part", "what is measured: a table with `kind` and the keys beneath"), ("direction", codes(Direction)),
            ("family", f"{codes(Family)}; otherwise `{Family.WARRANTY}`"), ("clock", f"{codes(Clock)}; otherwise `calendar`"),
            ("unit", "of a mean: `count` or `score`; otherwise it follows from the part"),
            ("version", "a whole number; otherwise 1"),
            ("where", f"only tickets with these values, by {codes(custom.VALUES)}"),
            ("settle_hours", "a cohort is judged once it is this old"), ("owner", "who answers for it"))
    assert {name for name, _ in keys} == custom.KEYS
    numbers = codes(field for field in Field if field in custom.NUMBERS)
    kinds = {
        "duration": f"hours from `start` (otherwise `opened`) to `end`; `summary`: {codes(Summary)}; "
                    "`horizon_hours` with `restricted_mean`",
        "within": "share whose `end` came at most `hours` after `start` (otherwise `opened`)",
        "sla_kept": "share that kept their agreement",
        "at_least": f"share whose number `of` ({numbers} or `ping_pong`) is at least `least`; `below = true`: is below it; "
                    "`resolved_only = true`",
        "recorded": "share of resolved tickets that have a value in the field `of`",
        "mean": f"mean of the number `of` ({numbers})",
        "count": "how many were `opened` or `closed` in the period: `of`",
        "net_flow": "opened less closed", "backlog": "open at the period's end; `of`: `size`, `median_age` or `p90_age`",
        "repeats": "share tied to a known problem seen before",
        "outages": "from `--outages`; `of`: `availability`, `mtbf` or `mtrs`", "changes": "from `--changes`: share that failed",
    }
    return "\n\n".join(["## Measures of your own", "`--measures FILE` takes TOML with one `[[measure]]` a measure "
                        "([how to write one](../how-to/measures-of-your-own.md)).",
                        table(("Key", "Means"), ((code(name), means) for name, means in keys)),
                        table(("`part.kind`", "Measures"), ((code(kind), kinds[kind]) for kind in custom.PARTS))])


def _states() -> str:
    empty = ((code(name), said) for name, said in words.EMPTY.items())
    moving = ((code(name), said) for name, said in words.MOVING.items())
    safe = ((code(name), said) for name, said in words.SAFE_SENTENCE.items() if name)
    seen = ((code(name), f"{said}: {WHY_NOT_VISIBLE[name]}") for name, said in NOT_VISIBLE.items())
    return "\n\n".join(["## What is said of a measure",
                        "Nothing to show:", table(("Code", "Means"), empty), "Moving?", table(("Code", "Means"), moving),
                        "Target safe?", table(("Code", "Means"), safe),
                        "A change could not be told from noise:", table(("Code", "Means"), seen)])


def fields() -> str:
    rows = ((code(field), FIELDS[field], codes(kpi.id for kpi in SHIPPED if field in kpi.needs)) for field in Field)
    known = (("A field is known as", "When"), *(tuple(part.split(": ", 1)) for part in quality.PROVENANCE_MEANING.split(" · ")))
    return "\n\n".join([
        "# Fields of a ticket", "A field is tied to a column with `--map FIELD=COLUMN`; `--map FIELD=` sets it aside.",
        table(("Field", "Holds", "Measures that need it"), rows), table(known[0], known[1:]),
        f"Cells with nothing in them count as not recorded, and so do, in any case: {codes(filter(None, MISSING_TOKENS))}.",
        f"In a log of events, an activity can mean: {codes(Milestone)}. A mapping file says which ([milestones])."])


def systems() -> str:
    parts = ["# Systems whose exports are recognised", "An export is recognised when it has the needed columns. Case, spaces and "
             "signs in their names don't matter. Of several columns for a field, the first that is there is taken."]
    for preset in sorted(presets(), key=lambda preset: preset.name):
        columns = ((code(field), codes(names)) for field, names in preset.columns.items())
        parts += [f"## {preset.name}", f"Needs {codes(sorted(preset.needs))}.", table(("Field", "Columns"), columns)]
        if preset.milestones:
            parts.append(table(("Activity", "Means"), ((code(a), code(b)) for a, b in preset.milestones.items())))
    return "\n\n".join(parts)


def refusals() -> str:
    return "\n\n".join([
        "# Refusals", "What can't be read or done honestly is refused: one sentence on stderr, exit code 2, and in Python "
        "`headway.Refused` with `.code` and `.facts`. ‹Names› stand for facts.",
        table(("Code", "Sentence"), ((code(name), plain(said)) for name, said in REFUSALS.items()))])


def findings() -> str:
    found = ((code(name), plain(what), plain(done)) for name, (what, done) in quality.FINDINGS.items())
    rejected = ((code(name), said) for name, said in quality.REJECTED.items())
    return "\n\n".join([
        "# Findings", "What the quality report can hold: a code, how many it touches, what was found and what was done. "
        "‹Names› stand for facts.", table(("Code", "Found", "Done"), found),
        "## Why a row is rejected", "Rows read = rows used + rows rejected. Each rejected row lies in a file of the "
        "workspace, with its reason, file and line.", table(("Code", "Means"), rejected)])


def said() -> str:
    examples = ((code(name), opening(Said(name, OPENING_EXAMPLES[name]), kpis=BY_ID).says) for name in OPENING)
    unsaid = ((code(name), plain(asks), plain(why)) for name, (asks, why) in UNSAID.items())
    return "\n\n".join([
        "# What a report says", "A report opens with at most three statements. Each is a code with facts (`opening` in "
        "the JSON) and a sentence made from them.", table(("Code", "For example"), examples),
        "## What it can't say", "Each question that stays open has a code (`unsaid` in the JSON).",
        table(("Code", "Question", "Why, and what would answer it"), unsaid)])


def verdicts() -> str:
    answers = ((code(answer), name, verdict.MEANINGS[answer]) for answer, name in verdict.ANSWERS.items())
    reasons = ((code(name), said) for name, said in verdict.REASONS.items())
    return "\n\n".join([
        "# Verdicts", "What `headway verdict` answers. An answer is never a failure: it leaves with 0, whatever it is.",
        table(("Code", "Said", "Means"), answers),
        "## Reasons", "Why it is no more than that (`reasons` in the JSON).", table(("Code", "Said"), reasons),
        "## Checks", "What was looked at besides (`checks` in the JSON).",
        table(("Code", "Looks at"), ((code(name), means) for name, means in grounds.CHECKS.items())),
        "## Signs", table(("Sign", "Means"), grounds.SIGNS.items()),
        "## JSON", f"`headway verdict --json` writes `{VERDICT_SCHEMA}`. A number that can't be told is null.",
        table(("Key", "Holds"), ((code(name), holds) for name, holds in VERDICT_KEYS.items())),
        f"Several verdicts at once (`--by`, several `--kpi`) are `{VERDICTS_SCHEMA}`: `adjusted` (holm, or null for one), "
        "`verdicts`, each as above, and `left_out` (`name`, `code`, `says`).",
        "## Plans", f"`headway plan-check --json` writes `{PLAN_SCHEMA}`.",
        table(("Key", "Holds"), ((code(name), holds) for name, holds in PLAN_KEYS.items())),
        "Why a change would not show (`reason`):", table(("Code", "Said"), ((code(name), said) for name, said in PLANS.items()))])


def rules() -> str:
    parts = ["# Rules", "`--rules NAME` chooses the rules by which a chart tells a signal from chance. The limits of an XmR "
             "chart are the mean ± factor × the mean moving range."]
    for rule_set in RULE_SETS.values():
        screened = "; moving ranges beyond their own limit are left out" if rule_set.screened else ""
        head = f"Factor {rule_set.factor:.4g}{screened}."
        rows = ((code(rule.name), _rule(rule)) for rule in rule_set.rules)
        parts += [f"## {rule_set.name}", head, table(("Signal", "When"), rows)]
    return "\n\n".join(parts)


def _rule(rule: Any) -> str:
    says = {
        "beyond_limits": "a point lies outside the natural limits",
        "same_side": f"{rule.window} points in a row lie on one side of the centre",
        "steadily": f"{rule.window} points in a row, each higher or each lower than the one before",
        "alternating": f"{rule.window} points in a row go up and down in turn",
        "most_near_limit": f"{rule.least} of {rule.window} points on one side lie between {rule.sigmas:g} sigma and the limit",
        "most_beyond": f"{rule.least} of {rule.window} points lie beyond {rule.sigmas:g} sigma on one side",
        "all_within": f"{rule.window} points in a row lie within {rule.sigmas:g} sigma",
        "all_beyond": f"{rule.window} points in a row lie beyond {rule.sigmas:g} sigma, on whichever side",
        "long_run": "a run on one side of the centre is longer than chance has it in so many points",
        "few_crossings": "the centre is crossed less often than chance has it in so many points",
    }
    return says[rule.pattern]


def json_form() -> str:
    text = (DOCS.parent / "src" / "headway" / "report" / "assessment.schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    parts = ["# The JSON form", schema["description"],
             f"The schema is `{schema['$id']}`: `headway/report/assessment.schema.json` in the package.", _keys(schema)]
    for name, part in schema["$defs"].items():
        if "properties" in part:
            parts += [f"## {name}", *filter(None, [part.get("description")]), _keys(part)]
    return "\n\n".join(parts)


def _keys(part: Mapping[str, Any]) -> str:
    return table(("Key", "Type", "Holds"), ((code(name), _type(told), told.get("description", ""))
                                            for name, told in part["properties"].items()))


def _type(told: Mapping[str, Any]) -> str:
    if "$ref" in told:
        return str(told["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in told:
        return " or ".join(map(_type, told["anyOf"]))
    if "const" in told:
        return json.dumps(told["const"])
    if "enum" in told:
        return ", ".join(json.dumps(value) for value in told["enum"])
    kind = told.get("type", "any")
    if kind == "array" and "items" in told:
        return f"list of {_type(told['items'])}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def python() -> str:
    from headway.workbench import Now, Told

    parts = ["# Python", "```python\nimport headway\n\nlog = headway.read(\"tickets.csv\")\n"
             "now = headway.where_are_we_now(log)\nprint(now)\n```"]
    for name in headway.__all__:
        if not name.startswith("_"):
            what = getattr(headway, name)
            parts += _documented(f"headway.{name}", getattr(what, name) if inspect.ismodule(what) else what)
    methods = ((code(f"now.{name}{_signature(method)}"), _doc(method))
               for name, method in vars(Now).items() if name.startswith("to_"))
    told = ((code(f"told.{name}{_signature(method)}"), _doc(method))
            for name, method in vars(Told).items() if name.startswith("to_"))
    return "\n\n".join([*parts, "## What an assessment can do", table(("Call", "Does"), methods),
                        "## What a verdict can do", table(("Call", "Does"), told)])


def _documented(name: str, what: Any) -> list[str]:
    signature = _signature(what) if inspect.isfunction(what) else ""
    return [f"## {name}", *([f"```text\n{name}{signature}\n```"] if signature else []), _doc(what)]


def _signature(what: Callable[..., Any]) -> str:
    """Names and defaults; types stand in the docstring's words."""
    signature = inspect.signature(what)
    kept = [param.replace(annotation=param.empty) for name, param in signature.parameters.items() if name != "self"]
    return str(signature.replace(parameters=kept, return_annotation=signature.empty))


def _doc(what: Any) -> str:
    """The docstring in words, without its examples."""
    return re.split(r"\n\s*>>>", inspect.getdoc(what) or "")[0].strip()


def settings() -> str:
    rows = (("`NO_COLOR`", "`headway` writes no colours"),
            ("`XDG_CACHE_HOME`, `LOCALAPPDATA`", "where the cache lies (Linux; Windows)"),
            ("`PYTHON`", "the Python with which `./run` makes its environment"),
            ("`RUN_WAIT_SECONDS`", "how long `./run` waits for another set-up (900)"))
    served = [(f"`{setting.name}`", setting.does, setting.told or (f"`{setting.default}`" if setting.default else "–"))
              for setting in SETTINGS]
    return "\n\n".join(["# Settings", "There is no file of settings; these variables of the environment are heeded.",
                        table(("Variable", "Does"), rows), "## The application",
                        "What `headway up`, `headway worker` and `headway audit` heed.",
                        table(("Variable", "Does", "Without it"), served)])


def vocabulary() -> str:
    """The terms of each pack, and what those of the second are in the first."""
    shipped = [pack(id) for id in PACKS]
    parts = ["# Vocabulary", "The words that Headway works with are data: a pack for each edition, and "
             "[packs of your own](../how-to/a-vocabulary-of-your-own.md). Definitions are Headway's own; ITIL is a trade mark of "
             "PeopleCert, with which Headway is not affiliated."]
    for told in shipped:
        parts += [f"## {told.id}: {told.title} ({told.edition})", told.note, f"Read in: {'; '.join(told.sources)}."]
        parts += [f"### {told.id}, {kind}\n\n" + table(("Key", "Name", "Means"), (
            (code(term.key), term.label, term.definition) for term in told.of(kind))) for kind in Kind
            if told.id == DEFAULT or told.of(kind) != shipped[0].of(kind)]
    first, second = shipped
    rows = ((code(term.key), codes(translated(term.key, of=first, to=second)) or "–") for term in first.activities)
    return "\n\n".join([*parts, f"## From {first.id} to {second.id}", table((first.id, second.id), rows)])


def courses() -> str:
    """The form of a course, what can be wrong with one, and the gates of a question."""
    given = {
        "term": ("its definition, where the vocabulary has none or another is wanted", "a key term of the chapter"),
        "card": ("what is asked, a line `---`, the answer", "something to be recalled"),
        "exercise": ("the task, a line `---`, a suggested answer", "something to think through, never scored"),
        "question": ("what is asked; options as `- [ ] wrong` and one `- [x] right`, each with its reason beneath, two spaces in",
                     "a question with a reason for every option"),
        "scenario": ("the text, a line `---`, then `trigger: id | why`, `step: …`, `activity: …`, `level: …`",
                     "a text to be read in four steps"),
    }
    rows = ((code(kind), codes(sorted(ATTRIBUTES[kind])), *given[kind]) for kind in ATTRIBUTES)
    return "\n\n".join([
        "# Courses", "A course is a folder with `course.md` and one Markdown file a chapter ([how to write one]"
        "(../how-to/write-a-course.md)). Each file begins with a head between two lines `---`.",
        table(("File", "Parts of its head"), ((code("course.md"), codes(sorted(COURSE_KEYS))),
                                              ("a chapter", codes(sorted(CHAPTER_KEYS))))),
        "A section begins with `## Title`. Fenced blocks hold what is practised:",
        table(("Block", "Attributes", "Body", "Is"), rows),
        f"Styles: {codes(Style)}. Difficulties: {codes(Difficulty)}.",
        "## Problems", "`headway learn check` tells each with its file and line.",
        table(("Code", "Said"), ((code(name), plain(text)) for name, text in COURSE_PROBLEMS.items())),
        "## Gates", "What no question may have; those drawn from models are never shown with one.",
        table(("Code", "Said"), ((code(name), text) for name, text in FLAWS.items()))])


def roles() -> str:
    """What each role of the application may do."""
    says = {
        May.SUGGEST: "file an idea, comment, watch", May.CONTRIBUTE: "work on records: fill steps, tasks, attach, upload",
        May.MANAGE: "order backlogs, complete and skip steps, close, choose formulas",
        May.OWN: "change services, practices, teams and their like", May.SIGN: "freeze baselines, rebase, sign definitions",
        May.APPROVE: "approve options and quick wins, never one's own request",
        May.GOVERN: "keep objectives, policies, governance reviews",
        May.LEARN: "keep a study of one's own: answers, cards, exams; nobody else sees it",
        May.TEACH: "see a class in sums, release questions from closed improvements",
        May.AUDIT: "read the record of writes", May.ADMINISTER: "keep people, roles, units and other people's tokens",
    }
    held = ((code(may), says[may], codes(role for role in ALLOWS if may in ALLOWS[role])) for may in May)
    return "\n\n".join([
        "# Roles", "A person holds a role at a unit, and with it at every unit beneath. Whoever has any role in a unit reads "
        "what belongs to it; writing asks for one of these:", table(("May", "That is", "Roles"), held)])


PAGES: dict[str, Callable[[], str]] = {
    "commands": commands, "measures": measures, "fields": fields, "systems": systems, "refusals": refusals,
    "findings": findings, "said": said, "verdicts": verdicts,
    "rules": rules, "json": json_form, "python": python, "settings": settings,
    "vocabulary": vocabulary, "courses": courses, "roles": roles,
}


def written() -> dict[Path, str]:
    """Each file that this program makes, with its text."""
    made = {DOCS / "reference" / f"{name}.md": f"{page()}\n" for name, page in PAGES.items()}
    return made | {path: measured.filled(path.read_text(encoding="utf-8"), table) for path in MEASURED}


if __name__ == "__main__":
    stale = [path for path, text in written().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        path.write_text(written()[path], encoding="utf-8")
        sys.stderr.write(f"Written: {path.relative_to(ROOT)}\n")
