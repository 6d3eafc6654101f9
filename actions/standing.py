"""Who may act on a case now, and why not."""

from datetime import datetime

from sqlmodel import Session

from actions.cases import CannotMove, refusal, words
from actions.duties import open_duties
from actions.offices import offices_of, person, require_office
from actions.policies import policy_of
from actions.remembering import rows_of, rows_read
from models.cases import Case, CaseState
from models.duties import Duty, DutyState
from models.people import Person
from models.reviews import Recusal, Review
from models.submissions import Submission
from rules.calendar import new_york_date
from rules.findings import NotYourOffice, Refused, SomeoneElseActed

REVIEW = "review:"
DECIDE = "decide:"
ANSWER = "answer:questions"
"""The duty of the applicant while a case is returned."""


def staff_member(session: Session, case: Case, email: str, now: datetime) -> Person:
    """Give the person, who must hold an office of the case's review steps."""
    someone = person(session, email)
    steps = {(step.office, step.at) for step in policy_of(session, case).steps}
    if someone is not None:
        held = offices_of(session, someone, new_york_date(now))
        if any((holding.office, holding.at) in steps for holding in held):
            return someone
    message = f"{email} holds no office that reviews or decides {case.number}."
    raise NotYourOffice([refusal(message, where="--as")])


def duty_in_hand(
    session: Session, case: Case, prefix: str, *, by: str, now: datetime
) -> tuple[Duty, Person]:
    """Find the open review or decision and check that `by` may do it.

    A duty belongs to an office: any holder who is not recused may act, and the
    first one does.

    Raises:
        NotYourOffice: `by` does not hold the office, or is recused.
        SomeoneElseActed: the office's duty was done by the time `by` came.
        CannotMove: the case waits for something else.
    """
    duty = next((one for one in open_duties(session, case) if one.what.startswith(prefix)), None)
    if duty is None:
        raise _nothing_to_do(session, case, prefix, by=by, now=now)
    try:
        someone, _ = require_office(session, by, duty.office, duty.at, new_york_date(now))
    except NotYourOffice:
        if done := _done_by_then(session, case, prefix, by=by, now=now):
            raise done from None
        raise
    require_not_recused(session, case, someone)
    return duty, someone


def _nothing_to_do(session: Session, case: Case, prefix: str, *, by: str, now: datetime) -> Refused:
    someone = staff_member(session, case, by, now)
    act = "reviewed" if prefix == REVIEW else "decided"
    if prefix == DECIDE:
        last = policy_of(session, case).steps[-1]
        require_office(session, by, last.office, last.at, new_york_date(now))
    done = _done_by_then(session, case, prefix, by=by, now=now)
    if done and (case.state is CaseState.IN_REVIEW or done.by_another_than(someone.email)):
        return done
    if case.state is CaseState.SUBMITTED:
        message = f"{case.number} has not reached a reviewer yet; it is {act} once it has."
    elif case.state is CaseState.IN_REVIEW:
        owed = ", ".join(duty.owed_by for duty in open_duties(session, case)) or "the engine"
        message = f"{case.number} cannot be {act} now: it waits for {owed}."
    else:
        message = f"{case.number} is {words(case.state)}: it cannot be {act}."
    return CannotMove([refusal(message)])


class StepDone(SomeoneElseActed):
    """The office's step was finished before; says who finished it."""

    def __init__(self, case: Case, duty: Duty, doer: str) -> None:
        """Say who did it and when."""
        self.doer = doer
        at = f"{duty.done_at:%Y-%m-%d %H:%M} UTC"
        message = f"{case.number}: {doer} finished {duty.what} at {at}. Nothing was changed."
        super().__init__([refusal(message)])

    def by_another_than(self, email: str) -> bool:
        """Tell whether it was somebody else."""
        return self.doer != email.casefold()


def _done_by_then(
    session: Session, case: Case, prefix: str, *, by: str, now: datetime
) -> StepDone | None:
    """Find the newest finished duty of this kind, on this version, that an office of `by` owed."""
    someone = person(session, by)
    if someone is None:
        return None
    held = {(one.office, one.at) for one in offices_of(session, someone, new_york_date(now))}
    submission = session.get_one(Submission, (case.number, case.version))
    for duty in reversed(rows_read(session, Duty, "case_number", case.number)):
        on_this_version = duty.opened_at >= submission.received_at
        if duty.state is not DutyState.DONE or duty.done_by is None or not on_this_version:
            continue
        if (duty.office, duty.at) in held and duty.what.startswith(prefix):
            return StepDone(case, duty, session.get_one(Person, duty.done_by).email)
    return None


def has_recommended(session: Session, case: Case, someone: Person) -> bool:
    """Tell whether a person drafted a recommendation on a case: then they do not decide it."""
    reviews = rows_read(session, Review, "case_number", case.number)
    return any(one.by == someone.id and one.recommend is not None for one in reviews)


def is_recused(session: Session, case: Case, someone: Person) -> bool:
    """Tell whether a person has stepped aside from a case."""
    recusals = rows_of(session, Recusal, "case_number", case.number)
    return any(one.person_id == someone.id for one in recusals)


def require_not_recused(session: Session, case: Case, someone: Person) -> None:
    """Check that a person has not stepped aside.

    Raises:
        NotYourOffice: they have.
    """
    if is_recused(session, case, someone):
        message = f"{someone.email} has stepped aside from {case.number} and may not act on it."
        raise NotYourOffice([refusal(message, where="--as")])
