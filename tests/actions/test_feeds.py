"""Calendar links: private, revocable, and only what is owed."""

from datetime import date, timedelta

import pytest

from actions.feeds import NoFeed, feed, make_feed, revoke_feed
from actions.recusals import recuse
from models.feeds import Feed
from models.people import Office
from rules.findings import NotYourOffice
from tests.actions.clock_makers import Clocks
from tests.actions.granting import revoke
from tests.actions.makers import COUNSEL, INTAKE, KEYBOARD, OPERATOR, PROGRAM, House
from tests.actions.posting import post, to
from tests.actions.shortfall_makers import BOARD, LIAISON, Fallback
from tests.notifications.test_calendars import events


def make(house: House, email: str = INTAKE, *, by: str | None = None) -> str:
    """Make a link; gives its token."""
    with house.session() as session:
        return make_feed(session, email, by=by or email, entered_by=KEYBOARD, now=house.now)


def fetch(house: House, token: str) -> str | None:
    """Fetch the calendar, as a calendar program does."""
    with house.session() as session:
        return feed(session, token, now=house.now)


def summaries(house: House, token: str) -> list[str]:
    """Give what the calendar shows."""
    return [str(one["summary"]) for one in events(fetch(house, token) or "")]


def test_feed_shows_what_the_person_has_in_hand(house: House) -> None:
    """With its day; gone when it is done, on whosever desk the case is then."""
    token, next_one = make(house), make(house, COUNSEL)
    number = house.submit().case.number
    assert summaries(house, token) == []
    house.route()
    (event,) = events(fetch(house, token) or "")
    assert str(event["summary"]) == f"{number}: Intake review"
    assert event["dtstart"].dt == date(2026, 9, 28)
    assert summaries(house, next_one) == []
    house.review(number, INTAKE)
    house.route()
    assert summaries(house, token) == []


def test_duty_that_nobody_has_shows_to_everyone_who_holds_the_office(house: House) -> None:
    """Until somebody takes it; nobody else sees it, nor who stepped aside."""
    path = Fallback(house)
    number = path.determine().case.number
    revoke(house.engine, Office.STATE_POLICE, "MSP", LIAISON)
    path.route()
    tokens = {one: make(house, one) for one in (LIAISON, OPERATOR, BOARD)}
    assert [summaries(house, one) for one in tokens.values()] == [[], [], []]
    waiver = house.submit().case.number
    house.route()
    with house.session() as session:
        recuse(session, waiver, reason="Kin", by=INTAKE, entered_by=KEYBOARD, now=house.now)
    token = make(house)
    assert summaries(house, token) == []
    house.route()
    assert any("Somebody for this step" in one for one in summaries(house, tokens[OPERATOR]))
    assert number.startswith("S-")


def test_feed_and_mail_speak_of_one_event(house: House) -> None:
    """The deadline enclosed in the mail is the one in the feed: no double entry."""
    token = make(house)
    house.submit()
    house.route()
    enclosed = [part for part in to(post(house), INTAKE).mail.walk()
                if part.get_content_type() == "text/calendar"]  # fmt: skip
    (mailed,) = events(enclosed[0].get_content())
    (fed,) = events(fetch(house, token) or "")
    for part in ("uid", "sequence", "dtstart", "dtstamp", "summary"):
        assert mailed[part].to_ical() == fed[part].to_ical()


def test_same_record_gives_the_same_bytes(house: House) -> None:
    """A program that asks every few minutes can be told that nothing has changed."""
    token = make(house)
    house.submit()
    house.route()
    first = fetch(house, token)
    house.later(hours=5)
    assert fetch(house, token) == first


def test_token_is_kept_as_a_hash_alone(house: House) -> None:
    """Whoever reads the database cannot read the calendars."""
    token = make(house)
    (kept,) = house.rows(Feed)
    assert token not in str(kept.model_dump())
    assert len(token) >= 43
    assert make(house, PROGRAM) != token


@pytest.mark.parametrize("token", ["", "x", "' or 1=1 --", "é" * 5000])
def test_unknown_token_gives_nothing(house: House, token: str) -> None:
    """No calendar, and no word of why."""
    make(house)
    assert fetch(house, token) is None


def test_revoked_or_replaced_link_gives_nothing(house: House) -> None:
    """At once; a new link takes the place of the one before."""
    first = make(house)
    second = make(house)
    assert fetch(house, first) is None
    assert fetch(house, second) is not None
    with house.session() as session:
        revoke_feed(session, INTAKE, by=OPERATOR, entered_by=KEYBOARD, now=house.now)
    assert fetch(house, second) is None
    with house.session() as session, pytest.raises(NoFeed):
        revoke_feed(session, INTAKE, by=INTAKE, entered_by=KEYBOARD, now=house.now)


def test_only_the_person_or_an_operator_makes_a_link(house: House) -> None:
    """A colleague cannot read another's calendar by it."""
    with pytest.raises(NotYourOffice):
        make(house, INTAKE, by=COUNSEL)
    assert make(house, INTAKE, by=OPERATOR)


def test_last_fetch_is_noted_to_the_hour(house: House) -> None:
    """Enough to see a link that nobody uses, without a write at each fetch."""
    token = make(house)
    assert house.rows(Feed)[0].last_fetched_at is None
    fetch(house, token)
    first = house.now
    house.later(minutes=59)
    fetch(house, token)
    assert house.rows(Feed)[0].last_fetched_at == first
    house.later(minutes=1)
    fetch(house, token)
    assert house.rows(Feed)[0].last_fetched_at == first + timedelta(hours=1)


def test_changed_date_moves_the_event_in_mail_and_feed(house: House) -> None:
    """Extended, it replaces the one before; paused, it is cancelled; resumed, it is back."""
    token, clocks = make(house), Clocks(house)
    number = house.submit().case.number
    house.route()
    post(house)
    seen: list[tuple[int, str, date]] = []
    for change in (clocks.extend, clocks.pause, clocks.resume):
        house.later(days=1)
        change(number)
        (part,) = [one for one in to(post(house), INTAKE, "clock-changed").mail.walk()
                   if one.get_content_type() == "text/calendar"]  # fmt: skip
        (mailed,) = events(part.get_content())
        (fed,) = events(fetch(house, token) or "")
        for name in ("uid", "sequence", "dtstart", "dtstamp", "status", "summary"):
            assert mailed[name].to_ical() == fed[name].to_ical()
        seen.append((int(fed["sequence"]), str(fed["status"]), fed["dtstart"].dt))
    assert [one[:2] for one in seen] == [(1, "CONFIRMED"), (2, "CANCELLED"), (3, "CONFIRMED")]
    assert date(2026, 9, 28) < seen[0][2] <= seen[2][2]
