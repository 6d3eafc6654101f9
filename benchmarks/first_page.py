"""How soon after `make run` the portal's first page is there.

Run it from the project's folder, once everything is installed:

    python -m benchmarks.first_page [--times N]

It starts what `make run` starts, in a folder of its own, asks for the front page
until it is there, and prints the seconds and the processor time until then, of the
command and of the portal's process, which work at the same time; the first time
everything is made anew, then with what the first start left behind. What make
itself takes before that comes first.
"""

import argparse
import http.client
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from flows import prefect_server

PATIENCE = 120


def main() -> None:
    """Start, wait, stop, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=int, default=4)
    asked = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{datetime.now(UTC):%Y-%m-%d}, load {os.getloadavg()[0]:.1f}; goal 2 s"
    )
    print(f"  make's own steps       {_make():5.2f} s")
    with tempfile.TemporaryDirectory(prefix="recourse-first-", dir="/tmp") as home:
        for n in range(asked.times):
            words = "the very first start" if n == 0 else "again"
            seconds, used = first_page(Path(home))
            said = ", ".join(f"{name} {spent:.2f} s" for name, spent in used.items())
            print(f"  {words:<22} {seconds:5.2f} s; of processor: {said}", flush=True)


def first_page(home: Path) -> tuple[float, dict[str, float]]:
    """Give the seconds until the front page is there, and what each process used till then."""
    port = prefect_server.free_port()
    ports = ["--portal-port", str(port), "--prefect-port", str(prefect_server.free_port())]
    words = [sys.executable, "-m", "cli", "up", "--sample", *ports, "--mail-port", "0"]
    surroundings = {**os.environ, "RECOURSE_HOME": str(home)}
    began = time.perf_counter()
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=surroundings
        )
    try:
        while not _is_there(port):
            if time.perf_counter() - began > PATIENCE or process.poll() is not None:
                sys.exit(f"no page came; see {home / 'log'}")
            time.sleep(0.01)
        return time.perf_counter() - began, _used(process.pid)
    finally:
        prefect_server.stop(process)


def _is_there(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/")
        return line.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        line.close()


def _used(pid: int) -> dict[str, float]:
    """Give the processor seconds of the command and of what it has started, by module."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {_module(int(one)): _spent(int(one)) for one in (pid, *below)}


def _module(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return words[words.index("-m") + 1]


def _spent(pid: int) -> float:
    facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, facts[11:13])) / os.sysconf("SC_CLK_TCK")


def _make() -> float:
    began = time.perf_counter()
    subprocess.run(["make", "--silent", "setup"], check=True)  # noqa: S607 - whichever make is there
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
