"""How a verdict is told: sentences, levels, grounds, and the lines of a terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from headway.analyse.judgement import Judgement
from headway.kpi.definition import Direction
from headway.report.verdict import summary
from headway.report.verdict_document import as_json
from headway.report.words.grounds import SIGNS, grounds, next_steps
from headway.report.words.levels import levels
from headway.report.words.verdict import headline, sentence
from headway.verdict.result import Answer, Balance, Check, Effect, Kept, Kind, Scale
from steps.judgements import EVERY, given, made

COLOUR = re.compile(r"\x1b\[\d+m")


def said(name: str) -> str:
    return str(sentence(EVERY[name]))


@pytest.mark.parametrize("judged", EVERY.values(), ids=EVERY)
def test_a_sentence_is_short_and_could_be_read_aloud(judged: Judgement) -> None:
    told = str(sentence(judged))
    assert len(told.split()) <= 45
    assert not re.search(r"significan|\bp\b|hypothesis|huge|dramatic|!|\n|  ", told)
    assert not re.search(r"nan|None|_|\.\.", told)
    assert told.endswith(".")
    assert told[0] in "“0123456789" or told[0].isupper()


@pytest.mark.parametrize(("name", "told"), [
    ("reached", "“password calls” is now at 17 a week; it was at 41. That is more than chance. Even cautiously read it is under "
                "the target of 20."),
    ("improved", "“exams in time” now holds for 96 of 100 cases; it was 70. That is more than chance. Whether the target of 95 "
                 "is met can’t be told yet: with 220 cases, anything from 92 to 98 would fit."),
    ("short", "“exams in time” now holds for 86 of 100 cases; it was 70. That is more than chance. The target of 95 is not met: "
              "with 220 cases, anything from 82 to 89 would fit."),
    ("no_target", "Of 100 tickets, 96 are now resolved within a day; it was 70. That is more than chance: anything from 92 to 98 "
                  "would fit."),
    ("signs_only", "The median time to first response is now at 13 hours; it was at 16. That may be chance: one of two methods "
                   "does not agree yet. Look again on 7 June 2026."),
    ("no_evidence", "Of 100 tickets, 30 are now tied to a known problem seen before, as before. A gain of the size worth having "
                    "would have shown by now."),
    ("worse", "“wifi complaints” is now at 31 a week; it was at 22. That is worse, and chance does not explain it."),
    ("waiting", "The mean time to resolve within 30 days is now at 15 hours; it was at 16. That can’t be told from chance yet: "
                "anything from 9 to 24 would fit. Look again on 9 August 2026."),
    ("too_few", "23 points before the change and 11 after are too few to tell."),
])
def test_each_answer_has_its_sentence(name: str, told: str) -> None:
    assert said(name) == told


def test_only_a_claim_stresses_the_change() -> None:
    stressed = {name: [piece for piece, strong in sentence(judged).pieces if strong] for name, judged in EVERY.items()}
    assert stressed["improved"] == ["now holds for 96 of 100 cases; it was 70"]
    assert stressed["waiting"] == ["That can’t be told from chance yet"]
    assert all(len(pieces) == 1 for pieces in stressed.values())


def test_a_rare_thing_is_counted_in_thousands() -> None:
    told = made(Answer.IMPROVED, before=.0142, after=(.0081, .0062, .0102), target=.005, direction=Direction.DOWN, kpi="reopened")
    assert str(sentence(told)).startswith("Of 1,000 tickets, 8 are now reopened; it was 14.")
    assert "target of 5 is not met" in str(sentence(told))
    assert "anything from 6 to 11" in str(sentence(told))


def test_nearly_all_is_never_told_as_all() -> None:
    told = made(Answer.REACHED, before=.97, after=(.998, .996, .999), target=.99)
    assert str(sentence(told)).startswith("“exams in time” now holds for 998 of 1,000 cases; it was 970.")
    assert "target of 990" in str(sentence(told))


def test_two_levels_that_a_claim_tells_apart_are_written_apart() -> None:
    told = made(Answer.IMPROVED, before=.612, after=(.608, .606, .610), target=None, direction=Direction.DOWN)
    assert "608 of 1,000" in str(sentence(told))
    assert "612" in str(sentence(told))


def test_a_range_is_rounded_outwards_so_that_rounding_is_never_surer() -> None:
    low, high = levels(EVERY["improved"]).around(.9461, .9609)
    assert (low, high) == ("94", "97")


@pytest.mark.parametrize(("before", "after", "unit"), [(.5, .4, "min"), (30.0, 20.0, "h"), (30.0, 90.0, "h"), (200.0, 90.0, "d")])
def test_all_levels_of_a_verdict_have_one_unit(before: float, after: float, unit: str) -> None:
    told = made(Answer.IMPROVED, kind=Kind.DURATION, before=before, after=(after, after * .9, after * 1.1), target=None,
                direction=Direction.DOWN, kpi="time_to_resolve_mean")
    assert levels(told).unit == unit


def test_the_headline_says_what_of_the_target() -> None:
    assert headline(EVERY["improved"]) == "IMPROVED, target not shown"
    assert headline(EVERY["short"]) == "IMPROVED, target missed"
    assert headline(EVERY["no_target"]) == "IMPROVED"
    assert headline(EVERY["waiting"]) == "CANNOT TELL YET"


@pytest.mark.parametrize("judged", EVERY.values(), ids=EVERY)
def test_every_ground_has_a_known_sign_and_says_something(judged: Judgement) -> None:
    for ground in grounds(judged):
        assert ground.sign in SIGNS
        assert ground.title
        assert not re.search(r"nan|None", f"{ground.title} {ground.text}")


def test_a_code_without_words_is_said_and_never_hidden() -> None:
    told = made(Answer.CANNOT_TELL_YET, reasons=("odd_thing",), checks=(
        Check("strange_check", False, {"seen": 3}), Check("placebo_dates", True, {}), Check("controls", None, {})))
    titles = {ground.title: ground for ground in grounds(told)}
    assert "Odd thing" in str(sentence(told))
    assert {"Odd thing", "Strange check", "Placebo dates"} <= set(titles)
    assert titles["Strange check"].text == "seen: 3"


def test_what_got_worse_for_it_stands_in_the_headline_and_the_sentence() -> None:
    reopened = Balance("returns", Effect(.08, .05, .11, Scale.DIFFERENCE), .02, Kept.BREACHED)
    waits = Balance("waiting", Effect(.02, -.03, .07, Scale.RELATIVE), .1, Kept.KEPT)
    told = replace(EVERY["no_target"], balances=(reopened, waits), reasons=("balance_breached",))
    assert headline(told) == "IMPROVED, at a cost"
    assert "But returns got worse." in str(sentence(told))
    signs = {ground.title: ground.sign for ground in grounds(told)}
    assert signs["returns got worse by more than is tolerated"] == "!"
    assert signs["waiting did not get worse by more than is tolerated"] == "✓"


def test_what_would_change_it_names_the_day_or_says_that_waiting_does_not_help() -> None:
    assert next_steps(EVERY["waiting"])[0].title == "Look again on 9 August 2026"
    assert next_steps(EVERY["too_few"])[0].title == "More points are needed"
    assert next_steps(replace(EVERY["waiting"], look_again=None))[0].title == "Waiting alone does not tell it"


@pytest.mark.parametrize("judged", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_a_terminal_of_any_width_holds_every_line(judged: Judgement, width: int) -> None:
    told = summary(judged, width=width, command="headway verdict x.csv", color=True)
    assert max(len(COLOUR.sub("", line)) for line in told.splitlines()) <= width
    assert told.endswith("\n")
    plain = summary(judged, width=width, ascii=True)
    assert plain.isascii()
    assert "\x1b" not in plain
    assert "?" not in plain.replace("Did we get there?", "").split("Same measure")[0], "no letter is lost"


def test_the_interval_line_stands_in_order() -> None:
    lines = COLOUR.sub("", summary(EVERY["improved"], width=80)).splitlines()
    before, after = (next(line for line in lines if line.strip().startswith(name)) for name in ("before", "after"))
    label = next(line for line in lines if line.strip() == "target 95 %")
    target = before.index("┊")
    assert before.index("●") < after.index("━") < target < after.rindex("━")
    assert after[target] == "┿"
    assert label.index("target") < target < label.index("%")
    assert before.endswith("69.9 %")
    assert after.endswith("96.0 %")


@pytest.mark.parametrize(("name", "colour"), [
    ("improved", "\x1b[34m"), ("worse", "\x1b[33m"), ("signs_only", None), ("waiting", None)])
def test_colour_is_evidence(name: str, colour: str | None) -> None:
    told = summary(replace(EVERY[name], checks=()), width=80, color=True)
    assert {code for code in COLOUR.findall(told) if code in ("\x1b[34m", "\x1b[33m")} == ({colour} if colour else set())


def test_json_holds_no_nan_and_the_sentence() -> None:
    for judged in EVERY.values():
        document = as_json(judged)
        assert document["says"] == str(sentence(judged))
        assert document["schema"] == "headway/verdict/1"
        assert len(document["points"]) == 37


def test_a_series_without_a_name_is_still_spoken_of() -> None:
    nameless = given(Kind.SHARE, name="series")
    assert str(sentence(made(Answer.IMPROVED, target=None, kpi=nameless))).startswith("The share is now 96 of 100; it was 70.")
    hours = replace(EVERY["signs_only"].series.kpi, label="series", id="series")
    told = replace(EVERY["signs_only"], series=replace(EVERY["signs_only"].series, kpi=hours))
    assert str(sentence(told)).startswith("The level is now at 13 hours; it was at 16.")
