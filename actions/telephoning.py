"""Ask the operators to telephone somebody who owes a duty and has not been heard of."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.duties import TELEPHONE, least_busy, open_duty
from actions.mailing import holders_of, tell
from actions.record import ENGINE, record
from actions.told import Told, callers, operators_at, to_telephone
from models.cases import Case
from models.duties import Duty, DutyState
from models.people import Office
from notifications.compose import Template
from rules.policy import Policy


def ask_to_telephone(
    session: Session, case: Case, duty: Duty, policy: Policy, *, now: datetime
) -> Told:
    """Open the operators' task of telephoning about a duty, and mail every operator at once.

    The task is a duty with a ladder of its own. `actions.attending` closes it;
    the duty it is about, once done, makes it needless.
    """
    at = operators_at(policy)
    what = f"{TELEPHONE}{duty.id}"
    operators = callers(session, case, policy, now=now)
    if _asked(session, case, what):
        return to_telephone(policy, operators, f"the task {what} is open already")
    task = open_duty(
        session,
        case,
        what,
        office=Office.OPERATOR,
        at=at,
        days=policy.reminders.telephone_days,
        basis="reminders.telephone_days",
        now=now,
    )
    operator = least_busy(session, operators)
    task.holder = operator.id if operator else None
    session.flush()
    event = record(
        session,
        case,
        "duty.opened",
        by=ENGINE,
        entered_by=ENGINE,
        now=now,
        data={
            "duty": task.id,
            "what": what,
            "owed_by": task.owed_by,
            "holder": operator.email if operator else None,
            "due_on": task.due_on.isoformat(),
            "basis": task.basis,
            "about": duty.id,
        },
    )
    to = holders_of(session, Office.OPERATOR, at, now)
    about = {"duty": task.id, "about": duty.id}
    tell(session, case, Template.TELEPHONE_NEEDED, to, event=event, now=now, about=about)
    return to_telephone(policy, operators, f"the task {what} was opened")


def _asked(session: Session, case: Case, what: str) -> bool:
    query = select(Duty.id).where(
        col(Duty.case_number) == case.number,
        col(Duty.what) == what,
        col(Duty.state) == DutyState.OPEN,
    )
    return session.exec(query).first() is not None
