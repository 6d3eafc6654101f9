"""A worker killed at any line loses nothing and doubles nothing."""

import os
import signal
import time
from collections import Counter

import pytest
import sqlalchemy as sa

from database import connect, reading
from models.messages import Message, MessageState
from tests.actions.makers import House, filing
from tests.command import Recourse
from tests.mail_server import MailServer

CASES = 50
SECONDS = 90


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house with fifty applications that nothing has routed yet."""
    house = House(engine).open()
    for number in range(CASES):
        house.submit(filing(scope=f"All requirements of the section, wording {number}"))
    return house


@pytest.fixture
def worker(
    recourse: Recourse, database_url: str, prefect_api: str, mail_server: MailServer
) -> Recourse:
    """Give the command line on that house, with a real Prefect and a real mail server."""
    recourse.environment |= {
        "RECOURSE_DATABASE_URL": database_url,
        "RECOURSE_SMTP_URL": mail_server.url,
        "PREFECT_API_URL": prefect_api,
        "RECOURSE_LEASE_SECONDS": "4",
    }
    return recourse


def routed(engine: sa.Engine) -> int:
    """Count the cases that have reached a reviewer."""
    with reading(engine) as session:
        query = sa.text("select count(*) from cases where state = 'in_review'")
        return session.connection().execute(query).scalar_one()


def test_worker_killed_in_the_middle_of_a_round_loses_and_doubles_nothing(
    house: House, worker: Recourse, database_url: str, mail_server: MailServer
) -> None:
    """Kill -9, then started again: all fifty moved on, one of each mail by Message-ID."""
    watch = connect(database_url)
    process = worker.start("worker")
    give_up = time.monotonic() + SECONDS
    while not routed(watch) > 0 and time.monotonic() < give_up:
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    watch.dispose()
    in_flight = {
        message.message_id
        for message in house.rows(Message)
        if message.state is not MessageState.SENT
    }

    done = worker("work", "--until-idle", "--json")

    assert done.code == 0, done.err
    cases = [house.show(f"W-2026-{number:04}") for number in range(1, CASES + 1)]
    assert {case["state"] for case in cases} == {"in_review"}
    for case in cases:
        assert [duty["what"] for duty in case["duties"]] == ["review:intake"]
        kinds = Counter(event["kind"] for event in case["events"])
        assert kinds == {"waiver.submitted": 1, "duty.opened": 1}
        assert {message["state"] for message in case["messages"]} == {"sent"}
    sent = Counter(mail.message["Message-ID"] for mail in mail_server.accepted)
    queued = {message["message_id"] for case in cases for message in case["messages"]}
    assert set(sent) == queued
    assert len(queued) == CASES * 3
    assert {key for key, count in sent.items() if count > 1} <= in_flight


def test_two_workers_share_the_work_and_double_none(
    house: House, worker: Recourse, mail_server: MailServer
) -> None:
    """Any number of workers: each case and each mail is one's."""
    both = [worker.start("work", "--until-idle") for _ in range(2)]
    for process in both:
        assert process.wait(SECONDS) == 0

    cases = [house.show(f"W-2026-{number:04}") for number in range(1, CASES + 1)]
    assert all(len(case["duties"]) == 1 for case in cases)
    sent = Counter(mail.message["Message-ID"] for mail in mail_server.accepted)
    assert len(sent) == CASES * 3
    assert set(sent.values()) == {1}
