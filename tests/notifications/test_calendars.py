"""Deadlines in calendars, read back as a calendar program reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from models.duties import Authority
from notifications.calendars import enclosed, feed
from notifications.letters import Deadline

DEADLINE = Deadline(
    duty=7,
    case_number="W-2026-0001",
    applicant="Port Example",
    what="Safe and healthy schools review",
    due_on=date(2026, 12, 21),
    authority=Authority.POLICY,
    stamped_at=datetime(2026, 11, 30, 17, tzinfo=UTC),
)


def events(calendar: str | bytes) -> list[Any]:
    """Read a calendar; nothing in it may be out of order."""
    read = Calendar.from_ical(calendar)
    assert read.errors == []
    assert str(read["version"]) == "2.0"
    return [one for one in read.subcomponents if one.name == "VEVENT"]


def test_deadline_is_a_whole_day_that_takes_no_time() -> None:
    """No hour that would shift between zones, no alarm, nobody shown as busy."""
    (event,) = events(enclosed([DEADLINE], organizer="recourse@doe.example"))
    assert event["dtstart"].dt == date(2026, 12, 21)
    assert type(event["dtstart"].dt) is date
    assert str(event["summary"]) == "W-2026-0001: Safe and healthy schools review"
    assert "Port Example" in event["description"]
    assert "(policy)" in event["description"]
    assert event["transp"] == "TRANSPARENT"
    assert event.subcomponents == []


def test_enclosed_calendar_is_published_by_the_sender() -> None:
    """Nobody is asked to accept a deadline."""
    raw = enclosed([DEADLINE], organizer="recourse@doe.example")
    assert Calendar.from_ical(raw)["method"] == "PUBLISH"
    (event,) = events(raw)
    assert event["organizer"] == "mailto:recourse@doe.example"
    assert "attendee" not in event


def test_changed_deadline_replaces_the_one_before() -> None:
    """The same UID for good, a higher SEQUENCE, a later stamp."""
    later = replace(
        DEADLINE,
        due_on=date(2027, 1, 4),
        changes=1,
        stamped_at=DEADLINE.stamped_at + timedelta(days=2),
    )
    (first,), (second,) = (events(enclosed([one], organizer="a@b.example")) for one in
                           (DEADLINE, later))  # fmt: skip
    assert first["uid"] == second["uid"]
    assert int(second["sequence"]) > int(first["sequence"])
    assert second["dtstamp"].dt > first["dtstamp"].dt
    (fed,) = events(feed([later], name="Deadlines"))
    assert fed["uid"] == second["uid"]
    assert fed["sequence"] == second["sequence"]


def test_other_duty_is_another_event() -> None:
    """Two duties of a case, or of two cases, do not overwrite each other."""
    several = [
        DEADLINE,
        replace(DEADLINE, duty=8),
        replace(DEADLINE, case_number="S-2026-0001"),
    ]
    assert len({str(one["uid"]) for one in events(feed(several, name="Deadlines"))}) == 3


def test_feed_holds_case_duty_day_and_body_and_no_more() -> None:
    """A link may fall into other hands."""
    (event,) = events(feed([DEADLINE], name="Deadlines"))
    assert set(event) == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "TRANSP", "STATUS",
    }  # fmt: skip


def test_empty_feed_is_a_calendar_still() -> None:
    """Nothing is owed: the program that subscribes shows none."""
    assert events(feed([], name="Deadlines")) == []


def test_deadline_whose_clock_stands_is_cancelled_until_it_goes_on() -> None:
    """No calendar shows a day that nobody has to keep; the next change brings it back."""
    standing = replace(DEADLINE, paused=True, changes=1)
    (event,) = events(enclosed([standing], organizer="a@b.example"))
    assert event["status"] == "CANCELLED"
    assert "Its clock stands" in event["description"]
    running = replace(standing, paused=False, changes=2, due_on=date(2027, 1, 4))
    (event,) = events(enclosed([running], organizer="a@b.example"))
    assert (event["status"], int(event["sequence"])) == ("CONFIRMED", 2)


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_name_adds_a_line_to_a_calendar(applicant: str, name: str) -> None:
    """Line breaks, semicolons, colons: what people type is text."""
    hostile = f"{applicant}\r\nBEGIN:VALARM\r\nATTACH:http://x.example\r\n"
    (event,) = events(feed([replace(DEADLINE, applicant=hostile)], name=name))
    assert "attach" not in event
    assert event.subcomponents == []
    assert "BEGIN:VALARM" in event["description"]
