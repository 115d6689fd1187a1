"""Public holidays of a country, as dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from headway.connect.wishes import nearest
from headway.eventlog.refused import Refused


def public_holidays(country: str, *, years: Iterable[int]) -> frozenset[date]:
    """The public holidays of a country ("IT") or of one of its parts ("DE-BY").

    Raises `Refused`: `unknown_country`.

    >>> date(2016, 3, 28) in public_holidays("IT", years=[2016])
    True
    """
    import holidays

    name, _, part = country.upper().partition("-")
    try:
        return frozenset(holidays.country_holidays(name, subdiv=part or None, years=list(years)))
    except NotImplementedError:
        known = [*holidays.list_supported_countries()]
        raise Refused("unknown_country", country=country, nearest=nearest(name, known)) from None
