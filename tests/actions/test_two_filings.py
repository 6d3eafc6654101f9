"""No order of acts completes a shortfall without the same document on file in two offices."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import database
from models.shortfalls import AssignmentOutcome, ContactOutcome, Place
from rules.findings import Refused
from tests.actions.makers import House
from tests.actions.shortfall_makers import OTHER_DOCUMENT, SIGNED, Fallback

Act = Callable[[Fallback, str], object]

ACTS: dict[str, Act] = {
    "route": lambda path, _: path.route(),
    "a day passes": lambda path, _: path.house.later(days=1),
    "a quarter passes": lambda path, _: path.house.later(days=92),
    "no answer": lambda path, number: path.consult(number, ContactOutcome.NO_RESPONSE),
    "answer": lambda path, number: path.consult(number, ContactOutcome.RESPONDED),
    "assigned": lambda path, number: path.assign(number),
    "unfunded": lambda path, number: path.assign(
        number, outcome=AssignmentOutcome.NO_APPROPRIATION, appropriation="By the comptroller"
    ),
    "lodge": lambda path, number: path.lodge(number),
    "amend": lambda path, number: path.lodge(number, OTHER_DOCUMENT),
    "superintendent files": lambda path, number: path.file(number, Place.SUPERINTENDENT),
    "state police file": lambda path, number: path.file(number, Place.STATE_POLICE),
    "superintendent files another": lambda path, number: path.file(
        number, Place.SUPERINTENDENT, document=OTHER_DOCUMENT
    ),
    "state police file another": lambda path, number: path.file(
        number, Place.STATE_POLICE, document=OTHER_DOCUMENT
    ),
    "withdraw": lambda path, number: path.withdraw(number),
}

STARTS: tuple[Callable[[Fallback], str], ...] = (
    lambda path: path.determine().case.number,
    lambda path: path.consulted(),
    lambda path: path.lodged(),
)


def require_two_filings(case: dict[str, Any]) -> None:
    """Check that a case on record as complete is so by 37P(e)."""
    if case["state"] != "complete":
        return
    filings = case["filings"]
    assert {one["place"] for one in filings} == {"superintendent", "state-police"}
    assert {one["sha256"] for one in filings} == {case["memorandum"]["sha256"]}
    assert case["memorandum"]["sha256"] in {SIGNED.sha256, OTHER_DOCUMENT.sha256}


@pytest.mark.rule(27)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.sampled_from(STARTS), acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=12))
def test_no_order_of_acts_completes_without_two_filings(
    migrated_sqlite: Path, start: Callable[[Fallback], str], acts: list[str]
) -> None:
    """The case completes only with both filings confirmed, two different offices."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(migrated_sqlite, Path(folder) / "recourse.sqlite")
        engine = database.connect(f"sqlite:///{copy}")
        path = Fallback(House(engine).open())
        number = start(path)
        for act in acts:
            try:
                ACTS[act](path, number)
            except Refused:
                continue
            finally:
                require_two_filings(path.house.show(number))
        engine.dispose()
