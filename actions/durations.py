"""Write down how long a case took when it closes, so that nobody has to count it again."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.clock_changes import changes_of, clock_of
from actions.standing import ANSWER, DECIDE, REVIEW
from models.cases import Case, CaseKind
from models.durations import Duration
from models.duties import Duty, DutyState
from rules.calendar import end_of, new_york_date, start_of
from rules.durations import Stretch, seconds_within

WHOLE = "whole"
"""From filing to the decision, or to the second filing of the memorandum."""


def keep_durations(session: Session, case: Case, *, now: datetime) -> None:
    """Keep what a case that closes now took, as a whole and by step, pauses left out.

    A case that closes again, with an amended memorandum, is counted anew.
    """
    query = select(Duty).where(col(Duty.case_number) == case.number)
    duties = list(session.exec(query.order_by(col(Duty.id))))
    pauses = pauses_of(session, duties, now=now)
    stretches = {WHOLE: [Stretch(case.filed_at, now)]}
    for duty in duties:
        if duty.state is DutyState.DONE and (part := _part(case, duty)):
            stretches.setdefault(part, []).append(Stretch(duty.opened_at, duty.done_at or now))
    if case.kind is CaseKind.SHORTFALL:  # a decision is made once; a memorandum can be amended
        session.exec(sa.delete(Duration).where(col(Duration.case_number) == case.number))
    for part, times in stretches.items():
        gone = sum(one.seconds for one in times)
        paused = sum(seconds_within(one, pauses) for one in times)
        session.add(
            Duration(
                case_number=case.number,
                part=part,
                kind=case.kind,
                year=new_york_date(now).year,
                seconds=round(gone - paused),
                paused=round(paused),
                closed_at=now,
            )
        )


def pauses_of(session: Session, duties: list[Duty], *, now: datetime) -> list[Stretch]:
    """Give the times in which a case was not in the office's hands. The one place that says so.

    While the applicant had questions to answer, and while the clock of a duty
    stood: from the beginning of the day of pausing to the end of that of resuming.
    """
    pauses = [
        Stretch(duty.opened_at, duty.done_at or now) for duty in duties if duty.what == ANSWER
    ]
    changes = changes_of(session, duties)
    for duty in duties:
        for pause in clock_of(duty, changes[duty.id or 0]).pauses:
            until = end_of(pause.last) if pause.last else now
            pauses.append(Stretch(start_of(pause.first), min(until, duty.done_at or now)))
    return pauses


def _part(case: Case, duty: Duty) -> str | None:
    kind, _, name = duty.what.partition(":")
    if case.kind is CaseKind.WAIVER:
        return name if f"{kind}:" in {REVIEW, DECIDE} else None
    return kind if kind in {"reply", "assignment", "memorandum", "filing"} else None
