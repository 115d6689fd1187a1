"""Where the demo's application lies; decided before Django is set up, which makes files there."""

from __future__ import annotations

import shutil
from pathlib import Path

from headway.web.project.environment import WrongSetting

SIGN_IN, UNDER_WAY = "sign-in.json", "loading"   # the first is written last, the second first


def make_room(folder: Path) -> None:
    """The demo's own folder, empty or with an example loaded whole.

    A load that was killed left half an example behind, which begins anew. Raises `WrongSetting` for somebody else's folder.
    """
    if (folder / SIGN_IN).is_file():
        return
    if (folder / UNDER_WAY).is_file():
        shutil.rmtree(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise WrongSetting(f"{folder} is there and is not the demo's. Name another place with --folder.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / UNDER_WAY).touch()
