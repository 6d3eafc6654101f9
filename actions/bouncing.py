"""Take in what mail servers report of our mail: put it on record, and see to who was not told."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from actions.outbox import give_up
from models.messages import Message, MessageState
from models.notices import AcknowledgedMessage, Bounce, DeliveryAction
from notifications.bounces import NotAReport, Notice, Report, read_report


class Taken(StrEnum):
    """What came of a report."""

    FAILED = "failed"
    """A mail reached nobody: somebody else is told, or operators have to see to it."""
    NOTED = "noted"
    """Put on record; nothing follows from it."""
    KNOWN = "known"
    """It was read before."""
    NOT_OURS = "not ours"
    """It is about no mail of ours, or to nobody that we sent that mail to."""
    NO_REPORT = "no report"
    """It is no delivery report, or cannot be read."""


def take_report(session: Session, raw: bytes, *, now: datetime) -> Taken:
    """Take in one report, once, however often it comes.

    It counts for a message if it names the Message-ID that we sent and the
    address we sent it to. A permanent failure marks the message failed, logs
    `mail.bounced` on the case and has `give_up` see to it. All else is only
    put on record: a delay, a delivery, a second failure, and the failure of a
    mail whose reader has acknowledged it.
    """
    try:
        report = read_report(raw)
    except NotAReport:
        return Taken.NO_REPORT
    taken = [_take(session, message, report, now=now) for message in _about(session, report)]
    # The gravest first, as they stand in `Taken`.
    return min((one for one in taken if one), key=list(Taken).index, default=Taken.NOT_OURS)


def _about(session: Session, report: Report) -> list[Message]:
    """Give the messages that a report names, held until the transaction ends."""
    query = select(Message).where(col(Message.message_id).in_(report.message_ids))
    return list(session.exec(query.order_by(col(Message.id)).with_for_update()))


def _take(session: Session, message: Message, report: Report, *, now: datetime) -> Taken | None:
    notice = _concerning(message, report)
    if notice is None:
        return None
    seen = select(Bounce.id).where(
        col(Bounce.message_id) == message.id, col(Bounce.report_sha256) == report.sha256
    )
    if session.exec(seen).first() is not None:
        return Taken.KNOWN
    session.add(
        Bounce(
            message_id=message.id or 0,
            report_sha256=report.sha256,
            action=notice.action,
            status=notice.status,
            recipient=notice.recipients[0],
            diagnostic=notice.diagnostic,
            reported_by=report.reported_by,
            at=now,
        )
    )
    session.flush()
    if notice.action is not DeliveryAction.FAILED or _reached(session, message):
        return Taken.NOTED
    give_up(session, message, _reason(notice, report), now=now, kind="mail.bounced")
    return Taken.FAILED


def _concerning(message: Message, report: Report) -> Notice | None:
    """Give what the report says of the message's reader.

    A mail that was forwarded fails at another address, which only the reader's
    own server knows: then the returned mail has to be addressed to the reader.
    """
    for notice in report.notices:
        if message.to_email in notice.recipients:
            return notice
    forwarded = len(report.notices) == 1 and report.to == message.to_email
    return report.notices[0] if forwarded else None


def _reached(session: Session, message: Message) -> bool:
    """Whether the message has failed already, or its reader has said that they have it."""
    if message.state in {MessageState.FAILED, MessageState.WITHHELD}:
        return True
    return session.get(AcknowledgedMessage, message.id) is not None


def _reason(notice: Notice, report: Report) -> str:
    said = " ".join(part for part in (notice.status, notice.diagnostic) if part)
    by = f", as {report.reported_by} reports" if report.reported_by else ""
    return f"bounced: {said or 'no reason was given'}{by}"
