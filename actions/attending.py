"""Attend to a duty that asks for a look, a call or a word, and note what came of it."""

from datetime import datetime

from sqlmodel import Session

from actions.cases import CannotMove, find_any, refusal
from actions.duties import REACH, TELEPHONE, discharge, open_duties
from actions.expiry import FUNDING, RENEWAL, TERM, look_ahead
from actions.offices import require_office
from actions.record import record
from actions.reminders import acknowledge
from actions.routing import ASSIGN
from actions.shortfall_routing import look_again
from actions.standing import require_not_recused
from models.cases import Case, CaseKind
from models.duties import Duty
from notifications.duty_advice import advice
from rules.calendar import new_york_date

ATTENDED = (TERM, RENEWAL, FUNDING, REACH, TELEPHONE, ASSIGN)
"""The duties that this act discharges; the others have acts of their own."""


def attend(
    session: Session,
    number: str,
    what: str,
    *,
    note: str,
    by: str,
    entered_by: str,
    now: datetime,
) -> Duty:
    """Discharge a duty to look, call, reach or find somebody, with a note of what came of it.

    Any holder of its office may. No outcome and no state changes with it; the
    engine looks again when the next such date comes.

    Raises:
        NoSuchCase: no case has this number.
        CannotMove: no such duty is open, or another act discharges it.
        NotYourOffice: `by` does not hold the office that owes it, or is recused.
    """
    case = find_any(session, number)
    duty = _attended(session, case, what)
    someone, _ = require_office(session, by, duty.office, duty.at, new_york_date(now))
    require_not_recused(session, case, someone)
    if not note.strip():
        raise CannotMove([refusal("Say in words what came of it.", where="--note")])
    discharge(duty, by=someone, now=now)
    record(
        session,
        case,
        "duty.attended",
        by=someone.email,
        entered_by=entered_by,
        now=now,
        data={"duty": duty.id, "what": duty.what, "note": note.strip()},
    )
    session.flush()
    _look(session, case)
    return duty


def acknowledge_duty(
    session: Session,
    number: str,
    what: str,
    *,
    why: str,
    by: str,
    entered_by: str,
    now: datetime,
) -> Duty:
    """Say that one knows of a duty of one's office: its reminders stop, and it stays owed.

    Raises:
        NoSuchCase: no case has this number.
        CannotMove: no such duty is open, or nothing is said.
        NotYourOffice: `by` does not hold the office that owes it, or is recused.
    """
    case = find_any(session, number)
    duty = next((one for one in open_duties(session, case) if one.what == what), None)
    if duty is None:
        raise CannotMove([refusal(f"{number} has no open duty {what[:60]}.", where="--duty")])
    someone, _ = require_office(session, by, duty.office, duty.at, new_york_date(now))
    require_not_recused(session, case, someone)
    if not why.strip():
        raise CannotMove([refusal("Say in words how it is known.", where="--why")])
    told = why.strip()
    acknowledge(session, case, duty, why=told, by=someone.email, entered_by=entered_by, now=now)
    return duty


def _attended(session: Session, case: Case, what: str) -> Duty:
    owed = open_duties(session, case)
    duty = next((one for one in owed if one.what == what), None)
    if duty is None:
        named = ", ".join(one.what for one in owed if one.what.startswith(ATTENDED))
        message = f"{case.number} has no open duty {what}. " + (
            f"These can be attended to: {named}." if named else "None can be attended to."
        )
        raise CannotMove([refusal(message, where="--duty")])
    if not what.startswith(ATTENDED):
        act = advice(what, case.number).act
        raise CannotMove([refusal(f"{what} is not discharged by a note. {act}.", where="--duty")])
    return duty


def _look(session: Session, case: Case) -> None:
    """Have the engine look ahead of the next date, unless it has something to do before."""
    look = look_ahead if case.kind is CaseKind.WAIVER else look_again
    if case.ready_at is None:
        case.ready_at = look(session, case)
