"""The queue of mail: claim what is due, put down what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from actions.cases import find_any
from actions.digests import cases_of, settle_digest
from actions.reaching import ask_operators_to_reach, tell_somebody_else
from actions.record import ENGINE, record
from actions.remembering import gather
from models.cases import Case
from models.events import Event
from models.messages import Message, MessageState
from models.notices import Handover, HandoverOutcome
from notifications.backoff import LONGEST, next_try
from notifications.compose import Template
from notifications.render import Rendered
from notifications.send import Deferred, Delivered, NotTried, Rejected, Result

_OUTCOMES: dict[type[Delivered | Deferred | Rejected], HandoverOutcome] = {
    Delivered: HandoverOutcome.ACCEPTED,
    Deferred: HandoverOutcome.PUT_OFF,
    Rejected: HandoverOutcome.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one message: the words it went out with, and the server's answer."""

    id: int
    rendered: Rendered
    result: Result
    reminders: tuple[tuple[int, str], ...] = ()
    """Of a digest: what it told of, by duty and rung."""


def claim_messages(
    session: Session, *, now: datetime, clock: datetime, lease: timedelta, limit: int
) -> list[Message]:
    """Take due messages for this worker alone until `clock` + `lease`, oldest first.

    A worker that dies leaves them to the next when the lease is over. `clock`
    is the machine's time, which a drill's `now` does not move.
    """
    query = (
        select(Message)
        .where(
            col(Message.due_at) <= now,
            or_(col(Message.claimed_until).is_(None), col(Message.claimed_until) <= clock),
        )
        .order_by(col(Message.due_at), col(Message.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    messages = list(session.exec(query))
    for message in messages:
        message.claimed_until = clock + lease
    return messages


def due_messages(session: Session, *, now: datetime, clock: datetime) -> tuple[bool, bool]:
    """Tell whether there is mail to send, and whether some is in a worker's hands."""
    free = or_(col(Message.claimed_until).is_(None), col(Message.claimed_until) <= clock)
    query = select(Message.id).where(col(Message.due_at) <= now)
    waiting = session.exec(query.where(free).limit(1)).first()
    held = session.exec(query.where(~free).limit(1)).first()
    return waiting is not None, held is not None


def withhold(session: Session, message_id: int, reason: str) -> None:
    """Put down that a message is not sent, and why."""
    message = session.get_one(Message, message_id)
    message.state, message.reason = MessageState.WITHHELD, reason
    message.due_at = message.claimed_until = None
    if message.digest_on is not None:
        settle_digest(session, message, ())


def put_down(
    session: Session, sent: Sequence[Sent], *, server: str, now: datetime
) -> Mapping[str, int]:
    """Store what was sent, to whom, when, and what which server said; count by state.

    A mail put off is tried again later; one that failed for good is told to
    somebody else, or becomes a duty of the operators (`give_up`).
    """
    counts: dict[str, int] = {}
    gather(session, Message, "id", [one.id for one in sent])
    for one in sent:
        message = session.get_one(Message, one.id)
        message.claimed_until = None
        if not isinstance(one.result, NotTried):
            _settle(session, message, one, one.result, now=now)
            session.add(_handover(message, one.result, server=server, now=now))
        counts[message.state.value] = counts.get(message.state.value, 0) + 1
    return counts


def _handover(
    message: Message, result: Delivered | Deferred | Rejected, *, server: str, now: datetime
) -> Handover:
    return Handover(
        message_id=message.id or 0,
        number=message.attempts,
        at=now,
        server=server[:300],
        outcome=_OUTCOMES[type(result)],
        reply=result.reply,
    )


def _settle(
    session: Session,
    message: Message,
    sent: Sent,
    result: Delivered | Deferred | Rejected,
    *,
    now: datetime,
) -> None:
    rendered = sent.rendered
    message.attempts += 1
    message.reply = result.reply
    message.subject, message.text, message.html = rendered.subject, rendered.text, rendered.html
    message.template_version = rendered.template_version
    if isinstance(result, Delivered):
        message.state, message.sent_at, message.due_at = MessageState.SENT, now, None
        if message.digest_on is not None:
            settle_digest(session, message, sent.reminders)
        return
    message.failing_since = message.failing_since or now
    again = next_try(message.failing_since, message.attempts, now)
    if isinstance(result, Deferred) and again is not None:
        message.state, message.due_at = MessageState.RETRYING, again
        return
    set_aside(session, message, result.reply, now=now)


def set_aside(session: Session, message: Message, reason: str, *, now: datetime) -> None:
    """Give a message up; where the case's record is too broken even for that, put it off.

    Either way the other messages of the batch go on.
    """
    try:
        with session.begin_nested():
            give_up(session, message, reason, now=now)
            session.flush()
    except Exception as error:  # noqa: BLE001 any fault of one case must not cost the others
        session.refresh(message)
        message.failing_since = message.failing_since or now
        message.attempts += 1
        message.state, message.claimed_until = MessageState.RETRYING, None
        again = next_try(message.failing_since, message.attempts, now)
        message.due_at = again or now + LONGEST
        message.reason = f"{reason}; {type(error).__name__}: {error}"


def give_up(
    session: Session, message: Message, reason: str, *, now: datetime, kind: str = "mail.failed"
) -> None:
    """Mark a message failed for good, and see that somebody is told.

    A stand-in or another holder of the office is sent the same; where there is
    none, or their mail failed too, operators owe it to reach the person. A
    digest may have spoken of several cases: the log of each says so, and the
    one duty stands on the most urgent. `kind` is the log's word: `mail.failed`
    at sending, `mail.bounced` later.
    """
    message.state, message.due_at, message.claimed_until = MessageState.FAILED, None, None
    message.reason = reason
    numbers = [message.case_number] if message.case_number else cases_of(session, message)
    events: dict[str, tuple[Case, Event]] = {}
    for number in sorted(numbers):  # in one order, so that nobody waits for who waits for them
        case = find_any(session, number)
        data = {"message": message.id, "to": message.to_email, "reply": reason}
        events[number] = (
            case,
            record(session, case, kind, by=ENGINE, entered_by=ENGINE, now=now, data=data),
        )
    if not numbers or message.template == Template.STAFF_NEEDED.value:
        return
    case, event = events[numbers[0]]
    if not tell_somebody_else(session, case, message, now=now):
        ask_operators_to_reach(session, case, message, event=event, now=now)
