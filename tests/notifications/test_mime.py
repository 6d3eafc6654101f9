"""The bytes of a mail: what any mail program reads back, and what nobody can add."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.addresses import NotAnAddress
from notifications.compose import Template, message_id
from notifications.mime import UnsafeHeader, bare_address, build
from notifications.render import Rendered, render
from tests.notifications.makers import NOON, full

TO = "chief@police.portexample.example"
SENDER = "Recourse <recourse@localhost>"
ID = message_id("W-2026-0001/2/waiver-notice/chief", "recourse.local")

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
A_LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1)


def words(
    subject: str = "A subject", text: str = "Text.\n", html: str = "<p>Text.</p>"
) -> Rendered:
    """Make a letter already in words."""
    return Rendered(subject, text, html, "0" * 64)


def built(
    rendered: Rendered | None = None,
    *,
    to: str = TO,
    to_name: str = "",
    sender: str = SENDER,
    id_: str = ID,
) -> bytes:
    """Build a mail, all of it safe unless the test says otherwise."""
    rendered = rendered or words()
    return build(rendered, to=to, to_name=to_name, sender=sender, message_id=id_, at=NOON)


def read(raw: bytes) -> EmailMessage:
    """Read a mail as a mail program does; nothing in it may be out of order."""
    message = message_from_bytes(raw, policy=policy.default)
    assert [part.defects for part in message.walk() if part.defects] == []
    assert all(not header.defects for header in message.values())
    return message


def body(message: EmailMessage, subtype: str) -> str:
    """Give one of the two bodies."""
    part = message.get_body((subtype,))
    assert part is not None
    return part.get_content()


def test_mail_carries_what_a_program_needs_to_know_of_it() -> None:
    """Who, when, about what, that a program sent it, and text beside HTML."""
    rendered = replace(render(full(Template.WAIVER_DECIDED)), deadlines=())
    message = read(built(rendered, to_name="Chief of Police"))
    assert message["Message-ID"] == ID
    assert message["Date"].datetime == NOON
    assert message["From"] == SENDER
    assert message["To"] == f"Chief of Police <{TO}>"
    assert message["Subject"] == rendered.subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["MIME-Version"] == "1.0"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert body(message, "plain").splitlines() == rendered.text.splitlines()
    assert body(message, "html").splitlines() == rendered.html.splitlines()


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_words_come_back_as_they_were(text: str, html: str) -> None:
    """No body can end its part, its mail or the conversation with the server early."""
    raw = built(words(text=text, html=html))
    message = read(raw)
    assert body(message, "plain").splitlines() == text.splitlines()
    assert body(message, "html").splitlines() == html.splitlines()
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()


@settings(deadline=None)
@given(A_LINE)
def test_any_subject_comes_back_as_it_was(subject: str) -> None:
    """Accents, quotation marks, something that looks encoded: a subject is only a subject."""
    line = " ".join(subject.split()) or "-"
    assert read(built(words(subject=line)))["Subject"] == line


@settings(deadline=None)
@given(A_LINE)
def test_any_name_comes_back_as_it_was(name: str) -> None:
    """Commas, brackets and quotation marks in a name make no second recipient."""
    line = " ".join(name.split()) or "-"
    (address,) = read(built(to_name=line))["To"].addresses
    # Python's reader keeps the space between two encoded words that RFC 2047 drops.
    assert address.display_name.replace(" ", "") == line.replace(" ", "")
    assert address.addr_spec == TO


@pytest.mark.parametrize(
    "name",
    [
        "Señora Núñez, Jefa",
        'The "Board", having control',
        "x, y <z@evil.example>",
        "Long Name " * 18,
    ],
)
def test_hostile_name_makes_no_second_recipient(name: str) -> None:
    """What stands in a title stays in the title."""
    addresses = read(built(to_name=name.strip()))["To"].addresses
    assert [(one.display_name, one.addr_spec) for one in addresses] == [(name.strip(), TO)]


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\x00", "\x1b", "\u2028", "\u202e"])
def test_header_cannot_be_injected(line_break: str) -> None:
    """A line break or a control character is refused, whichever header it is meant for."""
    evil = f"A{line_break}Bcc: somebody@else.example"
    with pytest.raises(UnsafeHeader):
        built(words(subject=evil))
    with pytest.raises(UnsafeHeader):
        built(to_name=evil)
    with pytest.raises(NotAnAddress):
        built(to=f"{TO}{line_break}")
    with pytest.raises(UnsafeHeader):
        built(sender=f"{evil} <recourse@localhost>")
    with pytest.raises(UnsafeHeader):
        built(id_=f"{ID}{line_break}")


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b@c.example", "a b@c.example", "a@b.example,c@d.example", "jösé@x.example",
     "<a@b.example>", "a@b.example>", "a@"],
)  # fmt: skip
def test_address_no_mail_can_be_sent_to_is_refused(address: str) -> None:
    """Refused before the server is asked, with the address in the words."""
    with pytest.raises(NotAnAddress, match="not an address"):
        built(to=address)


def test_envelope_sender_is_the_bare_address() -> None:
    """The server is given the address without the name."""
    assert bare_address(SENDER) == "recourse@localhost"
    assert bare_address("recourse@doe.example") == "recourse@doe.example"


@pytest.mark.parametrize("sender", ["", "Recourse", "Recourse <>", "Recourse <a b@c.example>"])
def test_sender_without_an_address_is_refused(sender: str) -> None:
    """A wrong setting is named, not sent."""
    with pytest.raises(NotAnAddress, match="not an address"):
        bare_address(sender)


def test_same_letter_builds_the_same_bytes() -> None:
    """A repeat after a crash is the same mail, not a second one."""
    assert built() == built()


def test_deadline_is_enclosed_beside_the_words() -> None:
    """A mail program shows the words and offers the calendar; every part is whole."""
    rendered = render(full(Template.STEP_OPENED))
    raw = built(rendered)
    message = read(raw)
    assert message.get_content_type() == "multipart/mixed"
    words, enclosed = message.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    assert body(message, "plain").splitlines() == rendered.text.splitlines()
    assert body(message, "html").splitlines() == rendered.html.splitlines()
    assert enclosed.get_content_type() == "text/calendar"
    assert enclosed.get_param("method") == "PUBLISH"
    assert enclosed.get_filename() == "deadline-W-2026-0001.ics"
    assert enclosed.get_content_disposition() == "attachment"
    assert enclosed.get_content().startswith("BEGIN:VCALENDAR")
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()
    assert built(rendered) == raw


@settings(deadline=None)
@given(A_LINE, ANY_TEXT)
def test_no_name_in_a_deadline_breaks_the_mail(name: str, text: str) -> None:
    """What a body is called, or a case, cannot add a header or end a part."""
    (deadline,) = full(Template.STEP_OPENED).deadlines
    odd = replace(deadline, applicant=text, case_number=name, what=name)
    message = read(built(replace(words(), deadlines=(odd, odd))))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert "Bcc" not in message
