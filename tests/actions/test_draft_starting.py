"""A draft begins empty, from last time, or as an answer to the office's questions."""

import pytest

from actions.draft_papers import measure
from actions.draft_starting import (
    last_filing,
    questions_on,
    start_answer,
    start_draft,
    start_from_filing,
)
from actions.questions import Asked
from database import transaction
from models.cases import CaseKind, CaseState
from models.reviews import ReviewOutcome
from rules.completeness import Fullness
from rules.findings import ApplicationIncomplete, NotYourOffice
from rules.policy import default_policy_text, parse_policy
from tests.actions.draft_makers import EDITOR, PORT, Desk
from tests.actions.makers import INTAKE, SUPERINTENDENT
from tests.actions.shortfall_makers import BOARD

POLICY = parse_policy(default_policy_text())


def test_pressed_twice_start_gives_one_draft(desk: Desk, draft: str) -> None:
    """A double click leaves no second draft; once written in, a new one may be begun."""
    assert desk.start() == draft
    desk.edit(draft, {"scope": "x"}, seen=0)
    assert desk.start() != draft


@pytest.mark.rule(3)
def test_a_charter_school_is_told_at_the_start(desk: Desk) -> None:
    """It need not fill in a form to learn which clauses name it."""
    with pytest.raises(ApplicationIncomplete) as refused:
        desk.start(code="99350000", by="director@harborlight.example")
    assert "charter" in str(refused.value).lower()


def _returned(desk: Desk, draft: str) -> str:
    desk.write_complete(draft)
    number = desk.sign(draft).case.number
    desk.house.route()
    asked = (Asked("evidence[1].period", "Which weeks?"), Asked("scope", "Both schools?"))
    desk.house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=asked)
    return number


def test_an_answer_begins_with_what_was_returned(desk: Desk, draft: str) -> None:
    """With its files, and each question at the field it is about; signed, it is version 2."""
    number = _returned(desk, draft)
    with transaction(desk.house.engine) as session:
        answer = start_answer(session, number, by=EDITOR, now=desk.house.now)
        assert start_answer(session, number, by=SUPERINTENDENT, now=desk.house.now).id == answer.id
        asked = [(one.path, one.text) for one in questions_on(session, answer)]
    assert asked == [("evidence[e2].period", "Which weeks?"), ("scope", "Both schools?")]
    desk.edit(answer.id, {"evidence[e2].period": "2026-03-02/2026-03-20"}, seen=0, by=EDITOR)
    sent = desk.sign(answer.id)
    assert (sent.case.number, sent.version, sent.case.state) == (number, 2, CaseState.SUBMITTED)
    (event,) = [
        one for one in desk.house.show(number)["events"] if one["kind"] == "waiver.resubmitted"
    ]
    assert event["by"] == SUPERINTENDENT


def test_only_a_returned_case_is_answered(desk: Desk, draft: str) -> None:
    """Before the office asks there is nothing to answer."""
    desk.write_complete(draft)
    number = desk.sign(draft).case.number
    with transaction(desk.house.engine) as session, pytest.raises(Exception, match="no questions"):
        start_answer(session, number, by=EDITOR, now=desk.house.now)


def test_last_time_is_a_start(desk: Desk, draft: str) -> None:
    """Its words and files are there; signature and consultations are made anew."""
    desk.write_complete(draft)
    number = desk.sign(draft).case.number
    with transaction(desk.house.engine) as session:
        assert last_filing(session, CaseKind.WAIVER, PORT) == number
        began = start_from_filing(session, number, by=EDITOR, now=desk.house.now)
        measured = measure(session, began, POLICY, desk.store, now=desk.house.now)
    lacking = {one.element.field for one in measured if one.state is Fullness.MISSING}
    assert lacking == {"chief_consultations", "signed_by"}
    assert began.started_from == number


def test_a_chiefs_determination_is_a_draft_too(desk: Desk) -> None:
    """One mechanism for both forms: the chief writes it, the chief signs it."""
    now = desk.house.now
    with transaction(desk.house.engine) as session:
        draft = start_draft(
            session, CaseKind.SHORTFALL, "99600000", town="Quarry Hill", by=BOARD, now=now
        ).id
    desk.add(draft, "figures", "f", by=BOARD)
    desk.attach(draft, "figures[f]", "files/police-budget-fy27.csv", by=BOARD)
    desk.edit(
        draft,
        {
            "office_basis": "Select Board having control of the police",
            "determination": "No officer can be assigned for fiscal year 2027.",
            "resources_lacking": ["personnel", "funds"],
            "fiscal_year": "2027",
            "figures[f].title": "Police budget",
            "superintendent_consultation.by": "superintendent@quarryhill.example",
            "superintendent_consultation.dates": ["2026-09-08"],
            "superintendent_consultation.mode": "meeting",
            "schools": ["99600505"],
        },
        seen=2,
        by=BOARD,
    )
    sent = desk.sign(draft, by=BOARD)
    assert sent.case.kind is CaseKind.SHORTFALL
    assert sent.case.state is CaseState.DETERMINED
    with pytest.raises(NotYourOffice):
        desk.edit(draft, {"determination": "x"}, seen=0, by=SUPERINTENDENT)
