"""Rules 28 to 31: what a signed memorandum must and should hold."""

from datetime import date, timedelta
from typing import Any

import pytest

from models.duties import Authority
from rules.memorandum import PARTS, Signatory, missing_parts, read_signatory
from tests.rules.makers import FILED_ON, about, rules_of
from tests.rules.shortfall_makers import memorandum

SUPERINTENDENT = Signatory("Superintendent of Schools", "vote of the school committee")
STATE_POLICE = Signatory("Colonel", "superintendent's deputy of the State Police")
TOWN = Signatory("Town Manager", "by the charter")


@pytest.mark.rule(28)
@pytest.mark.rule(30)
def test_whole_memorandum_is_admitted_with_nothing_but_procedures_to_point_out() -> None:
    """Roles on page 2, every part, both offices among those who signed."""
    found = memorandum()
    assert found.refusals == []
    assert rules_of(found.warnings) == [31]


@pytest.mark.rule(28)
@pytest.mark.parametrize("page", [0, -1, 4])
def test_memorandum_without_a_page_of_roles_and_duties_is_refused(page: int) -> None:
    """Clearly defining roles and duties: on a page that the document has."""
    (refusal,) = memorandum(roles_page=page).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (28, "37P(e)", "roles_page")


@pytest.mark.rule(28)
def test_page_of_a_document_whose_pages_are_not_known_is_believed() -> None:
    """A document for editing has no pages to count."""
    assert memorandum({"pages": None}, roles_page=12).refusals == []


@pytest.mark.rule(28)
def test_parts_beyond_roles_and_duties_are_advised_and_block_nothing() -> None:
    """(b)(i) to (viii) and the exclusion statement: each that is missing is named."""
    found = memorandum(parts={"b-ii": 2, "b-vii": 3})
    assert found.refusals == []
    (warning,) = about(found.warnings, 28)
    assert warning.authority is Authority.PRACTICE
    named = [part for part in PARTS if f"{part}, {PARTS[part]}" in warning.message]
    assert named == missing_parts({"b-ii": 2, "b-vii": 3})
    assert len(named) == 7


@pytest.mark.rule(29)
def test_checklist_has_the_eight_items_and_the_exclusion_statement() -> None:
    """What memoranda contain, by clause."""
    assert list(PARTS) == [
        *(f"b-{number}" for number in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")),
        "exclusion",
    ]


@pytest.mark.rule(29)
@pytest.mark.parametrize("parts", [{"b-ix": 2}, {"b-i": 0}, {"b-i": 4}])
def test_part_nobody_knows_or_on_no_page_is_refused(parts: dict[str, int]) -> None:
    """A checklist that points nowhere is a slip."""
    (refusal,) = memorandum(parts=parts).refusals
    assert (refusal.rule, refusal.where) == (29, f"parts.{next(iter(parts))}")


@pytest.mark.rule(29)
def test_memorandum_lodged_as_an_ordinary_one_has_every_part() -> None:
    """(b): all eight items and the statement, where one is stored as such."""
    assert memorandum(ordinary=True).refusals == []
    found = memorandum(ordinary=True, parts={part: 2 for part in PARTS if part != "b-v"})
    assert [(each.rule, each.where) for each in found.refusals] == [(29, "parts.b-v")]
    assert not about(found.warnings, 28)


@pytest.mark.rule(29)
@pytest.mark.parametrize(
    ("signed_on", "warned"),
    [(date(2025, 9, 21), False), (date(2025, 9, 20), True), (date(2024, 12, 31), True)],
)
def test_memorandum_older_than_a_year_is_pointed_out(signed_on: date, *, warned: bool) -> None:
    """Does it still say what is done?"""
    assert bool(about(memorandum(signed_on=signed_on).warnings, 29)) is warned


@pytest.mark.rule(29)
def test_signatory_out_of_office_is_pointed_out() -> None:
    """By the title given."""
    former = Signatory("Former Superintendent", "vote of the school committee")
    (warning,) = about(memorandum(signatories=(former, STATE_POLICE)).warnings, 29)
    assert warning.where == "signatories[0]"


@pytest.mark.rule(30)
def test_memorandum_that_nobody_signed_is_refused() -> None:
    """At least one signatory."""
    (refusal,) = memorandum(signatories=()).refusals
    assert (refusal.rule, refusal.clause, refusal.where) == (30, "37P(e)", "signatories")


@pytest.mark.rule(30)
def test_memorandum_signed_tomorrow_is_refused() -> None:
    """It is lodged once it is signed."""
    (refusal,) = memorandum(signed_on=FILED_ON + timedelta(days=1)).refusals
    assert (refusal.rule, refusal.where) == (30, "signed_on")
    assert memorandum(signed_on=FILED_ON).refusals == []


@pytest.mark.rule(30)
@pytest.mark.parametrize(
    ("signatories", "absent"),
    [
        ((SUPERINTENDENT, Signatory("Liaison, MSP", "for the colonel")), None),
        ((SUPERINTENDENT,), "the state police"),
        ((STATE_POLICE,), None),
        ((Signatory("State police commander", "rank"),), "the superintendent"),
        ((TOWN,), "the superintendent and the state police"),
    ],
)
def test_parties_are_not_invented_but_those_expected_are_missed(
    signatories: tuple[Signatory, ...], absent: str | None
) -> None:
    """(e) names no parties: it goes on, and the absence is shown."""
    found = memorandum(signatories=signatories)
    assert found.refusals == []
    said = [each.message for each in about(found.warnings, 30)]
    assert bool(said) is bool(absent)
    assert all(f": {absent}." in message for message in said)


@pytest.mark.rule(30)
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Town Manager; by the charter", TOWN),
        (" Town Manager ;by the charter ", TOWN),
        ("Colonel; order 7; as amended", Signatory("Colonel", "order 7; as amended")),
        ("Colonel", Signatory("Colonel", "")),
    ],
)
def test_signatory_is_read_as_title_and_authority(text: str, read: Signatory) -> None:
    """“TITLE; AUTHORITY”."""
    assert read_signatory(text) == read


@pytest.mark.rule(30)
@pytest.mark.parametrize(
    ("signatory", "words"),
    [
        (Signatory("Colonel", ""), "no authority"),
        (Signatory("", "order 7"), "no title"),
        (Signatory(" ", " "), "no title and no authority"),
    ],
)
def test_signatory_without_title_or_authority_is_refused_as_policy(
    signatory: Signatory, words: str
) -> None:
    """Who, and by what authority: (e) asks for neither in so many words."""
    (refusal,) = memorandum(signatories=(SUPERINTENDENT, signatory)).refusals
    assert (refusal.rule, refusal.authority, refusal.where) == (
        30,
        Authority.POLICY,
        "signatories[1]",
    )
    assert words in refusal.message


@pytest.mark.rule(31)
@pytest.mark.parametrize("facts", [{}, {"procedures_recorded": True}])
def test_operating_procedures_not_recorded_are_pointed_out(facts: dict[str, Any]) -> None:
    """They are the chief's to make under (b): practice here."""
    found = about(memorandum(facts).warnings, 31)
    assert [each.authority for each in found] == ([] if facts else [Authority.PRACTICE])
