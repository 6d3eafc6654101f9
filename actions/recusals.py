"""Step aside from a case for a conflict."""

from datetime import datetime

from sqlmodel import Session

from actions.cases import CannotMove, find_case, ready, refusal, words
from actions.duties import open_duties
from actions.evidence import openings
from actions.record import record
from actions.remembering import forget
from actions.standing import is_recused, staff_member
from models.reviews import Recusal
from rules.law import enforces


@enforces(14)
def recuse(
    session: Session, number: str, *, reason: str, by: str, entered_by: str, now: datetime
) -> Recusal:
    """Step aside from a case for a conflict; somebody else is given what was in hand.

    Meant for before the content is opened; whether it was is put on record.
    Marks the case ready, so the engine hands the duty on.

    Raises:
        NoSuchCase: no waiver has this number.
        NotYourOffice: `by` holds no office that reviews or decides this case.
        CannotMove: the case is closed, or `by` stepped aside already.
    """
    case = find_case(session, number)
    someone = staff_member(session, case, by, now)
    if case.closed_at is not None:
        raise CannotMove([refusal(f"{number} is {words(case.state)}: nobody has it in hand.")])
    if is_recused(session, case, someone):
        raise CannotMove([refusal(f"{by} has stepped aside from {number} already.")])
    if not reason.strip():
        raise CannotMove([refusal("Say in words what the conflict is.", where="--reason")])
    had_opened = bool(openings(session, case, someone))
    forget(session, Recusal)
    recusal = Recusal(
        case_number=number,
        person_id=someone.id or 0,
        reason=reason,
        at=now,
        had_opened=had_opened,
    )
    session.add(recusal)
    for duty in open_duties(session, case):
        if duty.holder == someone.id:
            duty.holder = None
            ready(case, now)
    record(
        session,
        case,
        "reviewer.recused",
        by=by,
        entered_by=entered_by,
        now=now,
        data={"reason": reason, "had_opened": had_opened},
    )
    return recusal
