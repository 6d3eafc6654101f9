"""A person decides: 37P(c), one applicant at a time."""

import inspect
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from actions import decisions
from actions.cases import CannotMove
from actions.decisions import DecisionIncomplete
from actions.grants import Grant, grant_office
from models.decisions import Decision
from models.people import Office
from models.reviews import Outcome, Recommendation
from rules.findings import NotYourOffice, Refused, SomeoneElseActed
from tests.actions.makers import (
    CHIEF,
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    PROGRAM,
    SUPERINTENDENT,
    House,
    filing,
)


def grant(house: House, office: Office, email: str, *, acting: bool = False) -> None:
    """Put somebody in an office of the department."""
    with house.session() as session:
        grant_office(
            session,
            Grant(office, "DESE", email, title=office.value.title(), acting=acting),
            by=KEYBOARD,
            entered_by=KEYBOARD,
            now=house.now,
        )


@pytest.mark.rule(12)
def test_decision_holds_the_belief_and_what_it_relies_on(house: House) -> None:
    """One person's written belief about that particular applicant."""
    number = house.at_the_commissioner()

    house.decide(number, relied_on=("E1", "A1.1"), conditions=("The drills go on",))

    decision = house.show(number)["decision"]
    assert decision["outcome"] == "granted"
    assert decision["by"] == COMMISSIONER
    assert decision["relied_on"] == ["E1", "A1.1"]
    assert decision["scope"] == filing().form.scope
    assert decision["law_version"] == "37P-2018"


@pytest.mark.rule(13)
def test_complete_application_can_be_denied(house: House) -> None:
    """The commissioner may waive; complete is not granted."""
    number = house.at_the_commissioner()

    house.decide(number, outcome=Outcome.DENIED, belief="I do not believe it of these schools.")

    assert house.show(number)["decision"]["outcome"] == "denied"


@pytest.mark.rule(18)
def test_decision_tells_applicant_and_chiefs(house: House) -> None:
    """Filing and decision go to both."""
    number = house.at_the_commissioner()

    house.decide(number)

    assert sorted(house.mail(number, "waiver-decided")) == sorted([SUPERINTENDENT, CHIEF])


@pytest.mark.rule(14)
@pytest.mark.parametrize("by", [INTAKE, PROGRAM, COUNSEL, SUPERINTENDENT, CHIEF, OPERATOR])
def test_only_the_commissioner_decides(house: House, by: str) -> None:
    """Nobody else, whatever their office."""
    number = house.at_the_commissioner()

    with pytest.raises((NotYourOffice, SomeoneElseActed)):
        house.decide(number, by)

    assert house.show(number)["decision"] is None


@pytest.mark.rule(14)
def test_drafter_of_a_recommendation_does_not_decide(house: House) -> None:
    """Whoever recommended leaves the decision to another holder of the office."""
    grant(house, Office.COMMISSIONER, COUNSEL)
    number = house.submit().case.number
    for by in (INTAKE, PROGRAM):
        house.route()
        house.review(number, by)
    house.route()
    house.review(number, COUNSEL, recommend=Recommendation.GRANT)
    house.route()

    with pytest.raises(NotYourOffice, match="recommendation") as refused:
        house.decide(number, COUNSEL)

    assert refused.value.findings[0].rule == 14
    house.decide(number, COMMISSIONER)


@pytest.mark.rule(14)
def test_acting_commissioner_without_an_instrument_decides_with_a_warning(house: House) -> None:
    """A recorded acting holder decides; that no instrument is on file shows."""
    grant(house, Office.COMMISSIONER, "deputy@doe.example", acting=True)
    number = house.at_the_commissioner()

    house.decide(number, "deputy@doe.example")

    assert any(one["rule"] == 14 for one in house.show(number)["warnings"])


def test_decision_names_every_gap_at_once(house: House) -> None:
    """No belief, nothing relied on, a term in the past."""
    number = house.at_the_commissioner()

    with pytest.raises(DecisionIncomplete) as refused:
        house.decide(number, belief=" ", relied_on=(), until=date(2026, 1, 1))

    assert len(refused.value.findings) >= 3
    assert house.rows(Decision) == []


def test_decision_on_evidence_that_was_not_filed_is_refused(house: House) -> None:
    """The belief relies on what is in the application."""
    number = house.at_the_commissioner()

    with pytest.raises(DecisionIncomplete, match="E9"):
        house.decide(number, relied_on=("E9",))


def test_decision_before_the_reviews_are_done_is_refused(house: House) -> None:
    """The commissioner's step comes last (policy)."""
    number = house.submit().case.number
    house.route()

    with pytest.raises(CannotMove, match="intake@DESE"):
        house.decide(number)


def test_two_commissioners_at_once_decide_once(house: House) -> None:
    """The second is told; nothing of theirs is kept."""
    grant(house, Office.COMMISSIONER, "second@doe.example")
    number = house.at_the_commissioner()

    def decide(by: str) -> Refused | Decision:
        try:
            return house.decide(number, by, belief=f"As {by} believes of these schools.")
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(2) as desks:
        results = list(desks.map(decide, [COMMISSIONER, "second@doe.example"]))

    assert sorted(type(one).__name__ for one in results) == ["Decision", "StepDone"]
    assert len(house.rows(Decision)) == 1


@pytest.mark.rule(12)
def test_belief_copied_from_another_case_is_shown(house: House) -> None:
    """That particular applicant: the same words for another one are pointed out."""
    first = house.at_the_commissioner()
    house.decide(first)
    second = house.at_the_commissioner(filing(scope="All requirements, another year"))

    house.decide(second)

    copied = [one for one in house.show(second)["warnings"] if first in one["message"]]
    assert copied[0]["rule"] == 12


@pytest.mark.rule(13)
def test_no_act_decides_several_cases() -> None:
    """No bulk outcome: the only deciding act takes one number."""
    acts = [
        act
        for name, act in inspect.getmembers(decisions, inspect.isfunction)
        if act.__module__ == decisions.__name__ and not name.startswith("_")
    ]
    parameters = inspect.signature(decisions.decide_waiver).parameters

    assert parameters["number"].annotation is str
    assert not any(
        parameter.annotation in {list[str], Sequence[str]}
        for act in acts
        for name, parameter in inspect.signature(act).parameters.items()
        if name.startswith("number")
    )
