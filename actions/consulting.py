"""Consult the department of state police: each contact logged, 37P(e)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.cases import CannotMove, find_case, keep_warnings, move, ready, refusal, words
from actions.duties import discharge, open_duties
from actions.policies import policy_of
from actions.record import record
from actions.shortfall_routing import REPLY, catch_up
from actions.shortfall_standing import require_one_of
from models.cases import Case, CaseKind, CaseState
from models.people import Office
from models.shortfalls import Contact, ContactOutcome, Determination
from rules.calendar import new_york_date
from rules.findings import Refused
from rules.law import enforces
from rules.state_police import (
    ContactFacts,
    check_contact,
    consultation_done,
    no_response_on_record,
)

MAY_LOG = {Office.CHIEF, Office.STATE_POLICE, Office.OPERATOR}
OPEN = frozenset({CaseState.DETERMINED, CaseState.CONSULTING})


class ContactIncomplete(Refused):
    """A contact is logged without what rule 21 asks; carries every gap."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A contact: with which unit, when, with what outcome, in words."""

    unit: str
    on: date
    outcome: ContactOutcome
    note: str


@enforces(21)
def log_contact(
    session: Session, number: str, spoken: Spoken, *, by: str, entered_by: str, now: datetime
) -> Contact:
    """Put a contact with the state police on record.

    A response, or the policy's number of attempts without one, discharges the
    liaison's duty to reply and marks the case ready for the assignment. No
    answer never closes the case.

    Raises:
        NoSuchCase: no shortfall has this number.
        NotYourOffice: `by` is neither the chief, the liaison nor an operator.
        CannotMove: the case is past its consultation.
        ContactIncomplete: carries every gap at once.
    """
    case = find_case(session, number, CaseKind.SHORTFALL)
    someone, _ = require_one_of(session, case, by, MAY_LOG, now)
    catch_up(session, case, now)
    if case.state not in OPEN:
        raise CannotMove(
            [refusal(f"{number} is {words(case.state)}: its consultation is on record already.")]
        )
    determination = session.get_one(Determination, number)
    policy, before = policy_of(session, case), contacts(session, case)
    facts = ContactFacts(
        on=new_york_date(now),
        determined_on=new_york_date(determination.received_at),
        unanswered_on=tuple(
            one.held_on for one in before if one.outcome is ContactOutcome.NO_RESPONSE
        ),
    )
    findings = check_contact(spoken.unit, spoken.on, spoken.note, facts)
    if findings.refusals:
        raise ContactIncomplete(findings.refusals)
    contact = Contact(
        case_number=number,
        unit=spoken.unit.strip(),
        held_on=spoken.on,
        outcome=spoken.outcome,
        note=spoken.note.strip(),
        by=someone.id or 0,
        at=now,
    )
    session.add(contact)
    session.flush()
    outcomes = [*(one.outcome for one in before), spoken.outcome]
    warned = [*findings.warnings, *no_response_on_record(outcomes, policy)]
    keep_warnings(session, case, warned, went_on_by=someone.email, reason=spoken.note, now=now)
    record(
        session,
        case,
        "state_police.contacted",
        by=someone.email,
        entered_by=entered_by,
        now=now,
        data={
            "contact": contact.id,
            "unit": contact.unit,
            "on": contact.held_on.isoformat(),
            "outcome": contact.outcome.value,
            "note": contact.note,
        },
    )
    if consultation_done(outcomes, policy):
        for duty in open_duties(session, case):
            if duty.what == REPLY:
                discharge(duty, by=someone, now=now)
        move(case, CaseState.AWAITING_ASSIGNMENT, now=now)
        ready(case, now)
    return contact


def contacts(session: Session, case: Case) -> list[Contact]:
    """Give every contact with the state police, in the order logged."""
    query = select(Contact).where(col(Contact.case_number) == case.number)
    return list(session.exec(query.order_by(col(Contact.id))))
