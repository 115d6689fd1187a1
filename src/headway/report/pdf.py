"""The page on paper: printed by a browser that is already there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from headway.eventlog.refused import Refused

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
            "microsoft-edge-stable", "msedge", "brave-browser")
ELSEWHERE = (   # where installers put it without telling the path
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
)
# Each keeps the browser to this one job: no first-run page, no network of its own, no header with the file's path.
SWITCHES = ("--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer")
PATIENCE_SECONDS = 60   # a report prints in about two; a browser that takes longer hangs


def write_pdf(html: str, path: Path, *, browser: str | None = None) -> Path:
    """Print a page to `path` with an installed Chromium, Chrome or Edge, in a profile of its own that is thrown away.

    Raises `Refused`: `no_browser`; `browser_failed` (browser, file, reason) when it hangs or writes nothing;
    `cannot_write` (path, reason).
    """
    program = browser or find_browser()
    if program is None:
        raise Refused("no_browser", file=path.name)
    with tempfile.TemporaryDirectory(prefix="headway-print-", ignore_cleanup_errors=True) as folder:
        source, printed = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(html, encoding="utf-8")
        arguments = [program, *SWITCHES, *_as_root(), f"--user-data-dir={Path(folder, 'profile')}",
                     f"--print-to-pdf={printed}", source.as_uri()]
        reason = _ran(arguments)
        if not printed.is_file() or not printed.stat().st_size:
            raise Refused("browser_failed", browser=Path(program).name, file=path.name, reason=reason)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(printed, path)
        except OSError as error:
            raise Refused("cannot_write", path=str(path), reason=error.strerror) from None
    return path


def find_browser() -> str | None:
    """The first browser that can print, or None."""
    on_path = (shutil.which(program) for program in PROGRAMS)
    elsewhere = (place for place in map(os.path.expandvars, ELSEWHERE) if Path(place).is_file())
    return next((found for found in (*on_path, *elsewhere) if found), None)


def _as_root() -> list[str]:
    """Chromium refuses its sandbox to root, as in a container; the page is our own and fetches nothing."""
    return ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []


def _ran(arguments: list[str]) -> str | None:
    """Run the browser and its children to their end; the reason where it failed."""
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, start_new_session=True)
    try:
        _, told = process.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"no answer within {PATIENCE_SECONDS} seconds"
    except OSError as error:
        return error.strerror
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines and process.returncode else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser with the children it started."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
