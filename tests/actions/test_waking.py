"""What waits for a holder is looked at again when an office changes hands."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from actions.offices import person
from actions.waking import wake
from database import transaction
from models.cases import Case, CaseKind, CaseState
from models.duties import Authority, Duty
from models.people import Office
from models.policies import PolicyVersion
from tests.actions.granting import DEPUTY, grant, revoke
from tests.actions.lists import NOW, SAMPLE, rows, take_in_files

PORT_EXAMPLE = "99010000"
PROGRAM, PROGRAM_2 = "program@doe.example", "program2@doe.example"


@pytest.fixture
def registry(engine: sa.Engine) -> sa.Engine:
    """Give a database that holds the sample registry and its offices."""
    take_in_files(engine, **SAMPLE)
    return engine


def case_with_duty(
    session: Session, holder: str | None, *, number: str = "W-2026-0001"
) -> None:  # fmt: skip
    """Put a case at the program step, in this person's hands, with nothing for the engine to do."""
    if session.get(PolicyVersion, "test") is None:
        session.add(PolicyVersion(version="test", content="", first_used_at=NOW))
        session.flush()
    someone = person(session, holder) if holder else None
    session.add(
        Case(
            number=number,
            kind=CaseKind.WAIVER,
            state=CaseState.IN_REVIEW,
            organization_code=PORT_EXAMPLE,
            law_version="37P-2018",
            policy_version="test",
            filed_at=NOW,
        )
    )
    session.flush()
    session.add(
        Duty(
            case_number=number,
            what="review:program",
            office=Office.PROGRAM,
            at="DESE",
            holder=someone.id if someone else None,
            opened_at=NOW,
            days=15,
            due_on=date(2026, 9, 23),
            authority=Authority.POLICY,
            basis="policy: steps.program.days",
        )
    )


def ready_at(engine: sa.Engine, number: str = "W-2026-0001") -> datetime | None:
    """Say from when the engine has something to do on the case."""
    return next(case.ready_at for case in rows(engine, Case) if case.number == number)


def test_granting_an_office_wakes_the_case_that_waits_for_a_holder(registry: sa.Engine) -> None:
    """Nobody had the step in hand; now somebody can."""
    with transaction(registry) as session:
        case_with_duty(session, None)
    grant(registry, Office.PROGRAM, "DESE", DEPUTY)
    assert ready_at(registry) == NOW


def test_granting_an_office_leaves_what_a_holder_has_in_hand(registry: sa.Engine) -> None:
    """A reviewer in office keeps the case."""
    with transaction(registry) as session:
        case_with_duty(session, PROGRAM)
    grant(registry, Office.PROGRAM, "DESE", DEPUTY)
    assert ready_at(registry) is None


def test_granting_for_later_wakes_the_case_on_the_first_day(registry: sa.Engine) -> None:
    """At the start of that day in New York."""
    with transaction(registry) as session:
        case_with_duty(session, None)
    grant(registry, Office.PROGRAM, "DESE", DEPUTY, since=date(2026, 10, 1))
    assert ready_at(registry) == datetime(2026, 10, 1, 4, tzinfo=UTC)


def test_revoking_an_office_wakes_the_cases_that_person_had_in_hand(registry: sa.Engine) -> None:
    """And no others."""
    with transaction(registry) as session:
        case_with_duty(session, PROGRAM)
        case_with_duty(session, PROGRAM_2, number="W-2026-0002")
    revoke(registry, Office.PROGRAM, "DESE", PROGRAM)
    assert ready_at(registry) == NOW
    assert ready_at(registry, "W-2026-0002") is None


def test_holding_that_ended_by_the_calendar_is_noticed_by_the_sweep(registry: sa.Engine) -> None:
    """Nobody acts when a term ends, so the sweep looks."""
    last = date(2026, 12, 31)
    grant(registry, Office.PROGRAM, "DESE", DEPUTY, until=last)
    with transaction(registry) as session:
        case_with_duty(session, DEPUTY)
    for on in (last, last + timedelta(1)):
        assert ready_at(registry) is None
        with transaction(registry) as session:
            wake(session, datetime(on.year, on.month, on.day, 12, tzinfo=UTC))
    assert ready_at(registry) == datetime(2027, 1, 1, 12, tzinfo=UTC)
