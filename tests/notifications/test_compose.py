"""A message is known by case, event, letter and address."""

import re
from datetime import timedelta

import pytest

from models.cases import Case, CaseKind, CaseState
from models.messages import Message, MessageState
from notifications.compose import Recipient, Template, compose
from tests.notifications.makers import CHIEF, NOON


def a_message(
    to: Recipient = CHIEF, event: int = 2, template: Template = Template.WAIVER_NOTICE
) -> Message:
    """Compose a message about a case."""
    case = Case(
        number="W-2026-0001",
        kind=CaseKind.WAIVER,
        state=CaseState.SUBMITTED,
        organization_code="99010000",
        law_version="37P-2018",
        policy_version="default-1",
        filed_at=NOON,
    )
    return compose(template, case, to, event=event, about={"version": 1}, now=NOON)


def test_composed_message_is_queued_and_due_at_once() -> None:
    """It waits for nothing but delivery."""
    message = a_message()
    assert message.state is MessageState.QUEUED
    assert message.queued_at == message.due_at == NOON
    assert message.about == {"version": 1}
    assert (message.to_email, message.to_office) == (CHIEF.email, "chief@Port Example")


def test_same_event_told_twice_is_one_mail() -> None:
    """Key and Message-ID depend on what is told to whom, not on when it is composed."""
    first, again = a_message(), a_message()
    again.queued_at += timedelta(days=1)
    assert (first.key, first.message_id) == (again.key, again.message_id)


@pytest.mark.parametrize(
    "other",
    [
        a_message(event=3),
        a_message(template=Template.WAIVER_DECIDED),
        a_message(to=Recipient("board@selectboard.quarryhill.example", "chief@Quarry Hill")),
    ],
    ids=["event", "letter", "address"],
)
def test_another_event_letter_or_address_is_another_mail(other: Message) -> None:
    """Nothing else is taken for a repeat."""
    assert other.key != a_message().key
    assert other.message_id != a_message().message_id


def test_message_id_of_any_address_is_plain() -> None:
    """A Message-ID holds a digest, never the address itself."""
    odd = a_message(to=Recipient('"o d@d"\r\n@exämple', "chief@Port Example"))
    assert re.fullmatch(r"<[0-9a-f]{40}@recourse\.local>", odd.message_id)
