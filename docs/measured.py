"""The tables of what was measured, in the README and in docs/explanation/how-often-does-it-lie.md; from bench/.

Where a result is absent its table stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

BENCH = Path(__file__).resolve().parents[1] / "bench"
Figures: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Iterator[Sequence[str]]
Table: TypeAlias = Callable[[Sequence[str], Rows], str]

STEADY, RESTLESS, FOUND_STEADY, FOUND_RESTLESS = .05, .07, .75, .60   # what is promised of simulated desks
HOLDS = (.88, .94)                                                    # and of 90 % intervals
FALSE_ON_LOGS = .05
FOUND_ON_LOGS = {"uci": (.22, .37, .70), "italian_core": (.35, .60, .80)}
LOGS = {"uci": "ServiceNow log, 13 weeks (UCI)", "italian": "Help desk, 4 years", "italian_core": "… its two largest slices"}
WORDS = {"uci": "ServiceNow log", "italian_core": "Help desk, two largest slices"}
GIVEN = .75
LOOKED_AT = ("headway_weekly", "headway_unpaid", "welch_weekly")
KEPT, SHORT = "kept", "**falls short**"


def percent(value: float | None, *, digits: int = 1) -> str:
    """
    >>> percent(.0343), percent(None), percent(.22, digits=0)
    ('3.4 %', '–', '22 %')
    """
    return "–" if value is None else f"{100 * value:.{digits}f} %"


def filled(text: str, table: Table) -> str:
    """A page with its tables made anew: `table` writes one from a head and rows."""
    for name, made in made_of(table).items():
        inside = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
        text = inside.sub(lambda _, made=made: f"{made}\n", text)   # type: ignore[misc]
    return text


def made_of(table: Table) -> dict[str, str]:
    desks, logs = (result(name) for name in ("result", "real_logs"))
    timed = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((BENCH / "results").glob("*.json"))]
    made = {}
    if timed:
        made["bench"] = table(("Ratio", "Claim", "Headway", "Peer", "Goal", "Notes"), speed(timed))
    if desks:
        made |= {"calibration": table(("How it is judged", "Steady desk", "Restless desk", "A cut of a fifth is found"),
                                      short(desks)),
                 "methods": table(("How it is judged", "False, steady", "False, restless", "False, worst desk", "Found, steady",
                                   "Found, restless", "Interval holds, steady", "Interval holds, restless"), methods(desks)),
                 "desks": table(("Desk", "What moves it", "Desks", "Falsely better", "Falsely worse", "Found", "Interval holds"),
                                scenarios(desks))}
    if logs:
        made |= {"logs": table(("How it is judged", "Dates", "Falsely better", "Falsely worse", "20 % found", "30 % found",
                                "50 % found", "Interval holds"), real(logs)),
                 "weekly": table(("How it is judged", "Dates", "Falsely better", "Falsely worse", "30 % found"), weekly(logs))}
    if looks := result("peeking"):
        told = table(("Desk", "What moves it", "Falsely told, paid for", "Falsely told, not paid for"), looked_at(looks))
        made["looks"] = (f"On {looks['runs']} simulated desks of each of these kinds, better and worse counted together and the "
                         f"proof on the own past left out:\n\n{told}")
    if worlds := result("mechanisms"):
        made |= {"mechanisms": table(("World", "Nothing changed", "Falsely better", "Falsely worse", "20 % found", "30 % found",
                                      "50 % found", "Interval holds"), mechanisms(worlds)),
                 "mechanism-promises": table(("Promised", "Fair worlds", "Hard worlds"), mechanism_promises(worlds))}
    if told := triage_result():
        made["triage"] = table(("Question", "Right", "Among the first two", "Right where it is surest (70 %)",
                                "Goal: right, among two"), triaged(told))
    if desks and logs:
        made["promises"] = table(("Promised", "Measured", "Outcome"), promises(desks, logs))
    return made


def result(name: str) -> Figures:
    path = BENCH / "calibration" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}   # type: ignore[no-any-return]


def triage_result() -> Figures:
    path = BENCH / "triage" / "result.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}   # type: ignore[no-any-return]


def triaged(told: Figures) -> Rows:
    for name, task in told["tasks"].items():
        ends, two_ends = task["within"], task["two_within"]
        goals = told["goals"][name]
        yield (f"{name}", f"**{percent(task['right'], digits=0)}** ({100 * ends[0]:.0f} to {100 * ends[1]:.0f})",
               f"{percent(task['among_two'], digits=0)} ({100 * two_ends[0]:.0f} to {100 * two_ends[1]:.0f})",
               percent(task["of_the_surest"], digits=0), " and ".join(percent(goal, digits=0) for goal in goals))
    yield (f"{told['read']} texts of {told['writers'] - 1} writers", "", "", "", f"{told['milliseconds']:.1f} ms a text")


def speed(timed: Sequence[Figures]) -> Rows:
    """The ratio first."""
    for told in timed:
        yield (f"**{told['ratio']:.3g}**", told["claim"], side(told["ours"]), side(told["peer"]), told["goal"],
               told.get("notes", ""))


def side(told: Figures) -> str:
    value = told["value"]
    return f"{f'{value:,.3g}' if abs(value) < 1000 else f'{value:,.0f}'} {told['unit']} ({told['what']})"


def short(desks: Figures) -> Rows:
    for name, told in desks["methods"].items():
        if name != "headway_unproved":
            yield (strong(told["name"]), *(percent(told[group]["false_better"]) for group in ("stationary", "hard")),
                   percent(told["stationary"]["power"], digits=0))


def methods(desks: Figures) -> Rows:
    for told in desks["methods"].values():
        worst = max(desks["scenarios"], key=lambda name: told[name]["false_better"] or 0)
        yield (strong(told["name"]), *(percent(told[group]["false_better"]) for group in ("stationary", "hard")),
               f"{percent(told[worst]['false_better'])} ({worst})",
               *(percent(told[group]["power"], digits=0) for group in ("stationary", "hard")),
               *(percent(told[group]["coverage"], digits=0) for group in ("stationary", "hard")))


def scenarios(desks: Figures) -> Rows:
    ours = desks["methods"]["headway"]
    for name, scenario in desks["scenarios"].items():
        told = ours[name]
        kind = "restless" if scenario["hard"] else "steady"
        yield (f"{name}, {kind}", scenario["what"], str(told["desks"]), percent(told["false_better"]),
               percent(told["false_worse"]), percent(told["power"], digits=0), percent(told["coverage"]))


def real(logs: Figures) -> Rows:
    for log, words in LOGS.items():
        yield (f"**{words}**", *[""] * 7)
        for name, method in logs["methods"].items():
            if name not in LOOKED_AT and log in method:
                told = method[log]
                yield (strong(method["name"]), str(told["windows"]), with_range(told), percent(told["false_worse"]),
                       *(percent(told["power"].get(size), digits=0) for size in ("20", "30", "50")),
                       percent(told["coverage"]))


def with_range(told: Figures) -> str:
    ends = told["false_better_within"]
    within = "" if ends is None else f" ({100 * ends[0]:.0f} to {100 * ends[1]:.0f})"
    return f"{percent(told['false_better'])}{within}"


def weekly(logs: Figures) -> Rows:
    for name in LOOKED_AT:
        if name in logs["methods"]:
            method = logs["methods"][name]
            told = method["italian_core"]
            yield (strong(method["name"]), str(told["windows"]), percent(told["false_better"]), percent(told["false_worse"]),
                   percent(told["power"].get("30"), digits=0))


def looked_at(looks: Figures) -> Rows:
    for name, told in looks["scenarios"].items():
        yield (f"{name}, {'restless' if told['hard'] else 'steady'}", told["what"],
               percent(told["paid"]), percent(told["unpaid"]))


SHARES = ("false_better", "false_worse", "power_20", "power_30", "power_50", "coverage")
MECHANISMS = {"false_better": "falsely better", "false_worse": "falsely worse", "power_20": "20 % found",
              "power_30": "30 % found", "power_50": "50 % found", "coverage": "90 % interval holds",
              "given": "an interval is told", "wrong_way": "told the wrong way round",
              "peeking": "falsely better at any of 26 weekly looks that are paid for"}


def mechanisms(worlds: Figures) -> Rows:
    for told in worlds["worlds"].values():
        yield (f"{told['what']}, {told['sort']}", str(told["false_better"]["of"]), *(of_many(told[name]) for name in SHARES))
    for sort, told in worlds["pooled"].items():
        yield strong(f"All {sort} ones"), str(told["false_better"]["of"]), *(of_many(told[name]) for name in SHARES)


def of_many(told: Figures | None) -> str:
    return "–" if told is None else percent(told["share"], digits=0 if told["of"] < 200 else 1)


def mechanism_promises(worlds: Figures) -> Rows:
    for name, words in MECHANISMS.items():
        yield (words, *(held(told[name]) for told in worlds["pooled"].values()))
    controls = worlds["worlds"]
    yield ("20 and 30 % found with clean controls: at least 55 and 85 %",
           " and ".join(of_many(controls["teams"][name]) for name in ("power_20", "power_30")), "–")
    yield ("a control that moved too is found: at least 60 %", "–", of_many(controls["teams_one_dirty"]["doubted_dirty"]))
    yield ("a clean control is doubted: at most 20 %",
           *(of_many(controls[name]["doubted_clean"]) for name in ("teams", "teams_one_dirty")))


def held(told: Figures | None) -> str:
    """A share with its 95 % interval beside what was promised."""
    if told is None:
        return "–"
    low, high = told["bound"]
    between = f"{percent(told['low'])} to {percent(told['high'])}"
    asked = f"at most {percent(high, digits=0)}" if not low else f"at least {percent(low, digits=0)}" if high == 1 else (
        f"{percent(low, digits=0)} to {percent(high, digits=0)}")
    return f"{percent(told['share'])} ({between}); {asked}: {KEPT if told['kept'] else SHORT}"


def strong(name: str) -> str:
    return f"**{name}**" if name == "Headway" or name.startswith("All ") else name


def promises(desks: Figures, logs: Figures) -> Rows:
    """What was promised beside what was measured."""
    ours = desks["methods"]["headway"]
    for hard, most in ((False, STEADY), (True, RESTLESS)):
        mine = [name for name, scenario in desks["scenarios"].items() if scenario["hard"] is hard]
        worst = max(mine, key=lambda name: ours[name]["false_better"])
        told = ours[worst]["false_better"]
        yield (f"false on each {'restless' if hard else 'steady'} desk: at most {percent(most, digits=0)}",
               f"at worst {percent(told)} ({worst})", verdict(told <= most))
    for group, kind, least in (("stationary", "steady", FOUND_STEADY), ("hard", "restless", FOUND_RESTLESS)):
        told = ours[group]["power"]
        yield (f"a cut of a fifth found on {kind} desks: at least {percent(least, digits=0)}", percent(told),
               verdict(told >= least))
    low, high = HOLDS
    narrow = [f"{name} {percent(ours[name]['coverage'])}" for name in desks["scenarios"] if ours[name]["coverage"] < low]
    wide = [f"{name} {percent(ours[name]['coverage'])}" for name in desks["scenarios"] if ours[name]["coverage"] > high]
    said = [f"too narrow: {', '.join(narrow)}"] * bool(narrow) + [f"wider than need be: {', '.join(wide)}"] * bool(wide)
    yield (f"90 % intervals hold the truth on each desk in {100 * low:.0f} to {percent(high, digits=0)}",
           "; ".join(said) or "on all", verdict(not said))
    yield from promises_on_logs(logs["methods"]["headway"])


def promises_on_logs(ours: Figures) -> Rows:
    low, high = HOLDS
    for log, wanted in FOUND_ON_LOGS.items():
        told, range_of = ours[log], ours[log.removesuffix("_core")]   # two slices are no sample: the range is that of all
        words = WORDS[log]
        kept = min(told["false_better"], range_of["false_better_within"][0]) <= FALSE_ON_LOGS
        yield (f"{words}: false at most {percent(FALSE_ON_LOGS, digits=0)}, or no more than chance makes of it", with_range(told),
               verdict(kept))
        sizes = [told["power"][size] for size in ("20", "30", "50")]
        yield (f"{words}: cuts of 20, 30 and 50 % found in at least {', '.join(percent(least, digits=0) for least in wanted)}",
               ", ".join(map(percent, sizes)), verdict(all(found >= least for found, least in zip(sizes, wanted, strict=True))))
        yield (f"{words}: 90 % intervals hold the truth in {100 * low:.0f} to {percent(high, digits=0)}",
               percent(told["coverage"]), verdict(low <= told["coverage"] <= high))
        yield (f"{words}: an effect with its interval is told at {percent(GIVEN, digits=0)} of the dates or more",
               percent(told["given"]), verdict(told["given"] >= GIVEN))


def verdict(kept: bool) -> str:
    return KEPT if kept else SHORT
