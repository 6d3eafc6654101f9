"""What a body is told applies to it, before it has written a word."""

import pytest
import sqlalchemy as sa

from actions.applying import Applies, what_applies
from actions.situations import UnknownBody
from database import reading, transaction
from models.registry import Organization, OrganizationKind
from rules.policy import default_policy_text, parse_policy
from tests.actions.makers import House

POLICY = parse_policy(default_policy_text())


@pytest.fixture
def house(engine: sa.Engine) -> House:
    """Give a house on each database."""
    return House(engine).open()


def applies(house: House, code: str) -> Applies:
    """Say what applies to a body."""
    with reading(house.engine) as session:
        found = what_applies(session, code, POLICY, now=house.now)
        session.expunge_all()
        return found


@pytest.mark.rule(3)
def test_a_charter_school_may_not_apply(house: House) -> None:
    """Rule 3 is in its way, with the clauses that do name it."""
    found = applies(house, "99350000")
    assert not found.may_apply
    assert "named in 37P(b)" in found.in_the_way[0].message


@pytest.mark.rule(2)
def test_a_town_without_a_department_is_asked_to_confirm(house: House) -> None:
    """It may apply; that it runs no schools is pointed out."""
    found = applies(house, "99030000")
    assert any("runs no school department" in one.message for one in found.to_know)
    assert found.may_apply


@pytest.mark.rule(2)
def test_a_class_set_by_an_operator_is_said_with_its_basis(house: House) -> None:
    """Who set it and on what ground is shown, as policy."""
    assert not applies(house, "99400000").may_apply
    with transaction(house.engine) as session:
        body = session.get_one(Organization, "99400000")
        body.kind = OrganizationKind.REGIONAL
        body.kind_set_by, body.kind_basis = "operator@doe.example", "Its agreement of 1998"
    found = applies(house, "99400000")
    assert found.may_apply
    assert any("Its agreement of 1998" in one.message for one in found.to_know)


@pytest.mark.rule(7)
def test_every_chief_of_a_regional_district_is_named(house: House) -> None:
    """Its schools stand in two towns."""
    found = applies(house, "99600000")
    assert [one.town for one in found.chiefs] == ["Port Example", "Quarry Hill"]
    assert any(one.rule == 7 for one in found.to_know)


def test_an_open_case_is_pointed_out(house: House) -> None:
    """A body with one before the office learns so before it begins another."""
    number = house.submit().case.number
    assert any(number in one.message for one in applies(house, "99010000").to_know)


def test_a_body_that_is_not_there(house: House) -> None:
    """The code is named."""
    with pytest.raises(UnknownBody, match="99999999"):
        applies(house, "99999999")
