"""The proof of notice on paper: as long as it takes, and read aloud like any other page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.messages import MessageState
from models.notices import DeliveryAction, HandoverOutcome
from notifications.papers.notices import BounceFacts, NoticeFacts, NoticesFacts, TryFacts
from notifications.papers.typeset import grouped, notices_pdf
from tests.notifications.papers.makers import CHAIN, HOSTILE, LAW_NOTICE, LAW_TITLE
from tests.notifications.papers.reading import barriers, letters, pages, tagged, text

AT = datetime(2026, 11, 30, 17, tzinfo=UTC)
NOTICE = NoticeFacts(
    id=3,
    template="consultation-asked",
    office="state_police@MSP",
    reader="School liaison, Department of State Police",
    email="liaison@statepolice.example",
    stands_in_for="",
    instead_of=None,
    message_id=f"<{'a1' * 20}@recourse.local>",
    state=MessageState.SENT,
    queued_at=AT,
    sent_at=AT,
    tries=(
        TryFacts(
            at=AT,
            server="smtps://mx.doe.example:465",
            outcome=HandoverOutcome.PUT_OFF,
            reply="451 4.3.0 try again later",
        ),
        TryFacts(
            at=AT,
            server="smtps://mx.doe.example:465",
            outcome=HandoverOutcome.ACCEPTED,
            reply="250 2.0.0 queued as 4F2A",
        ),
    ),
    bounces=(
        BounceFacts(
            at=AT,
            action=DeliveryAction.DELAYED,
            status="4.4.1",
            recipient="liaison@statepolice.example",
            diagnostic="no answer from the host",
            reported_by="mx.doe.example",
        ),
    ),
    reason="",
    acknowledged_by="liaison@statepolice.example",
    acknowledged_at=AT,
    digest=False,
)
FACTS = NoticesFacts(
    case_number="S-2026-0001",
    applicant="Quarry Hill Regional School District",
    notices=(
        NOTICE,
        replace(
            NOTICE,
            id=4,
            stands_in_for="chief@police.quarryhill.example",
            instead_of=2,
            tries=(),
            bounces=(),
            acknowledged_at=None,
            state=MessageState.WITHHELD,
            reason="the duty reply:state_police was done before the mail went",
        ),
    ),
    chain_hash=CHAIN,
    law_title=LAW_TITLE,
    law_notice=LAW_NOTICE,
    printed_at=AT,
)


def test_proof_tells_of_each_mail_what_became_of_it() -> None:
    """To whom, when, by which server with which words, delayed, acknowledged, withheld and why."""
    words = text(notices_pdf(FACTS))
    for said in (
        "1. Consultation of the state police",
        "Acknowledged by its reader",
        "put off by smtps://mx.doe.example:465: 451 4.3.0 try again later",
        "accepted by smtps://mx.doe.example:465: 250 2.0.0 queued as 4F2A",
        "mx.doe.example reports for liaison@statepolice.example: 4.4.1 no answer from the host",
        "Withheld: events overtook it, and it was not sent",
        "in place of mail 2, which failed",
        "Monday, November 30, 2026, 12:00 p.m. Eastern time",
    ):
        assert said in words
    assert "".join(grouped(CHAIN)) in letters(notices_pdf(FACTS))


def test_proof_does_not_say_more_than_is_known() -> None:
    """Accepted is not read, acknowledged is not agreed, and none of it is the law's."""
    words = text(notices_pdf(FACTS))
    assert "POLICY. The section asks for no mail and no proof of it." in words
    assert "that it was read is known only where it is acknowledged" in words
    assert "It agrees to nothing and decides nothing." in words


def test_long_proof_goes_on_over_pages_and_can_be_read_aloud() -> None:
    """A hundred mails: tagged, titled, numbered pages."""
    paper = notices_pdf(replace(FACTS, notices=(NOTICE,) * 100))
    assert pages(paper) > 10
    assert tagged(paper)
    assert barriers(paper) == []
    assert "100. Consultation of the state police" in text(paper)
    assert f"1 of {pages(paper)}" in text(paper)


def test_case_without_mail_has_a_page_that_says_so() -> None:
    """Nothing was sent: that too is proof."""
    assert "No mail was queued about this case." in text(notices_pdf(replace(FACTS, notices=())))


@pytest.mark.parametrize("name", [HOSTILE, "東京 🙂", "Wm" * 300, "\ud800\x00\u202e", "a@b" * 99])
def test_names_and_replies_of_any_kind_lead_to_a_proof(name: str) -> None:
    """A mail server may answer anything."""
    odd = replace(
        NOTICE,
        reader=name,
        email=name,
        reason=name,
        tries=(replace(NOTICE.tries[0], reply=name, server=name),),
        bounces=(replace(NOTICE.bounces[0], diagnostic=name),),
    )
    paper = notices_pdf(replace(FACTS, applicant=name, notices=(odd,)))
    assert tagged(paper)
    assert barriers(paper) == []


def test_same_facts_give_the_same_proof() -> None:
    """Printed twice of one record, the bytes are the same."""
    assert notices_pdf(FACTS) == notices_pdf(FACTS)
