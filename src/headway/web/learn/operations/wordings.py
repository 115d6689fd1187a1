"""The exact wording that an exam wants to hear, from the learner's own material; it stays in their study."""

from __future__ import annotations

from django.db import transaction

from headway.framework import pack
from headway.learn.importing import imported
from headway.learn.reading import of_files
from headway.learn.wording import exam_wording, wording_items
from headway.web.ground.declined import Declined
from headway.web.learn.models import Sitting, SittingKind, Study, Wording
from headway.web.learn.operations.sittings import QUIZ_QUESTIONS, Drawn, begin, new_seed
from headway.web.learn.queries.reading import wordings_held

LARGEST = 2_000_000    # signs of a text
LONGEST = 2000         # of one wording


def import_wordings(study: Study, *, text: str, source: str) -> int:
    """Keep the key terms and cards of a plain chapter that name a term of the vocabulary; how many there were.

    Raises `Refused`: nothing_recognised, bad_course; `Declined("no_wording_found")`.
    """
    draft = imported(text[:LARGEST].replace("\x00", ""), id="wording")
    found = exam_wording(of_files(draft.files), pack=pack(), source=source)
    if not found:
        raise Declined("no_wording_found")
    with transaction.atomic():
        for each in found:
            Wording.objects.update_or_create(study=study, key=each.key, defaults={"text": each.text[:LONGEST], "source": source})
    return len(found)


def forget_wordings(study: Study) -> None:
    study.wordings.all().delete()


def begin_wording_quiz(study: Study) -> Sitting:
    """Missing words of imported wordings. Raises `Declined("nothing_to_ask")`."""
    seed = new_seed()
    drawn = [item.question for item in wording_items(wordings_held(study), pack=pack(), seed=seed)][:2 * QUIZ_QUESTIONS]
    return begin(study, SittingKind.WORDING, seed=seed, drawn=Drawn(drawn))
