"""The commands on reminders at work."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine

from actions.attending import attend as attend_to
from actions.dossier import moment
from actions.foretelling import Foretold, foretell_reminders
from actions.outages import Outage, outages
from cli.door import open_door
from cli.filing import Problem, Unreadable
from cli.output import document, mark, say
from database import reading, transaction
from models.duties import Duty
from models.people import Person
from models.reminders import Reminder, ReminderState
from rules.calendar import days_before, new_york, new_york_date, start_of

AHEAD, BACK = 7, 30
"""Days looked at if none is named."""


def reminders(*, dry_run: bool, until: date | None, as_json: bool) -> int:
    """Print what will go if nobody acts."""
    if not dry_run:
        words = "reminders go by themselves, with a worker; say --dry-run to see what will go"
        raise Unreadable([Problem("command line", "--dry-run", None, words)])
    door = open_door()
    until = until or days_before(new_york_date(door.now), -AHEAD)
    with reading(door.engine) as session:
        found, waiting = foretell_reminders(session, now=door.now, until=until)
        rows = [_will_go(one, _addresses(session, one.told.people)) for one in found]
        rows += [
            _waits(one, session.get_one(Duty, one.duty_id), _addresses(session, one.told))
            for one in waiting
        ]
    if as_json:
        document(rows)
        return 0
    for row in rows:
        _say_will_go(row)
    if not rows:
        say(f"No reminder goes by the end of {until}.")
    return 0


def _addresses(session: Any, people: Iterable[int]) -> list[str]:
    return [session.get_one(Person, one).email for one in people]


def _will_go(one: Foretold, to: list[str]) -> dict[str, Any]:
    overtaken = one.told.state is ReminderState.OVERTAKEN
    return {
        "at": new_york(one.at).isoformat(timespec="minutes"),
        "number": one.case_number,
        "what": one.what,
        "owed_by": one.owed_by,
        "due_on": one.due_on.isoformat(),
        "authority": one.authority.value,
        "rung": one.rung.key,
        "kind": one.rung.kind.value,
        "due_at": new_york(one.rung.at).isoformat(timespec="minutes"),
        "state": "overtaken" if overtaken else "goes",
        "office": one.told.office,
        "to": to,
        "digest_on": one.digest_on.isoformat() if one.digest_on else None,
        "why": one.told.why,
    }


def _waits(one: Reminder, duty: Duty, to: list[str]) -> dict[str, Any]:
    """Give a reminder that was put down and waits for its office's next digest."""
    waits = one.digest_from or one.at
    return {
        "at": new_york(waits).isoformat(timespec="minutes"),
        "number": one.case_number,
        "what": duty.what,
        "owed_by": duty.owed_by,
        "due_on": duty.due_on.isoformat(),
        "authority": duty.authority.value,
        "rung": one.rung,
        "kind": one.kind.value,
        "due_at": new_york(one.due_at).isoformat(timespec="minutes"),
        "state": "waits",
        "office": one.office,
        "to": to,
        "digest_on": new_york_date(waits).isoformat(),
        "why": one.why,
    }


def _say_will_go(row: dict[str, Any]) -> None:
    at = f"{row['at'][:10]} {row['at'][11:16]}"
    line = f"{at}  {row['number']}  {row['rung']:<22} {row['what']} of {row['owed_by']}"
    to = ", ".join(row["to"]) or "nobody"
    say(f"{line}, due {row['due_on']} ({row['authority']})")
    if row["state"] == "overtaken":
        say("    not sent: a later reminder goes in its place")
    else:
        say(f"    to {to} ({row['office']}): {row['why']}")


def missed(*, since: date | None, as_json: bool) -> int:
    """Print what was held up, by the day on which it was caught up."""
    door = open_door()
    first = since or days_before(new_york_date(door.now), BACK)
    rows = _outages(door.engine, first)
    if as_json:
        document(rows)
        return 0
    for row in rows:
        say(mark(f"Caught up on {row['caught_up_on']}, held up since {row['since']}", "bold"))
        for state, lines in (("caught up", row["caught_up"]), ("overtaken", row["overtaken"])):
            for one in lines:
                where = f"{one['number']}  {one['rung']:<22} {one['what']} of {one['office']}"
                say(f"  {state}: {where}, due {one['due_at']}")
        for one in row["mail"]:
            about = f"{one['number'] or 'digest'}  {one['template']} to {one['to']}"
            say(f"  sent late: {about}, queued {one['queued_at']}")
    if not rows:
        say(f"Nothing was held up since {first}.")
    return 0


def _outages(engine: Engine, first: date) -> list[dict[str, Any]]:
    with reading(engine) as session:
        return [_outage(one) for one in outages(session, since=start_of(first))]


def _outage(one: Outage) -> dict[str, Any]:
    return {
        "caught_up_on": one.caught_up_on.isoformat(),
        "since": moment(one.since),
        "until": moment(one.until),
        "caught_up": _rungs(one.caught_up),
        "overtaken": _rungs(one.overtaken),
        "mail": [
            {
                "id": mail.id,
                "number": mail.case_number,
                "template": mail.template,
                "to": mail.to_email,
                "queued_at": moment(mail.queued_at),
                "sent_at": moment(mail.sent_at),
            }
            for mail in one.mail
        ],
    }


def _rungs(late: Sequence[tuple[Reminder, Duty]]) -> list[dict[str, Any]]:
    return [
        {
            "number": reminder.case_number,
            "what": duty.what,
            "rung": reminder.rung,
            "kind": reminder.kind.value,
            "office": reminder.office,
            "due_at": moment(reminder.due_at),
            "at": moment(reminder.at),
            "state": reminder.state.value,
            "why": reminder.why,
        }
        for reminder, duty in late
    ]


def attend(number: str, *, by: str, what: str, note: str, as_json: bool) -> int:
    """Put down that a duty was attended to."""
    door = open_door()
    with transaction(door.engine) as session:
        attend_to(session, number, what, note=note, by=by, entered_by=door.entered_by, now=door.now)
    if as_json:
        document({"number": number, "what": what, "state": "done"})
    else:
        say(f"{what} of {number} is done, with your note on record. Nothing else changed.")
    return 0
