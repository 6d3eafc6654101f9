"""Acknowledging without an account: on record once, and nothing else happens."""

from datetime import date

import pytest

from actions.acknowledgements import (
    Acknowledged,
    LinkExpired,
    LinkNotOurs,
    acknowledge_by_link,
    what_is_acknowledged,
)
from actions.bouncing import Taken, take_report
from database import reading
from models.duties import Duty
from models.messages import Message
from models.notices import AcknowledgedMessage
from models.reminders import Acknowledgement, Reminder
from notifications.links import Link, sign
from tests.actions.makers import CHIEF, INTAKE, SUPERINTENDENT, House
from tests.actions.posting import post, to
from tests.actions.reminding import Desk
from tests.actions.shortfall_makers import LIAISON, Fallback
from tests.notifications.reports import delivery_report

NUMBER = "S-2026-0001"
KEY = "a key for tests, of more than 32 signs"


def acknowledge(house: House, token: str) -> Acknowledged:
    """Press the button."""
    with house.session() as session:
        return acknowledge_by_link(session, token, key=KEY, now=house.now)


def look(house: House, token: str) -> Acknowledged:
    """Open the page: a session that cannot write."""
    with reading(house.engine) as session:
        return what_is_acknowledged(session, token, key=KEY, now=house.now)


def message_to(house: House, email: str, template: str) -> Message:
    """Give the message to somebody."""
    (found,) = [one for one in house.rows(Message)
                if (one.to_email, one.template) == (email, template)]  # fmt: skip
    return found


def token_of(message: Message, *, email: str = "", until: date = date(2026, 10, 19)) -> str:
    """Sign the link that the message carries."""
    return sign(KEY, Link(message.id or 0, email or message.to_email, until))


@pytest.fixture
def asked(house: House) -> Message:
    """Consult the state police; gives the mail to the liaison."""
    path = Fallback(house)
    path.determine()
    path.route()
    post(house)
    return message_to(house, LIAISON, "consultation-asked")


def test_page_shows_what_it_is_about_and_changes_nothing(house: House, asked: Message) -> None:
    """A mail scanner follows every link: looking is not acknowledging."""
    before = house.show(NUMBER)
    shown, again = look(house, token_of(asked)), look(house, token_of(asked))
    assert shown == again
    assert shown.case_number == NUMBER
    assert shown.applicant == "Three Rivers Regional"
    assert shown.letter == "Consultation of the state police"
    assert shown.asks == "Reply to the chief's consultation"
    assert shown.due_on == date(2026, 10, 5)
    assert shown.still_asked
    assert shown.acknowledged_at is None
    assert house.show(NUMBER) == before
    assert house.rows(AcknowledgedMessage) == []


def test_acknowledgement_is_kept_with_the_address_and_the_link(
    house: House, asked: Message
) -> None:
    """`by` is whom the mail went to; nobody was at a keyboard of ours."""
    shown = acknowledge(house, token_of(asked))
    assert shown.acknowledged_at == house.now
    events = house.show(NUMBER)["events"][-2:]
    assert [(one["kind"], one["by"], one["entered_by"]) for one in events] == [
        ("notice.acknowledged", LIAISON, "link"),
        ("duty.acknowledged", LIAISON, "link"),
    ]
    (kept,) = house.rows(AcknowledgedMessage)
    assert (kept.message_id, kept.by, kept.at) == (asked.id, LIAISON, house.now)
    mail = {one["id"]: one for one in house.show(NUMBER)["messages"]}
    assert mail[asked.id]["acknowledged_at"] is not None


def test_acknowledgement_decides_consents_and_closes_nothing(house: House, asked: Message) -> None:
    """Case, duties and consultation stand as they did."""
    before = house.show(NUMBER)
    acknowledge(house, token_of(asked))
    after = house.show(NUMBER)
    for part in ("state", "duties", "consultations", "assignment", "decision"):
        assert after[part] == before[part]


def test_second_press_changes_nothing(house: House, asked: Message) -> None:
    """Pressed twice, or by two people who read one mailbox: one row, the first time kept."""
    first = acknowledge(house, token_of(asked))
    house.later(days=1)
    again = acknowledge(house, token_of(asked))
    assert again.acknowledged_at == first.acknowledged_at
    assert len(house.rows(AcknowledgedMessage)) == 1
    kinds = [one["kind"] for one in house.show(NUMBER)["events"]]
    assert kinds.count("notice.acknowledged") == 1


def test_link_holds_to_the_end_of_its_day_in_new_york(house: House, asked: Message) -> None:
    """Then it says so, and neither shows nor does anything."""
    token = token_of(asked, until=date(2026, 9, 21))
    house.later(hours=13)  # 11 p.m. in New York, the next day in UTC
    assert look(house, token).until == date(2026, 9, 21)
    house.later(hours=2)
    for act in (look, acknowledge):
        with pytest.raises(LinkExpired, match="until the end of Monday, September 21, 2026"):
            act(house, token)
    assert house.rows(AcknowledgedMessage) == []


def test_link_of_another_message_or_address_is_refused(house: House, asked: Message) -> None:
    """A token names one message and whom it went to; an address changed since opens nothing."""
    for token in (
        token_of(asked, email=CHIEF),
        sign(KEY, Link(999, LIAISON, date(2026, 10, 19))),
        sign("some other key, which is as long as the first", Link(asked.id or 0, LIAISON,
             date(2026, 10, 19))),
        "nonsense",
    ):  # fmt: skip
        for act in (look, acknowledge):
            with pytest.raises(LinkNotOurs, match="not whole"):
                act(house, token)
    assert house.rows(AcknowledgedMessage) == []


def test_letter_to_a_chief_can_be_acknowledged_though_it_asks_nothing(house: House) -> None:
    """The notice of a filing: that it was received is worth knowing."""
    house.submit()
    post(house)
    shown = acknowledge(house, token_of(message_to(house, CHIEF, "waiver-notice")))
    assert (shown.asks, shown.due_on, shown.still_asked) == ("", None, False)


def test_mail_that_was_acknowledged_is_not_taken_for_lost(house: House) -> None:
    """A report that comes after is put on record; nobody is sent to reach who was reached."""
    house.submit()
    notice = to(post(house), CHIEF)
    acknowledge(house, token_of(notice.message))
    with house.session() as session:
        taken = take_report(session, delivery_report(notice.raw, to=CHIEF), now=house.now)
    assert taken is Taken.NOTED
    assert message_to(house, CHIEF, "waiver-notice").state == "sent"


def test_only_some_letters_offer_the_link(house: House) -> None:
    """Those to chiefs, superintendents of the police path and the state police."""
    house.submit()
    house.route()
    for posted in post(house):
        offered = posted.message.to_email == CHIEF
        assert posted.message.to_email in {CHIEF, SUPERINTENDENT, INTAKE}
        # The address of the page is delivery's to add; the day is the letter's.
        assert not offered or posted.message.template == "waiver-notice"


def test_acknowledgement_stops_the_reminders_and_no_duty(house: House, asked: Message) -> None:
    """Who said that they have it is left in peace; what is owed stays owed, by the same day."""
    desk = Desk(house)
    acknowledge(house, token_of(asked))
    house.later(days=120)
    desk.round()
    assert house.rows(Reminder) == []
    (duty,) = [one for one in house.rows(Duty) if one.what == "reply:state_police"]
    assert (duty.state, duty.due_on) == ("open", date(2026, 10, 5))
    (kept,) = house.rows(Acknowledgement)
    assert (kept.duty_id, kept.by) == (duty.id, LIAISON)


def test_acknowledging_what_is_done_already_is_kept_all_the_same(
    house: House, asked: Message
) -> None:
    """The mail was received; there are no reminders left to stop."""
    Fallback(house).consult(NUMBER)
    shown = acknowledge(house, token_of(asked))
    assert shown.acknowledged_at is not None
    assert not shown.still_asked
    assert house.rows(Acknowledgement) == []
