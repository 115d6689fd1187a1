"""What is wrong with a course or a question, and what to do next, in words."""

from __future__ import annotations

from collections.abc import Sequence

from headway.learn.schedule import WANTED, Foretold
from headway.report.words.numbers import day
from headway.report.words.template import fill

PROBLEMS = {
    "attribute_missing": "a {kind} needs {attribute}=…",
    "attributes_unreadable": "the first line of a {kind} is written as {kind} name=value name=\"more words\"",
    "attribute_unknown": "a {kind} has no {attribute}",
    "half_missing": "a {kind} has two halves with a line --- between them",
    "id_unreadable": "“{id}” is no id: small letters, digits, - and _",
    "id_twice": "the id “{id}” was given before, in {first}",
    "term_unknown": "the vocabulary has no term {key}",
    "minutes_unreadable": "“{minutes}” is no number of minutes",
    "not_one_of": "“{value}” is none of {known}",
    "line_out_of_place": "a line among the options is neither an option (- [ ] …) nor a reason (two spaces before it)",
    "stem_missing": "the question asks nothing before its options",
    "options_too_few": "{many:option} given, at least {least:n} are needed",
    "reason_missing": "the option “{option}” has no reason beneath it",
    "keys_not_one": "{keys:option} marked [x]; exactly one is right",
    "option_twice": "two options say the same",
    "finding_missing": "the scenario lacks {asked}: label | why",
    "finding_unreadable": "“{given}” is not written as step: now | why",
    "file_too_large": "the file is larger than {most:n} bytes",
    "not_utf8": "the text is not UTF-8 from here on",
    "pack_unknown": "there is no vocabulary “{pack}”, neither shipped nor in this folder",
    "front_matter_missing": "the file begins with --- lines between which its id and title stand",
    "front_matter_unknown": "“{given}” is no part of the head of this file",
    "front_matter_lacks": "the head has no {key}",
    "block_unknown": "“{given}” is no kind of block: {known}",
    "block_not_closed": "the {kind} that begins here is not closed by a line ``` of its own",
    "block_before_section": "a block stands before the first section (## Title)",
    "no_section": "the chapter has no section (## Title)",
    "no_chapter": "the course has no chapter beside course.md",
}
FLAWS = {
    "keys_not_one": "there must be one right option", "options_alike": "two options say the same",
    "reason_missing": "an option has hardly a reason", "key_longest": "the right option is much the longest",
    "all_or_none": "an option speaks of all or none of the others",
    "absolute_in_one": "only the right option has a word such as always or never",
    "negative_not_in_capitals": "a negative question has its NOT in capitals and says style=negative",
    "list_not_pairs": "the options of a list question are pairs such as 1 and 2",
    "gap_missing": "a missing-word question, and no other, has the gap [?]",
    "stem_too_long": "the question is too long", "hard_reading": "the question is hard to read",
    "no_question": "nothing is asked",
    "nearly_the_same": "the question says nearly what another says:",
    "names_itself": "the question names its own answer", "also_right": "another option could be defended",
}
NEXT = {"read": "read the chapter", "practise": "practise its questions", "check": "answer more questions: too little is known",
        "keep": "keep it fresh with cards"}
SHORTLY = {"read": "read", "practise": "practise", "check": "check", "keep": "refresh", "cards": "cards", "mock": "mock exam"}
COVERS = ("The questions are about this course, which covers about {share:spoken} of the certificate's marks "
          "(fourth edition; by secondary sources).")

KEPT, LEFT_ALONE = "with the reviews", "with none"
NO_CARDS = "How much will be recalled on the day cannot be told: the course has no cards."
COURSE_OF = "▁▂▃▄▅▆▇█"
COURSE_WIDTH = 40


def share(value: float, *, named: bool) -> str:
    """A share in whole per cent, never rounded to certainty.

    >>> share(.954, named=True), share(.9991, named=True), share(0, named=False)
    ('95 %', '99 %', '0')
    """
    whole = min(round(100 * value), 99) if value < 1 else 100
    return f"{whole} %" if named else f"{whole}"


def recall_description(told: Sequence[Foretold]) -> str:
    """The drawing of a forecast for those who hear it."""
    end = told[-1]
    return (f"Cards recalled from {day(told[0].on)} to {day(end.on)}: {share(told[0].kept, named=True)} today; on the last day "
            f"{share(end.kept, named=True)} {KEPT}, {share(end.left_alone, named=True)} {LEFT_ALONE}; "
            f"{share(WANTED, named=True)} is wanted.")


def recall_lines(told: Sequence[Foretold]) -> list[str]:
    """The forecast in a terminal: both courses as blocks and what they come to; without cards, that it cannot be told."""
    if not told:
        return [NO_CARDS]
    every = -(-len(told) // COURSE_WIDTH)
    shown = [*told[:-1:every], told[-1]]
    return [f"Cards recalled from {day(told[0].on)} to {day(told[-1].on)}, if every answer is good:"] + [
        f"  {_blocks(values)}  {share(values[-1], named=True)} {name}"
        for name, values in ((KEPT, [each.kept for each in shown]), (LEFT_ALONE, [each.left_alone for each in shown]))]


def _blocks(values: Sequence[float]) -> str:
    return "".join(COURSE_OF[min(int(value * len(COURSE_OF)), len(COURSE_OF) - 1)] for value in values)


def problem(code: str, facts: dict[str, str | int]) -> str:
    """What is wrong, as the end of a line `file:line: …`.

    >>> problem("keys_not_one", {"keys": 2})
    '2 options marked [x]; exactly one is right'
    """
    return fill(PROBLEMS[code].replace("[x]", "‹x›").replace("- [ ]", "- ‹ ›").replace("[?]", "‹?›"), facts).replace(
        "‹x›", "[x]").replace("‹ ›", "[ ]").replace("‹?›", "[?]")
