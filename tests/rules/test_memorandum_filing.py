"""Rule 27: the signed memorandum on file in two offices, the same one in both."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.duties import Authority
from models.shortfalls import Place
from rules.findings import Findings
from rules.memorandum_filing import FilingFacts, FilingForm, check_filing, filings_complete

pytestmark = pytest.mark.rule(27)

SIGNED, OTHER = "a" * 64, "b" * 64
SIGNED_ON, TODAY = date(2026, 10, 1), date(2026, 10, 9)


def filed(facts: dict[str, Any] | None = None, **changes: Any) -> Findings:
    """Check a sound filing by the superintendent's office, but for what is changed."""
    form: dict[str, Any] = {
        "place": Place.SUPERINTENDENT,
        "on": date(2026, 10, 5),
        "custodian": "Secretary to the Superintendent",
        "sha256": SIGNED,
        "by_office": True,
        **changes,
    }
    known: dict[str, Any] = {
        "today": TODAY,
        "signed_on": SIGNED_ON,
        "memorandum_sha256": SIGNED,
        **(facts or {}),
    }
    return check_filing(FilingForm(**form), FilingFacts(**known))


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("on", [SIGNED_ON, TODAY])
def test_filing_in_either_place_from_the_signature_on_is_admitted(place: Place, on: date) -> None:
    """In whichever order."""
    found = filed(place=place, on=on)
    assert (found.refusals, found.warnings) == ([], [])


@pytest.mark.parametrize(
    ("facts", "changes", "where"),
    [
        ({"filed_places": (Place.SUPERINTENDENT,)}, {}, "place"),
        ({}, {"on": date(2026, 9, 30)}, "on"),
        ({}, {"on": date(2026, 10, 10)}, "on"),
        ({}, {"sha256": OTHER}, "document"),
        ({}, {"custodian": " "}, "custodian"),
    ],
)
def test_filing_that_is_not_the_signed_memorandum_in_a_second_office_is_refused(
    facts: dict[str, Any], changes: dict[str, Any], where: str
) -> None:
    """The same place twice, a day before the signature or to come, another document, nobody."""
    (refusal,) = filed(facts, **changes).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (27, "37P(e)", where)
    assert refusal.authority is Authority.LAW


def test_second_filing_in_one_place_is_told_which_office_is_missing() -> None:
    """What to do next."""
    (refusal,) = filed({"filed_places": (Place.SUPERINTENDENT,)}).refusals
    assert "waits for the department of state police" in refusal.message


def test_filing_entered_for_an_office_needs_its_receipt_as_policy() -> None:
    """An office confirms for itself, or an operator does so with the receipt."""
    (refusal,) = filed(by_office=False).refusals
    assert (refusal.where, refusal.authority) == ("receipt", Authority.POLICY)
    assert filed(by_office=False, has_receipt=True).refusals == []


def test_every_fault_of_a_filing_is_named_at_once() -> None:
    """Nobody mends a filing one refusal at a time."""
    found = filed(
        {"filed_places": tuple(Place)},
        on=date(2026, 1, 1),
        sha256=OTHER,
        custodian="",
        by_office=False,
    )
    wheres = [each.where for each in found.refusals]
    assert wheres == ["place", "on", "document", "custodian", "receipt"]


def test_filing_in_the_second_office_offers_the_chief_a_copy() -> None:
    """The chief's office is (b)'s place, not (e)'s."""
    found = filed({"filed_places": (Place.STATE_POLICE,)})
    assert found.refusals == []
    assert [each.authority for each in found.warnings] == [Authority.PRACTICE]
    assert "chief a copy" in found.warnings[0].message


FILING = st.tuples(st.sampled_from(Place), st.sampled_from([SIGNED, OTHER, "c" * 64]))


@given(st.lists(FILING), st.sampled_from([SIGNED, OTHER]))
def test_filings_are_complete_only_in_two_different_places_of_the_same_document(
    filings: list[tuple[Place, str]], memorandum: str
) -> None:
    """However many there are, and of whatever."""
    places = {place for place, sha256 in filings if sha256 == memorandum}
    assert filings_complete(filings, memorandum) is (len(places) == 2)


@given(st.lists(st.tuples(st.just(Place.STATE_POLICE), st.just(SIGNED))))
def test_filings_in_one_place_never_complete_a_case(filings: list[tuple[Place, str]]) -> None:
    """The same office any number of times is one office."""
    assert not filings_complete(filings, SIGNED)


@given(st.lists(FILING).flatmap(st.permutations))
def test_order_of_the_filings_changes_nothing(filings: list[tuple[Place, str]]) -> None:
    """In whichever order they are confirmed."""
    assert filings_complete(filings, SIGNED) is filings_complete(sorted(filings), SIGNED)
