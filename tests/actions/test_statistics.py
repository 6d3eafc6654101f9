"""What the office has taken: the same figures as counted by hand, on both databases."""

import statistics
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from actions.questions import Asked
from actions.statistics import (
    by_year,
    cases_by_state,
    if_filed_today,
    lately,
    queue_by_age,
    spread,
)
from database import reading, transaction
from models.cases import CaseKind, CaseState
from models.durations import Duration
from models.duties import Authority, Duty
from models.people import Office
from models.policies import PolicyVersion
from models.reviews import ReviewOutcome
from rules.policy import default_policy_text, parse_policy
from tests.actions.clock_makers import Clocks
from tests.actions.makers import COMMISSIONER, COUNSEL, INTAKE, PROGRAM, House, filing
from tests.records import a_case

NOW = datetime(2026, 9, 21, 14, tzinfo=UTC)
DAY = 86400


def closed(session: Session, seconds: list[int], *, year: int = 2026, part: str = "whole") -> None:
    """Add closed cases that took so long."""
    for number, took in enumerate(seconds):
        key = f"W-{year}-{number:04}"
        a_case(session, key)
        session.add(
            Duration(
                case_number=key,
                part=part,
                kind=CaseKind.WAIVER,
                year=year,
                seconds=took,
                paused=0,
                closed_at=NOW,
            )
        )
    session.flush()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(took=st.lists(st.integers(0, 10**7), min_size=1, max_size=21))
def test_percentiles_are_those_of_the_textbook(engine: sa.Engine, took: list[int]) -> None:
    """The median and the 90th percentile, between two neighbours where they fall there."""
    with Session(engine) as session:  # never committed
        closed(session, took)
        found = spread(session, CaseKind.WAIVER, year=2026)
        session.rollback()
    assert found is not None
    assert found.cases == len(took)
    assert found.median == pytest.approx(statistics.median(took))
    if len(took) > 1:
        deciles = statistics.quantiles(took, n=10, method="inclusive")
        assert found.ninetieth == pytest.approx(deciles[8])
    else:
        assert found.ninetieth == took[0]


def test_no_closed_case_is_no_figure(engine: sa.Engine) -> None:
    """Nothing is made up before anything was decided."""
    with reading(engine) as session:
        assert spread(session, CaseKind.WAIVER, year=2026) is None
        assert by_year(session, CaseKind.WAIVER) == []
        assert lately(session, CaseKind.WAIVER, now=NOW) is None


def test_figures_are_of_the_newest_year_with_enough_cases(engine: sa.Engine) -> None:
    """Too few cases would tell about these rather than about the office."""
    with transaction(engine) as session:
        closed(session, [1, 2, 3, 4], year=2026)
        closed(session, [10, 20, 30, 40, 50], year=2025)
    with reading(engine) as session:
        found = lately(session, CaseKind.WAIVER, now=NOW)
        assert found is not None
        assert (found.year, found.median) == (2025, 30)
        assert [one.year for one in by_year(session, CaseKind.WAIVER)] == [2025, 2026]


def test_a_decision_keeps_what_the_case_took_without_the_districts_time(house: House) -> None:
    """Answering took the district four days; the office is not charged with them."""
    number = house.submit().case.number
    house.route()
    house.later(days=1)
    house.review(
        number, INTAKE, outcome=ReviewOutcome.RETURN, questions=(Asked("scope", "Which?"),)
    )
    house.later(days=4)
    house.resubmit(number, filing(scope="All requirements, both schools"))
    house.route()
    house.later(days=2)
    for by in (INTAKE, PROGRAM, COUNSEL):
        house.review(number, by)
        house.route()
        house.later(days=1)
    house.decide(number, COMMISSIONER)
    took = {one.part: (one.seconds, one.paused) for one in house.rows(Duration)}
    assert took == {
        "whole": (6 * DAY, 4 * DAY),
        "intake": (3 * DAY, 0),
        "program": (1 * DAY, 0),
        "counsel": (1 * DAY, 0),
        "commissioner": (1 * DAY, 0),
    }


def test_time_in_which_a_clock_stood_is_left_out(house: House) -> None:
    """Paused from a Monday morning to the end of the Wednesday: three days, wholly."""
    number = house.submit().case.number
    house.route()
    clocks = Clocks(house)
    clocks.pause(number, "review:intake")
    house.later(days=2)
    clocks.resume(number, "review:intake")
    house.later(days=2)
    for by in (INTAKE, PROGRAM, COUNSEL):
        house.review(number, by)
        house.route()
    house.decide(number, COMMISSIONER)
    took = {one.part: one.seconds + one.paused for one in house.rows(Duration)}
    kept = {one.part: one.seconds for one in house.rows(Duration)}
    assert took["whole"] == took["intake"] == 4 * DAY
    # Thursday's and Friday's hours until ten in the morning, New York.
    assert kept["whole"] == kept["intake"] == DAY + 10 * 3600


def test_a_case_withdrawn_counts_for_nothing(house: House) -> None:
    """It says nothing about how long a decision takes."""
    house.withdraw(house.submit().case.number)
    assert house.rows(Duration) == []


def test_if_filed_today_shows_policy_and_experience(house: House) -> None:
    """The last day of each step by policy; beside it what was taken, once enough cases closed."""
    policy = parse_policy(default_policy_text())
    with transaction(house.engine) as session:
        session.add(PolicyVersion(version="default", content="", first_used_at=NOW))
        session.flush()
        closed(session, [DAY] * 5, part="program")
    with reading(house.engine) as session:
        ahead = if_filed_today(session, policy, CaseKind.WAIVER, now=NOW)
    assert [(one.expected.part, one.taken and one.taken.median) for one in ahead] == [
        ("intake", None), ("program", DAY), ("counsel", None), ("commissioner", None),
    ]  # fmt: skip


def test_queue_is_sorted_by_age(engine: sa.Engine) -> None:
    """By office: each open duty in one group, closed ones in none."""
    with transaction(engine) as session:
        for number, days in enumerate((0, 6, 8, 20, 91, 400)):
            a_case(session, f"W-2026-{number:04}")
            session.add(_duty(f"W-2026-{number:04}", NOW - timedelta(days=days)))
    with reading(engine) as session:
        (waiting,) = queue_by_age(session, now=NOW)
    assert (waiting.office, waiting.at) == (Office.PROGRAM, "DESE")
    assert waiting.by_age == (2, 1, 1, 0, 0, 2)


def _duty(number: str, opened: datetime) -> Duty:
    return Duty(
        case_number=number, what="review:program", office=Office.PROGRAM, at="DESE",
        opened_at=opened, days=15, due_on=date(2026, 10, 1), authority=Authority.POLICY,
        basis="steps.program.days",
    )  # fmt: skip


def test_a_years_cases_are_those_filed_in_it_in_new_york(engine: sa.Engine) -> None:
    """Eleven at night on the last of December is still that year."""
    late = datetime(2027, 1, 1, 4, tzinfo=UTC)
    with transaction(engine) as session:
        a_case(session, "W-2026-0001", filed_at=late)
        a_case(session, "W-2026-0002", filed_at=NOW, state=CaseState.IN_REVIEW)
        a_case(session, "W-2027-0001", filed_at=late + timedelta(hours=2))
    with reading(engine) as session:
        found = cases_by_state(session, CaseKind.WAIVER, 2026)
        assert found == {CaseState.DECIDED: 1, CaseState.IN_REVIEW: 1}
        assert sum(cases_by_state(session, CaseKind.WAIVER, 2027).values()) == 1
