"""Delivery: what waits, what fails for good, what is not said any more."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from flows.prefect_server import free_port
from models.messages import Message, MessageState
from tests.actions.makers import CHIEF, INTAKE, OPERATOR, SUPERINTENDENT, House
from tests.command import Recourse
from tests.flows.prefect_records import reports
from tests.mail_server import MailServer

NOON = datetime(2032, 3, 1, 17, tzinfo=UTC)
"""A year of this test's own, as its cases' numbers show."""
NUMBER = "W-2032-0001"


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house where intake has read an application before any mail went."""
    house = House(engine, now=NOON).open()
    house.submit()
    house.route()
    house.review(NUMBER, INTAKE)
    return house


@pytest.mark.rule(18)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_mail_waits_fails_or_is_withheld_as_it_should(
    house: House, command: Recourse, mail_server: MailServer, prefect_api: str
) -> None:
    """A server that is down or busy: later. A refused address: a duty. Overtaken: not sent."""
    nobody = f"smtp://127.0.0.1:{free_port()}"
    _work(command, NOON, RECOURSE_SMTP_URL=nobody)
    _require_only_put_off(house, until=NOON + timedelta(seconds=10))

    mail_server.refuse(CHIEF)
    mail_server.defer_next(2)
    again = NOON + timedelta(seconds=11)
    _work(command, again)
    _require_failed_for_good(house, mail_server)
    for waiting in _in_state(house, MessageState.RETRYING):
        assert (waiting.attempts, waiting.due_at) == (2, again + timedelta(seconds=20))
        assert (waiting.reply or "").startswith("451")

    _work(command, again + timedelta(seconds=21))
    reviewer = house.show(NUMBER)["duties"][1]["holder"]
    assert sorted(one.recipients[0] for one in mail_server.accepted) == sorted(
        [OPERATOR, SUPERINTENDENT, reviewer]
    )
    assert len(_in_state(house, MessageState.SENT)) == 3
    assert reports(prefect_api, "delivery", NUMBER)


def _require_only_put_off(house: House, *, until: datetime) -> None:
    """Check that nothing is lost while nobody answers, and what was overtaken is withheld."""
    waiting = _in_state(house, MessageState.RETRYING)
    assert {one.template for one in waiting} == {"waiver-received", "waiver-notice", "step-opened"}
    assert {(one.attempts, one.due_at) for one in waiting} == {(1, until)}
    assert all("cannot reach the mail server" in (one.reply or "") for one in waiting)
    (overtaken,) = _in_state(house, MessageState.WITHHELD)
    assert (overtaken.template, overtaken.to_email) == ("step-opened", INTAKE)
    assert overtaken.reason == "the duty review:intake was done before the mail went"


def _require_failed_for_good(house: House, mail_server: MailServer) -> None:
    """Check that a refused address is an operator's duty, and that the operator was told."""
    (failed,) = _in_state(house, MessageState.FAILED)
    assert (failed.to_email, failed.due_at) == (CHIEF, None)
    assert (failed.reply or "").startswith("550")
    duty = house.show(NUMBER)["duties"][-1]
    assert (duty["what"], duty["owed_by"]) == (f"reach:{failed.id}", "operator@DESE")
    assert (duty["holder"], duty["state"]) == (OPERATOR, "open")
    (told,) = mail_server.accepted
    assert told.recipients == (OPERATOR,)
    body = told.message.get_body(("plain",))
    assert body is not None
    assert CHIEF in body.get_content()
    assert "550" in body.get_content()


def _in_state(house: House, state: MessageState) -> list[Message]:
    return [one for one in house.rows(Message) if one.state is state]


def _work(command: Recourse, now: datetime, **more: str) -> None:
    done = command("work", "--until-idle", RECOURSE_NOW=now.isoformat(), **more)
    assert done.code == 0, done
