"""What happened to the clocks of duties, and whom it concerns."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from actions.closures import closures_of
from actions.remembering import gather, rows_of, rows_read
from actions.standing import DECIDE, REVIEW
from models.cases import Case
from models.clocks import ChangeKind, ClockChange
from models.duties import Duty
from models.people import Office, Person
from notifications.compose import Recipient
from rules.calendar import new_york_date
from rules.clocks import Clock, Pause, due_on


def changes_of(session: Session, duties: Sequence[Duty]) -> dict[int, list[ClockChange]]:
    """Give the changes of these duties' clocks by the duty's id, in the order they were made."""
    ids = [duty.id or 0 for duty in duties]
    gather(session, ClockChange, "duty_id", ids)
    return {one: [*rows_of(session, ClockChange, "duty_id", one)] for one in ids}


def changes_in(session: Session, case: Case) -> dict[int, list[ClockChange]]:
    """Give the same of every duty that a case ever had."""
    found: dict[int, list[ClockChange]] = defaultdict(list)
    for change in rows_read(session, ClockChange, "case_number", case.number):
        found[change.duty_id].append(change)
    return found


def clock_of(duty: Duty, changes: Iterable[ClockChange]) -> Clock:
    """Give a duty's clock, from how it opened and what was changed since."""
    pauses: list[Pause] = []
    extensions: list[int] = []
    for change in changes:
        if change.kind is ChangeKind.PAUSED:
            pauses.append(Pause(change.effective_on, None, change.reason))
        elif change.kind is ChangeKind.RESUMED:
            pauses[-1] = replace(pauses[-1], last=change.effective_on)
        elif change.kind is ChangeKind.EXTENDED:
            extensions.append(change.days or 0)
    return Clock(
        new_york_date(duty.opened_at), duty.days, duty.authority, tuple(pauses), tuple(extensions)
    )


def due_facts(session: Session, duty: Duty | None) -> dict[str, Any]:
    """Give what a letter says of a duty's date; its days only where they still add up to it."""
    if duty is None:
        return {}
    return {
        "due_on": duty.due_on,
        "days": _days(session, duty),
        "authority": duty.authority,
        "basis": duty.basis,
        "paused_on": duty.paused_on,
    }


def _days(session: Session, duty: Duty) -> int:
    untouched = clock_of(duty, ())
    if duty.paused_on is None and due_on(untouched, closures_of(session)) == duty.due_on:
        return duty.days  # as it opened: nobody need ask what happened to it
    clock = clock_of(duty, changes_of(session, [duty])[duty.id or 0])
    return 0 if clock.pauses else clock.allowed


def change_facts(change: ClockChange, duty: Duty) -> dict[str, Any]:
    """Give what the log says of a change: which one, on what duty, the date before and after."""
    return {
        "change": change.id,
        "duty": duty.id,
        "what": duty.what,
        "due_before": change.due_before.isoformat(),
        "due_after": change.due_after.isoformat(),
    }


def concerned(
    session: Session, duty: Duty, holders: Callable[[Office, str], list[Recipient]]
) -> list[Recipient]:
    """Give whom a duty's date concerns: the reviewer who has it, else all who hold the office."""
    holder = session.get(Person, duty.holder) if duty.holder else None
    if holder and duty.what.startswith((REVIEW, DECIDE)):
        return [Recipient(holder.email, duty.owed_by)]
    return holders(duty.office, duty.at)
