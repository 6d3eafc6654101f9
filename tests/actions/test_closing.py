"""A snow day moves what it touches and nothing else; lifted, everything is as it was."""

from collections.abc import Callable
from datetime import date

import pytest

from actions.closing import CannotClose, closures_on_record
from actions.duties import open_duty
from actions.questions import Asked
from actions.recounting import Moves
from database import reading
from models.cases import Case
from models.clocks import ClockChange, Closure, ClosureKind
from models.duties import Authority, Duty
from models.people import Office
from models.reviews import ReviewOutcome
from rules.findings import NotYourOffice
from tests.actions.clock_makers import REVIEW, Clocks
from tests.actions.makers import (
    COMMISSIONER,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    SUPERINTENDENT,
    filing,
)

SNOW = date(2026, 9, 24)
"""A Thursday among the days of what is opened on Monday the 21st."""


def several(clocks: Clocks) -> tuple[str, str]:
    """File two applications: one is at intake, the other waits for the district's answer."""
    house = clocks.house
    first = house.submit().case.number
    second = house.submit(filing(scope="All requirements, another year")).case.number
    house.route()
    question = (Asked("evidence[0].period", "Which months?"),)
    house.review(second, INTAKE, outcome=ReviewOutcome.RETURN, questions=question)
    return first, second


def moved(moves: Moves) -> list[tuple[str, str, date, date]]:
    """Give each date that moves, in words."""
    return [
        (move.duty.case_number, move.duty.what, move.before, move.after) for move in moves.moves
    ]


def test_a_preview_says_what_then_happens(clocks: Clocks) -> None:
    """Two due dates, two people; nothing is changed until it is entered."""
    first, second = several(clocks)
    before = clocks.house.rows(Duty)
    foreseen = clocks.foresee(SNOW)

    assert moved(foreseen) == [
        (first, REVIEW, date(2026, 9, 28), date(2026, 9, 29)),
        (second, "answer:questions", date(2026, 10, 20), date(2026, 10, 21)),
    ]
    assert foreseen.told == [INTAKE, SUPERINTENDENT]
    assert clocks.house.rows(Duty) == before
    assert clocks.house.rows(Closure) == clocks.house.rows(ClockChange) == []

    done = clocks.close(SNOW)
    assert (moved(done), done.told) == (moved(foreseen), foreseen.told)
    assert clocks.due(first) == "2026-09-29"
    assert clocks.due(second, "answer:questions") == "2026-10-21"


def test_a_closure_keeps_old_new_why_and_who_on_each_case(clocks: Clocks) -> None:
    """In the change, in the case's log, in the log of closures, and in one mail a case."""
    first, second = several(clocks)
    clocks.close(SNOW)

    (change,) = clocks.duty(first)["clock_changes"]
    assert (change["kind"], change["on"], change["reason"], change["by"]) == (
        "recomputed",
        "2026-09-24",
        "closed: snow",
        OPERATOR,
    )
    (logged,) = clocks.logged(first, "clock.recomputed")
    assert (logged["day"], logged["reason"]) == ("2026-09-24", "closed: snow")
    assert [(one["due_before"], one["due_after"]) for one in logged["duties"]] == [
        ("2026-09-28", "2026-09-29")
    ]
    ((to, words),) = clocks.mails(first)
    assert to == INTAKE
    assert "by the end of Tuesday, September 29, 2026, and not on Monday" in words
    assert "> closed: snow" in words
    assert [to for to, _ in clocks.mails(second)] == [SUPERINTENDENT]
    (entered,) = clocks.logged("closures", "closure.entered")
    assert (entered["moved"], entered["told"], entered["reason"]) == (2, 2, "closed: snow")


def test_several_dates_of_a_case_are_told_in_one_mail(clocks: Clocks) -> None:
    """The same person owes two things on it."""
    first, _ = several(clocks)
    house = clocks.house
    with house.session() as session:
        case = session.get_one(Case, first)
        open_duty(
            session,
            case,
            "check:files",
            office=Office.INTAKE,
            at="DESE",
            days=10,
            basis="practice",
            now=house.now,
        )
    clocks.close(SNOW)
    ((to, words),) = clocks.mails(first)
    assert to == INTAKE
    assert words.count("It is now due by the end of") == 2
    assert words.count("> closed: snow") == 1


def test_lifting_gives_the_old_dates_back_and_keeps_the_entry(clocks: Clocks) -> None:
    """It did not snow after all."""
    first, second = several(clocks)
    clocks.close(SNOW)
    clocks.send(first)
    foreseen = clocks.foresee(SNOW, lifting=True)
    clocks.house.later(hours=1)
    done = clocks.lift(SNOW)

    assert moved(done) == moved(foreseen)
    assert clocks.due(first) == "2026-09-28"
    assert clocks.due(second, "answer:questions") == "2026-10-20"
    (entry,) = clocks.house.rows(Closure)
    assert (entry.lifted_by, entry.lifted_entered_by, entry.lifted_reason) == (
        OPERATOR,
        KEYBOARD,
        "It melted.",
    )
    ((_, words),) = clocks.mails(first)
    assert "> open after all: It melted." in words
    clocks.close(SNOW, reason="more snow")
    assert clocks.due(first) == "2026-09-29"
    with reading(clocks.house.engine) as session:
        assert [one.reason for one in closures_on_record(session)] == ["snow", "more snow"]


def test_nothing_moves_twice(clocks: Clocks) -> None:
    """A day that is out cannot be taken out again."""
    first, _ = several(clocks)
    clocks.close(SNOW)
    with pytest.raises(CannotClose, match=r"out already, closed: snow \(entered by operator"):
        clocks.close(SNOW)
    assert clocks.due(first) == "2026-09-29"
    assert len(clocks.house.rows(ClockChange)) == 2


def test_what_is_opened_later_knows_of_the_closure(clocks: Clocks) -> None:
    """Every duty is reckoned with the days that are out, and says so."""
    clocks.close(SNOW)
    number = clocks.house.submit().case.number
    clocks.house.route()
    assert clocks.due(number) == "2026-09-29"
    assert clocks.duty(number)["clock_changes"] == []
    why = {day["day"]: day["why"] for day in clocks.explain(number)["days"]}
    assert why["2026-09-24"] == "closed: snow"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 9, 18), "before they were opened"),
        (date(2026, 9, 21), "the day they were opened, which is day zero"),
        (date(2026, 10, 22), "after they are due"),
    ],
)
def test_a_day_that_is_none_of_a_dutys_own_moves_nothing(
    clocks: Clocks, day: date, why: str
) -> None:
    """Only the days between opening and due date count, so only they can be missed."""
    several(clocks)
    assert moved(clocks.close(day)) == [], why
    assert clocks.house.rows(ClockChange) == []


def test_a_due_date_that_is_closed_itself_moves(clocks: Clocks) -> None:
    """The last day is one of the days allowed; the day after it is not."""
    first, _ = several(clocks)
    clocks.close(date(2026, 9, 28))
    assert clocks.due(first) == "2026-09-29"
    clocks.close(date(2026, 9, 30))
    assert clocks.due(first) == "2026-09-29"


def test_a_closure_while_the_clock_stands_counts_once(clocks: Clocks) -> None:
    """A day cannot be lost to the pause and to the snow both."""
    first, _ = several(clocks)
    clocks.house.later(days=2)
    clocks.pause(first)
    clocks.close(SNOW)
    clocks.house.later(days=2)
    clocks.resume(first)
    assert clocks.due(first) == "2026-10-01"
    clocks.lift(SNOW)
    assert clocks.due(first) == "2026-10-01"


def test_days_of_the_law_and_what_is_done_stay(clocks: Clocks) -> None:
    """A snow day is policy; and a duty that was done was due when it was due."""
    first, _ = several(clocks)
    house = clocks.house
    with house.session() as session:
        open_duty(
            session,
            session.get_one(Case, first),
            "answer:court",
            office=Office.COUNSEL,
            at="DESE",
            days=10,
            basis="an order",
            now=house.now,
            authority=Authority.LAW,
        )
    house.later(days=1)
    house.review(first, INTAKE)
    house.later(days=1)
    clocks.close(SNOW)
    assert clocks.due(first) == "2026-09-28"
    assert clocks.due(first, "answer:court") == "2026-10-01"
    done = clocks.explain(first)
    assert done["days"][-1]["day"] == done["due_on"]
    assert done["closures"] == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 26), "2026-09-26 counts for nobody already: Saturday."),
        (date(2026, 11, 26), "counts for nobody already: Thanksgiving Day."),
        (date(2062, 9, 25), "more than five years from today"),
    ],
)
def test_a_day_that_cannot_be_closed_is_refused(clocks: Clocks, day: date, words: str) -> None:
    """It changes nothing, or the year is a slip of the pen."""
    for act in (clocks.close, clocks.foresee):
        with pytest.raises(CannotClose, match=words):
            act(day)


def test_a_closure_needs_a_reason_and_one_to_lift(clocks: Clocks) -> None:
    """Everybody whose date moves reads why."""
    with pytest.raises(CannotClose, match="Say why"):
        clocks.close(SNOW, reason=" ")
    with pytest.raises(CannotClose, match="nothing to lift"):
        clocks.lift(SNOW)
    clocks.close(SNOW)
    with pytest.raises(CannotClose, match="Say why"):
        clocks.lift(SNOW, reason="")


@pytest.mark.parametrize("by", [COMMISSIONER, INTAKE, SUPERINTENDENT])
def test_only_an_operator_closes_the_office(clocks: Clocks, by: str) -> None:
    """It moves everybody's dates; looking at what it would do is theirs as well."""
    clocks.close(SNOW)
    other = date(2026, 9, 25)
    acts: list[Callable[[], object]] = [
        lambda: clocks.close(other, by=by),
        lambda: clocks.lift(SNOW, by=by),
        lambda: clocks.foresee(other, by=by),
        lambda: clocks.foresee(SNOW, lifting=True, by=by),
    ]
    for act in acts:
        with pytest.raises(NotYourOffice, match="operator at DESE"):
            act()


def test_an_added_holiday_is_called_one(clocks: Clocks) -> None:
    """Evacuation Day, where an operator keeps it."""
    first, _ = several(clocks)
    clocks.close(SNOW, reason="Founders' Day", kind=ClosureKind.HOLIDAY)
    why = {day["day"]: day["why"] for day in clocks.explain(first)["days"]}
    assert why["2026-09-24"] == "holiday: Founders' Day"
