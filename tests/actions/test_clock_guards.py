"""Who may change a clock, and which change makes no sense."""

from datetime import date

import pytest

from actions.clock_guards import ClockCannotChange, NotOwed
from actions.duties import open_duty
from actions.recusals import recuse
from models.cases import Case
from models.duties import Authority, Duty
from models.people import Office
from rules.findings import NoSuchCase, NotYourOffice, Refused
from tests.actions.clock_makers import WHY, Clocks
from tests.actions.makers import (
    CHIEF,
    COMMISSIONER,
    INTAKE,
    OPERATOR,
    PROGRAM,
    SUPERINTENDENT,
)
from tests.actions.shortfall_makers import LIAISON, Fallback

OVERTAKEN = "what it tells of was closed, passed on, or changed again before the mail went"
REPLY = "reply:state_police"


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
