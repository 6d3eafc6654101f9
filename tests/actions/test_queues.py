"""A queue's pages, put together, are the whole of it, in the order asked for, either way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from actions.desks import cases_before_chief
from actions.entries import entered_for_others
from actions.mail_queue import mail_by_state, mail_in
from actions.offices import offices_of, person
from actions.queues import PAGE, Line, Order, Show, Wanted, queue
from database import reading, transaction
from models.cases import Case, CaseState
from models.duties import Authority, Duty, DutyState
from models.messages import MessageState
from models.people import Office
from models.registry import Organization
from rules.calendar import new_york_date
from tests.actions.makers import CHIEF, PROGRAM, House

LINES = 3 * PAGE + 7


@pytest.fixture
def full_house(engine: sa.Engine) -> House:
    """Give a house with some pages of duties on cases of every body in the registry."""
    house = House(engine).open()
    first = house.submit().case
    with transaction(engine) as session:
        codes = session.connection().execute(select(Organization.code)).scalars().all()
        rows = [_case(first, n, codes[n % len(codes)]) for n in range(LINES)]
        session.connection().execute(sa.insert(Case), rows)
        duties = [_duty(house, n, rows[n]["number"]) for n in range(LINES)]
        session.connection().execute(sa.insert(Duty), duties)
    return house


def _case(like: Case, n: int, code: str) -> dict[str, Any]:
    return {
        **like.model_dump(),
        "number": f"W-2026-{9000 - n}",
        "organization_code": code,
        "state": CaseState.IN_REVIEW,
        "open_filing": None,
        "ready_at": None,
    }


def _duty(house: House, n: int, number: str) -> dict[str, Any]:
    due = (house.now + timedelta(days=n * 7 % 40 - 20)).date()
    return {
        "case_number": number,
        "what": "review:program",
        "office": Office.PROGRAM,
        "at": "DESE",
        "opened_at": house.now,
        "days": 15,
        "due_on": due,
        "authority": Authority.POLICY,
        "basis": "steps.program.days",
        "state": DutyState.OPEN,
        "paused_on": due if n % 3 == 0 else None,
    }


@pytest.mark.parametrize("backwards", [False, True], ids=["forward", "backwards"])
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("show", [Show.OFFICE, Show.OVERDUE, Show.PAUSED, Show.ALL])
def test_pages_of_a_queue_make_up_the_whole(
    full_house: House, show: Show, order: Order, *, backwards: bool
) -> None:
    """No line is missing or shown twice, on the last pages as on the first."""
    lines = [line for page in range(1, 10) for line in _page(full_house, show, order, page,
                                                             backwards=backwards)]  # fmt: skip
    wanted: dict[Order, Callable[[Line], Any]] = {
        Order.DUE: lambda line: (line.duty.due_on, line.duty.id),
        Order.OPENED: lambda line: line.duty.id,
        Order.CASE: lambda line: (line.case.number, line.duty.id),
        Order.BODY: lambda line: (line.body, line.case.organization_code, line.duty.id),
    }
    assert lines == sorted(lines, key=wanted[order], reverse=backwards)
    assert {line.duty.id for line in lines} == _chosen(full_house, show)


def _page(house: House, show: Show, order: Order, page: int, *, backwards: bool) -> list[Line]:
    with reading(house.engine) as session:
        someone = person(session, PROGRAM)
        assert someone is not None
        today = new_york_date(house.now)
        wanted = Wanted(show=show, order=order, backwards=backwards, page=page)
        held = offices_of(session, someone, today)
        found = queue(session, wanted, someone, held, today=today, at_once=2)
        whole = queue(session, wanted, someone, held, today=today)
        assert [line.duty.id for line in found.lines] == [line.duty.id for line in whole.lines]
        session.expunge_all()
        return found.lines if found.page == page else []


def _chosen(house: House, show: Show) -> set[int | None]:
    today = new_york_date(house.now)
    return {
        one.id
        for one in house.rows(Duty)
        if one.state is DutyState.OPEN
        and {
            Show.OFFICE: one.office is Office.PROGRAM,
            Show.OVERDUE: one.due_on < today and one.paused_on is None,
            Show.PAUSED: one.paused_on is not None,
            Show.ALL: True,
        }[show]
    }


def test_a_chief_is_shown_determinations_and_waivers_once(engine: sa.Engine) -> None:
    """The newest first, however many ways a case concerns the office."""
    house = House(engine).open()
    number = house.submit().case.number
    with reading(engine) as session:
        someone = person(session, CHIEF)
        assert someone is not None
        today = new_york_date(house.now)
        found = cases_before_chief(session, offices_of(session, someone, today))
        assert [case.number for case, _ in found.cases] == [number]


def test_mail_that_was_sent_is_listed_and_not_counted(engine: sa.Engine) -> None:
    """Counts are of what somebody may have to look at."""
    house = House(engine).open()
    house.submit()
    with reading(engine) as session:
        counts = mail_by_state(session)
        assert MessageState.SENT not in counts
        assert counts[MessageState.QUEUED] == len(mail_in(session, MessageState.QUEUED).messages)
        assert mail_in(session, MessageState.SENT).messages == []


def test_what_was_entered_for_another_is_found_by_who_entered_it(engine: sa.Engine) -> None:
    """The newest first; an act of one's own is none of these."""
    house = House(engine).open()
    number = house.submit().case.number
    house.route()
    with reading(engine) as session:
        found = entered_for_others(session)
        assert [one.stream for one in found if one.kind == "waiver.submitted"] == [number]
        assert all(one.by != one.entered_by for one in found)
        assert entered_for_others(session, entered_by="nobody@doe.example") == []
