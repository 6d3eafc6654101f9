"""Bounces over real SMTP and IMAP: taken in once, whatever stops the program on the way."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from actions.bouncing import take_report
from database import transaction
from models.messages import Message
from models.notices import AcknowledgedMessage, Bounce
from notifications.inbox import NOT_UNDERSTOOD, READ, Inbox, parse_inbox
from notifications.links import open_link
from tests.actions.makers import CHIEF, OPERATOR, SUPERINTENDENT, House
from tests.command import Recourse
from tests.flows.prefect_records import ask
from tests.imap_server import ImapServer
from tests.mail_server import Mail, MailServer
from tests.notifications.reports import delivery_report, out_of_office

NOON = datetime(2033, 3, 1, 17, tzinfo=UTC)
NUMBER = "W-2033-0001"
KEY = "a key for tests, of more than 32 signs"
PORTAL = "https://portal.doe.example/"


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house with an application that was filed."""
    house = House(engine, now=NOON).open()
    house.submit()
    return house


def work(command: Recourse, **more: str) -> str:
    """Run a worker until all is quiet; gives what it said on the side."""
    done = command("work", "--until-idle", RECOURSE_NOW=NOON.isoformat(), **more)
    assert done.code == 0, done
    return done.err


def mail_to(mail_server: MailServer, email: str) -> Mail:
    """Give the first mail to an address."""
    return next(one for one in mail_server.accepted if one.recipients == (email,))


def test_bounce_comes_back_over_imap_and_somebody_has_to_act(
    house: House,
    command: Recourse,
    mail_server: MailServer,
    imap_server: ImapServer,
    prefect_api: str,
) -> None:
    """Sent for real, reported for real, put away, told to an operator; a second time changes none.

    Between the handling and the putting away the first program dies.
    """
    command.environment |= {
        "RECOURSE_BOUNCE_ADDRESS": "bounces@doe.example",
        "RECOURSE_SECRET": KEY,
        "RECOURSE_PORTAL_URL": PORTAL,
    }
    work(command)
    sent = mail_to(mail_server, CHIEF)
    assert sent.sender == "bounces@doe.example"
    assert sent.message["From"] == "Recourse <recourse@localhost>"

    report = delivery_report(sent.message.as_bytes(), to=CHIEF)
    forged = delivery_report(sent.message.as_bytes(), to="x@y.example").replace(
        f"To: {CHIEF}".encode(), b"To: x@y.example"
    )
    imap_server.put(report, out_of_office(sent.message["Message-ID"], by=CHIEF), forged)
    with Inbox(parse_inbox(imap_server.url)) as inbox, transaction(house.engine) as session:
        first = next(inbox.read(inbox.waiting(1)))
        take_report(session, first.raw or b"", now=NOON)
    assert imap_server.folders()["INBOX"] == 3

    work(command, RECOURSE_BOUNCE_URL=imap_server.url)
    assert imap_server.folders() == {"INBOX": 0, READ: 1, NOT_UNDERSTOOD: 2}
    assert len(house.rows(Bounce)) == 1
    case = house.show(NUMBER)
    assert [one["bounced"] for one in case["messages"] if one["to"] == CHIEF] == [True]
    assert [one["kind"] for one in case["events"]].count("mail.bounced") == 1
    assert [one["state"] for one in case["duties"] if one["what"].startswith("reach:")] == ["open"]
    assert len([one for one in mail_server.accepted if one.recipients == (OPERATOR,)]) == 1
    runs = ask(prefect_api, "flow_runs/filter", flows={"name": {"any_": ["bounces"]}})
    assert {one["state"]["type"] for one in runs} == {"COMPLETED"}

    # The link that went out is one that we signed, for this message and reader.
    body = sent.message.get_body(("plain",))
    assert body is not None
    (line,) = [one for one in body.get_content().splitlines() if one.startswith(PORTAL)]
    link = open_link(KEY, line.removeprefix(f"{PORTAL}acknowledge/"))
    assert link.email == CHIEF
    (stored,) = [one for one in house.rows(Message) if one.to_email == CHIEF]
    assert f"{PORTAL}acknowledge/…" in stored.text
    assert line.rpartition("/")[2] not in f"{stored.text}{stored.html}"
    receipt = mail_to(mail_server, SUPERINTENDENT).message.as_string()
    assert PORTAL not in receipt
    assert house.rows(AcknowledgedMessage) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_mailbox_that_cannot_be_read_holds_nothing_up(
    house: House, command: Recourse, mail_server: MailServer, imap_server: ImapServer
) -> None:
    """One clear line, without the password; mail goes out, without links where no key is set."""
    wrong = imap_server.url.replace("bounces:", "somebody:")
    said = work(command, RECOURSE_BOUNCE_URL=wrong)
    assert "bounces are not read now" in said
    assert "p%40ss" not in said
    assert said.count("set RECOURSE_SECRET and RECOURSE_PORTAL_URL") == 1
    assert "press its button" not in mail_to(mail_server, CHIEF).message.as_string()
    assert len(mail_server.accepted) == len(house.show(NUMBER)["messages"])
