"""The office's work on a case: review one step of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from actions.cases import CannotMove, find_case, move, ready, refusal
from actions.duties import discharge, open_duty
from actions.mailing import applicant_of, tell
from actions.offices import person
from actions.policies import policy_of
from actions.questions import Asked, require_fields
from actions.record import record
from actions.standing import ANSWER, REVIEW, duty_in_hand
from actions.versions import require_current
from models.cases import Case, CaseState
from models.events import Event
from models.people import Office
from models.reviews import Question, Recommendation, Review, ReviewOutcome
from notifications.compose import Template
from rules.law import enforces


@enforces(13)
def review_waiver(
    session: Session,
    number: str,
    *,
    outcome: ReviewOutcome,
    note: str,
    by: str,
    entered_by: str,
    now: datetime,
    recommend: Recommendation | None = None,
    questions: Sequence[Asked] = (),
    version: int | None = None,
) -> Review:
    """Finish one step: pass the case on, or return it to the district with questions.

    Forward marks the case ready for the next step. Return opens the
    applicant's duty to answer and mails the questions. Neither decides.
    `version` is the one the reviewer read, where the door knows.

    Raises:
        NoSuchCase: no waiver has this number.
        NotYourOffice: `by` does not hold the step's office, or is recused.
        SomeoneElseActed: the step was reviewed already, or another version was
            filed since; nothing was changed.
        CannotMove: the case is not under review.
        NoSuchField: a question points nowhere.
    """
    case = find_case(session, number)
    duty, reviewer = duty_in_hand(session, case, REVIEW, by=by, now=now)
    require_current(session, case, version)
    if not note.strip():
        raise CannotMove([refusal("A review needs a note in words.", where="--note")])
    if outcome is ReviewOutcome.RETURN and recommend:
        message = "A returned case carries no recommendation: the district answers first."
        raise CannotMove([refusal(message, where="--recommend")])
    if outcome is ReviewOutcome.FORWARD and questions:
        message = "Questions go to the district with --outcome return."
        raise CannotMove([refusal(message, where="--question")])
    require_fields(session, case, questions)

    step = duty.what.removeprefix(REVIEW)
    review = Review(
        duty_id=duty.id or 0,
        case_number=number,
        version=case.version,
        step=step,
        outcome=outcome,
        recommend=recommend,
        by=reviewer.id or 0,
        at=now,
        note=note,
    )
    session.add(review)
    discharge(duty, by=reviewer, now=now)
    data: dict[str, Any] = {"step": step, "version": case.version, "note": note}
    if outcome is ReviewOutcome.FORWARD:
        data["recommend"] = recommend.value if recommend else None
        record(session, case, "review.forwarded", by=by, entered_by=entered_by, now=now, data=data)
        ready(case, now)
    else:
        data["questions"] = [[asked.field, asked.text] for asked in questions]
        event = record(
            session, case, "review.returned", by=by, entered_by=entered_by, now=now, data=data
        )
        _return(session, case, step, questions, event=event, now=now)
    return review


def _return(
    session: Session,
    case: Case,
    step: str,
    questions: Sequence[Asked],
    *,
    event: Event,
    now: datetime,
) -> None:
    move(case, CaseState.RETURNED, now=now)
    session.add_all(
        Question(
            case_number=case.number,
            version=case.version,
            step=step,
            field=asked.field,
            text=asked.text,
        )
        for asked in questions
    )
    policy = policy_of(session, case)
    duty = open_duty(
        session,
        case,
        ANSWER,
        office=Office.SUPERINTENDENT,
        at=case.organization_code,
        days=policy.answer_days,
        basis="answer_days",
        now=now,
    )
    to = applicant_of(session, case, now)
    if to:
        holder = person(session, to[0].email)
        duty.holder = holder.id if holder else None
    session.flush()
    about = {"version": case.version, "step": step, "duty": duty.id}
    tell(session, case, Template.WAIVER_RETURNED, to, event=event, now=now, about=about)
