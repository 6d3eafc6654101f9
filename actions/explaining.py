"""Explain due dates: each day counted or skipped and why, and everything that moved them."""

from typing import Any

from sqlmodel import Session

from actions.cases import refusal
from actions.clock_changes import changes_in, clock_of
from actions.closures import closed_at, closures_ever
from actions.dossier import clock_row, day
from actions.remembering import rows_read
from models.cases import Case
from models.clocks import ChangeKind, ClockChange
from models.duties import Duty
from rules.calendar import Closures
from rules.clocks import Clock, days_of
from rules.findings import NoSuchCase


def explained_duties(session: Session, number: str) -> list[dict[str, Any]]:
    """Give each duty a case ever had, oldest first, with how its due date came about.

    One that was closed is explained by the closures as they stood then: its
    date did not move afterwards.

    Raises:
        NoSuchCase: there is none of this number.
    """
    case = session.get(Case, number)
    if case is None:
        raise NoSuchCase([refusal(f"There is no case {number}.", where="NUMBER")])
    changes, ever = changes_in(session, case), closures_ever(session)
    return [
        _explained(duty, changes[duty.id or 0], closed_at(ever, duty.done_at))
        for duty in rows_read(session, Duty, "case_number", number)
    ]


def _explained(duty: Duty, changes: list[ClockChange], closures: Closures) -> dict[str, Any]:
    clock = clock_of(duty, changes)
    days = days_of(clock, closures)
    return {
        "what": duty.what,
        "owed_by": duty.owed_by,
        "start": day(clock.start),
        "days_allowed": duty.days,
        "counting": "calendar days" if clock.by_law else "business days",
        "days": [
            {
                "day": day(one.day),
                "weekday": f"{one.day:%A}",
                "counted": one.number is not None,
                "why": one.why,
            }
            for one in days
        ],
        "pauses": [
            {"from": day(one.first), "to": day(one.last), "reason": one.reason}
            for one in clock.pauses
        ],
        "extensions": _extensions(changes),
        "closures": [] if clock.by_law else _among(clock, closures, duty),
        "due_on": day(duty.due_on),
        "paused_on": day(duty.paused_on),
        "authority": duty.authority.value,
        "basis": duty.basis,
        "state": duty.state.value,
        "changes": [clock_row(one) for one in changes],
    }


def _extensions(changes: list[ClockChange]) -> list[dict[str, Any]]:
    return [
        {"days": one.days, "reason": one.reason, "authority": one.authority.value, "by": one.by}
        for one in changes
        if one.kind is ChangeKind.EXTENDED
    ]


def _among(clock: Clock, closures: Closures, duty: Duty) -> list[dict[str, Any]]:
    """Give the closures among a duty's own days."""
    return [
        {"day": day(one), "why": why}
        for one, why in closures.items()
        if clock.start < one <= duty.due_on
    ]
