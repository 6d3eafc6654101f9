"""Assign an officer of the state police, or say that none can be: subject to appropriation."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.cases import CannotMove, find_case, keep_warnings, move, ready, refusal, words
from actions.duties import discharge, open_duties
from actions.mailing import applicant_of, tell
from actions.policies import policy_of
from actions.record import record
from actions.shortfall_routing import ASSIGNMENT, catch_up, look_again
from actions.shortfall_standing import require_one_of
from actions.shortfalls import chief_of
from models.cases import Case, CaseKind, CaseState
from models.people import Office
from models.registry import School
from models.shortfalls import (
    Assignment,
    AssignmentOutcome,
    Determination,
    ShortfallSchool,
)
from notifications.compose import Template
from rules.assignment import AssignmentFacts, AssignmentForm, check_assignment
from rules.calendar import new_york_date, next_asking
from rules.findings import Refused
from rules.law import enforces

MAY_ASSIGN = {Office.STATE_POLICE, Office.OPERATOR}
OPEN = frozenset({CaseState.AWAITING_ASSIGNMENT, CaseState.UNFUNDED})


class AssignmentIncomplete(Refused):
    """An assignment lacks what 37P(e) asks of it; carries every gap at once."""


@enforces(23)
@enforces(24)
@enforces(25)
def assign_officer(
    session: Session,
    number: str,
    form: AssignmentForm,
    *,
    by: str,
    entered_by: str,
    now: datetime,
) -> Assignment:
    """Put down what the department of state police can do, subject to appropriation.

    Assigned: the memorandum comes next, whoever employs the officer. No
    appropriation: the case waits unfunded and is asked again (policy); it is
    never denied. Pending: only the record changes.

    Raises:
        NoSuchCase: no shortfall has this number.
        NotYourOffice: `by` is neither the liaison nor an operator.
        CannotMove: the consultation is not done, or an officer is assigned.
        AssignmentIncomplete: carries every gap at once.
    """
    case = find_case(session, number, CaseKind.SHORTFALL)
    someone, _ = require_one_of(session, case, by, MAY_ASSIGN, now)
    catch_up(session, case, now)
    if case.state not in OPEN:
        message = f"{number} is {words(case.state)}: no assignment is awaited."
        raise CannotMove([refusal(message)])
    policy, today = policy_of(session, case), new_york_date(now)
    determination = session.get_one(Determination, number)
    facts = AssignmentFacts(
        on=today,
        fiscal_year=determination.fiscal_year,
        schools=towns_of_schools(session, case),
    )
    findings = check_assignment(form, facts, policy)
    if findings.refusals:
        raise AssignmentIncomplete(findings.refusals)
    assignment = Assignment(
        case_number=number,
        outcome=form.outcome,
        employer=form.employer,
        grounds=[ground.strip() for ground in form.grounds],
        candidate_considered=form.candidate_considered,
        appropriation=form.appropriation,
        by=someone.id or 0,
        at=now,
    )
    session.add(assignment)
    reason = "; ".join(form.grounds) or form.appropriation or form.outcome.value
    keep_warnings(
        session, case, findings.warnings, went_on_by=someone.email, reason=reason, now=now
    )
    event = record(
        session,
        case,
        {
            AssignmentOutcome.ASSIGNED: "officer.assigned",
            AssignmentOutcome.NO_APPROPRIATION: "officer.unfunded",
            AssignmentOutcome.PENDING: "officer.pending",
        }[form.outcome],
        by=someone.email,
        entered_by=entered_by,
        now=now,
        data={
            "outcome": form.outcome.value,
            "employer": form.employer.value if form.employer else None,
            "grounds": assignment.grounds,
            "candidate_considered": form.candidate_considered,
            "appropriation": form.appropriation,
        },
    )
    if form.outcome is AssignmentOutcome.PENDING:
        return assignment
    for duty in open_duties(session, case):
        if duty.what == ASSIGNMENT:
            discharge(duty, by=someone, now=now)
    told = [*chief_of(session, case, now), *applicant_of(session, case, now)]
    if form.outcome is AssignmentOutcome.ASSIGNED:
        move(case, CaseState.ASSIGNED, now=now)
        tell(session, case, Template.OFFICER_ASSIGNED, told, event=event, now=now)
        ready(case, now)
    else:
        asked = next_asking(today, policy.shortfall.ask_again.months)
        if case.state is not CaseState.UNFUNDED:
            move(case, CaseState.UNFUNDED, now=now)
        session.flush()
        case.ready_at = look_again(session, case)
        about = {"ask_again_on": asked.isoformat()}
        tell(session, case, Template.SHORTFALL_UNFUNDED, told, event=event, now=now, about=about)
    return assignment


def towns_of_schools(session: Session, case: Case) -> dict[str, str]:
    """Give the town of each school that a shortfall is about, by the school's name."""
    query = (
        select(School.name, School.town)
        .join(ShortfallSchool, col(ShortfallSchool.school_code) == col(School.code))
        .where(col(ShortfallSchool.case_number) == case.number)
    )
    return dict(session.exec(query).all())
