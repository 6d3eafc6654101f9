"""Absences and calendar links at work."""

from datetime import date

from actions.absences import come_back, go_away
from actions.feeds import make_feed, revoke_feed
from cli.door import open_door
from cli.output import note, say
from database import transaction

CALENDAR = "calendar"
"""Where the portal has the feeds."""


def away(email: str, *, by: str, since: date, until: date, stand_in: str) -> int:
    """Put an absence on record."""
    door = open_door()
    with transaction(door.engine) as session:
        go_away(
            session,
            email,
            stand_in=stand_in,
            since=since,
            until=until,
            by=by,
            entered_by=door.entered_by,
            now=door.now,
        )
    say(f"{email} is away from {since} to {until}. Mail queued on those days goes to both.")
    say(f"{stand_in} holds no office by it.")
    return 0


def back(email: str, *, by: str) -> int:
    """End an absence."""
    door = open_door()
    with transaction(door.engine) as session:
        come_back(session, email, by=by, entered_by=door.entered_by, now=door.now)
    say(f"{email} is back. Mail goes to nobody in their place any more.")
    return 0


def feed(email: str, *, by: str, revoke: bool) -> int:
    """Make a calendar link, or take it back."""
    door = open_door()
    with transaction(door.engine) as session:
        if revoke:
            revoke_feed(session, email, by=by, entered_by=door.entered_by, now=door.now)
            say(f"The calendar link of {email} works no more.")
            return 0
        token = make_feed(session, email, by=by, entered_by=door.entered_by, now=door.now)
    say(f"{door.settings.portal or ''}/{CALENDAR}/{token}.ics")
    if door.settings.portal is None:
        note("RECOURSE_PORTAL_URL is not set: put the portal's address before it.")
    note("Whoever has this link can read the deadlines. It is shown this once.")
    return 0
