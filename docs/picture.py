"""Makes the README's picture, docs/report.png, from the demo's report: `python docs/picture.py` (needs Chromium)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from headway.workbench import demo

PICTURE = Path(__file__).resolve().with_name("report.png")
SIZE = "1200,1900"    # to the first lines of the measures
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

if __name__ == "__main__":
    browser = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if browser is None:
        raise SystemExit("There is no Chromium on this machine.")
    with tempfile.TemporaryDirectory(prefix="headway-") as folder:
        _, report = demo(Path(folder) / "headway-demo")
        subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={SIZE}",
                        f"--screenshot={PICTURE}", report.resolve().as_uri()], check=True, capture_output=True)
