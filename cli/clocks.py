"""The commands on due dates at work: pause, resume, extend, closures."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from actions.clocks import extend_clock, pause_clock, resume_clock
from actions.closing import (
    closures_on_record,
    enter_closure,
    lift_closure,
    preview_closure,
    preview_lifting,
)
from actions.dossier import clock_row, moment
from actions.recounting import Moves
from cli.door import open_door
from cli.output import document, say
from database import reading, transaction
from models.clocks import ClockChange, Closure, ClosureKind
from models.duties import Authority


def pause(
    number: str,
    what: str,
    *,
    by: str,
    reason: str,
    on: date | None,
    authority: str,
    as_json: bool,
) -> int:
    """Stop a clock."""
    act = partial(pause_clock, reason=reason, by=by, on=on, authority=Authority(authority))
    change = _changed(number, what, act)
    said = f"The clock of {what} stands since {change.effective_on}. Nothing is late meanwhile."
    return _told(what, change, said, as_json=as_json)


def resume(number: str, what: str, *, by: str, reason: str, on: date | None, as_json: bool) -> int:
    """Let a clock go on."""
    change = _changed(number, what, partial(resume_clock, reason=reason, by=by, on=on))
    return _told(what, change, f"The clock of {what} goes on.", as_json=as_json)


def extend(
    number: str, what: str, *, by: str, days: int, reason: str, authority: str, as_json: bool
) -> int:
    """Give days."""
    act = partial(extend_clock, reason=reason, by=by, days=days, authority=Authority(authority))
    change = _changed(number, what, act)
    return _told(what, change, f"{what} has {days:+} days ({authority}).", as_json=as_json)


def _changed(number: str, what: str, act: Callable[..., ClockChange]) -> ClockChange:
    door = open_door()
    with transaction(door.engine) as session:
        return act(session, number, what, entered_by=door.entered_by, now=door.now)


def _told(what: str, change: ClockChange, said: str, *, as_json: bool) -> int:
    if as_json:
        document({"number": change.case_number, "what": what, **clock_row(change)})
        return 0
    say(said)
    if change.due_before != change.due_after:
        say(f"Due by the end of {change.due_after}; before, {change.due_before}.")
    return 0


def close(day: date, *, by: str, reason: str, holiday: bool, preview: bool, as_json: bool) -> int:
    """Enter a closure, or say what it would move."""
    door = open_door()
    if preview:
        with reading(door.engine) as session:
            found = preview_closure(session, day, reason, by=by, now=door.now)
            return _moved(found, "would", as_json=as_json)
    kind = ClosureKind.HOLIDAY if holiday else ClosureKind.CLOSURE
    with transaction(door.engine) as session:
        found = enter_closure(
            session, day, reason, by=by, entered_by=door.entered_by, now=door.now, kind=kind
        )
    return _moved(found, "is entered", as_json=as_json)


def lift(day: date, *, by: str, reason: str, preview: bool, as_json: bool) -> int:
    """Lift a closure, or say what that would move."""
    door = open_door()
    if preview:
        with reading(door.engine) as session:
            found = preview_lifting(session, day, reason, by=by, now=door.now)
            return _moved(found, "would", as_json=as_json)
    with transaction(door.engine) as session:
        found = lift_closure(session, day, reason, by=by, entered_by=door.entered_by, now=door.now)
    return _moved(found, "is lifted", as_json=as_json)


def _moved(found: Moves, done: str, *, as_json: bool) -> int:
    preview = done == "would"
    if as_json:
        moves = [
            {
                "number": move.duty.case_number,
                "what": move.duty.what,
                "due_before": move.before.isoformat(),
                "due_after": move.after.isoformat(),
                "told": [one.email for one in move.to],
            }
            for move in found.moves
        ]
        day = found.day.isoformat()
        document({"day": day, "preview": preview, "moves": moves, "told": found.told})
        return 0
    if not preview:
        say(f"{found.day} {done}.")
    say(_counts(found, preview=preview))
    for move in found.moves:
        say(f"  {move.duty.case_number}  {move.duty.what:<22} {move.before} becomes {move.after}")
    return 0


def _counts(found: Moves, *, preview: bool) -> str:
    dates, people = len(found.moves), len(found.told)
    some = "1 due date" if dates == 1 else f"{dates} due dates"
    who = "1 person" if people == 1 else f"{people} people"
    if preview:
        return f"{some} would move, {who} would be told."
    return f"{some} moved, {who} told."


def list_closures(*, as_json: bool) -> int:
    """Print the closures on record."""
    door = open_door()
    with reading(door.engine) as session:
        found = closures_on_record(session)
        rows = [_row(one) for one in found]
    if as_json:
        document(rows)
        return 0
    for one in found:
        lifted = f"  lifted by {one.lifted_by}: {one.lifted_reason}" if one.lifted_at else ""
        say(f"{one.day} {one.day:%A}  {one.words} ({one.by}){lifted}")
    if not found:
        say("No closures.")
    return 0


def _row(one: Closure) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "kind": one.kind.value,
        "reason": one.reason,
        "by": one.by,
        "entered_by": one.entered_by,
        "at": moment(one.at),
        "lifted_by": one.lifted_by,
        "lifted_entered_by": one.lifted_entered_by,
        "lifted_at": moment(one.lifted_at),
        "lifted_reason": one.lifted_reason,
    }
