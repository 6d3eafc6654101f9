"""Dates that come: a duty ahead of each, an outcome changed by none."""

from datetime import date, datetime

import pytest

from actions.attending import attend
from actions.cases import CannotMove
from models.duties import Authority, Duty
from models.shortfalls import AssignmentOutcome
from rules.calendar import new_york_date
from rules.findings import NotYourOffice
from tests.actions.makers import CHIEF, INTAKE, KEYBOARD, SUPERINTENDENT, House
from tests.actions.reminding import Desk, at
from tests.actions.shortfall_makers import (
    BOARD,
    LIAISON,
    OTHER_DOCUMENT,
    SUPERINTENDENT_OF_THREE_RIVERS,
    Fallback,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

UNTIL = date(2027, 6, 30)


def attend_to(house: House, number: str, what: str, by: str, note: str = "Looked at.") -> Duty:
    """Note that a duty was attended to."""
    with house.session() as session:
        return attend(session, number, what, note=note, by=by, entered_by=KEYBOARD, now=house.now)


def events(house: House, number: str) -> list[str]:
    """Give what happened on a case."""
    return [one["kind"] for one in house.show(number)["events"]]


@pytest.mark.rule(17)
def test_term_that_ends_opens_a_duty_ahead_and_changes_nothing(house: House) -> None:
    """Ninety days before its end somebody is asked to look; the waiver stays as decided."""
    number = house.at_the_commissioner()
    house.decide(number, until=UNTIL)
    desk = Desk(house)
    assert desk.case(number).ready_at == at(date(2027, 4, 1))
    house.now = at(date(2027, 4, 1), 7)
    assert house.route() == []

    house.now = at(date(2027, 4, 1))
    assert [one.number for one in house.route()] == [number]
    duty = desk.duty(f"term:{UNTIL}")
    assert (duty.owed_by, duty.due_on, duty.authority) == ("intake@DESE", UNTIL, Authority.POLICY)
    assert set(house.mail(number, "date-ahead")) == {INTAKE, SUPERINTENDENT, CHIEF}
    letters = [one for one in desk.deliver() if one.ahead]
    assert {one.ahead.words for one in letters if one.ahead} == {"the waiver's term ends"}
    assert desk.case(number).state == "decided"
    assert house.show(number)["decision"]["outcome"] == "granted"
    assert desk.case(number).ready_at is None
    assert house.route() == []

    house.now = at(date(2027, 7, 8))
    assert {one.rung for one in desk.round()} >= {"escalate+5:operator"}
    assert desk.case(number).state == "decided"


@pytest.mark.rule(17)
def test_denial_or_no_term_asks_nobody(house: House) -> None:
    """Where no date comes, nothing does."""
    number = house.at_the_commissioner()
    house.decide(number)
    assert Desk(house).case(number).ready_at is None


@pytest.mark.rule(17)
def test_duty_on_a_closed_case_is_attended_to_with_a_note(house: House) -> None:
    """Its office says what came of it; nobody else can, and not without words."""
    number = house.at_the_commissioner()
    house.decide(number, until=UNTIL)
    house.now = at(date(2027, 4, 1))
    house.route()
    what = f"term:{UNTIL}"
    with pytest.raises(NotYourOffice):
        attend_to(house, number, what, SUPERINTENDENT)
    with pytest.raises(CannotMove, match="what came of it"):
        attend_to(house, number, what, INTAKE, " ")
    with pytest.raises(CannotMove, match=f"can be attended to: {what}"):
        attend_to(house, number, "term:2030-01-01", INTAKE)
    attend_to(house, number, what, INTAKE)
    desk = Desk(house)
    assert desk.duty(what).state == "done"
    assert events(house, number)[-1] == "duty.attended"
    assert desk.case(number).state == "decided"
    house.later(days=400)
    assert house.route() == []
    assert desk.round() == []


def test_duty_with_an_act_of_its_own_is_not_attended_to(house: House) -> None:
    """A review is not discharged by a note."""
    number = house.submit().case.number
    house.route()
    with pytest.raises(CannotMove, match=f"recourse review {number}"):
        attend_to(house, number, "review:intake", INTAKE)


@pytest.mark.rule(29)
def test_memorandum_a_year_old_is_looked_at_each_year(house: House) -> None:
    """Thirty days ahead the chief is asked; the case stays complete, and next year comes again."""
    fallback, desk = Fallback(house), Desk(house)
    number = fallback.to_complete()
    signed = new_york_date(house.now)
    assert desk.case(number).ready_at == at(date(2027, 8, 23))
    house.now = at(date(2027, 8, 23))
    fallback.route()
    what = f"renewal:{signed.replace(year=2027)}"
    duty = desk.duty(what)
    assert (duty.owed_by, duty.due_on) == ("chief@Quarry Hill", date(2027, 9, 21))
    assert set(house.mail(number, "date-ahead")) == {BOARD, SUPERINTENDENT_OF_THREE_RIVERS}
    assert desk.case(number).state == "complete"
    attend_to(house, number, what, BOARD, "It stands.")
    assert desk.case(number).ready_at == at(date(2028, 8, 22))


@pytest.mark.rule(29)
def test_amended_memorandum_discharges_the_look_at_the_old_one(house: House) -> None:
    """Doing what was asked for is enough."""
    fallback, desk = Fallback(house), Desk(house)
    number = fallback.to_complete()
    house.now = at(date(2027, 8, 23))
    fallback.route()
    fallback.lodge(number, OTHER_DOCUMENT)
    assert desk.duty("renewal:2027-09-21").state == "done"
    assert desk.still_open(number) == {"filing:superintendent", "filing:state_police"}


@pytest.mark.rule(23)
def test_new_fiscal_year_is_announced_and_then_asked(house: House) -> None:
    """A month before 1 July the liaison is asked for word; on that day the case asks again."""
    fallback, desk = Fallback(house), Desk(house)
    number = fallback.consulted()
    house.now = at(date(2027, 4, 7), 12)
    fallback.assign(
        number, outcome=AssignmentOutcome.NO_APPROPRIATION, appropriation="No line; budget office"
    )
    assert desk.case(number).ready_at == at(date(2027, 6, 1))
    house.now = at(date(2027, 6, 1))
    fallback.route()
    duty = desk.duty("funding:2027-07-01")
    assert (duty.owed_by, duty.due_on) == ("state_police@MSP", date(2027, 7, 1))
    assert LIAISON in house.mail(number, "date-ahead")
    assert desk.case(number).state == "unfunded"
    assert _ready(desk, number) == at(date(2027, 7, 1))

    house.now = at(date(2027, 7, 1))
    fallback.route()
    assert desk.case(number).state == "awaiting_assignment"
    assert desk.duty("funding:2027-07-01").state == "dropped"
    assert desk.still_open(number) == {"assignment:officer"}


@pytest.mark.rule(23)
def test_engine_that_looks_early_does_not_ask_early(house: House) -> None:
    """A ring for another reason, as when an office changes hands, asks nobody again."""
    fallback, desk = Fallback(house), Desk(house)
    number = fallback.consulted()
    fallback.assign(
        number, outcome=AssignmentOutcome.NO_APPROPRIATION, appropriation="No line; budget office"
    )
    asked = _ready(desk, number)
    with house.session() as session:
        session.merge(desk.case(number)).ready_at = house.now
    fallback.route()
    assert (desk.case(number).state, _ready(desk, number)) == ("unfunded", asked)


def _ready(desk: Desk, number: str) -> datetime | None:
    return desk.case(number).ready_at
