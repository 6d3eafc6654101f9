"""Digests: one a day for an office, true at the moment they leave."""

from datetime import date

import pytest
import sqlalchemy as sa

from actions.outages import outages
from actions.outbox import Sent, claim_messages, put_down
from models.duties import Duty
from models.messages import MessageState
from models.people import Office, Person
from models.policies import PolicyVersion
from models.reminders import Reminder, RungKind
from notifications.render import Rendered
from notifications.send import Rejected
from rules.calendar import start_of
from tests.actions.makers import INTAKE, OPERATOR, PROGRAM, PROGRAM_2, House, filing
from tests.actions.reminding import DUE, Desk, at

FRIDAY = date(2026, 9, 25)
ONE, TWO, THREE = "W-2026-0001", "W-2026-0002", "W-2026-0003"


@pytest.fixture
def desk(house: House) -> Desk:
    """Give a desk with three applications before intake, and the mail of their filing gone."""
    for number in range(3):
        house.submit(filing(scope=f"All requirements, {number}"))
    house.route()
    desk = Desk(house)
    desk.deliver()
    return desk


def test_office_gets_one_digest_a_day_that_names_each_duty_and_why(desk: Desk) -> None:
    """Three reminders are one mail, with what, when, on whose authority, and why to this reader."""
    desk.on(FRIDAY)
    (digest,) = desk.digests()
    assert (digest.to.email, digest.to.office) == (INTAKE, "intake@DESE")
    assert [one.case_number for one in digest.entries] == [ONE, TWO, THREE]
    entry = digest.entries[0]
    assert (entry.owed, entry.due_on, entry.days_left) == ("Intake review", DUE, 1)
    assert (entry.authority, entry.basis) == ("policy", "steps.intake.days")
    assert entry.why == "you have it in hand"
    assert (entry.kind, entry.rung) == (RungKind.REMIND, "remind-1")
    assert entry.when == "1 business day left"
    assert {one.state for one in desk.house.rows(Reminder)} == {"sent"}
    (message,) = desk.mail()
    assert message.key == f"digest/intake@DESE/2026-09-25/{INTAKE}"
    assert message.subject == ("3 reminders, first W-2026-0001: Intake review, 1 business day left")


def test_escalation_goes_into_the_digest_of_the_office_above(desk: Desk) -> None:
    """The operators hear that intake is late; intake hears its own."""
    desk.on(FRIDAY)
    desk.on(date(2026, 10, 1))
    by_office = {one.to.email: one for one in desk.digests()}
    assert set(by_office) == {INTAKE, OPERATOR}
    above = by_office[OPERATOR].entries[0]
    assert above.why == "intake@DESE owes it and is late"
    assert above.when == "3 business days late"
    assert "reached" in above.act


def test_what_was_done_between_queue_and_send_is_left_out(desk: Desk) -> None:
    """A digest never reminds of what is done: the ledger says it was stopped."""
    desk.on(FRIDAY)
    desk.house.review(TWO, INTAKE)
    (digest,) = desk.digests()
    assert [one.case_number for one in digest.entries] == [ONE, THREE]
    states = {one.case_number: one.state for one in desk.house.rows(Reminder)}
    assert states == {ONE: "sent", TWO: "stopped", THREE: "sent"}
    assert desk.house.mail(ONE, "reminder-digest") == [INTAKE]
    assert desk.house.mail(TWO, "reminder-digest") == []


def test_digest_with_nothing_left_is_withheld_with_the_reason(desk: Desk) -> None:
    """All done in time: no mail at all, and the record says why."""
    desk.on(FRIDAY)
    for number in (ONE, TWO, THREE):
        desk.house.review(number, INTAKE)
    assert desk.digests() == []
    (message,) = desk.mail()
    assert message.state is MessageState.WITHHELD
    assert "was done" in (message.reason or "")


def test_office_that_had_its_digest_gets_the_rest_the_next_working_day(desk: Desk) -> None:
    """A second mail on the same day would be a second mail: it waits until Monday."""
    with desk.house.session() as session:
        session.get_one(Duty, 3).next_rung_at = at(FRIDAY, 11)
    desk.on(FRIDAY)
    desk.on(FRIDAY, 11)
    assert [one.digest_on for one in desk.mail()] == [FRIDAY]
    waiting = next(one for one in desk.house.rows(Reminder) if one.digest_on is None)
    assert (waiting.case_number, waiting.digest_from) == (THREE, at(DUE))
    desk.on(DUE)
    assert [one.digest_on for one in desk.mail()] == [FRIDAY, DUE]
    desk.on(DUE, 9)
    assert len(desk.mail()) == 2


def test_duty_in_nobodys_hands_is_told_to_all_of_its_office(desk: Desk) -> None:
    """Two hold the program office; a mail to each, and once one has it the other's says nothing."""
    for number in (ONE, TWO, THREE):
        desk.house.review(number, INTAKE)
    desk.house.route()
    desk.deliver()
    with desk.house.session() as session:
        session.exec(sa.update(Duty).where(Duty.what == "review:program").values(holder=None))  # type: ignore[arg-type]
    due = desk.duty("review:program").due_on
    desk.on(date(2026, 10, 9))
    assert {one.to_email for one in desk.mail()} == {PROGRAM, PROGRAM_2}
    with desk.house.session() as session:
        one = next(one for one in desk.house.rows(Person) if one.email == PROGRAM)
        session.exec(sa.update(Duty).where(Duty.case_number == ONE).values(holder=one.id))  # type: ignore[arg-type]
    said = {one.to.email: [each.case_number for each in one.entries] for one in desk.digests()}
    assert said == {PROGRAM: [ONE, TWO, THREE], PROGRAM_2: [TWO, THREE]}
    assert due == date(2026, 10, 13)


def test_paused_duty_is_left_out_of_a_queued_digest(desk: Desk) -> None:
    """Its clock stands: no reminder, though one was queued."""
    desk.on(FRIDAY)
    with desk.house.session() as session:
        session.get_one(Duty, 1).paused_on = FRIDAY
    (digest,) = desk.digests()
    assert [one.case_number for one in digest.entries] == [TWO, THREE]


def test_office_whose_digest_fails_stops_no_other(desk: Desk) -> None:
    """A reader who is not on record: that office is put off and named; the others' digests go."""
    desk.on(FRIDAY)
    desk.house.now = at(date(2026, 10, 1))
    desk.take()
    with desk.house.session() as session:
        session.exec(sa.update(Reminder).where(Reminder.kind == "escalate").values(told=[999_999]))  # type: ignore[arg-type]
    troubles = {one.office: bool(one.trouble) for one in desk.compose()}
    assert troubles == {"intake@DESE": False, "operator@DESE": True}
    assert desk.compose() == []
    desk.house.later(minutes=15)
    assert [one.office for one in desk.compose()] == ["operator@DESE"]


def test_case_that_cannot_be_put_in_words_waits_and_the_others_are_told(desk: Desk) -> None:
    """The text of its policy is spoilt after the round: it is in the next digest, once mended."""
    other = House(
        desk.house.engine, policy=desk.house.policy.replace('"default"', '"other"'),
        now=desk.house.now,
    )  # fmt: skip
    broken = other.submit(filing(scope="All requirements, broken")).case.number
    desk.house.route()
    desk.deliver()
    desk.on(FRIDAY)
    with desk.house.session() as session:
        policy = session.get_one(PolicyVersion, desk.case(broken).policy_version)
        text, policy.content = policy.content, "name = ["
    (digest,) = desk.digests()
    assert [one.case_number for one in digest.entries] == [ONE, TWO, THREE]
    with desk.house.session() as session:
        session.get_one(PolicyVersion, desk.case(broken).policy_version).content = text
    desk.on(DUE)
    (digest,) = desk.digests()
    assert [one.case_number for one in digest.entries] == [broken]


def test_failed_digest_becomes_one_duty_and_is_on_each_case(desk: Desk) -> None:
    """An address that does not exist: somebody is asked, once, to reach the person."""
    desk.on(FRIDAY)
    now = desk.house.now
    with desk.house.session() as session:
        (message,) = claim_messages(session, now=now, clock=now, lease=now - now, limit=10)
        sent = Sent(message.id or 0, Rendered("s", "t", "h", "v"), Rejected("550 no such user"))
        put_down(session, [sent], server="smtp://mx.doe.example:25", now=now)
    reach = [one for one in desk.house.rows(Duty) if one.what.startswith("reach:")]
    assert [(one.case_number, one.office) for one in reach] == [(ONE, Office.OPERATOR)]
    for number in (ONE, TWO, THREE):
        kinds = [one["kind"] for one in desk.house.show(number)["events"]]
        assert kinds.count("mail.failed") == 1
    (staff,) = desk.deliver()
    assert staff.failed
    assert staff.failed.to.email == INTAKE


def test_what_an_outage_held_up_is_listed_by_the_day_it_was_caught_up(desk: Desk) -> None:
    """Away for ten days: what went after all, what was overtaken, and which mail left late."""
    desk.on(FRIDAY)
    desk.on(date(2026, 10, 7), 10)
    desk.deliver()
    with desk.house.session() as session:
        assert outages(session, since=start_of(date(2026, 10, 8))) == []
        (outage,) = outages(session, since=start_of(FRIDAY))
        assert (outage.caught_up_on, outage.since) == (date(2026, 10, 7), at(FRIDAY))
        late = [(row.rung, duty.case_number) for row, duty in outage.caught_up]
        assert late.count(("remind+5", ONE)) == late.count(("escalate+3:operator", TWO)) == 1
        assert [row.rung for row, _ in outage.overtaken] == ["remind+1"] * 3
        assert [one.digest_on for one in outage.mail] == [FRIDAY]
