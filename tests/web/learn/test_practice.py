"""Cards come when they are about to be forgotten; drills explain each answer; reading leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from headway.learn.course import Course
from headway.learn.reading import built_in as course
from headway.learn.schedule import LEECH_FROM, Answer
from headway.web.accounts.models import User
from headway.web.accounts.operations import erase_person
from headway.web.learn.models import CardMemory, Drill, DrillAnswer, Study, Worked
from headway.web.learn.operations import cards, drills, reading
from headway.web.learn.queries.cards import NEW_A_DAY, deck, hand_of, leeches, next_face, waiting
from headway.web.learn.queries.drills import choices, drill_page, first_open, scenario_of
from headway.web.register.models import Improvement
from headway.web.register.queries.records import whole
from web.asking import Api
from web.learn import examples
from web.people import MARK, Team


def forgotten(study: Study, card: str) -> None:
    CardMemory.objects.filter(study=study, card=card).update(lapses=LEECH_FROM)


def test_new_cards_come_a_few_a_day_and_those_of_read_chapters_first(team: Team) -> None:
    study = examples.study(team)
    reading.read_section(study, chapter="quality", section=course().chapters[6].sections[0].id)
    face = next_face(hand_of(study))
    assert face is not None
    assert deck(study)[face.card].chapter == "quality"
    assert waiting(hand_of(study)).new == NEW_A_DAY
    cards.recall(study, card=face.card, answer=Answer.EASY)
    assert waiting(hand_of(study)).new == NEW_A_DAY - 1


def test_a_known_card_comes_later_than_a_forgotten_one(team: Team) -> None:
    study = examples.study(team)
    easy = cards.recall(study, card="why-three-marks", answer=Answer.EASY)
    again = cards.recall(study, card="concept/service", answer=Answer.AGAIN)
    assert easy.due_at is not None
    assert again.due_at is not None
    assert easy.due_at - again.due_at > timedelta(days=1)


def test_what_the_schedule_knows_survives_the_database(team: Team) -> None:
    study = examples.study(team)
    told = cards.recall(study, card="why-three-marks", answer=Answer.GOOD)
    from headway.web.learn.queries.cards import memory_of

    kept = memory_of(study, "why-three-marks")
    assert (kept.due_at, kept.reviews, kept.lapses) == (told.due_at, 1, 0)
    assert dict(kept.state or {})["stability"] == dict(told.state or {})["stability"]


def test_a_card_that_keeps_being_forgotten_is_no_longer_asked_until_it_is_worded_anew(team: Team) -> None:
    study = examples.study(team)
    cards.recall(study, card="why-three-marks", answer=Answer.AGAIN)
    forgotten(study, "why-three-marks")
    assert [card.id for card, _ in leeches(study)] == ["why-three-marks"]
    own = cards.reword(study, card="why-three-marks", front=MARK, back="in my words")
    assert "why-three-marks" not in deck(study)
    assert deck(study)[own.card].front == MARK
    assert leeches(study) == []


def test_or_is_asked_again_as_it_is(team: Team) -> None:
    study = examples.study(team)
    cards.recall(study, card="why-three-marks", answer=Answer.EASY)
    forgotten(study, "why-three-marks")
    cards.ask_again(study, card="why-three-marks")
    face = next_face(hand_of(study))
    assert face is not None
    assert face.card == "why-three-marks"


def test_own_cards_are_in_the_deck_for_anki_too(team: Team, as_: Callable[[User], Client]) -> None:
    from headway.web.learn.queries.exports import with_own_cards

    browser = as_(team.owner)
    browser.post("/learn/cards/new", {"front": MARK, "back": "yes"})
    told: Course = with_own_cards(course(), Study.objects.get())
    assert MARK in {card.front for card in told.cards}
    assert browser.get("/learn/export?form=anki").content[:2] == b"PK"


def test_each_of_the_four_answers_is_explained_and_the_first_counts(team: Team) -> None:
    made = drills.begin_drill(examples.study(team), many=1)
    seen = []
    while (following := first_open(made)) is not None:
        scenario, asked = following
        page = drill_page(made, scenario, asked)
        assert not page.told
        drills.answer_drill(made, scenario=scenario, asked=asked, label=page.choices[0].id)
        drills.answer_drill(made, scenario=scenario, asked=asked, label=page.choices[1].id)
        told = drill_page(made, scenario, asked)
        assert all(choice.reason for choice in told.choices)
        assert sum(choice.is_key for choice in told.choices) == 1
        assert told.choices[0].picked
        seen.append(asked)
    assert seen[:4] == ["trigger", "step", "activity", "level"]
    assert len(seen) <= 8      # one scenario more at most, for what went wrong
    made.refresh_from_db()
    assert made.ended_at is not None


def test_a_scenario_answered_wrongly_brings_one_more_with_the_same_answer(team: Team) -> None:
    made = drills.begin_drill(examples.study(team), many=1)
    missed = made.scenarios[0]
    for asked, finding in scenario_of(made, missed).findings.items():
        wrong = next(choice.id for choice in choices(made.study, scenario_of(made, missed), asked, picked=None)
                     if choice.id != finding.label)
        drills.answer_drill(made, scenario=missed, asked=asked, label=wrong if asked == "step" else finding.label)
    kept = Drill.objects.get(pk=made.pk)
    _, other = kept.scenarios
    assert kept.brought == {other: missed}
    assert scenario_of(kept, other).findings["step"].label == scenario_of(kept, missed).findings["step"].label
    assert first_open(kept) == (other, "trigger")


def test_a_drill_takes_scenarios_that_were_not_seen_lately(team: Team) -> None:
    study = examples.study(team)
    first = drills.begin_drill(study, many=6)
    for scenario in tuple(first.scenarios):
        drills.answer_drill(first, scenario=scenario, asked="step", label="now")
    second = drills.begin_drill(study, many=6)
    assert not set(first.scenarios[:6]) & set(second.scenarios)


def test_a_disagreement_is_kept(team: Team, api: Callable[..., Api]) -> None:
    told = examples.drill_answer(team)
    program = api(team.owner)
    program.post(f"/learn/drills/{told['pk']}/answers", told["body"])
    given = {"scenario": told["body"]["scenario"], "asked": told["body"]["asked"], "why": MARK}
    assert program.post(f"/learn/drills/{told['pk']}/disagreements", given).status_code == 201
    assert DrillAnswer.objects.get().disagrees == MARK


def test_sections_are_read_one_after_another(team: Team, as_: Callable[[User], Client]) -> None:
    browser = as_(team.owner)
    chapter = course().chapters[0]
    answer = browser.post("/learn/course/read", {"chapter": chapter.id, "section": chapter.sections[0].id})
    assert answer["Location"].endswith(f"section={chapter.sections[1].id}")
    assert "1 of 3 sections" in browser.get("/learn/").content.decode()
    assert Worked.objects.get().minutes == chapter.sections[0].minutes


def test_every_section_of_the_course_opens(team: Team, as_: Callable[[User], Client]) -> None:
    browser = as_(team.owner)
    for chapter in course().chapters:
        for section in chapter.sections:
            page = browser.get(f"/learn/course?chapter={chapter.id}&section={section.id}").content.decode()
            assert all(exercise.id in page for exercise in chapter.exercises if exercise.id in section.practised)
    assert browser.get("/learn/course?chapter=nowhere").status_code == 404


def test_a_thought_is_kept_with_how_it_held_and_gives_no_points(team: Team, as_: Callable[[User], Client]) -> None:
    browser = as_(team.owner)
    given = {"exercise": "why-own-service", "answer": f"<b>{MARK}</b>", "held": "2"}
    page = browser.post("/learn/thoughts", given, follow=True).content.decode()
    assert f"&lt;b&gt;{MARK}" in page
    assert 'value="2" checked' in page
    assert "points" not in page


def test_a_sketch_of_the_seven_steps_becomes_an_idea_in_the_backlog(team: Team, as_: Callable[[User], Client]) -> None:
    browser = as_(team.owner)
    answer = browser.post("/learn/sketch?exercise=getting-seven", {
        "title": f"{MARK} lost keys", "entity": whole(team.organisation).pk, "step_vision": "Nobody waits for a key.",
        "step_want": "Half as many by May."})
    made = Improvement.objects.get()
    assert answer["Location"] == f"/improvements/{made.pk}"
    assert "Nobody waits for a key." in made.idea
    assert "Half as many by May." in made.idea


def test_terms_are_found_by_all_words_asked(team: Team, as_: Callable[[User], Client]) -> None:
    page = as_(team.owner).get("/learn/terms?q=warranty").content.decode()
    assert "Warranty" in page
    assert "No term" in as_(team.owner).get("/learn/terms?q=warranty+zebra").content.decode()


def test_a_due_card_waits_until_its_time(team: Team) -> None:
    study = examples.study(team)
    cards.recall(study, card="why-three-marks", answer=Answer.EASY)
    assert waiting(hand_of(study)).due == 0
    CardMemory.objects.update(due_at=timezone.now() - timedelta(days=1))
    assert waiting(hand_of(study)).due == 1


def test_the_pages_ask_few_questions_of_the_database(team: Team, as_: Callable[[User], Client],
                                                     django_assert_max_num_queries: Callable[[int], object]) -> None:
    examples.handed_in(team)
    browser = as_(team.owner)
    for address in ("/learn/", "/learn/cards", "/learn/exams", "/learn/gaps", "/learn/course?chapter=why", "/learn/terms"):
        browser.get(address)
        with django_assert_max_num_queries(12):   # type: ignore[attr-defined]
            browser.get(address)


def test_a_person_who_is_erased_leaves_no_study_behind(team: Team) -> None:
    examples.handed_in(team, team.teammate)
    examples.handed_in(team)
    erase_person(person=team.owner, erased=team.teammate, organisation=team.organisation)
    assert [study.person for study in Study.objects.all()] == [team.owner]


def test_a_study_can_be_forgotten(team: Team, as_: Callable[[User], Client]) -> None:
    examples.handed_in(team)
    as_(team.owner).post("/learn/forget")
    assert not Study.objects.exists()
