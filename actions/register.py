"""The public register: propose an entry, publish it once a person has looked, amend, withdraw.

Nothing is published by itself. What was taken out stands in no public row: only
where, and what kind of thing it was.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actions.cases import CannotMove, find_any, refusal
from actions.offices import DEPARTMENT, offices_of, person
from actions.record import canonical, record, sha256
from actions.register_marks import (
    Offered,
    as_taken,
    offer,
    redacted,
    require_cleared,
    require_impersonal,
    rows,
)
from actions.register_reading import public_entry
from actions.register_sources import Source, source_of
from actions.standing import is_recused, require_not_recused
from models.cases import Case
from models.people import Holding, Office, Person
from models.publications import EntryState, RegisterEntry
from models.registry import Organization
from models.reviews import Outcome
from notifications.public_register import PublicEntry
from notifications.wording import moment
from rules.calendar import new_york_date
from rules.findings import NotYourOffice, Refused, SomeoneElseActed
from rules.redaction import Mark

PUBLISHING = (Office.OPERATOR, Office.COUNSEL)
"""Who puts entries in the register."""


class ReasonMissing(Refused):
    """An entry that was public is changed or withdrawn for a reason, and none is given."""


def publishes(holdings: Sequence[Holding]) -> bool:
    """Whether somebody with these holdings puts entries in the register."""
    return any(one.office in PUBLISHING and one.at == DEPARTMENT for one in holdings)


def may_publish(session: Session, case: Case, someone: Person, holdings: Sequence[Holding]) -> bool:
    """Tell whether a person may put this case in the register: in office, and not stepped aside."""
    return publishes(holdings) and not is_recused(session, case, someone)


def propose_entry(
    session: Session, number: str, *, because: str = "", by: str, now: datetime
) -> Offered:
    """Make the first cut of a case's entry, or of its next edition. Nothing is public by it.

    One that is proposed already is given as it is. An edition after a published
    one says `because`, which the public reads, and offers what was done with
    each place before; the public sees the old one until the new is published.

    Raises:
        NoSuchCase: there is none of this number.
        NotYourOffice: `by` is neither operator nor counsel, or stepped aside.
        CannotMove: there is nothing decided or determined to show.
        ReasonMissing: there was a published edition, and no reason for another is given.
        StillPersonal: the reason tells of a person.
    """
    case, publisher = _case(session, number, by=by, now=now)
    source, last = source_of(session, case), _last(session, number)
    if last is None or last.state is not EntryState.PROPOSED:
        was_public = session.exec(_published_once(number)).first() is not None
        if was_public and not because.strip():
            raise ReasonMissing([refusal("Say why there is a new edition.", where="because")])
        require_impersonal(session, case, "because", because)
        last = RegisterEntry(
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
            outcome=Outcome(source.facts["outcome"]) if "outcome" in source.facts else None,
            because=because.strip() if was_public else None,
        )
        session.add(last)
        session.flush()
    return offer(session, case, last, source)


amend_entry = propose_entry
"""A published entry is amended by its next edition: the public sees the old one until then."""


def offered_entry(session: Session, number: str, *, by: str, now: datetime) -> Offered | None:
    """Give the proposal that waits to be looked at; None where there is none. Changes nothing.

    Raises:
        NotYourOffice: `by` is neither operator nor counsel, or stepped aside.
    """
    case = session.get_one(Case, number)
    require_publisher(session, case, by=by, now=now)
    last = _last(session, number)
    if last is None or last.state is not EntryState.PROPOSED:
        return None
    return offer(session, case, last, source_of(session, case))


def preview_entry(
    session: Session,
    number: str,
    edition: int,
    *,
    take_out: Sequence[Mark],
    cleared: Sequence[Mark] = (),
    saw: str,
    by: str,
    now: datetime,
) -> PublicEntry:
    """Give the entry as the public would see it. Changes nothing.

    Raises:
        NotYourOffice, SomeoneElseActed, StillPersonal, CannotMove: as `publish_entry` would.
    """
    case = session.get_one(Case, number)
    require_publisher(session, case, by=by, now=now)
    take_out = as_taken(take_out)
    looked = _looked_at(session, case, edition, take_out, cleared, saw)
    withheld = rows(take_out, cleared)
    return public_entry(
        looked.entry,
        case.organization_code,
        case.state,
        looked.shown,
        withheld,
        published_at=now,
    )


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
    take_out = as_taken(take_out)
    entry, source, shown = _looked_at(session, case, edition, take_out, cleared, saw)
    for before in session.exec(_of(number).where(col(RegisterEntry.state) == EntryState.PUBLISHED)):
        before.state = EntryState.SUPERSEDED
    session.flush()
    entry.shown = shown
    entry.redactions = rows(take_out, cleared)
    entry.source_sha256 = source.sha256
    entry.state, entry.published_at, entry.published_by = EntryState.PUBLISHED, now, publisher.id
    data = {"edition": edition, "sha256": sha256(canonical(entry.shown))}
    if entry.because:
        data["reason"] = entry.because
    record(session, case, "register.published", by=by, entered_by=entered_by, now=now, data=data)
    session.flush()
    return entry


def withdraw_entry(
    session: Session,
    number: str,
    *,
    reason: str,
    edition: int | None = None,
    by: str,
    entered_by: str,
    now: datetime,
) -> RegisterEntry:
    """Take an entry out of the register, or drop a proposal, with the reason.

    Without an `edition`, it is the newest that is public or proposed.

    Raises:
        NotYourOffice: `by` is neither operator nor counsel, or stepped aside.
        SomeoneElseActed: this edition was withdrawn or superseded meanwhile.
        CannotMove: there is none.
        ReasonMissing: no reason is given.
    """
    case, publisher = _case(session, number, by=by, now=now)
    if edition is None:
        standing = col(RegisterEntry.state).in_([EntryState.PUBLISHED, EntryState.PROPOSED])
        newest = col(RegisterEntry.edition).desc()
        entry = session.exec(_of(number).where(standing).order_by(newest).limit(1)).first()
    else:
        entry = session.get(RegisterEntry, (number, edition), populate_existing=True)
    if entry is None:
        raise CannotMove([refusal(f"{number} has no entry to withdraw.")])
    if entry.state not in {EntryState.PUBLISHED, EntryState.PROPOSED}:
        raise SomeoneElseActed([refusal(_what_became(session, entry))])
    if not reason.strip():
        raise ReasonMissing([refusal("Say why the entry is withdrawn.", where="reason")])
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


def require_publisher(session: Session, case: Case, *, by: str, now: datetime) -> Person:
    """Give the person, who must be in an office that publishes and not have stepped aside.

    Raises:
        NotYourOffice: they are not, or have.
    """
    someone = person(session, by)
    held = offices_of(session, someone, new_york_date(now)) if someone else []
    if someone is None or not publishes(held):
        message = f"{by} is neither an operator nor counsel: only these publish in the register."
        raise NotYourOffice([refusal(message, where="--as")])
    require_not_recused(session, case, someone)
    return someone


def _case(session: Session, number: str, *, by: str, now: datetime) -> tuple[Case, Person]:
    case = find_any(session, number)
    return case, require_publisher(session, case, by=by, now=now)


class _LookedAt(NamedTuple):
    entry: RegisterEntry
    source: Source
    shown: dict[str, str]


def _looked_at(
    session: Session,
    case: Case,
    edition: int,
    take_out: Sequence[Mark],
    cleared: Sequence[Mark],
    saw: str,
) -> _LookedAt:
    entry = session.get(RegisterEntry, (case.number, edition), populate_existing=True)
    if entry is None:
        raise CannotMove([refusal(f"{case.number} has no entry {edition}. Propose it first.")])
    if entry.state is not EntryState.PROPOSED:
        raise SomeoneElseActed([refusal(_what_became(session, entry))])
    source = source_of(session, case)
    if source.sha256 != saw:
        raise CannotMove([refusal("The text is not the one you looked at. Look again.")])
    require_cleared(session, case, source, take_out, cleared)
    return _LookedAt(entry, source, {**source.facts, **redacted(source, take_out)})


def _what_became(session: Session, entry: RegisterEntry) -> str:
    """Say who acted on an edition, what, and when."""
    withdrawn = entry.state is EntryState.WITHDRAWN
    by, at = (
        (entry.withdrawn_by, entry.withdrawn_at)
        if withdrawn
        else (entry.published_by, entry.published_at)
    )
    someone = session.get(Person, by) if by else None
    who = someone.email if someone else "Somebody"
    when = f", {moment(at)}" if at else ""
    did = "withdrew" if withdrawn else "published"
    replaced = " A later edition has replaced it." if entry.state is EntryState.SUPERSEDED else ""
    return (
        f"{who} {did} edition {entry.edition} of {entry.case_number}{when}.{replaced} "
        "Nothing was changed by you."
    )


def _published_once(number: str) -> SelectOfScalar[RegisterEntry]:
    return _of(number).where(col(RegisterEntry.published_at).is_not(None)).limit(1)


def _last(session: Session, number: str) -> RegisterEntry | None:
    query = _of(number).order_by(col(RegisterEntry.edition).desc())
    return session.exec(query.limit(1)).first()


def _of(number: str) -> SelectOfScalar[RegisterEntry]:
    return select(RegisterEntry).where(col(RegisterEntry.case_number) == number)
