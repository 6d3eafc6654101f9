"""How long the portal's pages take with many cases on file, for one person and for sixteen.

Run it from the project's folder, in the development environment:

    python -m benchmarks.portal_pages [--cases N] [--folder DIR] [--only WORDS] [--portals N]

A record of so many cases is made in PostgreSQL (once, where a folder under /tmp is
named), and the real portal is started as a process, or several, each at a port of its
own as a proxy would share the work among them. Each page is asked for by one
person after another, then by sixteen at once; beside the times stands what an answer
costs in processor time, of the portal and of PostgreSQL, which is what to look at
where other work keeps the machine busy. Then the size of each page with all that it
loads. It ends by itself; no figure makes it fail.
"""

import argparse
import gzip
import http.client
import itertools
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from actions.offices import person
from actions.sessions import open_session
from benchmarks.processes import House
from benchmarks.record import record, some
from database import connect, transaction
from flows import prefect_server
from models.sessions import SignedInBy
from portal.cookies import new_token
from tests.actions.makers import COMMISSIONER, INTAKE, OPERATOR, PROGRAM
from tests.actions.shortfall_makers import LIAISON

ONE, MANY = 20, 16
"""Times a page is asked for by one person; how many ask at once."""
EACH = 6
"""Times each of the many asks."""
DISTRICT, CHIEF = "superintendent@town7.example", "chief@town7.example"
GOAL_ONE, GOAL_MANY, GOAL_KB = 100, 300, 150
LOADED = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg|woff2))"')
IN_STYLES = re.compile(r'url\("?([^")]+\.woff2)"?\)')


@dataclass(slots=True)
class Page:
    """A page, who asks for it, and what came of it."""

    words: str
    path: str
    who: str | None = None
    one: list[float] = field(default_factory=list[float])
    many: list[float] = field(default_factory=list[float])
    cost: dict[str, float] = field(default_factory=dict[str, float])


def pages(cases: dict[str, str]) -> list[Page]:
    """Give every page that is measured."""
    waiver, reviewed, shortfall = (
        cases["waiver decided"], cases["waiver in review"], cases["shortfall"],
    )  # fmt: skip
    sorts = [
        Page(f"queue, {show}, by {sort}", f"/queue?show={show}&sort={sort}", PROGRAM)
        for show in ("mine", "all")
        for sort in ("due", "opened", "case", "body", "body-back")
    ]
    return [
        Page("front page", "/"),
        Page("how it works", "/how-it-works"),
        Page("the law", "/law"),
        Page("sign in", "/sign-in"),
        Page("desk, district", "/desk", DISTRICT),
        Page("desk, chief", "/desk", CHIEF),
        Page("desk, intake", "/desk", INTAKE),
        Page("desk, commissioner", "/desk", COMMISSIONER),
        Page("desk, operator", "/desk", OPERATOR),
        *sorts,
        Page("queue, office", "/queue?show=office", PROGRAM),
        Page("queue, overdue", "/queue?show=overdue", PROGRAM),
        Page("queue, paused", "/queue?show=paused", PROGRAM),
        Page("queue, all, last page", "/queue?show=all&page=99999", PROGRAM),
        Page("queue, one duty", "/queue?show=all&duty=review:program", PROGRAM),
        Page("case, decided, district", f"/cases/{waiver}", "superintendent"),
        Page("case, status, district", f"/cases/{waiver}/status", "superintendent"),
        Page("case, receipt, district", f"/cases/{waiver}/receipt", "superintendent"),
        Page("case, chief", f"/cases/{waiver}", "chief"),
        Page("case, office", f"/cases/{reviewed}/office", INTAKE),
        Page("shortfall, state police", f"/cases/{shortfall}", LIAISON),
        Page("applications and drafts", "/drafts", DISTRICT),
        Page("state police’s queue", "/state-police", LIAISON),
        Page("figures, waivers", "/statistics", PROGRAM),
        Page("figures, shortfalls", "/statistics?kind=shortfall", PROGRAM),
        Page("operators", "/operators", OPERATOR),
        Page("operators, stuck", "/operators/stuck", OPERATOR),
        Page("operators, mail sent", "/operators/mail?state=sent", OPERATOR),
        Page("operators, mail failed", "/operators/mail", OPERATOR),
        Page("operators, entries", "/operators/entries", OPERATOR),
        Page("operators, entries of one", f"/operators/entries?by={OPERATOR}", OPERATOR),
        Page("operators, intake", "/operators/intake", OPERATOR),
        Page("operators, registry", "/operators/registry", OPERATOR),
        Page("operators, health", "/operators/health", OPERATOR),
        Page("operators, papers", "/operators/paper", OPERATOR),
    ]


def main() -> None:
    """Fill, ask, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--portals", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="recourse-pages-", dir="/tmp") as passing:
        folder: Path = asked.folder or Path(passing)
        folder.mkdir(exist_ok=True)
        began = time.perf_counter()
        with record(folder, asked.cases) as (url, postgresql):
            print(
                f"Python {platform.python_version()}, {os.cpu_count()} cores, "
                f"{datetime.now(UTC):%Y-%m-%d}, load {os.getloadavg()[0]:.1f}; "
                f"{asked.cases:,} cases on PostgreSQL after {time.perf_counter() - began:.0f} s, "
                f"{asked.portals} portal(s)"
            )
            with ExitStack() as stack:
                portals = [
                    stack.enter_context(_portal(url, Path(passing))) for _ in range(asked.portals)
                ]
                pids = {"portal": [pid for _, pid in portals], "postgresql": [postgresql]}
                ports = [port for port, _ in portals]
                measure(url, ports, House(Path(passing), pids), asked.only)


def measure(url: str, ports: list[int], parts: House, only: str) -> None:
    """Ask for every page and print what it took."""
    cases = some(url)
    chosen = [page for page in pages(cases) if only in page.words]
    cookies = _signed_in(url, cases, {page.who for page in chosen if page.who})
    asking = Asking(ports, cookies)
    print(f"{'':<28} {'one person, ms':>16}  {'sixteen, ms':>14}  {'processor, ms an answer':>24}")
    print(f"{'':<28} {'median':>8} {'95th':>7}  {'median':>7} {'95th':>6}  "
          f"{'portal':>8} {'PostgreSQL':>11}")  # fmt: skip
    for page in chosen:
        asking.warm(page)
        asking.by_one(page)
        asking.by_many(page, parts)
        print(_line(page), flush=True)
    _sum_up(chosen)
    sizes = [(asking.size(page), page) for page in chosen]
    largest, heaviest = max(sizes, key=lambda one: one[0])
    print(f"first load, packed, with all it loads: {min(one for one, _ in sizes):.0f} to "
          f"{largest:.0f} kB ({heaviest.words}); at most {GOAL_KB}")  # fmt: skip


def _line(page: Page) -> str:
    one, many = statistics.median(page.one), statistics.median(page.many)
    over = " *" if one > GOAL_ONE or many > GOAL_MANY else ""
    return (
        f"{page.words:<28} {one:8.1f} {_late(page.one):7.1f}  {many:7.0f} {_late(page.many):6.0f}  "
        f"{page.cost['portal']:8.1f} {page.cost['postgresql']:11.1f}{over}"
    )


def _late(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95) - 1]


def _sum_up(chosen: list[Page]) -> None:
    portal, database = (
        statistics.mean(page.cost[part] for page in chosen) for part in ("portal", "postgresql")
    )
    whole = portal + database
    print(
        f"an answer takes {whole:.1f} ms of processor on average: {portal / whole:.0%} the portal, "
        f"{database / whole:.0%} PostgreSQL; sixteen at once on {os.cpu_count()} cores wait at "
        f"least {MANY * whole / (os.cpu_count() or 1):.0f} ms"
    )
    slow = [page.words for page in chosen if statistics.median(page.one) > GOAL_ONE
            or statistics.median(page.many) > GOAL_MANY]  # fmt: skip
    print(f"over {GOAL_ONE} ms for one or {GOAL_MANY} ms for sixteen (*): "
          f"{', '.join(slow) or 'none'}")  # fmt: skip


class Asking:
    """Asks for pages as cheaply as can be, so that the asking is not what is measured."""

    def __init__(self, ports: list[int], cookies: dict[str, str]) -> None:
        """Ask the portals at these ports, in turn, as these people."""
        self._ports, self._cookies = itertools.cycle(ports), cookies
        self._portals = len(ports)

    def warm(self, page: Page) -> None:
        """Ask until everything that is made once is made."""
        for _ in range(self._portals):
            line = self._connect()
            for _ in range(3):
                self._ask(line, page)
            line.close()

    def by_one(self, page: Page) -> None:
        """Ask again and again, one answer after the other."""
        line = self._connect()
        page.one = [self._ask(line, page) for _ in range(ONE)]
        line.close()

    def by_many(self, page: Page, parts: House) -> None:
        """Ask from many connections at once, and take the processor's time meanwhile."""
        together = threading.Barrier(MANY + 1)

        def ask() -> None:
            line = self._connect()
            together.wait()
            took = [self._ask(line, page) for _ in range(EACH)]
            page.many += took
            line.close()

        people = [threading.Thread(target=ask) for _ in range(MANY)]
        for one in people:
            one.start()
        before = parts.processor_seconds()
        together.wait()
        for one in people:
            one.join()
        after = parts.processor_seconds()
        answers = MANY * EACH
        page.cost = {part: 1000 * (after[part] - before[part]) / answers for part in after}

    def size(self, page: Page) -> float:
        """Give the kilobytes of a page and of everything it loads, as they are sent."""
        line = self._connect()
        sent, text = self._get(line, page.path, page.who)
        seen: set[str] = set()
        waiting = LOADED.findall(text)
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            more, inside = self._get(line, path, None)
            sent += more
            if path.endswith(".css"):
                waiting += [_beside(path, one) for one in IN_STYLES.findall(inside)]
        line.close()
        return sent / 1024

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", next(self._ports), timeout=60)

    def _ask(self, line: http.client.HTTPConnection, page: Page) -> float:
        began = time.perf_counter()
        line.request("GET", page.path, headers=self._headers(page.who))
        answer = line.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            sys.exit(f"{page.words}: {page.path} answered {answer.status} to {page.who}")
        return (time.perf_counter() - began) * 1000

    def _get(self, line: http.client.HTTPConnection, path: str, who: str | None) -> tuple[int, str]:
        line.request("GET", path, headers=self._headers(who))
        answer = line.getresponse()
        content = answer.read()
        plain = (
            gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content
        )
        return len(content), plain.decode(errors="replace")

    def _headers(self, who: str | None) -> dict[str, str]:
        headers = {"Accept-Encoding": "gzip"}
        return headers | ({"Cookie": f"recourse={self._cookies[who]}"} if who else {})


def _beside(path: str, other: str) -> str:
    return os.path.normpath(f"{path.rpartition('/')[0]}/{other}") if other[0] != "/" else other


def _signed_in(url: str, cases: dict[str, str], people: set[str]) -> dict[str, str]:
    """Sign everybody in; `superintendent` and `chief` are those of the case that is looked at."""
    engine = connect(url)
    cookies: dict[str, str] = {}
    with transaction(engine) as session:
        code = session.connection().exec_driver_sql(
            "select organization_code from cases where number = %s", (cases["waiver decided"],)
        ).scalar_one()  # fmt: skip
        number = int(str(code)[:4]) - 9000
        now = datetime.now(UTC)
        for who in people:
            email = who if "@" in who else f"{who}@town{number}.example"
            someone = person(session, email)
            if someone is None:
                sys.exit(f"nobody is on record as {email}")
            cookies[who] = new_token()
            open_session(
                session, someone, token=cookies[who], by=SignedInBy.LINK, browser="b", now=now
            )
    engine.dispose()
    return cookies


@contextmanager
def _portal(url: str, home: Path) -> Generator[tuple[int, int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    surroundings = {
        **os.environ, "RECOURSE_HOME": str(home), "RECOURSE_DATABASE_URL": url,
    }  # fmt: skip
    words = [sys.executable, "-m", "cli", "portal", "--port", str(port)]
    with (home / "portal.log").open("ab") as log:
        started = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=surroundings
        )
    try:
        _await(port)
        yield port, started.pid
    finally:
        prefect_server.stop(started)


def _await(port: int) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("the portal did not start")


if __name__ == "__main__":
    main()
