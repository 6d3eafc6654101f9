"""On record as in arithmetic: acts in any order give the same date."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

import database
from actions.clocks import extend_clock, pause_clock, resume_clock
from actions.closing import enter_closure
from models.duties import Authority, Duty
from rules.calendar import is_business_day
from tests.actions.clock_makers import REVIEW
from tests.actions.makers import (
    KEYBOARD,
    OPERATOR,
    House,
)


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
