"""Delivery reports as mail servers write them."""

from email.message import EmailMessage, Message


def delivery_report(
    returned: bytes,
    *,
    to: str,
    original: str | None = None,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <{to}>: no such mailbox",
    headers_only: bool = False,
) -> bytes:
    """Make a report by RFC 3464 that returns a mail, or its headers alone."""
    fields = [f"Final-Recipient: rfc822; {to}"]
    if original:
        fields.insert(0, f"Original-Recipient: rfc822;{original}")
    if action:
        fields.append(f"Action: {action}")
    if status:
        fields.append(f"Status: {status}")
    fields.append(f"Diagnostic-Code: {diagnostic.format(to=to)}")
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    back = returned.split(b"\r\n\r\n", 1)[0] if headers_only else returned
    return b"\r\n".join(
        [
            b"Return-Path: <>",
            b"From: Mail Delivery System <mailer-daemon@mx.doe.example>",
            b"To: recourse@doe.example",
            b"Subject: Undelivered Mail Returned to Sender",
            b"Auto-Submitted: auto-replied",
            b"MIME-Version: 1.0",
            b"Content-Type: multipart/report; report-type=delivery-status;",
            b'\tboundary="B/1"',
            b"",
            b"--B/1",
            b"Content-Type: text/plain; charset=x-nobody-has-this",
            b"",
            b"I'm sorry to have to inform you \xe9\xff.",
            b"",
            b"--B/1",
            b"Content-Type: message/delivery-status",
            b"",
            b"Reporting-MTA: dns; mx.doe.example",
            b"Arrival-Date: Mon, 21 Sep 2026 10:00:00 -0400",
            b"",
            "\r\n".join(fields).encode(),
            b"",
            b"--B/1",
            f"Content-Type: {kind}".encode(),
            b"",
            back,
            b"",
            b"--B/1--",
            b"",
        ]
    )


def qmail_report(message_id: str, *, to: str) -> bytes:
    """Make a report as qmail writes it: no part of it is marked for programs."""
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@mail.portexample.example"
    report["To"] = "recourse@doe.example"
    report["Subject"] = "failure notice"
    report.set_content(
        "Hi. This is the qmail-send program at mail.portexample.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{to}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n\n"
        f"Message-ID: {message_id}\nSubject: A subject\n"
    )
    return report.as_bytes()


def out_of_office(message_id: str, *, by: str) -> bytes:
    """Make an absence notice, which is no report."""
    reply: Message = EmailMessage()
    reply["From"] = by
    reply["In-Reply-To"] = message_id
    reply["Auto-Submitted"] = "auto-replied"
    reply["Subject"] = "Out of office"
    reply.set_payload("I am away until Monday.")
    return reply.as_bytes()
