"""What an operator does by the command line: offices, intake, classes, lists again."""

import pytest

from models.people import Holding, Office, Person
from models.registry import Organization
from tests.actions.makers import INTAKE, OPERATOR, SUPERINTENDENT, House
from tests.command import Recourse
from tests.journeys.premises import REGISTRY
from tests.shared import CASES

NEWCOMER = "newcomer@doe.example"


def program_reviewers(record: House) -> set[str]:
    """Give who holds the program office now."""
    people = {one.id: one.email for one in record.rows(Person)}
    return {
        people[one.person_id]
        for one in record.rows(Holding)
        if one.office is Office.PROGRAM and one.revoked_at is None
    }


@pytest.mark.rule(14)
def test_an_office_is_granted_and_revoked(office: Recourse, record: House) -> None:
    """Who holds it is on record, for a time, with a title."""
    at = ("--at", "DESE", NEWCOMER)
    before = program_reviewers(record)
    granted = office("office", "grant", "program", *at, "--title", "Safety reviewer")
    assert granted.code == 0, granted
    assert program_reviewers(record) == before | {NEWCOMER}
    revoked = office("office", "revoke", "program", *at)
    assert revoked.code == 0, revoked
    assert program_reviewers(record) == before


def test_an_office_is_not_granted_where_there_is_no_such_place(office: Recourse) -> None:
    """A body's code that nobody has is named, exit 2."""
    done = office("office", "grant", "superintendent", "--at", "99999999", NEWCOMER)
    assert (done.code, done.out) == (2, "")
    assert "99999999" in done.err


def test_a_closed_intake_takes_nothing_and_says_why(office: Recourse) -> None:
    """An operator closes it with a reason that applicants are shown, and opens it again."""
    file = ("submit", CASES / "waiver-complete-municipal.yaml", "--as", SUPERINTENDENT)
    words = ("--reason", "The section was rewritten.")
    refused = office("intake", "close", "--as", INTAKE, *words)
    assert refused.code == 4, refused
    assert office("intake", "close", "--as", OPERATOR, *words).code == 0
    closed = office(*file)
    assert (closed.code, closed.out) == (3, "")
    assert "The section was rewritten." in closed.err
    assert office("intake", "open", "--as", OPERATOR, *words).code == 0
    assert office(*file).code == 0


@pytest.mark.rule(2)
def test_a_class_set_by_hand_outlives_the_next_import(office: Recourse, record: House) -> None:
    """An operator's word on what a body is, with its basis; the same lists change nothing."""
    basis = ("--as", OPERATOR, "--basis", "Articles of agreement of 2024")
    done = office("registry", "classify", "99400000", "regional", *basis)
    assert done.code == 0, done
    again = office("registry", "import", *REGISTRY)
    assert again.code == 0, again
    assert again.out.splitlines() == [
        "organizations: 0 added, 0 changed, 7 unchanged",
        "schools: 0 added, 0 changed, 6 unchanged",
        "offices: 0 added, 0 changed, 15 unchanged",
    ]
    kinds = {one.code: one.kind.value for one in record.rows(Organization)}
    assert kinds["99400000"] == "regional"
