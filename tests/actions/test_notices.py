"""Proof of notice: for each mail of a case, all that became of it."""

from datetime import date

import pytest

from actions.absences import go_away
from actions.acknowledgements import acknowledge_by_link
from actions.bouncing import take_report
from actions.notices import notices
from database import reading
from models.messages import MessageState
from notifications.links import Link, sign
from notifications.papers.notices import NoticeFacts, NoticesFacts, as_document, outcome, rows
from notifications.send import Deferred
from rules.findings import NoSuchCase
from tests.actions.makers import (
    CHIEF,
    COUNSEL,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    PROGRAM_2,
    SUPERINTENDENT,
    House,
)
from tests.actions.posting import SERVER, post, to
from tests.notifications.reports import delivery_report

KEY = "a key for tests, of more than 32 signs"


def proof(house: House, number: str = "W-2026-0001") -> NoticesFacts:
    """Gather the proof."""
    with reading(house.engine) as session:
        return notices(session, number, now=house.now)


def about(facts: NoticesFacts, email: str, template: str) -> NoticeFacts:
    """Give what is proved of one mail."""
    (found,) = [one for one in facts.notices if (one.email, one.template) == (email, template)]
    return found


def labelled(notice: NoticeFacts) -> dict[str, str]:
    """Give what the paper says of a mail, by its labels."""
    return dict(rows(notice))


@pytest.fixture
def proved(house: House) -> NoticesFacts:
    """Prove a case in which everything happened that can."""
    house.submit()
    house.route()
    house.review("W-2026-0001", INTAKE)  # before its mail went: withheld
    house.route()
    with house.session() as session:
        go_away(
            session,
            SUPERINTENDENT,
            stand_in=COUNSEL,
            since=date(2026, 9, 1),
            until=date(2026, 9, 30),
            by=OPERATOR,
            entered_by=KEYBOARD,
            now=house.now,
        )
    posted = post(house, {SUPERINTENDENT: Deferred("451 4.3.0 busy")})
    house.later(hours=1)
    post(house)
    notice, review = to(posted, CHIEF), to(posted, PROGRAM_2)
    with house.session() as session:
        take_report(session, delivery_report(review.raw, to=PROGRAM_2), now=house.now)
        link = Link(notice.message.id or 0, CHIEF, date(2026, 10, 1))
        acknowledge_by_link(session, sign(KEY, link), key=KEY, now=house.now)
    house.withdraw("W-2026-0001")
    return proof(house)


@pytest.mark.rule(18)
def test_every_mail_of_the_case_is_there_with_its_fate(house: House, proved: NoticesFacts) -> None:
    """Put off and accepted, withheld, bounced, acknowledged, in place of another, waiting."""
    shown = {(one["to"], one["template"]) for one in house.show("W-2026-0001")["messages"]}
    assert {(one.email, one.template) for one in proved.notices} == shown
    receipt = about(proved, SUPERINTENDENT, "waiver-received")
    assert [(one.outcome, one.reply, one.server) for one in receipt.tries] == [
        ("put-off", "451 4.3.0 busy", SERVER),
        ("accepted", "250 2.0.0 queued", SERVER),
    ]
    withheld = about(proved, INTAKE, "step-opened")
    assert withheld.state is MessageState.WITHHELD
    assert "was done before the mail went" in withheld.reason
    assert withheld.tries == ()
    bounced = about(proved, PROGRAM_2, "step-opened")
    assert outcome(bounced) == "Bounced: it was accepted, and then not delivered"
    assert bounced.bounces[0].reported_by == "mx.doe.example"
    instead = about(proved, "program@doe.example", "step-opened")
    assert (instead.stands_in_for, instead.instead_of) == (PROGRAM_2, bounced.id)
    known = about(proved, CHIEF, "waiver-notice")
    assert known.acknowledged_by == CHIEF
    assert outcome(known) == "Acknowledged by its reader"
    stand_in = about(proved, COUNSEL, "waiver-withdrawn")
    assert stand_in.reader.startswith("The stand-in of Superintendent of Schools")
    assert outcome(stand_in) == "Waiting to be sent"
    assert proved.counts["bounced"] == proved.counts["acknowledged"] == 1
    assert sum(proved.counts[state] for state in MessageState) == len(proved.notices)


def test_rows_say_the_same_in_words(proved: NoticesFacts) -> None:
    """Whoever reads the paper or the page."""
    receipt = labelled(about(proved, SUPERINTENDENT, "waiver-received"))
    assert "put off by smtp://mx.doe.example:25: 451 4.3.0 busy" in receipt["Try 1"]
    assert "accepted by smtp://mx.doe.example:25: 250 2.0.0 queued" in receipt["Try 2"]
    bounced = labelled(about(proved, PROGRAM_2, "step-opened"))
    assert f"mx.doe.example reports for {PROGRAM_2}: 5.1.1 550" in bounced["Failed"]
    assert bounced["Reason"].startswith("bounced: ")
    known = labelled(about(proved, CHIEF, "waiver-notice"))
    assert known["Acknowledged"] == (
        f"Monday, September 21, 2026, 11:00 a.m. Eastern time, by {CHIEF}"
    )


def test_document_holds_the_same_as_json(proved: NoticesFacts) -> None:
    """For other programs: states, times with their zone, each try and report."""
    document = as_document(proved)
    assert document["case_number"] == "W-2026-0001"
    mail = {(one["email"], one["template"]): one for one in document["notices"]}
    assert mail[PROGRAM_2, "step-opened"]["bounced"] is True
    receipt = mail[SUPERINTENDENT, "waiver-received"]
    assert receipt["letter"] == "Receipt of a waiver application"
    assert receipt["tries"][0]["at"] == "2026-09-21T14:00:00.000+00:00"


def test_case_without_that_number_is_said_to_be_none(house: House) -> None:
    """As everywhere."""
    with pytest.raises(NoSuchCase):
        proof(house, "W-2026-9999")
