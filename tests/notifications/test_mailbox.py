"""The embedded mailbox: a mail server whose Maildir any mail program opens."""

import asyncio
import mailbox
import socket
from collections.abc import Iterator
from email.utils import make_msgid
from pathlib import Path

import pytest

from notifications.mailbox import LOOPBACK, Mailbox, PortInUse
from notifications.route import Route, parse_route
from notifications.send import Delivered, Outgoing, Rejected, Result, send_all

RAW = b"Message-ID: <1@doe.example>\r\nSubject: One\r\n\r\nFirst line\r\n..leading dot\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Say where the Maildir will be."""
    return tmp_path / "home" / "mailbox"


@pytest.fixture
def route(folder: Path) -> Iterator[Route]:
    """Run a mailbox and say how to reach it."""
    server = Mailbox(folder)
    yield parse_route(server.start())
    server.stop()


def send(route: Route, *mails: Outgoing) -> list[Result]:
    """Send mails and give what became of them."""
    results: list[Result] = []
    asyncio.run(send_all(route, mails, on_result=lambda _, result: results.append(result)))
    return results


def a_mail(to: str = "chief@police.portexample.example", raw: bytes = RAW) -> Outgoing:
    """Make a mail."""
    return Outgoing(make_msgid(), "recourse@localhost", to, raw)


def test_delivered_mail_is_in_the_maildir_at_once(route: Route, folder: Path) -> None:
    """When the server has said yes, any mail program finds the mail, whole."""
    assert send(route, a_mail()) == [Delivered("2.0.0 on the disk")]
    (message,) = mailbox.Maildir(folder, create=False)
    assert message["Subject"] == "One"
    assert message["X-Original-To"] == "chief@police.portexample.example"
    assert message["Return-Path"] == "<recourse@localhost>"
    assert message.get_payload() == "First line\n..leading dot\n"
    assert list((folder / "tmp").iterdir()) == []


def test_many_mails_at_once_are_all_kept(route: Route, folder: Path) -> None:
    """Four connections write one folder and no mail hides another."""
    mails = [a_mail(f"person{n}@doe.example") for n in range(120)]
    results = send(route, *mails)
    assert all(isinstance(result, Delivered) for result in results)
    kept = {message["X-Original-To"] for message in mailbox.Maildir(folder, create=False)}
    assert kept == {mail.to for mail in mails}


def test_oversize_mail_is_refused_and_nothing_of_it_kept(folder: Path) -> None:
    """552, and the next mail passes."""
    server = Mailbox(folder, largest=2000)
    route = parse_route(server.start())
    results = send(route, a_mail(raw=RAW + b"x" * 60 * 1000), a_mail())
    server.stop()
    assert sorted(type(result).__name__ for result in results) == ["Delivered", "Rejected"]
    (refused,) = [result for result in results if isinstance(result, Rejected)]
    assert refused.reply.startswith("552")
    assert len(mailbox.Maildir(folder, create=False)) == 1


def test_mail_cut_off_half_way_leaves_nothing(route: Route, folder: Path) -> None:
    """A sender that dies in the middle of a mail has sent no mail."""
    with socket.create_connection((route.host, route.port)) as wire:
        lines = wire.makefile("rb")
        for command in (
            b"",
            b"HELO x",
            b"MAIL FROM:<a@b.example>",
            b"RCPT TO:<c@d.example>",
            b"DATA",
        ):
            wire.sendall(command + b"\r\n" if command else b"")
            lines.readline()
        wire.sendall(b"Subject: half\r\n\r\nhalf a m")
        lines.close()
    assert isinstance(send(route, a_mail())[0], Delivered)
    assert [message["Subject"] for message in mailbox.Maildir(folder, create=False)] == ["One"]


def test_mailbox_started_again_keeps_what_it_had(folder: Path) -> None:
    """The folder outlives the server."""
    for _ in range(2):
        server = Mailbox(folder)
        send(parse_route(server.start()), a_mail())
        server.stop()
    assert len(mailbox.Maildir(folder, create=False)) == 2


def test_mailbox_listens_on_this_machine_only(route: Route) -> None:
    """Nobody else's mail comes in."""
    assert route.host == LOOPBACK == "127.0.0.1"


def test_port_in_use_is_one_clear_line(route: Route, tmp_path: Path) -> None:
    """It says which port, and what to do."""
    with pytest.raises(PortInUse) as refused:
        Mailbox(tmp_path / "other").start(route.port)
    assert str(route.port) in str(refused.value)
    assert "choose another port" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "other").exists()


def test_mailbox_stopped_twice_or_never_started_is_quiet(folder: Path) -> None:
    """Stopping is safe wherever a program ends."""
    server = Mailbox(folder)
    server.stop()
    server = Mailbox(folder)
    server.start()
    server.stop()
    server.stop()
