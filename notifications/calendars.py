"""Deadlines as calendar programs read them (RFC 5545): in a mail, and as a feed.

A deadline is a whole day, by New York's: no hour, because it is owed by the
end of it, and no alarm, because our reminders keep another calendar. It takes
no time in anybody's day. The case's number, what is owed, the day, the body's
name: nothing else leaves with it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from notifications.letters import Deadline
from notifications.wording import one_line

if TYPE_CHECKING:
    from icalendar import Calendar, Event

DOMAIN = "recourse.local"
PRODUCT = "-//Recourse//Deadlines//EN"


def enclosed(deadlines: Iterable[Deadline], *, organizer: str) -> bytes:
    """Give the calendar that goes with the mail that sets deadlines.

    It is published, so nobody is asked to accept or decline. The same duty has
    the same UID for good, and each change a higher SEQUENCE: a calendar that
    has it moves it. One whose clock stands is published as cancelled, until it
    goes on.
    """
    calendar = _calendar(_event(one, organizer=f"mailto:{organizer}") for one in deadlines)
    calendar.method = "PUBLISH"
    return calendar.to_ical()


def feed(deadlines: Iterable[Deadline], *, name: str) -> str:
    """Give a person's deadlines as a calendar to subscribe to."""
    calendar = _calendar(_event(deadline) for deadline in deadlines)
    calendar.calendar_name = one_line(name)
    return calendar.to_ical().decode()


def _calendar(events: "Iterable[Event]") -> "Calendar":
    from icalendar import Calendar

    # Not by `Calendar.new`, which gives each a random UID: the same facts give the same bytes.
    calendar = Calendar()
    calendar.prodid, calendar.version = PRODUCT, "2.0"
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(deadline: Deadline, *, organizer: str | None = None) -> "Event":
    from icalendar import STATUS, TRANSP, Event

    return Event.new(
        uid=f"{deadline.case_number}-{deadline.duty}@{DOMAIN}",
        sequence=deadline.changes,
        stamp=deadline.stamped_at,
        start=deadline.due_on,
        summary=one_line(f"{deadline.case_number}: {deadline.what}"),
        status=STATUS.CANCELLED if deadline.paused else STATUS.CONFIRMED,
        description=_description(deadline),
        transparency=TRANSP.TRANSPARENT,
        organizer=organizer,
    )


def _description(deadline: Deadline) -> str:
    if deadline.paused:
        return one_line(f"{deadline.applicant}. Its clock stands: no day is owed until it goes on.")
    return one_line(
        f"{deadline.applicant}. Owed by the end of this day, New York "
        f"({deadline.authority.value}). The day passing decides and closes nothing."
    )
