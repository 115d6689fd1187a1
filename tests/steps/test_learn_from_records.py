"""Questions from one's own improvements: masked, gated, labelled by where they were written, never with a name in them."""

from __future__ import annotations

from headway.framework import pack
from headway.learn.from_records import Entry, masked, proposed

NOW = ("Mara Voss of Acme listed the tickets of the last quarter and found a median of sixteen hours, "
       "see INC0098765 and mara@acme.test.")
WANT = ("By the end of June nine of ten tickets of the wards shall be resolved within eight hours, "
        "agreed with the head of nursing.")


def test_names_addresses_and_ticket_numbers_are_masked() -> None:
    [made] = proposed([Entry("1", "now", NOW)], pack=pack(), names=["Mara Voss", "Acme"], seed=1)
    stem = made.item.question.stem
    assert made.masked == 4
    assert not any(name in stem.lower() for name in ("mara", "voss", "acme", "0098765"))


def test_the_key_is_the_step_in_which_it_was_written() -> None:
    made = list(proposed([Entry("1", "now", NOW), Entry("1", "want", WANT)], pack=pack(), names=[], seed=1))
    labels = {step.id: step.label for step in pack().steps}
    assert [each.item.question.options[each.item.question.key].text for each in made] == [labels["now"], labels["want"]]
    assert len({each.item.question.id for each in made}) == 2


def test_where_triage_reads_another_step_the_reviewer_is_told() -> None:
    [same] = proposed([Entry("1", "now", NOW)], pack=pack(), names=[], seed=1, read_as={NOW: "now"})
    [other] = proposed([Entry("1", "now", NOW)], pack=pack(), names=[], seed=1, read_as={NOW: "there"})
    assert (same.read_as, other.read_as) == (None, "there")


def test_what_is_too_short_names_a_step_or_has_none_makes_no_question() -> None:
    entries = [Entry("1", "now", "Too short."), Entry("2", "odd", WANT), Entry("3", "want", f"{WANT} Where do we want to be?")]
    assert list(proposed(entries, pack=pack(), names=[], seed=1)) == []


def test_masking_takes_whole_words_only() -> None:
    assert masked("Annette and Ann", names=["Ann", ""]) == ("Annette and [name]", 1)
