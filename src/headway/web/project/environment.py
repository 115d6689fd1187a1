"""Every setting, once: its name, what it does, and what holds without it. `docs/reference/settings.md` is made from here."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the environment. `default` is what holds without it; `told` says it where it is made at run time."""

    name: str
    does: str
    default: str = ""
    told: str = ""


SETTINGS = (
    Setting("HEADWAY_DATA", "the folder of the database, attachments, event stores and the secret key",
            told="`headway` in the user's data folder"),
    Setting("HEADWAY_DATABASE_URL", "the database, as in `postgresql://user:password@host:5432/name`",
            told="SQLite in the data folder"),
    Setting("HEADWAY_SECRET_KEY", "signs sessions and links; at least 50 characters",
            told="made once and kept in the data folder"),
    Setting("HEADWAY_ADDRESS", "the address that people type, as in `https://headway.example.org`; others are refused",
            told="the address listened on"),
    Setting("HEADWAY_LISTEN", "host and port that `headway up` listens on", "127.0.0.1:8000"),
    Setting("HEADWAY_SERVERS", "processes that answer requests", "2"),
    Setting("HEADWAY_PROXIES", "how many proxies stand in front and are believed about who asks and about HTTPS", "0"),
    Setting("HEADWAY_UPLOAD_MEGABYTES", "the largest ticket export that may be uploaded, in megabytes", "500"),
    Setting("HEADWAY_SMTP_URL", "where mail goes out, as in `smtp+tls://user:password@host:587` or `smtps://host`; without "
                                "it links are shown to be copied", told="no mail"),
    Setting("HEADWAY_MAIL_FROM", "the sender of mail", "headway@localhost"),
    Setting("HEADWAY_OIDC_ISSUER", "sign-in by OpenID Connect: the issuer's address", told="no single sign-on"),
    Setting("HEADWAY_OIDC_CLIENT", "sign-in by OpenID Connect: the client's id"),
    Setting("HEADWAY_OIDC_SECRET", "sign-in by OpenID Connect: the client's secret"),
    Setting("HEADWAY_OIDC_NAME", "sign-in by OpenID Connect: what the button says", "Single sign-on"),
    Setting("HEADWAY_WEBHOOK_HOSTS", "hosts that webhooks may lead to though they lie inside the network, with commas between "
                                     "them, as in `chat.intern,10.1.2.3`", told="public addresses only"),
    Setting("HEADWAY_WEBHOOK_HTTP", "`yes`: webhooks may lead to http as well as to https", "no"),
    Setting("HEADWAY_ATTACHMENT_MEGABYTES", "how large a file attached to an improvement may be", "20"),
    Setting("HEADWAY_LANGUAGE", "the language where the browser asks for none that Headway has", "en"),
    Setting("HEADWAY_ZONE", "the zone in which times are shown", "UTC"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class WrongSetting(Exception):
    """A setting that can't be used, told in one sentence."""


def value(name: str, *, environment: Mapping[str, str] = os.environ) -> str:
    """What the environment says of a setting, or its default.

    >>> value("HEADWAY_LISTEN", environment={})
    '127.0.0.1:8000'
    """
    return environment.get(name, "").strip() or _BY_NAME[name].default


def number(name: str) -> int:
    given = value(name)
    if not given.isdecimal():
        raise WrongSetting(f"{name} is “{given}”, which is no whole number. Give one, as in {_BY_NAME[name].default}.")
    return int(given)


def yes(name: str) -> bool:
    given = value(name)
    if given not in ("yes", "no"):
        raise WrongSetting(f"{name} is “{given}”. Say yes or no.")
    return given == "yes"


def data_folder(*, environment: Mapping[str, str] = os.environ) -> Path:
    """Where everything lies that a backup has to hold; made on first use."""
    given = value("HEADWAY_DATA", environment=environment)
    if given:
        return Path(given).expanduser().resolve()
    own = environment.get("LOCALAPPDATA") or environment.get("XDG_DATA_HOME")
    return (Path(own) if own else Path.home() / ".local" / "share") / "headway"


def made_data_folder() -> Path:
    """The data folder, made if it is not there and tried for writing. Raises `WrongSetting` where it can't be kept."""
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"The data folder {folder} can't be made ({error.strerror}). "
                           "Name one that can in HEADWAY_DATA.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise WrongSetting(f"The data folder {folder} can't be written to. Let its owner be who runs Headway, or name another "
                           "in HEADWAY_DATA.")
    return folder


def unknown(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """A sentence for each variable that looks like a setting of ours, mistyped.

    >>> unknown({"HEADWAY_LISTN": "0.0.0.0:80", "HEADWAY_DATA": "/data", "HOME": "/root"})
    ('HEADWAY_LISTN is no setting and changes nothing; perhaps HEADWAY_LISTEN is meant.',)
    """
    strange = sorted(name for name in environment if name.startswith("HEADWAY_") and name not in _BY_NAME)
    near = {name: difflib.get_close_matches(name, _BY_NAME, n=1, cutoff=0.85) for name in strange}
    return tuple(f"{name} is no setting and changes nothing; perhaps {meant[0]} is meant."
                 for name, meant in near.items() if meant)
