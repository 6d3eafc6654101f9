"""A closure and other acts at the same time: each waits its turn, and no date is missed."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date
from threading import Event as Signal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from actions.closing import enter_closure
from actions.routing import claim, ready_cases, route_all, route_waiver
from models.cases import CaseKind
from tests.actions.clock_makers import Clocks
from tests.actions.makers import (
    OPERATOR,
    House,
    filing,
)

SNOW = date(2026, 9, 24)
"""A Thursday among the days of what is opened on Monday the 21st."""


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
