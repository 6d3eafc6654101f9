"""What an outage held up: reminders caught up or overtaken, mail that left late."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from models.duties import Duty
from models.messages import Message
from models.reminders import Reminder, ReminderState
from rules.calendar import new_york_date

HELD_UP = timedelta(hours=1)
"""From how long something counts as held up; a round or a busy server takes less."""


@dataclass(slots=True)
class Outage:
    """What was made good on one day, New York, and since when the first of it was due."""

    caught_up_on: date
    since: datetime
    until: datetime
    caught_up: list[tuple[Reminder, Duty]] = field(default_factory=list[tuple[Reminder, Duty]])
    overtaken: list[tuple[Reminder, Duty]] = field(default_factory=list[tuple[Reminder, Duty]])
    mail: list[Message] = field(default_factory=list[Message])


def outages(session: Session, *, since: datetime) -> list[Outage]:
    """Give, by the day on which it was caught up, what was held up since then.

    From the ledger: when a rung was due, and when it was put down. Mail that a
    server put off is not counted: its message tells that story.
    """
    found: dict[date, Outage] = {}

    def outage(due: datetime, at: datetime) -> Outage:
        day = new_york_date(at)
        one = found.setdefault(day, Outage(day, due, at))
        one.since, one.until = min(one.since, due), max(one.until, at)
        return one

    for reminder, duty in _late(session, since):
        one = outage(reminder.due_at, reminder.at)
        overtaken = reminder.state is ReminderState.OVERTAKEN
        (one.overtaken if overtaken else one.caught_up).append((reminder, duty))
    for message in _late_mail(session, since):
        outage(message.queued_at, message.sent_at or message.queued_at).mail.append(message)
    return [found[day] for day in sorted(found)]


def _late(session: Session, since: datetime) -> Iterator[tuple[Reminder, Duty]]:
    query = (
        select(Reminder, Duty)
        .join(Duty, col(Duty.id) == col(Reminder.duty_id))
        .where(col(Reminder.at) >= since)
        .order_by(col(Reminder.at), col(Reminder.due_at), col(Reminder.duty_id))
        .execution_options(yield_per=1000)
    )
    for reminder, duty in session.exec(query):
        if reminder.at - reminder.due_at >= HELD_UP:
            yield reminder, duty


def _late_mail(session: Session, since: datetime) -> Iterator[Message]:
    query = (
        select(Message)
        .where(col(Message.sent_at) >= since, col(Message.failing_since).is_(None))
        .order_by(col(Message.sent_at), col(Message.id))
        .execution_options(yield_per=1000)
    )
    for message in session.exec(query):
        if message.sent_at and message.sent_at - message.queued_at >= HELD_UP:
            yield message
