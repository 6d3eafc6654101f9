"""A clock is stopped, goes on, is given more days: what is kept, and who is told."""

from datetime import date

from actions.listing import cases
from actions.questions import Asked
from actions.recusals import recuse
from actions.verification import broken_links
from database import reading
from models.duties import Authority
from models.people import Office
from models.reviews import ReviewOutcome
from tests.actions.clock_makers import REVIEW, WHY, Clocks
from tests.actions.granting import grant
from tests.actions.makers import (
    INTAKE,
    KEYBOARD,
    OPERATOR,
    SUPERINTENDENT,
)
from tests.actions.reminding import Desk
from tests.actions.shortfall_makers import BOARD, LIAISON, Fallback

ANSWER = "answer:questions"
REPLY = "reply:state_police"


def overdue(clocks: Clocks, on: date) -> list[str]:
    """Give the numbers of the cases with a duty past due."""
    with reading(clocks.house.engine) as session:
        return [one["number"] for one in cases(session, overdue_on=on)]


def test_a_pause_keeps_old_new_why_and_who(clocks: Clocks, number: str) -> None:
    """The date stays; the change, the log and the mail say the rest."""
    clocks.house.later(days=2)
    clocks.pause(number)

    duty = clocks.duty(number)
    assert (duty["due_on"], duty["paused_on"]) == ("2026-09-28", "2026-09-23")
    (change,) = duty["clock_changes"]
    assert change | {"at": None} == {
        "kind": "paused",
        "on": "2026-09-23",
        "days": None,
        "reason": WHY,
        "authority": "policy",
        "by": OPERATOR,
        "entered_by": KEYBOARD,
        "at": None,
        "due_before": "2026-09-28",
        "due_after": "2026-09-28",
    }
    (logged,) = clocks.logged(number, "clock.paused")
    assert (logged["what"], logged["reason"], logged["due_after"]) == (REVIEW, WHY, "2026-09-28")
    ((to, words),) = clocks.mails(number)
    assert to == INTAKE
    assert "stands since Wednesday, September 23, 2026 (policy)" in words
    assert WHY in words


def test_resuming_counts_the_date_anew_and_tells_the_holder(clocks: Clocks, number: str) -> None:
    """Paused Wednesday, resumed Friday: three business days later."""
    clocks.house.later(days=2)
    clocks.pause(number)
    clocks.send(number)
    clocks.house.later(days=2)
    change = clocks.resume(number, reason="It came.")

    assert (change.due_before, change.due_after) == (date(2026, 9, 28), date(2026, 10, 1))
    duty = clocks.duty(number)
    assert (duty["due_on"], duty["paused_on"]) == ("2026-10-01", None)
    (logged,) = clocks.logged(number, "clock.resumed")
    assert (logged["due_before"], logged["due_after"]) == ("2026-09-28", "2026-10-01")
    ((to, words),) = clocks.mails(number)
    assert to == INTAKE
    assert "due by the end of Thursday, October 1, 2026" in words
    assert "It came." in words


def test_an_extension_says_on_what_authority(clocks: Clocks, number: str) -> None:
    """Five business days more, on the operator's own practice."""
    change = clocks.extend(number, days=5, authority=Authority.PRACTICE)
    assert change.due_after == date(2026, 10, 5)
    (logged,) = clocks.logged(number, "clock.extended")
    assert (logged["days"], logged["authority"]) == (5, "practice")
    ((_, words),) = clocks.mails(number)
    assert "This has 5 days more (practice)." in words
    assert "The reason, from the Operator" in words


def test_a_case_with_changed_clocks_verifies(clocks: Clocks, number: str) -> None:
    """Each act is in the chain."""
    clocks.pause(number)
    clocks.resume(number)
    clocks.extend(number)
    with reading(clocks.house.engine) as session:
        assert list(broken_links(session, lambda _: True)) == []


def test_nothing_is_late_while_the_clock_stands(clocks: Clocks, number: str) -> None:
    """A list of what is overdue leaves it out, until it goes on."""
    late = date(2026, 10, 20)
    assert overdue(clocks, late) == [number]
    clocks.pause(number)
    assert overdue(clocks, late) == []
    clocks.resume(number)
    assert overdue(clocks, late) == [number]


def test_a_pause_or_its_end_may_be_entered_afterwards(clocks: Clocks, number: str) -> None:
    """Nobody was at the keyboard on the day: what counts is the day it happened."""
    clocks.house.later(days=7)
    clocks.pause(number, on=date(2026, 9, 23))
    clocks.resume(number, on=date(2026, 9, 25))
    assert clocks.due(number) == "2026-10-01"


def test_pauses_that_overlap_count_a_day_once(clocks: Clocks, number: str) -> None:
    """Entered one after the other, for days that cover each other."""
    clocks.house.later(days=7)
    for first, last in ((23, 25), (22, 24)):
        clocks.pause(number, on=date(2026, 9, first))
        clocks.resume(number, on=date(2026, 9, last))
    assert clocks.due(number) == "2026-10-02"


def test_everyone_who_was_told_the_date_is_told_that_it_moved(clocks: Clocks, number: str) -> None:
    """An answer is owed by all who sign for the district, so all hear of it."""
    deputy = "deputy@portexample.example"
    grant(clocks.house.engine, Office.SUPERINTENDENT, "99010000", deputy, now=clocks.house.now)
    clocks.house.review(
        number,
        INTAKE,
        outcome=ReviewOutcome.RETURN,
        questions=(Asked("evidence[0].period", "Which months?"),),
    )
    clocks.extend(number, ANSWER)
    mails = clocks.mails(number)
    assert [to for to, _ in mails] == [SUPERINTENDENT, deputy]
    assert "ANSWER TO THE OFFICE'S QUESTIONS" in mails[0][1]


def test_a_mail_that_another_change_overtook_is_told_with_it(clocks: Clocks, number: str) -> None:
    """Nobody reads of a date that moved from one they never heard of."""
    clocks.extend(number, days=5, reason="First.")
    clocks.extend(number, days=1, reason="Second.")
    (_, withheld), (_, words) = clocks.mails(number)
    assert (
        withheld == "what it tells of was closed, passed on, or changed again before the mail went"
    )
    assert "First." in words
    assert "October 5, 2026, and not on Monday, September 28, 2026" in words
    assert "October 6, 2026, and not on Monday, October 5, 2026" in words
    clocks.house.review(number, INTAKE)
    assert {words for _, words in clocks.mails(number)} == {withheld}


def test_a_letter_about_a_duty_whose_clock_stands_says_so(clocks: Clocks, number: str) -> None:
    """Whoever gets the step in the meantime is not given a date that does not hold."""
    clocks.pause(number)
    deputy = "deputy@doe.example"
    house = clocks.house
    grant(house.engine, Office.INTAKE, "DESE", deputy, now=house.now)
    with house.session() as session:
        recuse(session, number, reason="A relative", by=INTAKE, entered_by="", now=house.now)
    house.route()
    assert clocks.duty(number)["holder"] == deputy
    words = dict(clocks.mails(number, "step-opened"))[deputy]
    assert "THE CLOCK STANDS Since Monday, September 21, 2026" in words
    assert "5 business days from the day it opened" not in words


def test_a_reply_is_not_missed_while_its_clock_stands(clocks: Clocks) -> None:
    """Nobody is told that the state police are late; afterwards the engine looks again."""
    fallback = Fallback(clocks.house)
    number = fallback.determine().case.number
    fallback.route()
    assert clocks.due(number, REPLY) == "2026-10-05"
    clocks.pause(number, REPLY)
    fallback.route()
    clocks.house.later(days=30)
    Desk(clocks.house).round()
    assert clocks.house.mail(number, "reminder-digest") == []
    clocks.resume(number, REPLY)
    fallback.route()
    assert clocks.due(number, REPLY) == "2026-11-04"
    clocks.house.later(days=15)
    Desk(clocks.house).round()
    assert set(clocks.house.mail(number, "reminder-digest")) == {BOARD, LIAISON, OPERATOR}
