"""The router that all of this slice's operations stand on."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["measure"])
