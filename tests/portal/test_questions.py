"""How often a page asks the record: a case that much has happened to costs what a new one does."""

from datetime import datetime
from typing import Any

from sqlalchemy import event

from models.cases import CaseKind
from models.durations import Duration
from models.policies import PolicyVersion
from models.shortfalls import ContactOutcome, Place
from rules.durations import in_days
from tests.actions.makers import COUNSEL
from tests.actions.shortfall_makers import (
    BOARD,
    LIAISON,
    OTHER_DOCUMENT,
    SIGNED,
    Fallback,
    determination,
)
from tests.portal.premises import Premises, Visitor
from tests.records import a_case

DAY = 86_400


def questions(portal: Premises, visitor: Visitor, path: str) -> list[str]:
    """Give what the record is asked for a page, once everything made only once is made."""
    visitor.get(path)
    asked: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(portal.surroundings.engine, "before_cursor_execute", hear)
    answer = visitor.get(path)
    event.remove(portal.surroundings.engine, "before_cursor_execute", hear)
    assert answer.status_code == 200
    return asked


def test_a_shortfall_asks_as_often_however_much_happened(portal: Premises) -> None:
    """Contacts, amended memoranda, filings, mail and applications of the body ask nothing more."""
    fallback = Fallback(portal.house)
    short = fallback.lodged()
    long = fallback.determine(determination(fiscal_year=2031)).case.number
    fallback.route()
    for _ in range(4):
        fallback.consult(long, ContactOutcome.REACHED)
        fallback.consult(long, ContactOutcome.REACHED, by=LIAISON)
    fallback.consult(long)
    fallback.route()
    fallback.assign(long)
    fallback.route()
    for document in (SIGNED, OTHER_DOCUMENT, SIGNED):
        portal.house.later(hours=1)
        fallback.lodge(long, document)
    for place in Place:
        fallback.file(long, place)
    for reader in (LIAISON, BOARD):
        visitor = portal.signed_in(reader)
        few = questions(portal, visitor, f"/cases/{short}")
        many = questions(portal, visitor, f"/cases/{long}")
        assert len(many) == len(few) <= 20, many


def test_figures_ask_as_often_however_many_years(portal: Premises) -> None:
    """PostgreSQL gives every year at once; on SQLite each is walked along its index."""
    visitor = portal.signed_in(COUNSEL)
    few = questions(portal, visitor, "/statistics")
    now = portal.house.now
    with portal.house.session() as session:
        session.add(PolicyVersion(version="default", content="", first_used_at=now))
        session.flush()
        for year in range(2019, 2027):
            a_case(session, f"W-{year}-9999")
            session.add(took_a_day(f"W-{year}-9999", year, now))
    many = questions(portal, visitor, "/statistics")
    years = 0 if portal.surroundings.engine.dialect.name == "postgresql" else 8
    # A year is looked for, counted and walked.
    assert len(many) == len(few) + 3 * years
    assert f'<td class="number">1</td><td class="number">{in_days(DAY)}</td>' in (
        visitor.get("/statistics").text
    )


def took_a_day(number: str, year: int, now: datetime) -> Duration:
    """Give what a case took that closed in a year."""
    return Duration(
        case_number=number, part="whole", kind=CaseKind.WAIVER, year=year, seconds=DAY, paused=0,
        closed_at=now,
    )  # fmt: skip
