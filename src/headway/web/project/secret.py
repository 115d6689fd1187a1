"""The key that signs sessions and links: given, or made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from headway.web.project.environment import WrongSetting

SHORTEST = 50


def secret_key(given: str, *, folder: Path) -> str:
    """The given key, or the one kept in the folder, which is made on first use and readable by its owner only."""
    if given:
        if len(given) < SHORTEST:
            raise WrongSetting(f"HEADWAY_SECRET_KEY has {len(given)} characters. Give at least {SHORTEST}, or leave it out.")
        return given
    path = folder / "secret-key"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        try:   # "x": of two that start together, one makes it
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass
    return path.read_text(encoding="utf-8").strip()
