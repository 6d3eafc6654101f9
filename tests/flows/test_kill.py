"""A worker killed at any line loses nothing and doubles nothing."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa

from models.cases import CaseKind
from models.messages import Message, MessageState
from tests.actions.makers import House, filing
from tests.actions.shortfall_makers import Fallback, determination
from tests.command import Recourse
from tests.mail_server import MailServer

CASES = 50
MAILS = 3 * CASES
"""A receipt, a notice to the chief and a reviewer's mail for each."""
SECONDS = 90


@dataclass(frozen=True, slots=True)
class Path:
    """One of the two ways, and what its first round comes to."""

    letter: str
    state: str
    duty: str
    filed: str

    def file(self, house: House) -> None:
        """Put fifty cases on file, each of other words."""
        if self.letter == "S":
            for number in range(CASES):
                Fallback(house).determine(determination(determination=f"{LACKING}, case {number}."))
            return
        paper = filing()
        for number in range(CASES):
            form = paper.form.model_copy(update={"scope": f"All requirements, wording {number}"})
            house.submit(replace(paper, form=form))


PATHS = {
    CaseKind.WAIVER: Path("W", "in_review", "review:intake", "waiver.submitted"),
    CaseKind.SHORTFALL: Path("S", "consulting", "reply:state_police", "shortfall.determined"),
}
LACKING = "The department cannot assign an officer: two sworn positions are unfunded"


@pytest.fixture
def path(request: pytest.FixtureRequest) -> Path:
    """Give the way the cases go: a waiver's, unless the test names the other."""
    return PATHS[getattr(request, "param", CaseKind.WAIVER)]


@pytest.fixture
def house(engine: sa.Engine, path: Path) -> House:
    """Give a house with fifty cases that nothing has routed yet."""
    house = House(engine).open()
    path.file(house)
    return house


@pytest.mark.parametrize("path", PATHS, indirect=True)
def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    house: House, path: Path, command: Recourse, mail_server: MailServer
) -> None:
    """Kill -9 in the middle of a round, again in the middle of its mail, then started again."""
    kill_once(command, lambda: routed(house, path) > 0)
    assert routed(house, path) < CASES
    unsent = [not_sent(house)]

    kill_once(command, lambda: len(mail_server.accepted) >= CASES)
    unsent.append(not_sent(house))
    assert 0 < len(unsent[-1]) < MAILS

    done = command("work", "--until-idle", "--json")
    assert done.code == 0, done.err

    require_each_moved_once(house, path)
    sent = Counter(one.message["Message-ID"] for one in mail_server.accepted)
    assert set(sent) == {one.message_id for one in house.rows(Message)}
    assert len(sent) == MAILS
    # What the server took just before the kill, and nobody had noted, goes out again.
    for message_id, times in sent.items():
        assert times <= 1 + sum(message_id in at_a_kill for at_a_kill in unsent)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_workers_share_the_work_and_double_none(
    house: House, path: Path, command: Recourse, mail_server: MailServer
) -> None:
    """Any number of workers: each case and each mail is one's."""
    both = [command.start("work", "--until-idle") for _ in range(2)]
    assert [process.wait(SECONDS) for process in both] == [0, 0]
    require_each_moved_once(house, path)
    sent = Counter(one.message["Message-ID"] for one in mail_server.accepted)
    assert (len(sent), set(sent.values())) == (MAILS, {1})


def kill_once(command: Recourse, now: Callable[[], bool]) -> None:
    """Start a worker and kill it, as a power cut does, at the moment `now` says."""
    process = command.start("worker")
    os.setpriority(os.PRIO_PROCESS, process.pid, 5)  # the moment must not be over when it is seen
    give_up = time.monotonic() + SECONDS
    while not now():
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < give_up, "the worker did not get so far"
        threading.Event().wait(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()


def routed(house: House, path: Path) -> int:
    """Count the cases that the engine has handed to somebody."""
    query = f"select count(*) from cases where state = '{path.state}'"  # noqa: S608 our own word
    with house.engine.connect() as connection:
        return connection.execution_options(reading=True).exec_driver_sql(query).scalar_one()


def not_sent(house: House) -> set[str]:
    """Give the ids of the mails that are not noted as sent."""
    return {one.message_id for one in house.rows(Message) if one.state is not MessageState.SENT}


def require_each_moved_once(house: House, path: Path) -> None:
    """Check that every case has one open duty, opened once, and every mail of it is sent."""
    cases = [house.show(f"{path.letter}-2026-{number:04}") for number in range(1, CASES + 1)]
    for case in cases:
        assert case["state"] == path.state
        assert [(one["what"], one["state"]) for one in case["duties"]] == [(path.duty, "open")]
        kinds = Counter(one["kind"] for one in case["events"])
        assert kinds == {path.filed: 1, "duty.opened": 1}
        assert [one["state"] for one in case["messages"]] == ["sent"] * 3
