"""Cards: how a recall went, cards of one's own, and those that keep being forgotten."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from headway.learn.course import CARD_MINUTES
from headway.learn.schedule import Answer, Memory, reviewed
from headway.web.learn.models import CardMemory, OwnCard, Study
from headway.web.learn.operations.study import count_work
from headway.web.learn.queries.cards import deck, memory_of


def recall(study: Study, *, card: str, answer: Answer) -> Memory:
    """Keep how it went; the schedule says when the card comes again."""
    if card not in deck(study):
        raise Http404
    with transaction.atomic():
        Study.objects.select_for_update().get(pk=study.pk)   # two windows answer one after the other
        before = memory_of(study, card)
        after = reviewed(before, answer, at=timezone.now(), retention=study.retention)
        _keep(study, after)
        count_work(study, CARD_MINUTES, new_cards=int(before.state is None))
    return after


def _keep(study: Study, memory: Memory) -> None:
    CardMemory.objects.update_or_create(study=study, card=memory.card, defaults={
        "state": dict(memory.state or {}), "reviews": memory.reviews, "lapses": memory.lapses,
        "due_at": memory.due_at or timezone.now()})


def make_card(study: Study, *, front: str, back: str) -> OwnCard:
    """A card of one's own."""
    return OwnCard.objects.create(study=study, front=front, back=back)


def reword(study: Study, *, card: str, front: str, back: str) -> OwnCard:
    """Word a card anew; it is learned from its beginning, and the old wording is no longer asked."""
    cards = deck(study)
    if card not in cards:
        raise Http404
    with transaction.atomic():
        CardMemory.objects.filter(study=study, card=card).delete()
        own = OwnCard.objects.filter(study=study, pk=card.removeprefix("own-")).first() if card.startswith("own-") else None
        if own is None:
            return OwnCard.objects.create(study=study, front=front, back=back, instead_of=card)
        own.front, own.back = front, back
        own.save()
        return own


def ask_again(study: Study, *, card: str) -> None:
    """Ask a card again that was forgotten too often: it forgets its lapses, not what is known of it."""
    if not CardMemory.objects.filter(study=study, card=card).update(lapses=0, due_at=timezone.now()):
        raise Http404
