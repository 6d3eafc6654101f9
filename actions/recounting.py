"""Count open duties anew when a day among theirs is closed, or opened again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby

from sqlmodel import Session, col, select

from actions.clock_changes import (
    change_facts,
    changes_of,
    clock_of,
    concerned,
)
from actions.duties import reschedule
from actions.mailing import holders_of, tell
from actions.offices import DEPARTMENT
from actions.record import record
from actions.remembering import AT_ONCE
from models.cases import Case
from models.clocks import ChangeKind, ClockChange
from models.duties import Authority, Duty, DutyState
from models.people import Office
from notifications.compose import Recipient, Template
from rules.calendar import Closures, start_of
from rules.clocks import due_on


@dataclass(frozen=True, slots=True)
class Move:
    """One due date that moves, and whom it concerns."""

    duty: Duty
    before: date
    after: date
    to: list[Recipient]


@dataclass(frozen=True, slots=True)
class Moves:
    """The due dates that move because of one day, by case."""

    day: date
    moves: list[Move]

    @property
    def told(self) -> list[str]:
        """The addresses of everybody who is told."""
        return sorted({one.email for move in self.moves for one in move.to})


@dataclass(frozen=True, slots=True)
class Signed:
    """Who has the dates move, who was at the keyboard, and when."""

    by: str
    entered_by: str
    now: datetime


def moves_by(session: Session, day: date, closures: Closures, *, now: datetime) -> Moves:
    """Give the open duties that these closures move, of those that have the day among theirs.

    Looks at the duties due on that day or later alone, by their index; days
    set by law are left out.
    """

    @cache
    def holders(office: Office, at: str) -> list[Recipient]:
        return holders_of(session, office, at, now)

    moves = [
        Move(duty, duty.due_on, after, concerned(session, duty, holders))
        for duty, after in _counted_anew(session, day, closures)
        if after != duty.due_on
    ]
    return Moves(day, moves)


def carry_out(session: Session, found: Moves, why: str, signed: Signed) -> None:
    """Move the dates, keep each change, log it on its case, and tell whom it concerns.

    One mail to each person for each case. Whoever calls has the calendar to
    itself, and so may take the cases.
    """
    cases = _locked(session, [move.duty.case_number for move in found.moves])
    changed = [(move, _changed(move, found.day, why, signed)) for move in found.moves]
    session.add_all(change for _, change in changed)
    for move in found.moves:
        case = cases[move.duty.case_number]
        reschedule(session, case, move.duty, move.after, now=signed.now)
    session.flush()
    for number, moves in groupby(changed, key=lambda one: one[1].case_number):
        _log_and_tell(session, cases[number], found.day, why, list(moves), signed)


def _counted_anew(session: Session, day: date, closures: Closures) -> Iterator[tuple[Duty, date]]:
    touched = select(Duty).where(
        col(Duty.state) == DutyState.OPEN,
        col(Duty.due_on) >= day,
        col(Duty.opened_at) < start_of(day),
        col(Duty.authority) != Authority.LAW,
    )
    # Put in order here: asked to, a database may read every open duty in that order instead.
    duties = sorted(session.exec(touched), key=lambda one: (one.case_number, one.id or 0))
    changes = changes_of(session, duties)
    for duty in duties:
        yield duty, due_on(clock_of(duty, changes[duty.id or 0]), closures)


def _locked(session: Session, numbers: list[str]) -> dict[str, Case]:
    wanted = sorted(set(numbers))
    found: dict[str, Case] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = col(Case.number).in_(wanted[start : start + AT_ONCE])
        query = select(Case).where(some).order_by(col(Case.number)).with_for_update()
        found |= {case.number: case for case in session.exec(query)}
    return found


def _changed(move: Move, day: date, why: str, signed: Signed) -> ClockChange:
    return ClockChange(
        duty_id=move.duty.id or 0,
        case_number=move.duty.case_number,
        kind=ChangeKind.RECOMPUTED,
        effective_on=day,
        reason=why,
        authority=Authority.POLICY,
        by=signed.by,
        entered_by=signed.entered_by,
        at=signed.now,
        due_before=move.before,
        due_after=move.after,
    )


def _log_and_tell(
    session: Session,
    case: Case,
    day: date,
    why: str,
    changed: list[tuple[Move, ClockChange]],
    signed: Signed,
) -> None:
    event = record(
        session,
        case,
        "clock.recomputed",
        by=signed.by,
        entered_by=signed.entered_by,
        now=signed.now,
        data={
            "day": day.isoformat(),
            "reason": why,
            "duties": [change_facts(change, move.duty) for move, change in changed],
        },
    )
    told: dict[str, tuple[Recipient, list[int | None]]] = {}
    for move, change in changed:
        for recipient in move.to:
            told.setdefault(recipient.email, (recipient, []))[1].append(change.id)
    for recipient, changes in told.values():
        about = {"changes": changes, "acted_as": f"{Office.OPERATOR.value}@{DEPARTMENT}"}
        template = Template.CLOCK_CHANGED
        tell(session, case, template, [recipient], event=event, now=signed.now, about=about)
