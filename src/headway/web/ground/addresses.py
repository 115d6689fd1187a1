"""Addresses of the many rows of a list: what Django works out for each anew, worked out once."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse

PLACE = 9_090_909_090   # no row's id: where the address has it, the id of a row is put


def address(name: str, pk: int) -> str:
    """`reverse(name, args=[pk])`, for an address whose one argument is an id."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=256)
def _around(name: str, prefix: str) -> tuple[str, str]:
    before, _place, after = reverse(name, args=[PLACE]).partition(str(PLACE))
    return before, after
