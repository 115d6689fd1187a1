"""Pages by key: together they are the whole list, and a forged cursor is declined."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from django.utils import timezone

from headway.web.ground.cursor import page_of
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import Job


@pytest.mark.parametrize("order", [("asked_at", "pk"), ("-asked_at", "-pk"), ("-done", "pk"), ("pk",)])
def test_all_pages_together_are_the_list_even_where_rows_are_alike(order: tuple[str, ...]) -> None:
    now = timezone.now()
    Job.objects.bulk_create(Job(kind="x", asked_at=now + timedelta(seconds=i // 7), not_before=now, done=i % 3)
                            for i in range(53))
    got, after = [], None
    while True:
        page = page_of(Job.objects.all(), order=order, after=after, size=10)
        got += list(page.items)
        after = page.next
        if after is None:
            break
    assert got == list(Job.objects.order_by(*order))


FORGED = [base64.urlsafe_b64encode(text).decode() for text in (b"[]", b'["x","y"]', b"{}", b"\xff", b"[1,2,3]")]


@pytest.mark.parametrize("cursor", ["x", "é", *FORGED])
def test_a_forged_cursor_is_declined(cursor: str) -> None:
    with pytest.raises(Declined) as told:
        page_of(Job.objects.all(), order=("asked_at", "pk"), after=cursor)
    assert told.value.code == "bad_cursor"
