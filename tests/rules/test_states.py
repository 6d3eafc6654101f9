"""The permitted moves: no state is a dead end but the last ones, and no other arrow exists."""

from itertools import product

import pytest

from models.cases import CaseKind, CaseState
from rules.states import arrows, can_move
from tests.shared import PROJECT

WAIVER, SHORTFALL = arrows(CaseKind.WAIVER), arrows(CaseKind.SHORTFALL)
CLOSED = {CaseState.DECIDED, CaseState.WITHDRAWN}


def test_every_arrow_has_its_own_letter_and_a_reason() -> None:
    """The diagram's letters tell one arrow from another, in order."""
    assert [each.letter for each in WAIVER] == list("abcdefg")
    assert [each.letter for each in SHORTFALL] == list("abcdefghijklmno")
    assert all(each.text and each.act for each in (*WAIVER, *SHORTFALL))


@pytest.mark.parametrize("kind", CaseKind)
def test_case_moves_along_its_arrows_and_no_other_way(kind: CaseKind) -> None:
    """What is not drawn cannot be done."""
    drawn = {(each.start, each.to) for each in arrows(kind)}
    for start, to in product(CaseState, CaseState):
        assert can_move(kind, start, to) is ((start, to) in drawn)


@pytest.mark.parametrize("closed", sorted(CLOSED))
def test_closed_waiver_moves_no_more(closed: CaseState) -> None:
    """Decided and withdrawn are the end."""
    assert not any(can_move(CaseKind.WAIVER, closed, to) for to in CaseState)


@pytest.mark.rule(13)
def test_waiver_is_decided_only_from_review_and_by_a_person() -> None:
    """A returned case cannot be decided, and no arrow decides by itself."""
    deciding = [each for each in WAIVER if each.to is CaseState.DECIDED]
    assert [(each.start, each.act) for each in deciding] == [(CaseState.IN_REVIEW, "decide_waiver")]


def test_every_open_waiver_can_be_withdrawn() -> None:
    """The applicant may take the request back at any time before the decision."""
    for start in {each.start for each in WAIVER}:
        assert can_move(CaseKind.WAIVER, start, CaseState.WITHDRAWN)


@pytest.mark.rule(27)
def test_shortfall_becomes_complete_only_by_a_filing_and_an_amendment_opens_it_again() -> None:
    """Both filings are owed anew for an amended memorandum."""
    touching = [
        (each.start, each.to, each.act)
        for each in SHORTFALL
        if CaseState.COMPLETE in {each.start, each.to}
    ]
    assert touching == [
        (CaseState.AWAITING_FILING, CaseState.COMPLETE, "file_memorandum"),
        (CaseState.COMPLETE, CaseState.AWAITING_FILING, "lodge_memorandum"),
    ]


@pytest.mark.rule(21)
def test_shortfall_reaches_an_assignment_only_through_the_consultation() -> None:
    """It cannot be skipped."""
    reaching = {each.start for each in SHORTFALL if each.to is CaseState.AWAITING_ASSIGNMENT}
    assert reaching == {CaseState.CONSULTING, CaseState.UNFUNDED}
    assert {each.start for each in SHORTFALL if each.to is CaseState.UNFUNDED} == {
        CaseState.AWAITING_ASSIGNMENT
    }


def test_every_open_shortfall_can_be_withdrawn_and_a_withdrawn_one_moves_no_more() -> None:
    """The chief may take the determination back until it is complete."""
    for start in {each.start for each in SHORTFALL} - {CaseState.COMPLETE}:
        assert can_move(CaseKind.SHORTFALL, start, CaseState.WITHDRAWN)
    for to in CaseState:
        assert not can_move(CaseKind.SHORTFALL, CaseState.WITHDRAWN, to)
    assert not can_move(CaseKind.SHORTFALL, CaseState.COMPLETE, CaseState.WITHDRAWN)


@pytest.mark.parametrize("kind", list(CaseKind))
def test_states_page_has_every_arrow_as_it_is(kind: CaseKind) -> None:
    """The diagrams people read are the table the engine goes by."""
    page = (PROJECT / "docs" / "states.md").read_text()
    for arrow in arrows(kind):
        row = f"| {arrow.letter} | {arrow.start} | {arrow.to} | `{arrow.act}` | {arrow.text} |"
        assert row in page
        assert f"    {arrow.start} --> {arrow.to}: {arrow.letter}\n" in page
