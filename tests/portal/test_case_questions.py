"""What a case's pages ask of the record: as much for a long case as for a short one."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from actions.questions import Asked
from actions.recusals import recuse
from models.reviews import ReviewOutcome
from tests.actions.clock_makers import Clocks
from tests.actions.makers import (
    CHIEF,
    COUNSEL,
    INTAKE,
    KEYBOARD,
    PROGRAM,
    SUPERINTENDENT,
    House,
    filing,
)
from tests.portal.premises import Premises

PAPER = "waiver-chief-objects.yaml"
FILED = filing(PAPER).form.model_dump()
READERS = [("/office", PROGRAM, 22), ("", SUPERINTENDENT, 7), ("", CHIEF, 10)]
"""Whose page of a case, and the most that it may ask."""


def _short_case(house: House) -> str:
    """Give a case that the program office has, read by one office before."""
    number = house.submit(filing(PAPER)).case.number
    house.route()
    return _sent_on(house, number)


def _long_case(house: House) -> str:
    """Give a case as far as that one, that was paused, and asked about and answered three times."""
    number = house.submit(filing(PAPER, scope="A section of its own.")).case.number
    house.route()
    for times in range(2, 5):
        asked = tuple(Asked(f"evidence[{one}].period", "Which years?") for one in range(times))
        house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=asked[:2])
        house.route()
        house.later(hours=1)
        more = {part: FILED[part] * times for part in ("reasons", "evidence", "alternatives")}
        house.resubmit(number, filing(PAPER, scope=f"Said {times} times.", **more))
        house.route()
    clocks = Clocks(house)
    clocks.pause(number)
    clocks.resume(number)
    with house.session() as session:
        recuse(session, number, reason="Kin", by=COUNSEL, entered_by=KEYBOARD, now=house.now)
    return _sent_on(house, number)


def _sent_on(house: House, number: str) -> str:
    house.review(number, INTAKE)
    house.route()
    house.declare(number, PROGRAM)
    return number


def _asked(portal: Premises, number: str, path: str, by: str) -> list[str]:
    """Give what the page of a case asked of the record, in its order."""
    visitor = portal.signed_in(by)
    asked: list[str] = []

    def note(*seen: object) -> None:
        if (said := str(seen[2])).startswith("SELECT"):
            asked.append(said)

    engine: sa.Engine = portal.surroundings.engine
    event.listen(engine, "before_cursor_execute", note)
    answer = visitor.get(f"/cases/{number}{path}")
    event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200, answer.text
    return asked


@pytest.mark.parametrize(("path", "by", "most"), READERS, ids=["office", "district", "chief"])
def test_a_long_case_is_shown_with_as_many_questions_as_a_short_one(
    portal: Premises, path: str, by: str, most: int
) -> None:
    """However many reasons, files, versions, reviews and pauses there are, the page is as quick."""
    portal.keep_files()
    house = portal.house
    short = _asked(portal, _short_case(house), path, by)
    long = _asked(portal, _long_case(house), path, by)

    tables = [[re.findall(r"FROM (\w+)", one) for one in some] for some in (short, long)]
    assert tables[0] == tables[1]
    assert len(long) <= most
