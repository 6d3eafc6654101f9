"""A year of reminders in virtual time: outages, acts and closures at random, each rung once."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from actions.clocks import extend_clock
from actions.questions import Asked
from database import connect
from models.clocks import ClockChange
from models.duties import Authority, Duty, DutyState
from models.messages import Message
from models.people import Person
from models.reminders import Reminder
from models.reviews import ReviewOutcome
from rules.calendar import NEW_YORK, legal_holidays
from tests.actions.makers import KEYBOARD, OPERATOR, House, filing
from tests.actions.reminding import Desk, at
from tests.actions.shortfall_makers import Fallback, determination

ASKED = (Asked("evidence[0].period", "Which school years?"),)
WAIVERS, SHORTFALLS = 340, 60
WAIVER, SHORTFALL = filing(), determination()
FIRST = date(2026, 9, 21)
DAYS = 366

LADDERS: dict[str, tuple[tuple[int, ...], tuple[tuple[int, str], ...], int | None]] = {
    "review": ((-5, -1, 1, 5), ((3, "operator"),), None),
    "decide": ((-5, -1, 1, 5), ((3, "operator"),), None),
    "answer": ((-5, -1, 1), ((3, "intake"),), 5),
    "reply": ((-5, -1, 1), ((1, "chief"), (1, "operator")), 3),
    "telephone": ((1,), ((3, "intake"),), None),
}
"""The policy that ships, written out again."""


def open_on(day: date) -> bool:
    """Tell whether an office works that day."""
    return day.isoweekday() < 6 and day not in legal_holidays(day.year)


def counted(day: date, days: int) -> date:
    """Walk so many working days from a day."""
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= open_on(day)
    return day


@dataclass
class Year:
    """A house for a year, the rounds that were held, and what must come of it."""

    house: House
    dice: random.Random
    rounds: list[datetime] = field(default_factory=list[datetime])

    def expected(self) -> dict[tuple[int, str], bool]:
        """Give each rung that had to come, by duty and key; whether it had to be overtaken.

        From when each duty was opened, was due, and ended, and from when
        rounds were held: nothing else, and none of the code's own reckoning.
        """
        extended = {one.duty_id: one for one in self.house.rows(ClockChange)}
        dues: dict[int, list[tuple[date, datetime, str, datetime]]] = {}
        for duty in self.house.rows(Duty):
            end = duty.done_at or datetime.max.replace(tzinfo=NEW_YORK)
            changed = extended.get(duty.id)
            if changed is None:
                dues[duty.id] = [(duty.due_on, duty.opened_at, "", end)]
            else:
                anew = f"/{changed.at:%Y-%m-%dT%H:%M:%SZ}"
                dues[duty.id] = [
                    (changed.due_before, duty.opened_at, "", changed.at),
                    (duty.due_on, changed.at, anew, end),
                ]
        found: dict[tuple[int, str], bool] = {}
        for duty in self.house.rows(Duty):
            for due, since, suffix, end in dues[duty.id]:
                found |= self._of(duty, due, since, suffix, end)
        return found

    def _of(
        self, duty: Duty, due: date, since: datetime, suffix: str, end: datetime
    ) -> dict[tuple[int, str], bool]:
        remind, escalate, call = LADDERS[duty.what.partition(":")[0]]
        moments = {f"remind{days:+}{suffix}": at(counted(due, days)) for days in remind}
        others = {f"escalate+{n}:{who}{suffix}": at(counted(due, n)) for n, who in escalate}
        if call:
            others[f"telephone+{call}{suffix}"] = at(counted(due, call))
        taken = {
            key: first
            for key, moment in {**moments, **others}.items()
            if moment > since and (first := self._round_from(moment)) and first < end
        }
        found: dict[tuple[int, str], bool] = {}
        for key, first in taken.items():
            later = [
                other
                for other, moment in moments.items()
                if key in moments and other in taken and moment > moments[key]
                and taken[other] == first
            ]  # fmt: skip
            found[duty.id or 0, key] = bool(later)
        return found

    def _round_from(self, moment: datetime) -> datetime | None:
        return next((one for one in self.rounds if one >= moment), None)


@pytest.fixture
def year(sqlite_url: str) -> Year:
    """Give a house whose disk is not waited for: nothing here has to survive a power cut."""
    engine = connect(sqlite_url)

    def hasten(driver: Any, _record: object) -> None:
        driver.execute("PRAGMA synchronous=OFF")

    event.listen(engine, "connect", hasten)
    return Year(House(engine, now=at(FIRST, 7)).open(), random.Random(20260921))  # noqa: S311


def test_a_year_of_outages_and_acts_sends_each_rung_exactly_once(year: Year) -> None:
    """400 cases: what went, what was overtaken and what was stopped is what had to be."""
    house, dice, desk = year.house, year.dice, Desk(year.house)
    fallback = Fallback(house)
    arriving = sorted(dice.randrange(DAYS - 60) for _ in range(WAIVERS + SHORTFALLS))
    kinds = dice.sample([True] * WAIVERS + [False] * SHORTFALLS, WAIVERS + SHORTFALLS)
    away_until = 0
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        if dice.random() < 0.03:
            away_until = number + dice.choice([1, 2, 3, 5, 10])
        here = number >= away_until
        if here and open_on(day):
            house.now = at(day, 8, dice.randrange(1, 50))
            year.rounds.append(house.now)
            desk.round()
            if dice.random() < 0.2:
                assert desk.round() == []
        house.now = at(day, 10)
        while arriving and arriving[0] <= number:
            arriving.pop(0)
            _file(house, fallback, len(arriving), waiver=kinds[len(arriving)])
        if open_on(day):
            _act(house, fallback, dice)
        if here:
            house.now = at(day, 16)
            house.route()
            fallback.route()
            desk.deliver(only_digests=True)
    _require_as_expected(year)


def _file(house: House, fallback: Fallback, paper: int, *, waiver: bool) -> None:
    scope = f"All requirements, {paper}"
    if waiver:
        waiver_form = WAIVER.form.model_copy(update={"scope": scope})
        house.submit(replace(WAIVER, form=waiver_form))
    else:
        words = {"determination": f"No officer can be assigned. {scope}"}
        fallback.determine(replace(SHORTFALL, form=SHORTFALL.form.model_copy(update=words)))


def _act(house: House, fallback: Fallback, dice: random.Random) -> None:
    """Have some of those who owe something do it, ask for longer, or take the case back."""
    with house.session() as session:
        owed = session.exec(
            select(Duty.id, Duty.case_number, Duty.what, Person.email)
            .join(Person, col(Person.id) == col(Duty.holder), isouter=True)
            .where(col(Duty.state) == DutyState.OPEN)
            .order_by(col(Duty.id))
        ).all()
        extended = set(session.exec(select(ClockChange.duty_id)).all())
    gone: set[str] = set()
    for duty_id, number, what, by in owed:
        kind = what.partition(":")[0]
        if dice.random() > 0.05 or number in gone:
            continue
        gone.add(number)
        if kind == "review" and by:
            back = dice.random() < 0.15
            outcome = ReviewOutcome.RETURN if back else ReviewOutcome.FORWARD
            asked = ASKED if back else ()
            house.review(number, by, outcome=outcome, questions=asked)
        elif kind == "decide" and by:
            house.decide(number, by)
        elif kind in {"answer", "reply"} and duty_id not in extended and dice.random() < 0.6:
            _extend(house, number, what)
        elif kind == "answer":
            house.withdraw(number)
        elif kind == "reply":
            fallback.withdraw(number)


def _extend(house: House, number: str, what: str) -> None:
    with house.session() as session:
        extend_clock(
            session, number, what, days=10, reason="Agreed",
            authority=Authority.POLICY, by=OPERATOR, entered_by=KEYBOARD, now=house.now,
        )  # fmt: skip


def _require_as_expected(year: Year) -> None:
    rows = year.house.rows(Reminder)
    keys = Counter((row.duty_id, row.rung) for row in rows)
    assert set(keys.values()) == {1}
    expected = year.expected()
    assert set(keys) == set(expected)
    overtaken = {(row.duty_id, row.rung) for row in rows if row.state == "overtaken"}
    assert overtaken == {key for key, gone in expected.items() if gone}
    states = Counter(str(row.state) for row in rows)
    assert states["overtaken"] > 10
    assert states["sent"] > 1000
    assert states["untold"] == 0
    digests = Counter(
        (one.to_office, one.digest_on, one.to_email)
        for one in year.house.rows(Message)
        if one.digest_on
    )
    assert set(digests.values()) == {1}
    assert all(open_on(day) for _, day, _ in digests)
