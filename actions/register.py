"""The public register: propose an entry, publish it once a person has looked, amend, withdraw.

Nothing is published by itself. What was taken out stands in no public row: only
where, and what kind of thing it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actions.cases import CannotMove, find_any, refusal
from actions.offices import DEPARTMENT, offices_of, person
from actions.record import canonical, record, sha256
from actions.register_sources import Source, first_cut, source_of
from actions.standing import require_not_recused
from models.cases import Case
from models.people import Office, Person
from models.publications import EntryState, RegisterEntry
from models.registry import Organization
from rules.calendar import new_york_date
from rules.findings import Finding, NotYourOffice, Refused, SomeoneElseActed
from rules.redaction import SURE, Mark, Personal, redact

PUBLISHING = (Office.OPERATOR, Office.COUNSEL)
"""Who puts entries in the register."""

TAKEN_OUT, CLEARED = "taken out", "cleared"
"""What a person did with a place: it is withheld, or it tells of nobody."""


class StillPersonal(Refused):
    """Something that could tell of a person would stand in public, and nobody cleared it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An entry before it is published: the texts, and what was found in them."""

    entry: RegisterEntry
    source: Source
    marks: tuple[Mark, ...]


def propose_entry(session: Session, number: str, *, by: str, now: datetime) -> Offered:
    """Make the first cut of a case's entry, or of its next edition. Nothing is public by it.

    One that is proposed already is given as it is. An edition after the first
    offers what was taken out before as well.

    Raises:
        NoSuchCase: there is none of this number.
        NotYourOffice: `by` is neither operator nor counsel, or stepped aside.
        CannotMove: there is nothing decided or determined to show.
    """
    case, publisher = _case(session, number, by=by, now=now)
    source, last = source_of(session, case), _last(session, number)
    if last is not None and last.state is EntryState.PROPOSED:
        entry = last
    else:
        entry = RegisterEntry(
            case_number=number,
            edition=last.edition + 1 if last else 1,
            kind=case.kind,
            state=EntryState.PROPOSED,
            dated=source.dated,
            body_name=session.get_one(Organization, case.organization_code).name,
            shown=dict(source.facts),
            redactions=[],
            source_sha256=source.sha256,
            proposed_by=publisher.email,
            proposed_at=now,
        )
        session.add(entry)
        session.flush()
    return Offered(entry, source, tuple(_marks(session, case, source)))


amend_entry = propose_entry
"""A published entry is amended by its next edition: the public sees the old one until then."""


def publish_entry(
    session: Session,
    number: str,
    edition: int,
    *,
    take_out: Sequence[Mark],
    cleared: Sequence[Mark] = (),
    saw: str,
    by: str,
    entered_by: str,
    now: datetime,
) -> RegisterEntry:
    """Publish an entry as `by` has looked at it: the texts less what is taken out.

    `saw` is the source's hash as it was shown; `cleared` are places found by
    pattern that tell of nobody. The edition before goes out of the public's sight.

    Raises:
        NotYourOffice: `by` is neither operator nor counsel, or stepped aside.
        SomeoneElseActed: this edition was published or withdrawn meanwhile.
        StillPersonal: names each place that would tell of a person.
        CannotMove: a mark lies outside its text, or the text is another.
    """
    case, publisher = _case(session, number, by=by, now=now)
    entry = session.get(RegisterEntry, (number, edition), populate_existing=True)
    if entry is None:
        raise CannotMove([refusal(f"{number} has no entry {edition}. Propose it first.")])
    if entry.state is not EntryState.PROPOSED:
        message = (
            f"Entry {edition} of {number} is {entry.state.value} already: nothing was changed."
        )
        raise SomeoneElseActed([refusal(message)])
    source = source_of(session, case)
    if source.sha256 != saw:
        raise CannotMove([refusal("The text is not the one you looked at. Look again.")])
    _require_cleared(session, case, source, take_out, cleared)
    for before in session.exec(_of(number).where(col(RegisterEntry.state) == EntryState.PUBLISHED)):
        before.state = EntryState.SUPERSEDED
    session.flush()
    entry.shown = {**source.facts, **_redacted(source, take_out)}
    entry.redactions = [_row(one, TAKEN_OUT) for one in take_out]
    entry.redactions += [_row(one, CLEARED) for one in cleared]
    entry.source_sha256 = source.sha256
    entry.state, entry.published_at, entry.published_by = EntryState.PUBLISHED, now, publisher.id
    data = {"edition": edition, "sha256": sha256(canonical(entry.shown))}
    record(session, case, "register.published", by=by, entered_by=entered_by, now=now, data=data)
    session.flush()
    return entry


def withdraw_entry(
    session: Session, number: str, *, reason: str, by: str, entered_by: str, now: datetime
) -> RegisterEntry:
    """Take a case's newest entry out of the register, or drop its proposal, with the reason.

    Raises:
        NotYourOffice: `by` is neither operator nor counsel, or stepped aside.
        CannotMove: there is none, or no reason is given.
    """
    case, publisher = _case(session, number, by=by, now=now)
    query = _of(number).where(
        col(RegisterEntry.state).in_([EntryState.PUBLISHED, EntryState.PROPOSED])
    )
    entry = session.exec(query.order_by(col(RegisterEntry.edition).desc()).limit(1)).first()
    if entry is None:
        raise CannotMove([refusal(f"{number} has no entry to withdraw.")])
    if not reason.strip():
        raise CannotMove([refusal("Say why the entry is withdrawn.", where="--reason")])
    was_public = entry.state is EntryState.PUBLISHED
    entry.state, entry.withdrawn_at, entry.withdrawn_by = EntryState.WITHDRAWN, now, publisher.id
    entry.withdrawn_reason = reason.strip()
    if was_public:
        data = {"edition": entry.edition, "reason": entry.withdrawn_reason}
        record(
            session, case, "register.withdrawn", by=by, entered_by=entered_by, now=now, data=data
        )
    session.flush()
    return entry


def _case(session: Session, number: str, *, by: str, now: datetime) -> tuple[Case, Person]:
    case, someone = find_any(session, number), person(session, by)
    held = offices_of(session, someone, new_york_date(now)) if someone else []
    if someone is None or not any(
        one.office in PUBLISHING and one.at == DEPARTMENT for one in held
    ):
        message = f"{by} is neither an operator nor counsel: only these publish in the register."
        raise NotYourOffice([refusal(message, where="--as")])
    require_not_recused(session, case, someone)
    return case, someone


def _marks(session: Session, case: Case, source: Source) -> Iterable[Mark]:
    """Give what was found, and what was taken out of the edition before if the text is the same."""
    last = session.exec(
        _of(case.number)
        .where(col(RegisterEntry.published_at).is_not(None))
        .order_by(col(RegisterEntry.edition).desc())
        .limit(1)
    ).first()
    found = first_cut(session, case, source)
    if last is None or last.source_sha256 != source.sha256:
        return found
    before = [_mark(row) for row in last.redactions if row["done"] == TAKEN_OUT]
    cleared = [_mark(row) for row in last.redactions if row["done"] == CLEARED]
    fresh = [one for one in found if not _covered(one, before) and not _covered(one, cleared)]
    return sorted([*before, *fresh])


def _require_cleared(
    session: Session,
    case: Case,
    source: Source,
    take_out: Sequence[Mark],
    cleared: Sequence[Mark],
) -> None:
    outside = [one for one in (*take_out, *cleared) if one.field not in source.texts]
    if outside:
        raise CannotMove([refusal("There is no such text.", where=outside[0].field)])
    gaps: list[Finding] = []
    for found in first_cut(session, case, source):
        if found.kind in SURE and not _covered(found, take_out) and not _covered(found, cleared):
            message = (
                f"Letters {found.start} to {found.end} look like {found.kind.value}. Take them "
                "out, or say that they tell of nobody."
            )
            gaps.append(refusal(message, where=found.field))
    if gaps:
        raise StillPersonal(gaps)


def _covered(found: Mark, marks: Sequence[Mark]) -> bool:
    return any(
        one.field == found.field and one.start <= found.start and one.end >= found.end
        for one in marks
    )


def _redacted(source: Source, take_out: Sequence[Mark]) -> dict[str, str]:
    try:
        return {
            field: redact(text, [one for one in take_out if one.field == field])
            for field, text in source.texts.items()
        }
    except ValueError as outside:
        raise CannotMove([refusal(str(outside))]) from None


def _last(session: Session, number: str) -> RegisterEntry | None:
    query = _of(number).order_by(col(RegisterEntry.edition).desc())
    return session.exec(query.limit(1)).first()


def _of(number: str) -> SelectOfScalar[RegisterEntry]:
    return select(RegisterEntry).where(col(RegisterEntry.case_number) == number)


def _row(mark: Mark, done: str) -> dict[str, Any]:
    return {
        "field": mark.field,
        "start": mark.start,
        "end": mark.end,
        "kind": mark.kind.name.lower(),
        "done": done,
    }


def _mark(row: dict[str, Any]) -> Mark:
    return Mark(row["field"], row["start"], row["end"], Personal[row["kind"].upper()])
