"""A worker killed at any line loses nothing and doubles nothing."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from models.messages import Message, MessageState
from tests.actions.makers import House, filing
from tests.command import Recourse
from tests.mail_server import MailServer

CASES = 50
MAILS = 3 * CASES
"""A receipt, a notice to the chief and a reviewer's mail for each."""
SECONDS = 90


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house with fifty applications that nothing has routed yet."""
    house, paper = House(engine).open(), filing()
    for number in range(CASES):
        form = paper.form.model_copy(update={"scope": f"All requirements, wording {number}"})
        house.submit(replace(paper, form=form))
    return house


def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    house: House, command: Recourse, mail_server: MailServer
) -> None:
    """Kill -9 in the middle of a round, again in the middle of its mail, then started again."""
    kill_once(command, lambda: routed(house) > 0)
    assert routed(house) < CASES
    assert not mail_server.accepted

    kill_once(command, lambda: len(mail_server.accepted) >= CASES)
    waiting = [one for one in house.rows(Message) if one.state is not MessageState.SENT]
    assert 0 < len(waiting) < MAILS

    done = command("work", "--until-idle", "--json")
    assert done.code == 0, done.err

    require_each_moved_once(house)
    sent = Counter(one.message["Message-ID"] for one in mail_server.accepted)
    assert set(sent) == {one.message_id for one in house.rows(Message)}
    assert len(sent) == MAILS
    # What the server took just before the kill, and nobody had noted, goes out again.
    repeated = {message_id for message_id, times in sent.items() if times > 1}
    assert repeated <= {one.message_id for one in waiting}
    assert set(sent.values()) <= {1, 2}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_workers_share_the_work_and_double_none(
    house: House, command: Recourse, mail_server: MailServer
) -> None:
    """Any number of workers: each case and each mail is one's."""
    both = [command.start("work", "--until-idle") for _ in range(2)]
    assert [process.wait(SECONDS) for process in both] == [0, 0]
    require_each_moved_once(house)
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


def routed(house: House) -> int:
    """Count the cases that have reached a reviewer."""
    query = "select count(*) from cases where state = 'in_review'"
    with house.engine.connect() as connection:
        return connection.execution_options(reading=True).exec_driver_sql(query).scalar_one()


def require_each_moved_once(house: House) -> None:
    """Check that every case has one open duty, opened once, and every mail of it is sent."""
    cases = [house.show(f"W-2026-{number:04}") for number in range(1, CASES + 1)]
    for case in cases:
        assert case["state"] == "in_review"
        assert [(one["what"], one["state"]) for one in case["duties"]] == [
            ("review:intake", "open")
        ]
        kinds = Counter(one["kind"] for one in case["events"])
        assert kinds == {"waiver.submitted": 1, "duty.opened": 1}
        assert [one["state"] for one in case["messages"]] == ["sent"] * 3
