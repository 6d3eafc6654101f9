"""Bounces: what a report does, to whom else the news goes, and when a person has to act."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from actions.absences import go_away
from actions.bouncing import Taken, take_report
from actions.recusals import recuse
from models.messages import Message, MessageState
from models.notices import Bounce, DeliveryAction, Handover
from notifications.send import Deferred, Rejected
from tests.actions.makers import (
    CHIEF,
    COUNSEL,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    PROGRAM,
    PROGRAM_2,
    SUPERINTENDENT,
    House,
)
from tests.actions.posting import Posted, post, to
from tests.notifications.reports import delivery_report, qmail_report

NO_MAILBOX = Rejected("550 5.1.1 no such mailbox")


def take(house: House, raw: bytes) -> Taken:
    """Take in a report."""
    with house.session() as session:
        return take_report(session, raw, now=house.now)


def bounce(house: House, posted: Posted, **changes: Any) -> Taken:
    """Have a mail come back."""
    return take(house, delivery_report(posted.raw, to=posted.message.to_email, **changes))


def away(house: House, email: str, stand_in: str) -> None:
    """Put a person away for the week."""
    with house.session() as session:
        go_away(
            session,
            email,
            stand_in=stand_in,
            since=date(2026, 9, 21),
            until=date(2026, 9, 30),
            by=OPERATOR,
            entered_by=KEYBOARD,
            now=house.now,
        )


def message(house: House, posted: Posted) -> Message:
    """Give a message as it is on record now."""
    return next(one for one in house.rows(Message) if one.id == posted.message.id)


def reaching(house: House, number: str) -> list[str]:
    """Give the open duties to reach somebody."""
    duties = house.show(number)["duties"]
    found = [one for one in duties if one["what"].startswith("reach:")]
    assert all(one["state"] == "open" and one["owed_by"] == "operator@DESE" for one in found)
    return [one["what"] for one in found]


@pytest.fixture
def filed(house: House) -> list[Posted]:
    """File an application; its receipt and notice are sent."""
    house.submit()
    return post(house)


NUMBER = "W-2026-0001"
FIRST, OTHER = PROGRAM_2, PROGRAM
"""The program office's two holders, in the order they are given work."""


@pytest.mark.rule(18)
def test_bounced_mail_is_on_the_case_and_somebody_has_to_act(
    house: House, filed: list[Posted]
) -> None:
    """Only one chief holds the office, and nobody stands in: operators reach the person."""
    assert bounce(house, to(filed, CHIEF)) is Taken.FAILED
    case = house.show(NUMBER)
    (shown,) = [one for one in case["messages"] if one["to"] == CHIEF]
    assert (shown["state"], shown["bounced"]) == ("failed", True)
    assert shown["reason"] == (
        f"bounced: 5.1.1 550 5.1.1 <{CHIEF}>: no such mailbox, as mx.doe.example reports"
    )
    assert case["events"][-1]["kind"] == "mail.bounced"
    assert case["events"][-1]["by"] == "recourse"
    assert reaching(house, NUMBER) == [f"reach:{shown['id']}"]
    call = to(post(house), OPERATOR)
    assert CHIEF in call.text
    assert "no such mailbox" in call.text
    others = [one for one in case["messages"] if one["to"] == SUPERINTENDENT]
    assert [(one["state"], one["bounced"]) for one in others] == [("sent", False)]


def test_same_report_twice_is_one_bounce(house: House, filed: list[Posted]) -> None:
    """By the pipe and by IMAP, or read again after a crash."""
    mail = to(filed, CHIEF)
    raw = delivery_report(mail.raw, to=CHIEF)
    assert take(house, raw) is Taken.FAILED
    assert take(house, raw) is Taken.KNOWN
    assert take(house, raw.replace(b"\r\n", b"\n") + b"\n") is Taken.KNOWN
    # Another report of the same is put on record, and changes nothing more.
    assert bounce(house, mail, diagnostic="smtp; 550 once more") is Taken.NOTED
    assert len(house.rows(Bounce)) == 2
    kinds = [one["kind"] for one in house.show(NUMBER)["events"]]
    assert kinds.count("mail.bounced") == 1
    assert len(reaching(house, NUMBER)) == 1


def test_two_workers_with_one_report_make_one_bounce(house: House, filed: list[Posted]) -> None:
    """Whoever comes second finds it taken."""
    raw = delivery_report(to(filed, CHIEF).raw, to=CHIEF)
    with ThreadPoolExecutor(4) as workers:
        taken = list(workers.map(take, [house] * 4, [raw] * 4))
    assert sorted(taken) == sorted([Taken.FAILED] + [Taken.KNOWN] * 3)
    assert len(house.rows(Bounce)) == 1


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.0.0")]
)
def test_delay_or_delivery_is_only_put_on_record(
    house: House, filed: list[Posted], action: str, status: str
) -> None:
    """The server is still trying, or has done it."""
    mail = to(filed, CHIEF)
    assert bounce(house, mail, action=action, status=status) is Taken.NOTED
    assert message(house, mail).state is MessageState.SENT
    (kept,) = house.rows(Bounce)
    assert (kept.action, kept.status) == (DeliveryAction(action), status)
    assert reaching(house, NUMBER) == []
    # A delay may end in a failure.
    assert bounce(house, mail) is Taken.FAILED


def test_report_that_names_another_recipient_counts_for_nothing(
    house: House, filed: list[Posted]
) -> None:
    """Who was sent one mail cannot have another's marked as failed."""
    notice, receipt = to(filed, CHIEF), to(filed, SUPERINTENDENT)
    forged = delivery_report(notice.raw, to=SUPERINTENDENT).replace(
        f"To: {CHIEF}".encode(), b"To: somebody@else.example"
    )
    assert take(house, forged) is Taken.NOT_OURS
    unknown = notice.raw.replace(notice.message.message_id[1:9].encode(), b"00000000")
    assert take(house, delivery_report(unknown, to=CHIEF)) is Taken.NOT_OURS
    assert take(house, b"Subject: hello\r\n\r\nhello\r\n") is Taken.NO_REPORT
    assert message(house, receipt).state is message(house, notice).state is MessageState.SENT
    assert house.rows(Bounce) == []


def test_forwarded_mail_that_fails_elsewhere_counts(house: House, filed: list[Posted]) -> None:
    """The reader's own server sent it on to an address that we never knew."""
    mail = to(filed, CHIEF)
    raw = delivery_report(mail.raw, to="chief@old.example")
    assert take(house, raw) is Taken.FAILED
    assert house.rows(Bounce)[0].recipient == "chief@old.example"


def test_server_with_a_form_of_its_own_counts(house: House, filed: list[Posted]) -> None:
    """It names the mail and the address, if not in the standard's words."""
    mail = to(filed, CHIEF)
    assert take(house, qmail_report(mail.message.message_id, to=CHIEF)) is Taken.FAILED
    assert "reason" in (message(house, mail).reason or "")


@pytest.fixture
def at_program(house: House) -> Posted:
    """Carry an application to the program office, which two people hold; their mail is sent."""
    house.submit()
    house.route()
    house.review(NUMBER, INTAKE)
    house.route()
    return to(post(house), FIRST)


def test_another_holder_of_the_office_is_told_first(house: House, at_program: Posted) -> None:
    """The same news, with whom it was for; no duty while that may reach somebody."""
    assert bounce(house, at_program) is Taken.FAILED
    assert reaching(house, NUMBER) == []
    (copy,) = post(house)
    assert copy.message.to_email == OTHER
    assert copy.message.about["instead_of"] == at_program.message.id
    assert "THIS COMES TO YOU INSTEAD" in copy.text
    assert f"({FIRST}). That mail could not be delivered." in copy.text
    assert "You hold the same office" in copy.text


def test_second_bounce_opens_the_duty_to_reach_the_first(house: House, at_program: Posted) -> None:
    """Nobody is left: one duty, about the person who should have known."""
    bounce(house, at_program)
    (copy,) = post(house)
    assert bounce(house, copy) is Taken.FAILED
    assert reaching(house, NUMBER) == [f"reach:{at_program.message.id}"]
    call = to(post(house), OPERATOR)
    assert FIRST in call.text
    assert f"The same was sent to {OTHER} instead, and could not be delivered either." in (
        call.text
    )


def test_stand_in_of_somebody_away_comes_before_other_holders(
    house: House, at_program: Posted
) -> None:
    """Away since the mail went; the stand-in is told, without an office."""
    away(house, FIRST, COUNSEL)
    bounce(house, at_program)
    (copy,) = post(house)
    assert copy.message.to_email == COUNSEL
    assert "It gives you no office" in copy.text
    bounce(house, copy)
    assert reaching(house, NUMBER) == [f"reach:{at_program.message.id}"]


def test_stand_in_who_was_told_already_is_enough(house: House) -> None:
    """They have their copy: nobody else is told, nobody has to act, until it bounces as well."""
    away(house, SUPERINTENDENT, COUNSEL)
    house.submit()
    house.route()
    away(house, INTAKE, COUNSEL)
    house.review(NUMBER, INTAKE)
    house.route()
    away(house, FIRST, COUNSEL)
    posted = post(house)
    receipt, copy = to(posted, SUPERINTENDENT), None
    assert receipt.message.template == "waiver-received"
    house.withdraw(NUMBER)
    posted = post(house)
    own = to(posted, SUPERINTENDENT, "waiver-withdrawn")
    copy = to(posted, COUNSEL, "waiver-withdrawn")
    bounce(house, own)
    assert post(house) == []
    assert reaching(house, NUMBER) == []
    bounce(house, copy)
    assert reaching(house, NUMBER) == [f"reach:{copy.message.id}"]


def test_holder_who_stepped_aside_is_not_told(house: House, at_program: Posted) -> None:
    """A conflict is a conflict, whatever becomes of a mail."""
    with house.session() as session:
        recuse(session, NUMBER, reason="Kin", by=OTHER, entered_by=KEYBOARD, now=house.now)
    bounce(house, at_program)
    assert reaching(house, NUMBER) == [f"reach:{at_program.message.id}"]
    assert [one.message.to_email for one in post(house)] == [OPERATOR]


def test_refusal_at_sending_goes_the_same_way(house: House) -> None:
    """A 5xx is a bounce that comes at once."""
    house.submit()
    house.route()
    house.review(NUMBER, INTAKE)
    house.route()
    (failed,) = [one for one in post(house, {FIRST: NO_MAILBOX})
                 if one.message.to_email == FIRST]  # fmt: skip
    assert message(house, failed).state is MessageState.FAILED
    assert "mail.failed" in [one["kind"] for one in house.show(NUMBER)["events"]]
    assert reaching(house, NUMBER) == []
    (copy,) = post(house, {OTHER: NO_MAILBOX})
    assert copy.message.to_email == OTHER
    assert reaching(house, NUMBER) == [f"reach:{failed.message.id}"]


def test_call_for_operators_that_bounces_ends_there(house: House, filed: list[Posted]) -> None:
    """It calls nobody in turn; the duty stays."""
    bounce(house, to(filed, CHIEF))
    call = to(post(house), OPERATOR)
    assert bounce(house, call) is Taken.FAILED
    assert post(house) == []
    assert len(reaching(house, NUMBER)) == 1


def test_bounce_of_what_is_still_being_tried_ends_the_trying(house: House) -> None:
    """A server took the mail, hung up before saying so, and then could not deliver it."""
    house.submit()
    posted = post(house, {CHIEF: Deferred("no answer")})
    mail = to(posted, CHIEF)
    assert message(house, mail).state is MessageState.RETRYING
    assert bounce(house, mail) is Taken.FAILED
    house.later(days=1)
    assert CHIEF not in [one.message.to_email for one in post(house)]


def test_every_try_is_kept_with_the_server_and_its_words(house: House) -> None:
    """Put off twice, then accepted: three rows that nobody can change."""
    house.submit()
    for answers in ({CHIEF: Deferred("451 busy")}, {CHIEF: Deferred("451 later")}, {}):
        post(house, answers)
        house.later(hours=1)
    tries = [one for one in house.rows(Handover) if one.message_id == 2]
    assert [(one.number, one.outcome, one.reply) for one in tries] == [
        (1, "put-off", "451 busy"),
        (2, "put-off", "451 later"),
        (3, "accepted", "250 2.0.0 queued"),
    ]
    assert {one.server for one in tries} == {"smtp://mx.doe.example:25"}
