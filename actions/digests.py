"""Digests: one mail a day to each person of an office, of the reminders put down for it."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlmodel import Session, col, select

from actions.absences import stand_ins
from actions.closures import closures_in_force
from actions.duty_words import duty_words
from actions.mailing import title_of
from actions.policies import policy_of
from actions.reminders import rungs_due
from actions.turns import try_turn
from models.cases import Case
from models.duties import Duty, DutyState
from models.messages import Message
from models.people import Office, Person
from models.registry import Organization
from models.reminders import Reminder, ReminderState, RungKind
from models.reviews import Recusal
from notifications.compose import Recipient, Template, compose_digest
from notifications.digest_notes import DigestEntry
from notifications.duty_advice import advice
from notifications.letters import Letter
from rules.calendar import (
    business_day,
    business_days_left,
    is_business_day,
    morning_of,
    new_york,
    new_york_date,
)
from rules.policy import PolicyInvalid

log = logging.getLogger("recourse.digests")

PAUSE = timedelta(minutes=15)
"""How long an office whose digest failed is put off."""
DIGESTS = "digests"
"""What workers take turns on: one composes, the others leave it to that one."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest queued, or the fault that kept it back, for the round's report."""

    office: str
    people: int
    reminders: int
    trouble: str | None = None


def digests_waiting(session: Session, *, now: datetime) -> bool:
    """Tell whether a reminder waits for a digest that may go now."""
    query = select(Reminder.duty_id).where(col(Reminder.digest_from) <= now).limit(1)
    return session.exec(query).first() is not None


def compose_digests(session: Session, *, now: datetime) -> list[Composed]:
    """Queue today's digest for each office with reminders, a mail to each person concerned.

    Only once no rung is due any more, in whatever hands: the last worker
    composes. An office that has had its digest today gets the rest with the
    next working day's; on a closed day everything waits. An office whose
    digest fails is put off for a while, and stops no other.
    """
    if rungs_due(session, now=now) or not try_turn(session, DIGESTS):
        return []
    today, closures = new_york_date(now), closures_in_force(session)
    waiting = session.exec(
        select(Reminder)
        .where(col(Reminder.digest_from) <= now)
        .order_by(col(Reminder.office), col(Reminder.duty_id))
        .with_for_update(skip_locked=True)
    )
    composed: list[Composed] = []
    for office, group in groupby(waiting.all(), key=lambda one: one.office):
        rows = list(group)
        if not is_business_day(today, closures) or _had(session, office, today):
            _put_off(rows, today, closures)
            continue
        try:
            with session.begin_nested():
                composed.append(_compose(session, office, rows, today, now=now))
                session.flush()
        except Exception as error:  # noqa: BLE001 any fault of one office must not cost the others
            words = f"{type(error).__name__}: {error}"
            composed.append(Composed(office, 0, len(rows), words))
            for row in rows:
                session.refresh(row)
                row.digest_from = now + PAUSE
    return composed


def _had(session: Session, office: str, today: date) -> bool:
    query = select(Message.id).where(
        col(Message.to_office) == office, col(Message.digest_on) == today
    )
    return session.exec(query.limit(1)).first() is not None


def _put_off(rows: Iterable[Reminder], today: date, closures: Iterable[date]) -> None:
    """Have reminders wait for the next working day, from the hour at which they were due."""
    following = business_day(today, 1, frozenset(closures))
    for row in rows:
        row.digest_from = morning_of(following, new_york(row.due_at).time())


def _compose(
    session: Session, office: str, rows: Sequence[Reminder], today: date, *, now: datetime
) -> Composed:
    readers = _readers(session, office, rows, now)
    for to, people in readers:
        session.add(compose_digest(to, today, people=people, now=now))
    for row in rows:
        row.digest_on, row.digest_from = today, None
    return Composed(office, len(readers), len(rows))


def _readers(
    session: Session, office: str, rows: Sequence[Reminder], now: datetime
) -> list[tuple[Recipient, list[int]]]:
    """Give who gets a digest, and whose reminders are in it.

    The stand-in of somebody away reads theirs too: in a digest of their own,
    or with what they are reminded of anyway.
    """
    told = {one: session.get_one(Person, one) for row in rows for one in row.told}
    ids = {person.email: person_id for person_id, person in told.items()}
    readers = {email: (Recipient(email, office), [one]) for email, one in ids.items()}
    for away, stand_in in stand_ins(session, ids, case_number=None, now=now).items():
        copy = Recipient(stand_in, office, stands_in_for=away)
        readers.setdefault(stand_in, (copy, []))[1].append(ids[away])
    return list(readers.values())


def digest(session: Session, message: Message, *, now: datetime) -> Letter | str:
    """Give what a digest would say now, or why there is nothing left to say.

    From the ledger and the duties as they are: what was done, handed on,
    paused or acknowledged since is left out. The most urgent comes first.
    """
    found = list(_entries(session, message, now=now))
    if not found:
        return "all that it spoke of was done, handed on or stopped before the mail went"
    found.sort(key=lambda one: (one[0].due_on, one[0].case_number, one[0].duty_id))
    first, case = found[0]
    office, _, at = message.to_office.partition("@")
    return Letter(
        template=Template.REMINDER_DIGEST,
        to=Recipient(message.to_email, message.to_office),
        to_title=title_of(session, message.to_email, Office(office), at),
        case_number=case.number,
        kind=case.kind,
        applicant=first.applicant,
        at=now,
        entries=tuple(entry for entry, _ in found),
    )


def settle_digest(session: Session, message: Message, told: Iterable[tuple[int, str]]) -> None:
    """Put down in the ledger which reminders a digest told of, and which it did not any more.

    One that could not be put in words, though it still is so, waits for the
    office's next digest. What a stand-in is not told of is settled by the
    digest of the person themself.
    """
    said, readers = set(told), set(message.about["people"])
    own = set[int]() if "for" in message.about else {*message.about["people"][:1]}
    for row in _rows(session, message):
        if (row.duty_id, row.rung) in said:
            row.state = ReminderState.SENT
        elif not own & set(row.told):
            continue
        elif _still_so(row, session.get_one(Duty, row.duty_id), readers):
            row.digest_on, row.digest_from = None, message.queued_at
        elif row.state is ReminderState.QUEUED:
            row.state = ReminderState.STOPPED
            row.why = "done, handed on or stopped before the digest went"


def cases_of(session: Session, message: Message) -> list[str]:
    """Give the cases that a digest is about, the most urgent first."""
    ids = [row.duty_id for row in _rows(session, message)]
    query = select(Duty).where(col(Duty.id).in_(ids))
    urgent = session.exec(query.order_by(col(Duty.due_on), col(Duty.case_number)))
    return list(dict.fromkeys(duty.case_number for duty in urgent))


def _rows(session: Session, message: Message) -> list[Reminder]:
    """Give the ledger's rows that a digest is about, for its reader."""
    query = select(Reminder).where(
        col(Reminder.office) == message.to_office, col(Reminder.digest_on) == message.digest_on
    )
    readers = set(message.about["people"])
    return [row for row in session.exec(query) if readers & set(row.told)]


def _entries(
    session: Session, message: Message, *, now: datetime
) -> Iterator[tuple[DigestEntry, Case]]:
    rows = {(row.duty_id, row.rung): row for row in _rows(session, message)}
    query = (
        select(Duty, Case, Organization.name)
        .join(Case, col(Case.number) == col(Duty.case_number))
        .join(Organization, col(Organization.code) == col(Case.organization_code))
        .where(col(Duty.id).in_({duty_id for duty_id, _ in rows}))
    )
    owed = {duty.id: (duty, case, name) for duty, case, name in session.exec(query)}
    today, closures = new_york_date(now), frozenset(closures_in_force(session))
    readers, aside = set(message.about["people"]), _stepped_aside(session, message)
    for row in rows.values():
        duty, case, name = owed[row.duty_id]
        if case.number in aside or not _still_so(row, duty, readers):
            continue
        left = business_days_left(today, duty.due_on, closures)
        try:
            entry = _entry(session, row, duty, case, name, left)
        except PolicyInvalid as error:
            log.warning("%s is left out of a digest: %s", case.number, error)
            continue
        yield entry, case


def _stepped_aside(session: Session, message: Message) -> set[str]:
    """Give the cases that a digest's reader has stepped aside from: a stand-in may have."""
    query = (
        select(Recusal.case_number)
        .join(Person, col(Person.id) == col(Recusal.person_id))
        .where(col(Person.email) == message.to_email)
    )
    return set(session.exec(query))


def _still_so(row: Reminder, duty: Duty, readers: set[int]) -> bool:
    if row.state not in {ReminderState.QUEUED, ReminderState.SENT}:
        return False
    if duty.state is not DutyState.OPEN or duty.paused_on is not None:
        return False
    mine = duty.holder is None or duty.holder in readers or row.office != duty.owed_by
    return mine or row.kind is RungKind.ESCALATE


def _entry(
    session: Session, row: Reminder, duty: Duty, case: Case, applicant: str, left: int
) -> DigestEntry:
    policy, found = policy_of(session, case), advice(duty.what, case.number)
    return DigestEntry(
        duty_id=row.duty_id,
        rung=row.rung,
        kind=row.kind,
        case_number=duty.case_number,
        applicant=applicant,
        owed=duty_words(duty.what, policy),
        owed_by=duty.owed_by,
        due_on=duty.due_on,
        days_left=left,
        authority=duty.authority,
        basis=duty.basis,
        act=found.act if row.office == duty.owed_by else found.above,
        why=row.why,
    )
