"""What the dry run foretells is what rounds then do."""

from datetime import date, timedelta

import pytest

from actions.foretelling import Foretold
from models.duties import Duty
from models.messages import Message
from models.people import Person
from models.reminders import Reminder, ReminderState
from rules.calendar import new_york_date
from tests.actions.makers import INTAKE, House, filing
from tests.actions.reminding import DUE, Desk, at
from tests.actions.shortfall_makers import Fallback

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Line = tuple[object, ...]


def test_dry_run_says_what_goes_when_to_whom_and_why(house: House) -> None:
    """And changes nothing."""
    house.submit()
    house.route()
    desk = Desk(house)
    before = house.rows(Duty), house.rows(Message), house.rows(Reminder)
    told = [
        (one.at, one.rung.key, one.told.office, one.told.why, one.digest_on)
        for one in desk.foretell(date(2026, 10, 1))
    ]
    intake, above = ("intake@DESE", "you have it in hand"), "intake@DESE owes it and is late"
    friday, tuesday, thursday = date(2026, 9, 25), date(2026, 9, 29), date(2026, 10, 1)
    assert told == [
        (at(friday), "remind-1", *intake, friday),
        (at(tuesday), "remind+1", *intake, tuesday),
        (at(thursday), "escalate+3:operator", "operator@DESE", above, thursday),
    ]
    assert (house.rows(Duty), house.rows(Message), house.rows(Reminder)) == before


def test_dry_run_foretells_what_rounds_then_do(house: House) -> None:
    """Two kinds of case, late and early, for a month: the same rungs, moments, readers, days."""
    for number in range(4):
        house.submit(filing(scope=f"All requirements, {number}"))
    fallback = Fallback(house)
    fallback.determine()
    house.route()
    fallback.route()
    house.review("W-2026-0001", INTAKE)
    house.route()
    desk = Desk(house)
    house.now = at(date(2026, 9, 29), 6)
    until = date(2026, 10, 31)
    foretold = {_foretold(one, desk) for one in desk.foretell(until)}
    assert {one[2] for one in foretold if isinstance(one[2], str)} > {"telephone+3", "remind+1"}
    assert {"overtaken", "queued", "sent"} == {str(one[6]) for one in foretold}

    while house.now < at(until, 23):
        desk.round()
        house.later(hours=1 if house.now.hour < 13 else 6)
    done = {_done(one, desk) for one in house.rows(Reminder)}
    assert foretold == done


def _foretold(one: Foretold, desk: Desk) -> Line:
    state = one.told.state
    people = {row.id: row.email for row in desk.house.rows(Person)}
    overtaken = state is ReminderState.OVERTAKEN
    return (
        one.case_number,
        one.what,
        one.rung.key,
        one.at,
        one.told.office,
        tuple(sorted(people[each] for each in one.told.people)),
        state,
        one.digest_on,
        "" if overtaken else one.told.why.replace("is opened", "was opened"),
    )


def _done(row: Reminder, desk: Desk) -> Line:
    people = {one.id: one.email for one in desk.house.rows(Person)}
    duty = next(one for one in desk.house.rows(Duty) if one.id == row.duty_id)
    return (
        row.case_number,
        duty.what,
        row.rung,
        row.at,
        row.office,
        tuple(sorted(people[one] for one in row.told)),
        row.state,
        row.digest_on,
        "" if row.state is ReminderState.OVERTAKEN else row.why,
    )


def test_dry_run_on_a_saturday_names_monday(house: House) -> None:
    """Missed on Friday: it says that it goes on Monday at eight."""
    house.submit()
    house.route()
    desk = Desk(house)
    house.now = at(date(2026, 9, 26), 13)
    (one,) = desk.foretell(DUE)
    assert (one.at, one.digest_on) == (at(DUE), DUE)
    assert new_york_date(one.at - timedelta(days=2)) == date(2026, 9, 26)
