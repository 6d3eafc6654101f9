"""The browser that pages are tested in: one that is there, or one that is got.

`python -m tests.chromium` gets one where there is none: Debian's package as
root, else Playwright's own download. `make test` runs it first.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MUST = "RECOURSE_TESTS_NEED_CHROMIUM"
"""Set where a test that finds no Chromium has failed, as it has in `.ci/run`."""
SECONDS = 600


def flags() -> list[str]:
    """Give what to start it with: as root it has no sandbox of its own."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def found() -> str | None:
    """Give the path of a Chromium on this machine; None where there is none."""
    named = os.environ.get("RECOURSE_CHROMIUM")
    system = next((path for name in NAMES if (path := shutil.which(name))), None)
    return named or system or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is asked

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
        return str(path) if path.exists() else None


def get() -> str | None:
    """Get a Chromium where there is none; None, and a line, where none is to be had."""
    if (path := found()) is not None:
        return path
    sys.stderr.write("Getting a Chromium for the tests of pages …\n")
    for command in _ways():
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
        if done.returncode == 0 and (path := found()) is not None:
            return path
    sys.stderr.write("No Chromium is to be had: the tests of pages will not run, and be named.\n")
    return None


def _ways() -> list[list[str]]:
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--quiet", "chromium"]
        ways = [install, ["sh", "-c", f"apt-get update --quiet && {' '.join(install)}"], *ways]
    return ways


if __name__ == "__main__":
    get()
