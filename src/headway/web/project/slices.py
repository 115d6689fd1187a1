"""The slices in their order: a later one may use an earlier one, never the reverse (.importlinter checks it)."""

from __future__ import annotations

from importlib.util import find_spec

SLICES = ("accounts", "vision", "register", "measure", "aim", "plan", "act", "review", "sustain", "board", "learn",
          "webhooks")


def installed() -> tuple[str, ...]:
    """The slices that this Headway has, earliest first."""
    return tuple(name for name in SLICES if find_spec(f"headway.web.{name}"))


def has(slice_name: str, module: str) -> bool:
    """Whether a slice has a module of this name, such as `urls` or `api`."""
    return find_spec(f"headway.web.{slice_name}.{module}") is not None
