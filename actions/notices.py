"""Gather the proof of notice: every mail about a case, and all that became of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from actions.cases import refusal
from actions.mailing import office_title
from actions.reminder_record import messages_of
from models.cases import Case
from models.messages import Message
from models.notices import AcknowledgedMessage, Bounce, Handover
from models.registry import Organization
from notifications.papers.notices import BounceFacts, NoticeFacts, NoticesFacts, TryFacts
from rules.findings import NoSuchCase
from rules.law import law

Row = TypeVar("Row", Handover, Bounce)

AT_ONCE = 500
"""Messages asked about in one query: databases bound how many values a query may carry."""


def notices(session: Session, number: str, *, now: datetime) -> NoticesFacts:
    """Give every mail about a case: queued, tried, accepted, bounced, withheld, acknowledged.

    Raises:
        NoSuchCase: there is none of this number.
    """
    case = session.get(Case, number)
    if case is None:
        raise NoSuchCase([refusal(f"There is no case {number}.", where="NUMBER")])
    text, messages = law(case.law_version), messages_of(session, case)
    ids = [message.id or 0 for message in messages]
    tries = _by_message(_rows(session, Handover, ids))
    bounces = _by_message(_rows(session, Bounce, ids))
    return NoticesFacts(
        case_number=number,
        applicant=session.get_one(Organization, case.organization_code).name,
        notices=tuple(
            _notice(session, one, tries[one.id or 0], bounces[one.id or 0]) for one in messages
        ),
        chain_hash=case.event_hash,
        law_title=text.title,
        law_notice=text.notice,
        printed_at=now.replace(microsecond=0),
    )


def _rows(session: Session, table: type[Row], ids: list[int]) -> Iterable[Row]:
    order = col(Handover.number) if table is Handover else col(Bounce.id)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield from session.exec(
            select(table).where(col(table.message_id).in_(some)).order_by(order)
        )


def _by_message(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.message_id].append(row)
    return found


def _notice(
    session: Session, message: Message, tries: list[Handover], bounces: list[Bounce]
) -> NoticeFacts:
    done = session.get(AcknowledgedMessage, message.id)
    stands_in_for = str(message.about.get("for", ""))
    titled = office_title(session, stands_in_for or message.to_email, message.to_office)
    return NoticeFacts(
        id=message.id or 0,
        template=message.template,
        office=message.to_office,
        reader=f"The stand-in of {titled}" if stands_in_for else titled,
        email=message.to_email,
        stands_in_for=stands_in_for,
        instead_of=message.about.get("instead_of"),
        message_id=message.message_id,
        state=message.state,
        queued_at=message.queued_at,
        sent_at=message.sent_at,
        tries=tuple(
            TryFacts(at=one.at, server=one.server, outcome=one.outcome, reply=one.reply)
            for one in tries
        ),
        bounces=tuple(
            BounceFacts(
                at=one.at,
                action=one.action,
                status=one.status,
                recipient=one.recipient,
                diagnostic=one.diagnostic,
                reported_by=one.reported_by,
            )
            for one in bounces
        ),
        reason=message.reason or "",
        acknowledged_by=done.by if done else "",
        acknowledged_at=done.at if done else None,
        digest=message.digest_on is not None,
    )
