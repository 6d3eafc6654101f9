"""Rule 21: the chief consults the department of state police, and it is on record."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.duties import Authority
from models.shortfalls import ContactOutcome
from rules.policy import default_policy_text, parse_policy
from rules.state_police import (
    ContactFacts,
    check_contact,
    consultation_done,
    no_response_on_record,
)
from tests.rules.makers import POLICY

pytestmark = pytest.mark.rule(21)

REACHED, RESPONDED, NO_RESPONSE = ContactOutcome
DETERMINED_ON, TODAY = date(2026, 9, 21), date(2026, 9, 30)
FACTS = ContactFacts(on=TODAY, determined_on=DETERMINED_ON)


@pytest.mark.parametrize(
    ("logged", "done"),
    [
        ([], False),
        ([REACHED], False),
        ([RESPONDED], True),
        ([REACHED, RESPONDED], True),
        ([NO_RESPONSE, NO_RESPONSE], False),
        ([NO_RESPONSE, NO_RESPONSE, REACHED], False),
        ([NO_RESPONSE, NO_RESPONSE, NO_RESPONSE], True),
        ([REACHED, REACHED, REACHED], False),
    ],
)
def test_consultation_is_done_on_a_response_or_three_attempts_without_one(
    logged: list[ContactOutcome], *, done: bool
) -> None:
    """It cannot be skipped; three is the policy's number."""
    assert consultation_done(logged, POLICY) is done


@given(st.lists(st.sampled_from([REACHED, NO_RESPONSE]), max_size=2))
def test_consultation_is_never_done_without_a_response_on_fewer_attempts(
    logged: list[ContactOutcome],
) -> None:
    """Whatever is logged, in whatever order."""
    assert not consultation_done(logged, POLICY)


def test_number_of_attempts_is_the_policys() -> None:
    """Law asks that it is consulted, not how often somebody has to call."""
    text = default_policy_text().replace(
        "attempts_without_response = 3", "attempts_without_response = 1"
    )
    assert consultation_done([NO_RESPONSE], parse_policy(text))


def test_case_that_goes_on_without_a_response_says_so() -> None:
    """With that fact on record, and as policy."""
    (warning,) = no_response_on_record([NO_RESPONSE] * 3, POLICY)
    assert warning.authority is Authority.POLICY
    assert "3 logged attempts" in warning.message
    assert not list(no_response_on_record([NO_RESPONSE] * 3 + [RESPONDED], POLICY))
    assert not list(no_response_on_record([NO_RESPONSE], POLICY))


@pytest.mark.parametrize("held_on", [DETERMINED_ON, TODAY])
def test_contact_since_the_determination_is_admitted(held_on: date) -> None:
    """From the day of the determination to today."""
    found = check_contact("Troop D, community unit", held_on, "Spoke with the duty officer", FACTS)
    assert (found.refusals, found.warnings) == ([], [])


def test_contact_in_the_future_is_refused() -> None:
    """What is logged has happened."""
    tomorrow = TODAY + timedelta(days=1)
    (refusal,) = check_contact("Troop D", tomorrow, "Left a message", FACTS).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (21, "37P(e)", "on")


def test_contact_before_the_determination_is_admitted_and_shown() -> None:
    """The section sets no order between them."""
    before = DETERMINED_ON - timedelta(days=1)
    found = check_contact("Troop D", before, "Asked for an officer", FACTS)
    assert found.refusals == []
    (warning,) = found.warnings
    assert (warning.where, warning.authority) == ("on", Authority.PRACTICE)
    assert "before the determination" in warning.message


def test_contact_without_unit_and_note_is_refused_for_both() -> None:
    """With whom, and what came of it."""
    found = check_contact(" ", TODAY, "…", FACTS)
    assert [each.where for each in found.refusals] == ["unit", "note"]


def test_second_attempt_of_one_day_is_pointed_out() -> None:
    """Three calls within an hour say little."""
    facts = ContactFacts(on=TODAY, determined_on=DETERMINED_ON, unanswered_on=(TODAY,))
    found = check_contact("Troop D", TODAY, "No answer", facts)
    assert found.refusals == []
    assert [each.authority for each in found.warnings] == [Authority.PRACTICE]
