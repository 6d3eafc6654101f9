"""Deadlines as calendars are told of them."""

from collections.abc import Sequence

from sqlmodel import Session

from actions.clock_letters import changed_duties
from actions.duties import open_duties
from actions.duty_words import duty_words
from actions.policies import policy_of
from actions.remembering import rows_of
from actions.shortfall_routing import MEMORANDUM
from models.cases import Case
from models.clocks import ClockChange
from models.duties import Duty
from models.messages import Message
from models.registry import Organization
from notifications.compose import Template
from notifications.letters import Deadline

_OF_A_DUTY = frozenset(
    {
        Template.STEP_OPENED,
        Template.WAIVER_RETURNED,
        Template.CONSULTATION_ASKED,
        Template.ASSIGNMENT_ASKED,
        Template.FILING_ASKED,
    }
)
"""The letters that ask their reader for one thing by a day."""


def deadlines_set(
    session: Session, case: Case, message: Message, duty: Duty | None
) -> tuple[Deadline, ...]:
    """Give the deadlines that a letter sets for the office it is written to.

    An assigned officer is told to the superintendent too; the memorandum is
    the chief's to lodge, and stands in the chief's calendar alone. So with
    changed dates: others hear of them, whose they are has them enclosed.
    """
    template, duties = Template(message.template), list[Duty]()
    if template in _OF_A_DUTY and duty is not None:
        duties = [duty]
    elif template is Template.OFFICER_ASSIGNED:
        duties = [one for one in open_duties(session, case) if one.what == MEMORANDUM]
    elif template is Template.CLOCK_CHANGED:
        duties = changed_duties(session, message)
    mine = [one for one in duties if one.owed_by == message.to_office]
    return deadlines_of(session, mine)


def deadlines_of(session: Session, duties: Sequence[Duty]) -> tuple[Deadline, ...]:
    """Give duties as calendars are told of them."""
    return tuple(
        _deadline(session, duty, rows_of(session, ClockChange, "duty_id", duty.id))
        for duty in duties
    )


def _deadline(session: Session, duty: Duty, changes: Sequence[ClockChange]) -> Deadline:
    case = session.get_one(Case, duty.case_number)
    return Deadline(
        duty=duty.id or 0,
        case_number=case.number,
        applicant=session.get_one(Organization, case.organization_code).name,
        what=duty_words(duty.what, policy_of(session, case)),
        due_on=duty.due_on,
        authority=duty.authority,
        paused=duty.paused_on is not None,
        changes=len(changes),
        stamped_at=changes[-1].at if changes else duty.opened_at,
    )
