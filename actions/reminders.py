"""The round of reminders: take the duties whose rung is due, put down what goes, tell nobody twice.

Nothing here decides, closes or moves a case: an office is told, or asked to
telephone. `actions.digests` makes the mail of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from actions.closures import closures_of
from actions.ladders import Standing, ladders_of, stop_reminders
from actions.record import ENGINE, record
from actions.telephoning import ask_to_telephone
from actions.told import Told, who_is_told
from models.cases import Case
from models.duties import Duty
from models.people import Person
from models.reminders import (
    Acknowledgement,
    Reminder,
    ReminderState,
    ReminderTrouble,
    RungKind,
)
from rules.ladder import Rung, climb
from rules.policy import Policy

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)

PAST_TENSE = {
    RungKind.REMIND: "duty.reminded",
    RungKind.ESCALATE: "duty.escalated",
    RungKind.TELEPHONE: "duty.telephoned",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a round did about one rung, or why it could not, for its report."""

    case_number: str
    what: str
    rung: str
    state: str
    office: str
    trouble: str | None = None


def rungs_due(session: Session, *, now: datetime) -> bool:
    """Tell whether a rung is due on any duty, in this worker's hands or another's."""
    query = select(Duty.id).where(col(Duty.next_rung_at) <= now).limit(1)
    return session.exec(query).first() is not None


def take_rungs(session: Session, *, now: datetime, limit: int) -> list[Taken] | None:
    """Put down what goes on up to `limit` duties whose rung is due, the longest due first.

    They are this worker's until the transaction ends; those in other hands are
    left. Each has a savepoint: one that fails is put aside, with its error and
    a growing pause, and stops no other. Gives None where there was none to take.
    """
    closures = closures_of(session)
    owed = _claim(session, now=now, limit=limit)
    if not owed:
        return None
    ladders = ladders_of(session, owed, closures)
    troubles = _troubles(session, owed)
    taken: list[Taken] = []
    for duty, case in owed:
        number, what, duty_id = case.number, duty.what, duty.id or 0
        try:
            with session.begin_nested():
                taken += _climb(session, duty, case, ladders.of(duty, case), now=now)
                session.flush()
        except Exception as error:  # noqa: BLE001 any fault of one duty must not cost the others
            session.refresh(duty)
            session.refresh(case)
            words = _put_aside(session, duty, troubles.get(duty_id), error, now=now)
            taken.append(Taken(number, what, "", "put aside", duty.owed_by, words))
        else:
            if duty_id in troubles:
                session.delete(troubles[duty_id])
    return taken


def _claim(session: Session, *, now: datetime, limit: int) -> list[tuple[Duty, Case]]:
    query = (
        select(Duty, Case)
        .join(Case, col(Case.number) == col(Duty.case_number))
        .where(col(Duty.next_rung_at) <= now)
        .order_by(col(Duty.next_rung_at), col(Duty.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.exec(query).all())


def _troubles(session: Session, owed: Sequence[tuple[Duty, Case]]) -> dict[int, ReminderTrouble]:
    ids = [duty.id for duty, _ in owed]
    query = select(ReminderTrouble).where(col(ReminderTrouble.duty_id).in_(ids))
    return {one.duty_id: one for one in session.exec(query)}


def _put_aside(
    session: Session,
    duty: Duty,
    trouble: ReminderTrouble | None,
    error: Exception,
    *,
    now: datetime,
) -> str:
    words = f"{type(error).__name__}: {error}"[:2000]
    trouble = trouble or ReminderTrouble(duty_id=duty.id or 0, failures=0, error="", at=now)
    pause = min(FIRST_PAUSE * 2 ** min(trouble.failures, 12), LONGEST_PAUSE)
    trouble.failures, trouble.error, trouble.at = trouble.failures + 1, words, now
    session.add(trouble)
    duty.next_rung_at = now + pause
    return words


def _climb(
    session: Session, duty: Duty, case: Case, standing: Standing, *, now: datetime
) -> list[Taken]:
    """Do what is due on one duty now; on a closed day, only put it off to the next morning."""
    step = climb(standing.ladder, standing.gone, now)
    opens = standing.mornings.from_(now)
    if opens > now and step.goes:
        duty.next_rung_at = opens
        return []
    duty.next_rung_at = step.next_at
    taken = [
        _put_down(session, duty, rung, _overtaken(duty, rung, step.goes), now=now)
        for rung in step.overtaken
    ]
    policy = standing.policy
    return taken + [_go(session, duty, case, policy, rung, now=now) for rung in step.goes]


def _overtaken(duty: Duty, rung: Rung, goes: Sequence[Rung]) -> Told:
    newest = next(one for one in goes if one.kind is rung.kind)
    why = f"not sent in time; {newest.key}, due {newest.at:%Y-%m-%d}, went in its place"
    return Told(ReminderState.OVERTAKEN, duty.owed_by, (), why)


def _go(
    session: Session, duty: Duty, case: Case, policy: Policy, rung: Rung, *, now: datetime
) -> Taken:
    if rung.kind is RungKind.TELEPHONE:
        told = ask_to_telephone(session, case, duty, policy, now=now)
    else:
        told = who_is_told(session, case, duty, policy, rung, now=now)
    record(
        session,
        case,
        PAST_TENSE[rung.kind],
        by=ENGINE,
        entered_by=ENGINE,
        now=now,
        data={
            "duty": duty.id,
            "what": duty.what,
            "rung": rung.key,
            "due_on": duty.due_on.isoformat(),
            "state": told.state.value,
            "office": told.office,
            "told": [session.get_one(Person, one).email for one in told.people],
        },
    )
    return _put_down(session, duty, rung, told, now=now)


def _put_down(session: Session, duty: Duty, rung: Rung, told: Told, *, now: datetime) -> Taken:
    session.add(
        Reminder(
            duty_id=duty.id or 0,
            rung=rung.key,
            case_number=duty.case_number,
            kind=rung.kind,
            state=told.state,
            due_at=rung.at,
            at=now,
            office=told.office,
            told=list(told.people),
            digest_from=now if told.state is ReminderState.QUEUED else None,
            why=told.why[:300],
        )
    )
    return Taken(duty.case_number, duty.what, rung.key, told.state.value, told.office)


def acknowledge(
    session: Session,
    case: Case,
    duty: Duty,
    *,
    why: str,
    by: str,
    entered_by: str,
    now: datetime,
) -> Acknowledgement:
    """Stop a duty's ladder because somebody said that they know of it.

    The duty stays owed, by the same day. An extension begins the ladder anew.
    Appends to the case's log; `case` is locked by the caller (`find_any`).
    `why` says how it came: by the link in a mail, by telephone. Whether `by`
    may say so is the caller's to check.
    """
    acknowledgement = Acknowledgement(
        duty_id=duty.id or 0, case_number=case.number, by=by, at=now, why=why[:500]
    )
    session.add(acknowledgement)
    stop_reminders(session, duty, f"acknowledged by {by}")
    record(
        session,
        case,
        "duty.acknowledged",
        by=by,
        entered_by=entered_by,
        now=now,
        data={"duty": duty.id, "what": duty.what, "why": why},
    )
    return acknowledgement
