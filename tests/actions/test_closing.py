"""A snow day moves what it touches and nothing else; lifted, everything is as it was."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from threading import Event as Signal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

import database
from actions.clocks import extend_clock, pause_clock, resume_clock
from actions.closing import CannotClose, closures_on_record, enter_closure
from actions.duties import open_duty
from actions.questions import Asked
from actions.recounting import Moves
from actions.routing import claim, ready_cases, route_all, route_waiver
from database import reading
from models.cases import Case, CaseKind
from models.clocks import ClockChange, Closure, ClosureKind
from models.duties import Authority, Duty
from models.people import Office
from models.reviews import ReviewOutcome
from rules.calendar import is_business_day
from rules.findings import NotYourOffice
from tests.actions.clock_makers import REVIEW, Clocks
from tests.actions.makers import (
    COMMISSIONER,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    SUPERINTENDENT,
    House,
    filing,
)

SNOW = date(2026, 9, 24)
"""A Thursday among the days of what is opened on Monday the 21st."""


@pytest.fixture
def clocks(house: House) -> Clocks:
    """Give the clocks of a house with the sample registry."""
    return Clocks(house)


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


def waits_for_a_lock(engine: sa.Engine) -> bool:
    """Whether another transaction waits for one that goes on."""
    with engine.connect() as connection:
        asked = sa.text("select count(*) from pg_locks where not granted")
        return bool(connection.scalar(asked))


def is_held_up(engine: sa.Engine, act: Future[object], begun: Signal) -> None:
    """Wait until an act in another thread has begun and waits, or is done already."""
    begun.wait(20)
    while engine.dialect.name == "postgresql" and not act.done() and not waits_for_a_lock(engine):
        wait([act], timeout=0.01)


def test_a_closure_waits_for_a_duty_that_is_just_opened(clocks: Clocks) -> None:
    """It is found, and moves with the others: no duty is reckoned by an older calendar."""
    house = clocks.house
    number = house.submit().case.number
    begun = Signal()

    def close() -> object:
        begun.set()
        return clocks.close(SNOW)

    with ThreadPoolExecutor(1) as desk:
        with house.session() as session:
            route_one(session, house)
            closing = desk.submit(close)
            is_held_up(house.engine, closing, begun)
            assert not closing.done()
        closing.result(30)
    assert clocks.due(number) == "2026-09-29"


def test_a_duty_opened_while_the_office_closes_knows_of_it(clocks: Clocks) -> None:
    """The act waits, then reckons with the day that is out."""
    house = clocks.house
    number = house.submit().case.number
    begun = Signal()

    def route() -> object:
        begun.set()
        return house.route()

    with ThreadPoolExecutor(1) as desk:
        with house.session() as session:
            enter_closure(session, SNOW, "snow", by=OPERATOR, entered_by="", now=house.now)
            routing = desk.submit(route)
            is_held_up(house.engine, routing, begun)
            assert not routing.done()
        routing.result(30)
    assert clocks.due(number) == "2026-09-29"


def test_many_acts_and_closures_at_once_never_lock_each_other_out(clocks: Clocks) -> None:
    """Each waits its turn; afterwards each date is the one the calendar gives."""
    house = clocks.house
    numbers = [house.submit(filing(scope=f"Scope {n}")).case.number for n in range(4)]
    house.route()
    days = [date(2026, 9, 22), date(2026, 9, 23), SNOW]
    with ThreadPoolExecutor(4) as desks:
        acts: list[Future[Any]] = [desks.submit(clocks.close, day) for day in days]
        acts += [desks.submit(clocks.extend, number, days=1) for number in numbers]
        acts += [desks.submit(clocks.pause, number) for number in numbers[:2]]
        for act in acts:
            act.result(60)
    for number in numbers:
        assert clocks.due(number) == clocks.explain(number)["days"][-1]["day"] == "2026-10-02"


def route_one(session: Session, house: House) -> None:
    """Route what is ready, in a transaction that goes on."""
    numbers = ready_cases(session, CaseKind.WAIVER, now=house.now, limit=500)
    route_all(session, claim(session, numbers, now=house.now), route_waiver, now=house.now)
    session.flush()


@dataclass(frozen=True, slots=True)
class Desk:
    """A case at intake that acts are tried on and taken back from."""

    engine: sa.Engine
    number: str
    now: datetime

    def due_after(self, acts: "Iterable[Act]") -> date:
        """Do these things one after the other, look, and take them back."""
        with Session(self.engine, expire_on_commit=False) as session:
            for act in acts:
                act(session, self)
            duty = session.exec(select(Duty).where(col(Duty.what) == REVIEW)).one()
            due = duty.due_on
            session.rollback()
            return due


Act = Callable[[Session, Desk], object]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Desk]:
    """Give a case in a database where nothing stays."""
    path = tmp_path_factory.mktemp("desk") / "recourse.sqlite"
    shutil.copyfile(migrated_sqlite, path)
    house = House(database.connect(f"sqlite:///{path}")).open()
    number = house.submit().case.number
    house.route()
    house.later(days=40)
    yield Desk(house.engine, number, house.now)
    house.engine.dispose()


def stood(first: date, last: date) -> Act:
    """Have the clock stand for some days."""

    def act(session: Session, desk: Desk) -> None:
        signed: dict[str, Any] = {
            "by": OPERATOR,
            "entered_by": KEYBOARD,
            "now": desk.now,
            "reason": "Waiting.",
        }
        pause_clock(session, desk.number, REVIEW, on=first, **signed)
        resume_clock(session, desk.number, REVIEW, on=last, **signed)

    return act


def longer(days: int) -> Act:
    """Give days."""
    return lambda session, desk: extend_clock(
        session,
        desk.number,
        REVIEW,
        days=days,
        reason="More.",
        authority=Authority.POLICY,
        by=OPERATOR,
        entered_by=KEYBOARD,
        now=desk.now,
    )


def closed(day: date) -> Act:
    """Close the office on a day."""
    return lambda session, desk: enter_closure(
        session, day, "snow", by=OPERATOR, entered_by=KEYBOARD, now=desk.now
    )


DAYS = st.dates(date(2026, 9, 22), date(2026, 10, 23))
STOOD = st.tuples(DAYS, DAYS).map(lambda days: stood(min(days), max(days)))
LONGER = st.integers(1, 9).map(longer)
CLOSED = st.sets(DAYS.filter(is_business_day), max_size=3).map(
    lambda days: [closed(day) for day in sorted(days)]
)


@settings(max_examples=25)
@given(
    st.lists(STOOD, max_size=3),
    st.lists(LONGER, max_size=2),
    CLOSED,
    st.randoms(use_true_random=False),
)
def test_acts_in_any_order_give_the_same_date(
    desk: Desk, stood: list[Act], longer: list[Act], closed: list[Act], random: Random
) -> None:
    """On record as in arithmetic: pauses, extensions and closures as they are, and shuffled."""
    acts = [*stood, *longer, *closed]
    assert desk.due_after(acts) == desk.due_after(random.sample(acts, len(acts)))
