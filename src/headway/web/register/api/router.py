"""The slice's one router."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["register"])
