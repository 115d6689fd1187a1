"""What is known, the way to an exam, its calendar, and wordings of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from headway.learn.reading import built_in
from headway.web.accounts.models import User
from headway.web.learn.models import Sitting, Study
from headway.web.learn.operations import sittings
from headway.web.learn.queries.cards import deck, hand_of, waiting
from headway.web.learn.queries.knowing import counted, guide
from headway.web.learn.queries.sittings import questions_of
from web.asking import Api
from web.learn import examples
from web.people import Team


def laid(team: Team, program: Api) -> Study:
    day = timezone.localdate() + timedelta(days=40)
    assert program.send("PUT", "/learn/path", {"exam_on": day, "weekdays": [0, 1, 2, 3, 4], "minutes": 30}).status_code == 200
    return examples.study(team)


def test_a_diagnostic_asks_twenty_and_leads_to_a_guide_with_intervals(team: Team, api: Callable[..., Api]) -> None:
    made = sittings.begin_diagnostic(examples.study(team))
    assert len(made.questions) == 20
    assert made.ends_at is None
    for place, question in enumerate(questions_of(made)):
        sittings.answer(made, place=place, choice=question.key)
    before = guide(made.study)
    assert all(gap.known.of == 0 for gap in before), "what is not handed in says nothing yet"
    sittings.hand_in(made)
    told = api(team.owner).get("/learn/gaps").json()
    asked = [gap for gap in told["gaps"] if gap["of"]]
    assert sum(gap["of"] for gap in asked) == 20
    assert all(gap["low"] < gap["mean"] < gap["high"] for gap in asked)
    assert told["chance"]["low"] <= told["chance"]["chance"] <= told["chance"]["high"]


def test_old_answers_are_outgrown() -> None:
    newest_first = [("why", True)] * 20 + [("why", False)] * 50
    assert next(each for each in counted(newest_first, built_in()) if each.chapter == "why").right == 20
    assert next(each for each in counted(newest_first, built_in()) if each.chapter == "why").of == 20


def test_a_path_lays_sessions_on_the_chosen_days_and_chooses_a_retention(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    study = laid(team, program)
    told = program.get("/learn/path").json()
    assert {date.fromisoformat(day["on"]).weekday() for day in told["days"]} <= {0, 1, 2, 3, 4}
    assert max(day["on"] for day in told["days"]) < told["exam_on"]
    assert .8 <= study.retention <= .97
    assert [part["kind"] for day in told["days"] for part in day["parts"]].count("mock") == 2


def test_a_path_shows_the_recall_that_it_leads_to(team: Team, api: Callable[..., Api], as_: Callable[[User], Client]) -> None:
    study = laid(team, program := api(team.owner))
    told = program.get("/learn/path").json()["recall"]
    assert (told[0]["on"], told[-1]["on"]) == (timezone.localdate().isoformat(), str(study.exam_on))
    assert told[-1]["kept"] >= .9 > told[-1]["left_alone"]
    assert 'class="recall only-wide"' in as_(team.owner).get("/learn/path").content.decode()


def test_a_near_exam_brings_all_new_cards_before_it(team: Team, api: Callable[..., Api]) -> None:
    day = timezone.localdate() + timedelta(days=3)
    assert api(team.owner).send("PUT", "/learn/path", {
        "exam_on": day, "weekdays": list(range(7)), "minutes": 60}).status_code == 200
    study = examples.study(team)
    assert waiting(hand_of(study)).new == -(-len(deck(study)) // 2)


def test_an_exam_in_the_past_is_declined_in_words(team: Team, as_: Callable[[User], Client]) -> None:
    answer = as_(team.owner).post("/learn/path", {"exam_on": "2020-01-01", "weekdays": ["1"], "minutes": "20"})
    assert 'class="error"' in answer.content.decode()
    far = as_(team.owner).post("/learn/path", {"exam_on": "2999-01-01", "weekdays": ["1"], "minutes": "20"})
    assert "more than two years away" in far.content.decode()
    assert not Study.objects.filter(exam_on__isnull=False).exists()


def test_a_calendar_is_read_without_signing_in_by_its_secret_alone(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    laid(team, program)
    word = program.post("/learn/calendar").json()["word"]
    told = Client().get(f"/learn/calendar/{word}.ics")
    assert told["Content-Type"].startswith("text/calendar")
    assert told.content.decode().count("BEGIN:VEVENT") > 20
    assert "Quincunx" not in told.content.decode()
    newer = program.post("/learn/calendar").json()["word"]
    assert Client().get(f"/learn/calendar/{word}.ics").status_code == 404
    program.delete("/learn/calendar")
    assert Client().get(f"/learn/calendar/{newer}.ics").status_code == 404
    assert Client().get("/learn/calendar/.ics").status_code == 404


def test_wordings_of_ones_own_material_feed_missing_words_and_stay_ones_own(
        team: Team, api: Callable[..., Api], as_: Callable[[User], Client]) -> None:
    program = api(team.owner)
    assert program.post("/learn/wordings", {"source": "My book", "text": examples.PLAIN_CHAPTER}).json()["many"] >= 3
    made = program.post("/learn/sittings", {"kind": "wording"}).json()
    assert made["of"] >= 1
    assert "[?]" in made["paper"][0]["stem"]
    assert "In My book:" in as_(team.owner).get("/learn/terms").content.decode()
    assert "My book" not in as_(team.teammate).get("/learn/terms").content.decode()
    program.delete("/learn/wordings")
    assert program.post("/learn/sittings", {"kind": "wording"}).json()["code"] == "nothing_to_ask"


def test_a_text_without_any_term_is_declined(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    nothing = program.post("/learn/wordings", {"source": "x", "text": "Only a line."})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_recognised")
    hostile = examples.PLAIN_CHAPTER.replace("Utility\nWhat", "أداة\nWhat").replace("Warranty", "<script>x()</script>")
    assert program.post("/learn/wordings", {"source": "x", "text": hostile}).status_code in (201, 409)


def test_an_answer_of_another_week_still_counts_once_handed_in(team: Team) -> None:
    made = examples.handed_in(team)
    assert Sitting.objects.get(pk=made.pk).right == 0
    assert all(gap.known.of == 0 for gap in guide(made.study)), "what was left out says nothing"
