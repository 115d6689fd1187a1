"""The router that all of this slice's operations stand on, and shapes that several of them give."""

from __future__ import annotations

from ninja import Router, Schema

router = Router(tags=["measure"])


class JobOut(Schema):
    """A job that was asked for; `GET /jobs/{id}` of the pages tells how far it is."""

    job: str
