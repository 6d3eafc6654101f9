"""Sending, to real mail servers: good ones, unwilling ones, broken ones."""

import asyncio
import socket
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import pytest

from notifications.compose import Template, message_id
from notifications.mime import build
from notifications.render import render
from notifications.route import Route, Tls, parse_route
from notifications.send import (
    Deferred,
    Delivered,
    NotTried,
    Outgoing,
    Rejected,
    Result,
    send_all,
)
from tests.mail_server import MailServer
from tests.notifications.conversations import Caller, guarding, talking, write_certificate
from tests.notifications.makers import NOON, full

SENDER = "recourse@localhost"


def a_mail(number: int, to: str = "") -> Outgoing:
    """Make a mail to somebody of this number."""
    to = to or f"person{number}@doe.example"
    key = f"W-2026-0001/{number}"
    raw = build(
        render(full(Template.WAIVER_DECIDED)),
        to="person@doe.example",
        sender=SENDER,
        message_id=message_id(key, "recourse.local"),
        at=NOON,
    )
    return Outgoing(key, SENDER, to, raw)


async def send(
    route: Route,
    mails: Sequence[Outgoing],
    *,
    connections: int = 4,
    until: float | None = None,
    per_mail: float = 15,
) -> list[Result]:
    """Send, and give the results in the mails' order: one for each."""
    results: dict[str, Result] = {}

    def on_result(mail: Outgoing, result: Result) -> None:
        assert mail.key not in results
        results[mail.key] = result

    await send_all(
        route, mails, connections=connections, until=until, per_mail=per_mail, on_result=on_result
    )
    assert len(results) == len(mails)
    return [results[mail.key] for mail in mails]


def test_mail_arrives_as_it_was_built(mail_server: MailServer) -> None:
    """The server gets the envelope, the Message-ID and the words."""
    mail = a_mail(1)
    (result,) = asyncio.run(send(parse_route(mail_server.url), [mail]))
    assert result == Delivered("OK")
    (taken,) = mail_server.accepted
    assert (taken.sender, taken.recipients) == (SENDER, (mail.to,))
    assert taken.message["Message-ID"] == message_id(mail.key, "recourse.local")
    text = taken.message.get_body(("plain",))
    assert text is not None
    assert "It is granted." in text.get_content()


def test_one_refused_recipient_stops_no_other(mail_server: MailServer) -> None:
    """A 5xx is final for that address alone."""
    mail_server.refuse("person2@doe.example")
    results = asyncio.run(send(parse_route(mail_server.url), [a_mail(n) for n in range(6)]))
    assert results.pop(2) == Rejected("550 5.1.1 no such mailbox")
    assert all(isinstance(result, Delivered) for result in results)


def test_put_off_mail_is_to_be_tried_later(mail_server: MailServer) -> None:
    """A 4xx is no refusal; the server's words are kept."""
    mail_server.defer_next(1)
    results = asyncio.run(
        send(parse_route(mail_server.url), [a_mail(n) for n in range(3)], connections=1)
    )
    assert results[0] == Deferred("451 4.3.0 try again later")
    assert all(isinstance(result, Delivered) for result in results[1:])


def test_recipient_put_off_is_to_be_tried_later(mail_server: MailServer) -> None:
    """Greylisting answers a recipient with a 4xx."""
    mail_server.refuse("person0@doe.example", "450 4.2.0 greylisted")
    (result,) = asyncio.run(send(parse_route(mail_server.url), [a_mail(0)]))
    assert result == Deferred("450 4.2.0 greylisted")


def test_server_that_wants_a_password_first_is_no_fault_of_the_address(
    mail_server: MailServer,
) -> None:
    """530 waits for somebody to mend the setting; nobody's mail fails for good."""
    mail_server.refuse("person0@doe.example", "530 5.7.0 authentication required")
    (result,) = asyncio.run(send(parse_route(mail_server.url), [a_mail(0)]))
    assert result == Deferred("530 5.7.0 authentication required")


@pytest.mark.parametrize(
    "to", ["nobody\r\nRCPT TO:<x@y.example>", "a b@c.example", "jösé@x.example"]
)
def test_address_no_mail_can_be_sent_to_stops_no_other(mail_server: MailServer, to: str) -> None:
    """It is refused by us, and nothing of it reaches the server's command line."""
    results = asyncio.run(
        send(parse_route(mail_server.url), [a_mail(0, to), a_mail(1)], connections=1)
    )
    assert isinstance(results[0], Rejected)
    assert isinstance(results[1], Delivered)
    assert [mail.recipients for mail in mail_server.accepted] == [("person1@doe.example",)]


def test_no_server_puts_everything_off() -> None:
    """Nothing listens: every mail waits, told why, and without the password."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    route = parse_route(f"smtp+starttls://clerk:secret@127.0.0.1:{port}")
    results = asyncio.run(send(route, [a_mail(n) for n in range(20)]))
    for result in results:
        assert isinstance(result, Deferred)
        assert f"cannot reach the mail server smtp+starttls://127.0.0.1:{port}" in result.reply
        assert "secret" not in result.reply


def test_no_mail_is_sent_to_no_one() -> None:
    """An empty round opens no connection."""
    assert asyncio.run(send(Route("127.0.0.1", 1), [])) == []


def test_silent_server_puts_everything_off_in_time() -> None:
    """It takes the call and never speaks: one wait, not one for each mail."""

    async def silent(caller: Caller) -> None:
        await caller.hear()

    async def story() -> list[Result]:
        async with talking(silent) as (route, _):
            return await send(route, [a_mail(n) for n in range(50)], per_mail=0.2)

    began = monotonic()
    results = asyncio.run(story())
    assert all(isinstance(result, Deferred) for result in results)
    assert monotonic() - began < 10


def test_server_that_hangs_on_one_mail_stops_no_other() -> None:
    """No answer in time puts that mail off; the rest goes over a new connection."""

    async def hangs_once(caller: Caller) -> None:
        if caller.number > 1:
            await caller.take_mails(99)
            return
        await caller.say("220 ready")
        while (await caller.hear()) != "DATA":
            await caller.say("250 yes")
        await caller.hear()
        await caller.lines.read()

    async def story() -> list[Result]:
        async with talking(hangs_once) as (route, _):
            return await send(route, [a_mail(n) for n in range(5)], connections=1, per_mail=0.5)

    first, *others = asyncio.run(story())
    assert isinstance(first, Deferred)
    assert "no answer" in first.reply
    assert all(isinstance(result, Delivered) for result in others)


@pytest.mark.parametrize("goodbye", ["250 taken", "421 4.7.0 enough for one connection"])
def test_dropped_connection_is_opened_again(goodbye: str) -> None:
    """A server that ends the connection every few mails, with a word or without, gets them all."""

    async def tires(caller: Caller) -> None:
        await caller.take_mails(3, goodbye)

    async def story() -> tuple[list[Result], int]:
        async with talking(tires) as (route, callers):
            mails = [a_mail(n) for n in range(10)]
            return await send(route, mails, connections=1), len(callers)

    results, calls = asyncio.run(story())
    assert all(isinstance(result, Delivered) for result in results)
    assert calls > 3


def test_connection_that_drops_twice_under_a_mail_puts_it_off() -> None:
    """The mail that a server cannot stomach is put off; we do not call for ever."""

    async def faints(caller: Caller) -> None:
        await caller.take_mails(1, "421 4.3.2 closing")

    async def story() -> tuple[list[Result], int]:
        async with talking(faints) as (route, callers):
            return await send(route, [a_mail(0), a_mail(1)], connections=1), len(callers)

    results, calls = asyncio.run(story())
    assert results == [Deferred("the mail server ended the connection twice")] * 2
    assert calls == 4


def test_server_that_takes_few_connections_gets_every_mail() -> None:
    """Some servers turn away a second connection: the first carries all."""

    async def one_at_a_time(caller: Caller) -> None:
        if caller.number == 1:
            await caller.take_mails(99)
        else:
            await caller.say("421 4.7.0 too many connections")

    async def story() -> list[Result]:
        async with talking(one_at_a_time) as (route, _):
            return await send(route, [a_mail(n) for n in range(20)])

    assert all(isinstance(result, Delivered) for result in asyncio.run(story()))


def test_connections_are_few_and_kept() -> None:
    """Forty mails, four calls."""

    async def patient(caller: Caller) -> None:
        await caller.take_mails(99)

    async def story() -> int:
        async with talking(patient) as (route, callers):
            await send(route, [a_mail(n) for n in range(40)])
            return len(callers)

    assert asyncio.run(story()) == 4


def test_mail_not_begun_in_time_is_not_tried(mail_server: MailServer) -> None:
    """A claim that runs out is somebody else's mail: it must not be begun."""
    mails = [a_mail(n) for n in range(5)]
    results = asyncio.run(send(parse_route(mail_server.url), mails, until=monotonic()))
    assert results == [NotTried()] * 5
    assert mail_server.accepted == []


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
def test_account_is_given_over_tls_alone(
    tls: Tls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """User and password reach a server whose certificate we trust."""
    certificate = write_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def story() -> tuple[list[Result], list[tuple[str, bool]]]:
        async with guarding(tls, certificate) as (route, guard):
            return await send(route, [a_mail(0), a_mail(1)], connections=1), guard.senders

    results, senders = asyncio.run(story())
    assert results == [Delivered("taken")] * 2
    assert senders == [("clerk@doe.example", True)] * 2


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
def test_server_nobody_vouches_for_gets_nothing(tls: Tls, tmp_path: Path) -> None:
    """An unknown certificate: the mail waits, and the password was not said."""
    certificate = write_certificate(tmp_path)

    async def story() -> tuple[list[Result], list[tuple[str, bool]]]:
        async with guarding(tls, certificate) as (route, guard):
            return await send(route, [a_mail(0)]), guard.senders

    results, senders = asyncio.run(story())
    assert isinstance(results[0], Deferred)
    assert "certificate" in results[0].reply.lower()
    assert senders == []


def test_wrong_password_puts_the_mail_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong setting is no fault of the address, and is not shown."""
    certificate = write_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def story() -> list[Result]:
        async with guarding(Tls.STARTTLS, certificate, "wrong-word") as (route, _):
            return await send(route, [a_mail(0)])

    (result,) = asyncio.run(story())
    assert isinstance(result, Deferred)
    assert "535" in result.reply or "uthentication" in result.reply
    assert "wrong-word" not in result.reply


def test_server_without_tls_gets_nothing_where_tls_is_asked_for(mail_server: MailServer) -> None:
    """smtp+starttls never falls back to the clear."""
    route = Route("127.0.0.1", mail_server.port, Tls.STARTTLS)
    (result,) = asyncio.run(send(route, [a_mail(0)]))
    assert isinstance(result, Deferred)
    assert mail_server.accepted == []
