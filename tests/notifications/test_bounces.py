"""Delivery reports: what is read from them, and what hostile ones can do."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.notices import DeliveryAction
from notifications.bounces import LARGEST, NotAReport, fingerprint, read_report
from notifications.compose import Template, message_id
from notifications.mime import build
from notifications.render import render
from tests.notifications.makers import NOON, full
from tests.notifications.reports import delivery_report, out_of_office, qmail_report

TO = "chief@police.portexample.example"
ID = message_id("W-2026-0001/2/waiver-notice/chief", "recourse.local")
SENT = build(
    render(full(Template.STEP_OPENED)),
    to=TO,
    sender="Recourse <recourse@doe.example>",
    message_id=ID,
    at=NOON,
)
EMPTY = (
    b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: message/delivery-status\r\n\r\n--b--\r\n"
)


@pytest.mark.parametrize("headers_only", [False, True], ids=["whole mail", "headers"])
def test_report_names_mail_recipient_and_reason(*, headers_only: bool) -> None:
    """By the standard, whether the server returns the mail or its headers alone."""
    report = read_report(delivery_report(SENT, to=TO.upper(), headers_only=headers_only))
    (notice,) = report.notices
    assert report.message_ids == (ID,)
    assert report.to == TO
    assert report.reported_by == "mx.doe.example"
    assert notice.recipients == (TO,)
    assert (notice.action, notice.status) == (DeliveryAction.FAILED, "5.1.1")
    assert notice.diagnostic == f"550 5.1.1 <{TO.upper()}>: no such mailbox"


@pytest.mark.parametrize(
    ("action", "status", "read"),
    [
        ("failed", "5.1.1", DeliveryAction.FAILED),
        ("Failed", "4.4.7", DeliveryAction.FAILED),
        ("delayed", "4.4.1", DeliveryAction.DELAYED),
        ("delivered", "2.0.0", DeliveryAction.DELIVERED),
        ("relayed", "2.0.0", DeliveryAction.RELAYED),
        ("expanded (to a list)", "2.0.0", DeliveryAction.EXPANDED),
        ("", "5.7.1", DeliveryAction.FAILED),
        ("", "4.2.2", DeliveryAction.DELAYED),
        ("exploded", "2.1.5", DeliveryAction.DELIVERED),
    ],
)
def test_what_happened_is_read_by_word_or_else_by_number(
    action: str, status: str, read: DeliveryAction
) -> None:
    """A server that gave up on a 4.x.x has given up; one that says no word has said a number."""
    (notice,) = read_report(delivery_report(SENT, to=TO, action=action, status=status)).notices
    assert notice.action is read


def test_forwarded_mail_names_both_addresses() -> None:
    """Where it was to go, and where it ended."""
    raw = delivery_report(SENT, to="moved@elsewhere.example", original=TO)
    (notice,) = read_report(raw).notices
    assert notice.recipients == ("moved@elsewhere.example", TO)


def test_server_with_a_form_of_its_own_is_understood() -> None:
    """Old servers write for people; what they mean is a permanent failure."""
    report = read_report(qmail_report(ID, to=TO))
    assert report.message_ids == (ID,)
    assert [(one.recipients, one.action) for one in report.notices] == [
        ((TO,), DeliveryAction.FAILED)
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 100,
        b"Subject: hello\r\n\r\nNothing of a delivery.\r\n",
        out_of_office(ID, by=TO),
        delivery_report(b"Subject: somebody else's\r\n\r\n", to=TO),
        delivery_report(SENT.replace(ID.encode(), b"<x@y.example>"), to=TO),
        delivery_report(SENT, to=""),
        EMPTY,
        delivery_report(SENT, to=TO) + b"x" * LARGEST,
    ],
    ids=["nothing", "noise", "a letter", "absence notice", "no Message-ID", "not ours",
         "no recipient", "empty status", "too large"],
)  # fmt: skip
def test_what_is_no_report_is_said_to_be_none(raw: bytes) -> None:
    """An absence notice is no bounce, and a mail we never sent is nobody's failure."""
    with pytest.raises(NotAReport):
        read_report(raw)


def nested(depth: int) -> bytes:
    """Make a mail in a mail in a mail."""
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(depth)
    )
    return head + delivery_report(SENT, to=TO)


@pytest.mark.parametrize(
    "raw",
    [
        nested(2000),
        b"Content-Type: message/rfc822\r\n\r\n" * 5000,
        b"Content-Type: multipart/report; boundary=" + b"b" * 70_000 + b"\r\n\r\n--b",
        delivery_report(SENT, to="a" * 100_000 + "@x.example"),
        delivery_report(SENT, to=TO, diagnostic="smtp; " + "\x00\x1b\u202e evil " * 20_000),
        qmail_report(ID, to=TO) + b"<a@b.example>: 550 failed\r\n" * 35_000,
        b"Subject: " + b"=?utf-8?b?" * 50_000 + b"\r\n\r\n" + ID.encode(),
    ],
    ids=["nested parts", "nested mails", "long boundary", "long address", "control characters",
         "many addresses", "many encoded words"],
)  # fmt: skip
def test_hostile_report_ends_soon_and_harms_nothing(raw: bytes) -> None:
    """However deep, long or strange: an answer in bounded time, no line break, no long value."""
    began = time.monotonic()
    try:
        report = read_report(raw)
    except NotAReport as trouble:
        assert len(str(trouble)) < 300  # noqa: PT017 - either is an answer
    else:
        for notice in report.notices:
            assert len(notice.diagnostic) <= 500
            assert notice.diagnostic.isprintable()
            assert all(len(one) <= 254 for one in notice.recipients)
    assert time.monotonic() - began < 10


def test_a_part_deep_inside_is_read_too() -> None:
    """Filters and lists wrap a report once or twice."""
    assert read_report(nested(2)).message_ids == (ID,)


@settings(max_examples=200)
@given(st.binary(max_size=400), st.integers(0, 2000), st.integers(0, 2000))
def test_any_damage_leads_to_an_answer(noise: bytes, start: int, length: int) -> None:
    """A report spoilt anywhere is read or refused; it never stops the program."""
    raw = delivery_report(SENT, to=TO)
    try:
        report = read_report(raw[:start] + noise + raw[start + length :])
    except NotAReport:
        return
    assert set(report.message_ids) <= {ID}


def test_same_report_has_the_same_fingerprint_however_it_came() -> None:
    """A pipe ends lines one way, IMAP the other."""
    raw = delivery_report(SENT, to=TO)
    assert fingerprint(raw) == fingerprint(raw.replace(b"\r\n", b"\n") + b"\n\n")
    assert fingerprint(raw) != fingerprint(raw.replace(b"10:00:00", b"10:00:01"))
