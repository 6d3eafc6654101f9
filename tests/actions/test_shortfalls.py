"""The state-police path, 37P(e): from a determination to a memorandum in two offices."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest

from actions.cases import CannotMove
from actions.memoranda import FilingRefused
from models.cases import CaseState
from models.events import Event
from models.shortfalls import (
    AssignmentOutcome,
    ContactOutcome,
    MemorandumFiling,
    Place,
)
from rules.findings import ApplicationIncomplete, NotYourOffice, Refused
from tests.actions.makers import OPERATOR, House, filing
from tests.actions.reminding import Desk
from tests.actions.shortfall_makers import (
    BOARD,
    LIAISON,
    OTHER_DOCUMENT,
    SIGNED,
    SUPERINTENDENT_OF_THREE_RIVERS,
    Fallback,
    determination,
)


@pytest.fixture
def fallback(house: House) -> Fallback:
    """Give the acts on shortfalls, in a house with the sample registry."""
    return Fallback(house)


@pytest.mark.rule(19)
def test_chief_determines_and_superintendent_is_told(fallback: Fallback) -> None:
    """The chief determines, in consultation with the superintendent."""
    number = fallback.determine().case.number

    case = fallback.house.show(number)
    assert number == "S-2026-0001"
    assert case["state"] == "determined"
    assert case["determination"]["by"] == BOARD
    assert fallback.house.mail(number, "shortfall-notice") == [SUPERINTENDENT_OF_THREE_RIVERS]


@pytest.mark.rule(19)
def test_superintendent_cannot_open_a_shortfall_alone(fallback: Fallback) -> None:
    """Only the police office determines."""
    with pytest.raises(ApplicationIncomplete) as refused:
        fallback.determine(
            determination("shortfall-by-superintendent.yaml"), by=SUPERINTENDENT_OF_THREE_RIVERS
        )

    assert {finding.rule for finding in refused.value.findings} == {19}


def test_somebody_else_cannot_file_what_the_chief_signed(fallback: Fallback) -> None:
    """The form names the board; the liaison cannot file it for them."""
    with pytest.raises(NotYourOffice):
        fallback.determine(by=LIAISON)


@pytest.mark.rule(22)
def test_no_gate_by_the_department_of_education(fallback: Fallback) -> None:
    """Subsection (e) has no commissioner: no duty of the path is the department's."""
    number = fallback.to_complete()

    owed_by = {duty["owed_by"] for duty in fallback.house.show(number)["duties"]}
    assert owed_by == {"state_police@MSP", "chief@Quarry Hill", "superintendent@99600000"}


@pytest.mark.rule(21)
def test_consultation_goes_to_the_liaison_and_waits(fallback: Fallback) -> None:
    """The chief shall consult the department of state police."""
    number = fallback.determine().case.number
    fallback.route()

    duty = fallback.house.show(number)["duties"][0]
    assert (duty["what"], duty["holder"]) == ("reply:state_police", LIAISON)
    assert duty["authority"] == "policy"
    assert fallback.house.mail(number, "consultation-asked") == [LIAISON]


@pytest.mark.rule(21)
def test_no_answer_escalates_once_and_never_closes(fallback: Fallback) -> None:
    """Past the policy's days chief, liaison and operators hear of it; the case stays open."""
    number = fallback.determine().case.number
    fallback.route()
    desk = Desk(fallback.house)
    for _ in range(3):
        fallback.house.later(days=30)
        desk.round()
        fallback.route()

    case = fallback.house.show(number)
    assert case["state"] == "consulting"
    told = {rung for rung in desk.ledger() if rung.startswith("reply:state_police escalate")}
    assert told == {
        "reply:state_police escalate+1:chief",
        "reply:state_police escalate+1:operator",
    }
    readers = [one["to"] for one in case["messages"] if one["template"] == "reminder-digest"]
    assert {BOARD, LIAISON, OPERATOR} <= set(readers)
    assert case["duties"][0]["state"] == "open"


@pytest.mark.rule(21)
def test_three_attempts_without_response_let_the_case_go_on(fallback: Fallback) -> None:
    """The logged non-response is on record, and the case is not held for ever."""
    number = fallback.determine().case.number
    states: list[str] = []
    for _ in range(3):
        fallback.consult(number, ContactOutcome.NO_RESPONSE)
        states.append(fallback.house.show(number)["state"])

    assert states == ["consulting", "consulting", "awaiting_assignment"]
    outcomes = [one["outcome"] for one in fallback.house.show(number)["consultations"]]
    assert outcomes == ["no-response"] * 3


@pytest.mark.rule(21)
def test_consultation_cannot_be_skipped(fallback: Fallback) -> None:
    """No assignment before the state police were consulted."""
    number = fallback.determine().case.number

    with pytest.raises(CannotMove, match="consulting"):
        fallback.assign(number)


@pytest.mark.rule(23)
def test_want_of_appropriation_waits_and_is_asked_again(fallback: Fallback) -> None:
    """Subject to appropriation: never denied, asked again with the next quarter (policy)."""
    number = fallback.consulted()
    fallback.assign(number, outcome=AssignmentOutcome.NO_APPROPRIATION, appropriation="FY27 budget")

    assert fallback.house.show(number)["state"] == "unfunded"
    fallback.house.later(days=5)
    fallback.route()
    assert fallback.house.show(number)["state"] == "unfunded"
    fallback.house.later(days=10)
    fallback.route()

    assert fallback.house.show(number)["state"] == "awaiting_assignment"
    assert len(fallback.house.mail(number, "assignment-asked")) == 2


@pytest.mark.rule(24)
def test_seniority_alone_is_refused(fallback: Fallback) -> None:
    """Not solely on seniority."""
    number = fallback.consulted()

    with pytest.raises(Refused) as refused:
        fallback.assign(number, grounds=("Seniority",))

    assert 24 in {finding.rule for finding in refused.value.findings}


@pytest.mark.rule(25)
def test_assignment_without_the_attestation_is_refused(fallback: Fallback) -> None:
    """Somebody who would strive to foster an optimal learning environment is considered."""
    number = fallback.consulted()

    with pytest.raises(Refused) as refused:
        fallback.assign(number, candidate_considered=False)

    assert 25 in {finding.rule for finding in refused.value.findings}


@pytest.mark.rule(27)
def test_case_completes_with_the_second_filing_and_not_before(fallback: Fallback) -> None:
    """On file in the office of the superintendent and the department of state police."""
    number = fallback.lodged()

    fallback.file(number, Place.STATE_POLICE)
    assert fallback.house.show(number)["state"] == "awaiting_filing"
    fallback.file(number, Place.SUPERINTENDENT)

    case = fallback.house.show(number)
    assert case["state"] == "complete"
    assert {one["sha256"] for one in case["filings"]} == {case["memorandum"]["sha256"]}
    assert all(duty["state"] == "done" for duty in case["duties"])


@pytest.mark.rule(27)
def test_same_place_twice_is_refused(fallback: Fallback) -> None:
    """Two different offices."""
    number = fallback.lodged()
    fallback.file(number, Place.STATE_POLICE)

    with pytest.raises(FilingRefused):
        fallback.file(number, Place.STATE_POLICE)


@pytest.mark.rule(27)
@pytest.mark.parametrize(
    "wrong", [{"document": OTHER_DOCUMENT}, {"on": date(2026, 9, 1)}, {"custodian": " "}]
)
def test_filing_of_something_else_is_refused(fallback: Fallback, wrong: dict[str, Any]) -> None:
    """Another document, a date before the signature, nobody who keeps it."""
    number = fallback.lodged()

    with pytest.raises(FilingRefused):
        fallback.file(number, Place.STATE_POLICE, **wrong)

    assert fallback.house.rows(MemorandumFiling) == []


@pytest.mark.rule(27)
def test_operator_files_only_with_the_offices_receipt(fallback: Fallback) -> None:
    """Confirmed by that office itself, or entered by an operator with its receipt."""
    number = fallback.lodged()

    with pytest.raises(FilingRefused):
        fallback.file(number, Place.STATE_POLICE, by="operator@doe.example")
    fallback.file(number, Place.STATE_POLICE, by="operator@doe.example", receipt=OTHER_DOCUMENT)

    assert len(fallback.house.rows(MemorandumFiling)) == 1


def test_the_other_office_cannot_file_for_this_one(fallback: Fallback) -> None:
    """The superintendent does not confirm for the state police."""
    number = fallback.lodged()

    with pytest.raises(NotYourOffice):
        fallback.file(number, Place.STATE_POLICE, by=SUPERINTENDENT_OF_THREE_RIVERS)


@pytest.mark.rule(27)
def test_both_offices_at_the_same_moment_complete_the_case_once(fallback: Fallback) -> None:
    """One completion, whoever is second."""
    number = fallback.lodged()

    with ThreadPoolExecutor(2) as desks:
        list(desks.map(partial(fallback.file, number), list(Place)))

    kinds = [one.kind for one in fallback.house.rows(Event) if one.stream == number]
    assert kinds.count("shortfall.completed") == 1
    assert fallback.house.show(number)["state"] == "complete"


@pytest.mark.rule(27)
def test_amended_memorandum_reopens_both_filings(fallback: Fallback) -> None:
    """A later one is owed in both offices anew."""
    number = fallback.to_complete()
    fallback.lodge(number, OTHER_DOCUMENT)

    case = fallback.house.show(number)
    assert case["state"] == CaseState.AWAITING_FILING.value
    assert case["filings"] == []
    with pytest.raises(FilingRefused):
        fallback.file(number, Place.STATE_POLICE, document=SIGNED)


def test_withdrawn_case_admits_no_filing(fallback: Fallback) -> None:
    """A filing for a withdrawn case is refused."""
    number = fallback.lodged()
    fallback.withdraw(number)

    with pytest.raises(CannotMove, match="withdrawn"):
        fallback.file(number, Place.STATE_POLICE)


@pytest.mark.rule(34)
def test_open_waiver_and_shortfall_point_to_each_other_and_hold_nothing(fallback: Fallback) -> None:
    """Granting (c) does not close (e); open (e) does not hold (c)."""
    waiver = fallback.house.submit(
        filing("waiver-regional-no-consultation.yaml"), by=SUPERINTENDENT_OF_THREE_RIVERS
    ).case.number

    filed = fallback.determine()

    assert any(one.rule == 34 and waiver in one.message for one in filed.warnings)
    assert fallback.house.route()[0].after == "in_review/intake"
