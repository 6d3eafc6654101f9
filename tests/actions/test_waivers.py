"""A district's acts: file, answer, withdraw."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from actions.cases import CannotMove
from actions.intake import IntakeClosed, set_intake
from actions.situations import UnknownBody
from actions.waivers import Filed
from models.cases import Case
from models.messages import Message
from models.reviews import ReviewOutcome
from rules.findings import ApplicationIncomplete, NotYourOffice
from tests.actions.makers import (
    CHIEF,
    COMMISSIONER,
    INTAKE,
    KEYBOARD,
    OPERATOR,
    PROGRAM,
    SUPERINTENDENT,
    House,
    filing,
)


@pytest.mark.rule(9)
def test_application_filed_is_frozen_with_its_hash_and_time(house: House) -> None:
    """37P(c)(i): a written application is kept as it was signed."""
    filed = house.submit()

    case = house.show(filed.case.number)
    assert filed.case.number == "W-2026-0001"
    assert case["sha256"] == filed.submission.sha256
    assert [one["received_at"] for one in case["versions"]] == ["2026-09-21T14:00:00.000+00:00"]
    assert [one["id"] for one in case["evidence"]] == ["E1", "E2"]
    assert case["alternatives"][2]["supporting_data"][0]["title"] == "Counselor staffing"
    assert case["law_version"] == "37P-2018"


@pytest.mark.rule(18)
def test_filing_tells_signer_and_every_chief(house: House) -> None:
    """The duty is the chief's: a filing is told to the signer and each chief concerned."""
    number = house.submit(
        filing("waiver-regional-no-consultation.yaml"), by="superintendent@quarryhill.example"
    ).case.number

    assert house.mail(number, "waiver-received") == ["superintendent@quarryhill.example"]
    assert sorted(house.mail(number, "waiver-notice")) == [
        "board@selectboard.quarryhill.example",
        CHIEF,
    ]


def test_same_paper_twice_is_one_case_and_one_receipt(house: House) -> None:
    """A form sent twice by accident is not two applications."""
    first, second = house.submit(), house.submit()

    assert second.repeated
    assert second.case.number == first.case.number
    assert len(house.rows(Case)) == 1
    assert len(house.mail(first.case.number, "waiver-received")) == 1


def test_same_paper_from_four_desks_at_once_is_one_case(house: House) -> None:
    """Two tabs, a double click, two colleagues: still one case."""

    def submit(_: int) -> Filed:
        return house.submit()

    with ThreadPoolExecutor(4) as desks:
        numbers = {filed.case.number for filed in desks.map(submit, range(4))}

    assert numbers == {"W-2026-0001"}
    assert len(house.rows(Case)) == 1


def test_numbers_given_at_once_are_all_different(house: House) -> None:
    """Filings that arrive together never share a number."""
    papers = [filing(scope=f"All requirements, wording {n}") for n in range(6)]

    with ThreadPoolExecutor(6) as desks:
        numbers = [filed.case.number for filed in desks.map(house.submit, papers)]

    assert sorted(numbers) == [f"W-2026-{n:04}" for n in range(1, 7)]


def test_same_paper_after_withdrawal_is_a_new_case(house: House) -> None:
    """Somebody who took an application back may file it again."""
    first = house.submit().case.number
    house.withdraw(first)

    again = house.submit()

    assert not again.repeated
    assert again.case.number != first


def test_filing_without_the_office_is_not_allowed_and_stores_nothing(house: House) -> None:
    """The chief cannot sign for the school department."""
    with pytest.raises(NotYourOffice, match="superintendent"):
        house.submit(by=CHIEF)

    assert house.rows(Case) == []
    assert house.rows(Message) == []


def test_filing_by_an_editor_is_not_allowed(house: House) -> None:
    """An editor drafts; the superintendent signs."""
    with pytest.raises(NotYourOffice):
        house.submit(by="grants@portexample.example")


def test_incomplete_application_names_every_gap_and_stores_nothing(house: House) -> None:
    """All that is missing is said at once, not one thing at a time."""
    with pytest.raises(ApplicationIncomplete) as refused:
        house.submit(filing("waiver-incomplete.yaml"))

    assert {10, 11} <= {finding.rule for finding in refused.value.findings}
    assert house.rows(Case) == []


def test_unknown_body_is_named(house: House) -> None:
    """A code the registry does not have is an error in the form."""
    with pytest.raises(UnknownBody, match="99999999"):
        house.submit(filing(applicant="99999999"))


def test_closed_intake_takes_nothing_and_says_why(house: House) -> None:
    """An operator can close intake, since the section was rewritten."""
    with house.session() as session:
        set_intake(
            session,
            accepting=False,
            reason="The section was rewritten in 2020.",
            by=OPERATOR,
            entered_by=KEYBOARD,
            now=house.now,
        )

    with pytest.raises(IntakeClosed, match="rewritten in 2020"):
        house.submit()


@pytest.mark.rule(5)
def test_objection_is_stored_whole_with_the_case(house: House) -> None:
    """Consultation is not consent: filed all the same, the objection shown to every reviewer."""
    number = house.submit(filing("waiver-chief-objects.yaml")).case.number

    warnings = [one for one in house.show(number)["warnings"] if one["rule"] == 5]
    assert "the dispatcher line does not replace one" in warnings[0]["message"]


def returned(house: House) -> str:
    """File an application and have it returned with a question."""
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, note="One question.")
    return number


def test_resubmission_is_a_new_version_beside_the_old(house: House) -> None:
    """A correction never overwrites: reviewers see both, and what changed."""
    number = returned(house)
    house.later(days=3)

    filed = house.resubmit(number, filing(scope="All requirements, at both schools"))

    case = house.show(number)
    assert filed.submission.version == 2
    assert [one["version"] for one in case["versions"]] == [1, 2]
    assert case["state"] == "submitted"
    assert [duty["state"] for duty in case["duties"]] == ["done", "done"]


def test_resubmission_goes_back_to_the_step_that_asked(house: House) -> None:
    """The policy's default: whoever asked reads the answer."""
    number = house.submit().case.number
    house.route()
    house.review(number, INTAKE)
    house.route()
    house.review(number, PROGRAM, outcome=ReviewOutcome.RETURN)
    house.resubmit(number, filing(scope="All requirements, at both schools"))

    moved = house.route()

    assert [one.after for one in moved] == ["in_review/program"]


def test_resubmission_of_a_case_under_review_is_refused(house: House) -> None:
    """A correction is filed when the office has asked for one."""
    number = house.submit().case.number
    house.route()

    with pytest.raises(CannotMove, match="in review"):
        house.resubmit(number, filing(scope="Something else"))


def test_resubmission_of_another_body_is_refused(house: House) -> None:
    """A case stays with its applicant."""
    number = returned(house)

    with pytest.raises(ApplicationIncomplete, match="belongs to 99010000"):
        house.resubmit(number, filing("waiver-regional-no-consultation.yaml"))


def test_withdrawal_records_who_when_and_why_and_tells_everyone(house: House) -> None:
    """Applicant, chief and the reviewer who had it in hand hear of it."""
    number = house.submit().case.number
    house.route()

    house.withdraw(number, reason="An officer is in place.")

    case = house.show(number)
    assert case["state"] == "withdrawn"
    assert [duty["state"] for duty in case["duties"]] == ["dropped"]
    assert sorted(house.mail(number, "waiver-withdrawn")) == sorted([SUPERINTENDENT, CHIEF, INTAKE])


@pytest.mark.parametrize("act", ["review", "decide", "withdraw", "resubmit"])
def test_withdrawn_case_admits_no_further_act(house: House, act: str) -> None:
    """What was taken back stays so."""
    number = house.at_the_commissioner()
    house.withdraw(number)

    with pytest.raises(CannotMove):
        {
            "review": lambda: house.review(number, COMMISSIONER),
            "decide": lambda: house.decide(number),
            "withdraw": lambda: house.withdraw(number),
            "resubmit": lambda: house.resubmit(number, filing(scope="Again")),
        }[act]()
