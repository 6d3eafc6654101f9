"""What is asked once a transaction is right in every act of it, and asked anew in the next."""

import pytest
import sqlalchemy as sa

from actions.absences import go_away, stand_ins
from actions.grants import revoke_office
from actions.offices import holders
from actions.recusals import recuse
from actions.remembering import answers_of, hand_on, rows_of, rows_read
from actions.turns import CALENDAR, hold_still, try_turn
from database import Session, reading, transaction
from models.people import Office
from models.reviews import Recusal
from rules.calendar import new_york_date
from tests.actions.granting import revoke
from tests.actions.makers import COUNSEL, INTAKE, KEYBOARD, OPERATOR, House


def in_intake(house: House) -> list[str]:
    """Give who holds the office of intake, as a transaction of its own finds it."""
    with transaction(house.engine) as session:
        found = holders(session, Office.INTAKE, "DESE", new_york_date(house.now))
        return [person.email for _, person in found]


def test_an_office_revoked_in_a_transaction_is_held_by_nobody_in_the_rest_of_it(
    house: House,
) -> None:
    """Who lost an office is not handed a duty by an act that asked before."""
    today = new_york_date(house.now)
    with transaction(house.engine) as session:
        before = [one.email for _, one in holders(session, Office.INTAKE, "DESE", today)]
        revoke_office(
            session, Office.INTAKE, "DESE", INTAKE, by=OPERATOR, entered_by=KEYBOARD, now=house.now
        )
        after = [one.email for _, one in holders(session, Office.INTAKE, "DESE", today)]

    assert INTAKE in before
    assert INTAKE not in after
    assert INTAKE not in in_intake(house)


def test_an_absence_entered_in_a_transaction_reaches_the_rest_of_it(house: House) -> None:
    """Mail queued after somebody went away goes to the stand-in as well."""
    today = new_york_date(house.now)
    with transaction(house.engine) as session:
        before = stand_ins(session, [INTAKE], case_number=None, now=house.now)
        go_away(
            session,
            INTAKE,
            stand_in=COUNSEL,
            since=today,
            until=today,
            by=INTAKE,
            entered_by=KEYBOARD,
            now=house.now,
        )
        after = stand_ins(session, [INTAKE], case_number=None, now=house.now)

    assert (before, after) == ({}, {INTAKE: COUNSEL})


def test_who_steps_aside_in_a_transaction_has_stepped_aside_in_the_rest_of_it(
    house: House,
) -> None:
    """A recusal counts from the moment it is put on record (rule 14)."""
    number = house.submit().case.number
    house.route()
    with transaction(house.engine) as session:
        before = [*rows_of(session, Recusal, "case_number", number)]
        recuse(session, number, reason="A relative", by=INTAKE, entered_by=KEYBOARD, now=house.now)
        after = [*rows_of(session, Recusal, "case_number", number)]

    assert (len(before), len(after)) == (0, 1)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_an_undone_step_held_still_is_held_anew(engine: sa.Engine) -> None:
    """The calendar does not move under an act because an earlier part of it was undone."""
    with transaction(engine) as session, Session(engine) as operator:
        step = session.begin_nested()
        hold_still(session, CALENDAR)
        step.rollback()
        assert try_turn(operator, CALENDAR)
        operator.rollback()
        hold_still(session, CALENDAR)
        assert not try_turn(operator, CALENDAR)


def test_what_one_transaction_was_told_is_not_given_to_the_next(house: House) -> None:
    """A session that commits and goes on finds an office revoked by somebody else."""
    today = new_york_date(house.now)
    with Session(house.engine) as session:
        before = [one.email for _, one in holders(session, Office.INTAKE, "DESE", today)]
        session.commit()
        revoke(house.engine, Office.INTAKE, "DESE", INTAKE)
        after = [one.email for _, one in holders(session, Office.INTAKE, "DESE", today)]

    assert INTAKE in before
    assert INTAKE not in after


def test_a_reading_is_handed_what_the_one_before_it_was_told(house: House) -> None:
    """A page goes by the rights with which its request was let in; the next request asks anew."""
    today = new_york_date(house.now)
    with reading(house.engine) as session:
        held = holders(session, Office.INTAKE, "DESE", today)
        told = answers_of(session)
    revoke(house.engine, Office.INTAKE, "DESE", INTAKE)
    with reading(house.engine) as session:
        hand_on(session, told)
        handed = [one.email for _, one in holders(session, Office.INTAKE, "DESE", today)]

    assert handed == [one.email for _, one in held]
    assert INTAKE in handed
    assert INTAKE not in in_intake(house)


def test_an_act_finds_what_it_has_itself_put_on_record(house: House) -> None:
    """Rows are remembered where nothing is written, and read anew where something may be."""
    number = house.submit().case.number
    house.route()
    with transaction(house.engine) as session:
        before = [*rows_read(session, Recusal, "case_number", number)]
        recuse(session, number, reason="A relative", by=INTAKE, entered_by=KEYBOARD, now=house.now)
        after = [*rows_read(session, Recusal, "case_number", number)]

    assert (len(before), len(after)) == (0, 1)
