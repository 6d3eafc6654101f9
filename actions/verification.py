"""Check the log's chain, the frozen submissions and the documents: any changed byte shows."""

from collections.abc import Callable, Iterator
from itertools import groupby

from sqlalchemy import union
from sqlmodel import Session, col, select

from actions.record import event_hash, sha256
from models.cases import Case
from models.documents import Document
from models.events import Event
from models.shortfalls import Determination, Figure, Memorandum
from models.submissions import Evidence, Submission, SupportingData

PAGE = 2000

CITING = (Evidence, SupportingData, Figure, Memorandum)
"""The tables whose rows point to a document by its hash."""


def broken_links(
    session: Session, intact: Callable[[str], bool], *, number: str | None = None
) -> Iterator[str]:
    """Say each thing that is not as it was recorded, in words, the first one first.

    `intact` tells whether the store still holds a document's bytes. With
    `number`, only that case's log, submissions and documents are looked at.
    """
    yield from _broken_chains(session, number)
    yield from _changed_submissions(session, number)
    yield from _missing_documents(session, intact, number)


def _broken_chains(session: Session, number: str | None) -> Iterator[str]:
    for stream, events in groupby(_events(session, number), key=lambda event: event.stream):
        seq, previous = 0, ""
        for event in events:
            seq += 1
            if event.seq != seq:
                yield f"{stream}: event {seq} is missing from the log"
            elif event.previous != previous:
                yield f"{stream}: event {seq} ({event.kind}) does not follow the one before it"
            elif event_hash(event) != event.hash:
                yield f"{stream}: event {seq} ({event.kind}) was changed"
            seq, previous = event.seq, event.hash
        case = session.get(Case, stream)
        if case is not None and (case.event_seq, case.event_hash) != (seq, previous):
            yield f"{stream}: the log ends at event {seq}, but {case.event_seq} were recorded"


def _events(session: Session, number: str | None) -> Iterator[Event]:
    query = select(Event).order_by(col(Event.stream), col(Event.seq))
    if number:
        query = query.where(col(Event.stream) == number)
    yield from session.exec(query.execution_options(yield_per=PAGE))


def _changed_submissions(session: Session, number: str | None) -> Iterator[str]:
    for table in (Submission, Determination):
        query = select(table).order_by(col(table.case_number))
        if number:
            query = query.where(col(table.case_number) == number)
        for one in session.exec(query.execution_options(yield_per=PAGE)):
            if sha256(one.content) != one.sha256:
                version = one.version if isinstance(one, Submission) else 1
                yield f"{one.case_number}: version {version} as filed was changed"


def _missing_documents(
    session: Session, intact: Callable[[str], bool], number: str | None
) -> Iterator[str]:
    query = select(Document.sha256).order_by(col(Document.sha256))
    if number:
        cited = [select(table.sha256).where(col(table.case_number) == number) for table in CITING]
        query = query.where(col(Document.sha256).in_(union(*cited)))
    for digest in session.exec(query):
        if not intact(digest):
            yield f"document {digest}: its bytes are missing or were changed"
