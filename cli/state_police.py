"""The state police's commands at work: assign, lodge the memorandum, confirm the filings."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from actions.assigning import assign_officer
from actions.memoranda import Receipted, file_memorandum, lodge_memorandum
from cli.chiefs import state_of, told
from cli.door import Door, open_door
from cli.filing import Problem, Unreadable
from database import transaction
from documents import DocumentRefused, Examined, page_count
from models.shortfalls import AssignmentOutcome, Employer, Place
from rules.assignment import AssignmentForm
from rules.calendar import new_york_date
from rules.memorandum import MemorandumForm, read_signatory


def assign(
    number: str,
    *,
    by: str,
    outcome: str,
    employer: str | None,
    grounds: Sequence[str],
    candidate_considered: bool,
    appropriation: str | None,
    as_json: bool,
) -> int:
    """Put down an assignment, or that there is none."""
    door = open_door()
    form = AssignmentForm(
        outcome=AssignmentOutcome(outcome),
        employer=Employer(employer) if employer else None,
        grounds=tuple(grounds),
        candidate_considered=candidate_considered,
        appropriation=appropriation,
    )
    with transaction(door.engine) as session:
        assign_officer(session, number, form, by=by, entered_by=door.entered_by, now=door.now)
        state = state_of(session, number)
    return told(number, state, f"The assignment is on record for {number}", as_json=as_json)


def memo(
    number: str,
    *,
    by: str,
    document: Path,
    roles_page: int,
    signed_on: date | None,
    parts: Sequence[str],
    signatories: Sequence[str],
    as_json: bool,
) -> int:
    """Lodge the signed memorandum."""
    door = open_door()
    form = MemorandumForm(
        filename=document.name,
        roles_page=roles_page,
        signed_on=signed_on or new_york_date(door.now),
        parts=dict(_part(part) for part in parts),
        signatories=tuple(read_signatory(words) for words in signatories),
    )
    examined = _stored(door, document, "--document")
    with transaction(door.engine) as session:
        lodge_memorandum(
            session,
            number,
            form,
            examined,
            by=by,
            entered_by=door.entered_by,
            now=door.now,
            pages=page_count(document),
        )
        state = state_of(session, number)
    return told(number, state, f"The memorandum is lodged for {number}", as_json=as_json)


def _part(part: str) -> tuple[str, int]:
    item, equals, page = part.partition("=")
    if not equals or not page.strip().isdecimal():
        raise _wrong("--part", f"{part!r} is not ITEM=PAGE, as in b-iii=4")
    return item.strip(), int(page)


def _wrong(option: str, message: str) -> Unreadable:
    return Unreadable([Problem("command line", option, None, message)])


def _stored(door: Door, path: Path, option: str) -> Examined:
    try:
        return door.store.put(path)
    except DocumentRefused as refused:
        raise Unreadable([Problem(str(path), option, None, refused.reason)]) from None


def file_memo(
    number: str,
    *,
    by: str,
    place: str,
    on: date,
    custodian: str,
    document: Path,
    receipt: Path | None,
    as_json: bool,
) -> int:
    """Confirm a filing."""
    door = open_door()
    filing = Receipted(
        place=Place(place),
        on=on,
        custodian=custodian,
        document=_stored(door, document, "--document"),
        receipt=_stored(door, receipt, "--receipt") if receipt else None,
    )
    with transaction(door.engine) as session:
        file_memorandum(session, number, filing, by=by, entered_by=door.entered_by, now=door.now)
        state = state_of(session, number)
    return told(number, state, f"The filing is confirmed for {number}", as_json=as_json)
