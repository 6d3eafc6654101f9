"""Which clauses name which class of body."""

import pytest

from models.duties import Authority
from models.registry import OrganizationKind
from rules.naming import clauses_for

THREE = (
    OrganizationKind.MUNICIPAL,
    OrganizationKind.MUNICIPAL_NON_OPERATING,
    OrganizationKind.REGIONAL,
    OrganizationKind.COUNTY_AGRICULTURAL,
)


def answers(kind: OrganizationKind) -> list[tuple[str, str, Authority]]:
    """Give each clause's answer."""
    return [(one.clause, one.answer, one.authority) for one in clauses_for(kind)]


@pytest.mark.rule(2)
@pytest.mark.parametrize("kind", THREE)
def test_the_three_classes_are_named_by_all(kind: OrganizationKind) -> None:
    """A department, a regional district and a county school are named by (b), (c) and (e)."""
    assert [answer for _, answer, _ in answers(kind)][:3] == ["Names this class of body"] * 3


@pytest.mark.rule(3)
def test_a_charter_school_is_named_by_b_alone() -> None:
    """(b) names commonwealth charter schools; (c) and (e) do not."""
    said = answers(OrganizationKind.COMMONWEALTH_CHARTER)
    assert [answer.startswith("Names") for _, answer, _ in said] == [True, False, False, False]
    assert [clause for clause, _, _ in said] == ["37P(b)", "37P(c)", "37P(e)", "37P(c)"]


@pytest.mark.rule(4)
def test_consulting_the_chief_is_law_for_a_town_and_advice_for_others() -> None:
    """The words stand with city and town departments only."""
    *_, town = answers(OrganizationKind.MUNICIPAL)
    *_, regional = answers(OrganizationKind.REGIONAL)
    assert town == ("37P(c)", "Has to be done, and recorded", Authority.LAW)
    assert regional[2] is Authority.PRACTICE


def test_an_unknown_class_is_not_guessed() -> None:
    """Until an operator has set it, nothing is said of it."""
    said = answers(OrganizationKind.OTHER)
    assert all("Not known" in answer for _, answer, _ in said[:3])
