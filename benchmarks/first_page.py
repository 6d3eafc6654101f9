"""How soon after `make run` the portal's first page is there.

Run it from the project's folder, once everything is installed:

    python -m benchmarks.first_page [--times N]

It starts what `make run` starts, in a folder of its own, asks for the front page
until it is there, and prints the seconds and the processor time until then; the
first time everything is made anew, then with what the first start left behind.
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
    with tempfile.TemporaryDirectory(prefix="recourse-first-", dir="/tmp") as home:
        for n in range(asked.times):
            words = "the very first start" if n == 0 else "again"
            seconds, used = first_page(Path(home))
            print(f"  {words:<22} {seconds:5.2f} s, {used:.2f} s of processor", flush=True)


def first_page(home: Path) -> tuple[float, float]:
    """Give the seconds until the front page is there, and what the process used till then."""
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


def _used(pid: int) -> float:
    ticks = os.sysconf("SC_CLK_TCK")
    facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, facts[11:13])) / ticks


if __name__ == "__main__":
    main()
