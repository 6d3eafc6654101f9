"""A clock is stopped, goes on, is given more days: who may, what is kept, who is told."""

from datetime import date

import pytest

from actions.clock_guards import ClockCannotChange, NotOwed
from actions.duties import open_duty
from actions.listing import cases
from actions.questions import Asked
from actions.recusals import recuse
from actions.verification import broken_links
from database import reading
from models.cases import Case
from models.duties import Authority, Duty
from models.people import Office
from models.reviews import ReviewOutcome
from rules.findings import NoSuchCase, NotYourOffice, Refused
from tests.actions.clock_makers import REVIEW, WHY, Clocks
from tests.actions.granting import grant
from tests.actions.makers import (
    CHIEF,
    COMMISSIONER,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    PROGRAM,
    SUPERINTENDENT,
    House,
)
from tests.actions.shortfall_makers import LIAISON, Fallback

OVERTAKEN = "what it tells of was closed, passed on, or changed again before the mail went"
ANSWER = "answer:questions"
REPLY = "reply:state_police"


@pytest.fixture
def clocks(house: House) -> Clocks:
    """Give the clocks of a house with the sample registry."""
    return Clocks(house)


@pytest.fixture
def number(clocks: Clocks) -> str:
    """Give a case at intake, opened on Monday 21 September, due on the 28th."""
    filed = clocks.house.submit().case.number
    clocks.house.route()
    return filed


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


@pytest.mark.parametrize("by", [INTAKE, PROGRAM, SUPERINTENDENT, CHIEF, "nobody@doe.example"])
def test_only_an_operator_or_the_decider_may(clocks: Clocks, number: str, by: str) -> None:
    """A reviewer does not move the day of a review, nor a district its own."""
    for act in (clocks.pause, clocks.resume, clocks.extend):
        with pytest.raises(NotYourOffice, match="does not hold the office of operator at DESE"):
            act(number, by=by)
    assert clocks.duty(number)["clock_changes"] == []


def test_the_commissioners_office_may_on_a_waiver(clocks: Clocks, number: str) -> None:
    """It decides the case, and so may give a review more time."""
    assert clocks.extend(number, by=COMMISSIONER).by == COMMISSIONER
    ((_, words),) = clocks.mails(number)
    assert "The reason, from the Commissioner" in words


def test_nobody_moves_the_day_of_what_their_own_office_owes(clocks: Clocks) -> None:
    """The decision's own day is moved by an operator."""
    number = clocks.house.at_the_commissioner()
    what = "decide:commissioner"
    with pytest.raises(NotYourOffice, match="holds the office that owes"):
        clocks.extend(number, what, by=COMMISSIONER)
    assert clocks.extend(number, what).by == OPERATOR


def test_who_stepped_aside_may_not(clocks: Clocks, number: str) -> None:
    """A conflict is one for dates as well."""
    house = clocks.house
    with house.session() as session:
        recuse(session, number, reason="A relative", by=COMMISSIONER, entered_by="", now=house.now)
    with pytest.raises(NotYourOffice, match="stepped aside"):
        clocks.pause(number, by=COMMISSIONER)


def test_the_commissioner_has_no_say_on_a_shortfall(clocks: Clocks) -> None:
    """(e) has no commissioner: an operator keeps its clocks (rule 22)."""
    fallback = Fallback(clocks.house)
    number = fallback.determine().case.number
    fallback.route()
    with pytest.raises(NotYourOffice):
        clocks.pause(number, REPLY, by=COMMISSIONER)
    with pytest.raises(NotYourOffice):
        clocks.pause(number, REPLY, by=LIAISON)
    clocks.pause(number, REPLY)
    assert [to for to, _ in clocks.mails(number)] == [LIAISON]


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


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ({"what": "review:program"}, "review:program is not owed"),
        ({"reason": "  "}, "Say why"),
        ({"on": date(2026, 9, 20)}, "is not between 2026-09-21 and today"),
        ({"on": date(2026, 9, 24)}, "is not between 2026-09-21 and today"),
    ],
)
def test_a_pause_that_makes_no_sense_is_refused(
    clocks: Clocks, number: str, refusal: dict[str, object], words: str
) -> None:
    """What is not owed, has no reason, is before the duty or to come; nothing is changed."""
    clocks.house.later(days=2)
    with pytest.raises(Refused, match=words):
        clocks.pause(number, **refusal)  # pyright: ignore[reportArgumentType]
    duty = clocks.duty(number)
    assert (duty["paused_on"], duty["clock_changes"]) == (None, [])
    assert clocks.mails(number) == []


def test_a_clock_is_stopped_once_and_goes_on_once(clocks: Clocks, number: str) -> None:
    """The second hears why it stands, or that it runs."""
    with pytest.raises(ClockCannotChange, match="is running"):
        clocks.resume(number)
    clocks.pause(number)
    with pytest.raises(ClockCannotChange, match=f"stands already, since 2026-09-21: {WHY}"):
        clocks.pause(number)
    with pytest.raises(ClockCannotChange, match="is not between"):
        clocks.resume(number, on=date(2026, 9, 20))
    clocks.resume(number)
    with pytest.raises(ClockCannotChange, match="is running"):
        clocks.resume(number)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "how many days"), (-1, "opened with 5 days"), (3646, "more than a duty may have")],
)
def test_an_extension_out_of_measure_is_refused(
    clocks: Clocks, number: str, days: int, words: str
) -> None:
    """None at all, fewer than it opened with, more than ten years."""
    with pytest.raises(ClockCannotChange, match=words):
        clocks.extend(number, days=days)


def test_an_extension_can_be_taken_back_but_not_past_today(clocks: Clocks, number: str) -> None:
    """Thirty days that should have been three; nobody is made late by it."""
    clocks.extend(number, days=30)
    clocks.extend(number, days=-27, reason="Three were meant.")
    assert clocks.due(number) == "2026-10-01"
    ((_, withheld), (_, words)) = clocks.mails(number)
    assert withheld == OVERTAKEN
    assert "27 days of an extension are taken back (policy)." in words
    clocks.house.later(days=9)
    with pytest.raises(ClockCannotChange, match="has passed"):
        clocks.extend(number, days=-3)


def test_a_duty_of_the_law_changes_on_the_laws_authority_alone(clocks: Clocks, number: str) -> None:
    """An operator's policy cannot stretch days that the law sets."""
    house = clocks.house
    with house.session() as session:
        case = session.get_one(Case, number)
        duty = open_duty(
            session,
            case,
            "answer:court",
            office=Office.COUNSEL,
            at="DESE",
            days=6,
            basis="an order",
            now=house.now,
            authority=Authority.LAW,
        )
        assert duty.due_on == date(2026, 9, 28)  # the 27th is a Sunday
    for act in (clocks.pause, clocks.extend):
        with pytest.raises(ClockCannotChange, match="the law's"):
            act(number, "answer:court")
    change = clocks.extend(number, "answer:court", days=6, authority=Authority.LAW)
    assert change.due_after == date(2026, 10, 3)  # a Saturday stays


def test_a_closed_duty_has_no_clock(clocks: Clocks, number: str) -> None:
    """What is done keeps its date; it stands on no list and waits for no reminder."""
    clocks.pause(number)
    clocks.house.review(number, INTAKE)
    duty = clocks.duty(number)
    assert (duty["state"], duty["paused_on"], duty["due_on"]) == ("done", None, "2026-09-28")
    with pytest.raises(NotOwed, match="Owed: nothing"):
        clocks.resume(number)
    assert all(one.next_rung_at is None for one in clocks.house.rows(Duty))
    with pytest.raises(NoSuchCase):
        clocks.pause("W-2026-0404")


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
    fallback.route()
    assert clocks.house.mail(number, "consultation-overdue") == []
    clocks.resume(number, REPLY)
    fallback.route()
    assert clocks.due(number, REPLY) == "2026-11-04"
    clocks.house.later(days=15)
    fallback.route()
    assert len(clocks.house.mail(number, "consultation-overdue")) == 3


def test_an_explanation_gives_everything_that_moved_the_date(clocks: Clocks, number: str) -> None:
    """Start, each day and why, pauses, extensions, closures, rule and authority."""
    clocks.house.later(days=1)
    clocks.pause(number)
    clocks.house.later(days=1)
    clocks.resume(number)
    clocks.extend(number, days=1, authority=Authority.PRACTICE)
    clocks.close(date(2026, 9, 25))

    one = clocks.explain(number)
    assert (one["start"], one["days_allowed"], one["counting"]) == (
        "2026-09-21",
        5,
        "business days",
    )
    assert [(day["day"][-2:], day["counted"], day["why"]) for day in one["days"]] == [
        ("22", False, f"paused: {WHY}"),
        ("23", False, f"paused: {WHY}"),
        ("24", True, "business day 1"),
        ("25", False, "closed: snow"),
        ("26", False, "Saturday"),
        ("27", False, "Sunday"),
        ("28", True, "business day 2"),
        ("29", True, "business day 3"),
        ("30", True, "business day 4"),
        ("01", True, "business day 5"),
        ("02", True, "business day 6"),
    ]
    assert one["pauses"] == [{"from": "2026-09-22", "to": "2026-09-23", "reason": WHY}]
    assert one["extensions"] == [
        {"days": 1, "reason": WHY, "authority": "practice", "by": OPERATOR}
    ]
    assert one["closures"] == [{"day": "2026-09-25", "why": "closed: snow"}]
    assert (one["due_on"], one["authority"], one["basis"]) == (
        "2026-10-02",
        "policy",
        "steps.intake.days",
    )
    kinds = [change["kind"] for change in one["changes"]]
    assert kinds == ["paused", "resumed", "extended", "recomputed"]


def test_an_explanation_of_a_clock_that_stands_says_since_when(clocks: Clocks, number: str) -> None:
    """Its days after that are not counted yet."""
    clocks.house.later(days=2)
    clocks.pause(number)
    one = clocks.explain(number)
    assert one["paused_on"] == "2026-09-23"
    assert one["pauses"] == [{"from": "2026-09-23", "to": None, "reason": WHY}]
    assert [day["day"] for day in one["days"] if day["counted"]] == ["2026-09-22"]
