"""What a mail costs: rendering, building its bytes three ways, and sending it.

Run it from the project's folder: `python -m benchmarks.mail [COUNT]`. It sends
COUNT mails (2,000) over four connections to the embedded mailbox, which has
each one on the disk before it says so.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import Path
from time import perf_counter

from models.cases import CaseKind
from models.duties import Authority
from notifications.compose import Recipient, Template, message_id
from notifications.letters import Letter, Objection, WarningNote
from notifications.mailbox import Mailbox
from notifications.mime import build
from notifications.render import Rendered, render
from notifications.route import parse_route
from notifications.send import Delivered, Outgoing, Result, send_all

AT = datetime(2026, 11, 30, 17, tzinfo=UTC)
TO = "program@doe.example"
SENDER = "Recourse <recourse@localhost>"
LETTER = Letter(
    template=Template.STEP_OPENED,
    to=Recipient(TO, "program@DESE"),
    to_title="Safe and healthy schools reviewer",
    case_number="W-2026-0001",
    kind=CaseKind.WAIVER,
    applicant="Port Example",
    law_title="G.L. c.71 §37P, text of 2018",
    law_notice="The section was replaced in 2020; the case is under the text of 2018.",
    step="Safe and healthy schools review",
    due_on=date(2026, 12, 21),
    days=15,
    basis="steps.program.days",
    warnings=(WarningNote(5, "37P(c)", Authority.LAW, "The chief objects to the request."),),
    objections=(Objection("Chief of Police, Port Example", "The chief objects. " * 8),),
)


def main(count: int) -> None:
    """Measure and print."""
    rendered = render(LETTER)
    print(f"one mail is {len(by_hand(rendered)):,} bytes")
    print(f"render                      {milliseconds(lambda: render(LETTER)):6.3f} ms")
    ours = milliseconds(lambda: by_hand(rendered))
    for name, builder in (
        ("build: EmailMessage", by_email_message),
        ("build: MIMEText", by_mime_text),
        ("build: notifications.mime", by_hand),
    ):
        cost = milliseconds(lambda builder=builder: builder(rendered))
        print(f"{name:27} {cost:6.3f} ms  {cost / ours:5.1f} times ours")
    seconds = send(count)
    print(
        f"send, to the disk           {seconds / count * 1000:6.3f} ms  {count / seconds:,.0f} /s"
    )


def by_hand(rendered: Rendered) -> bytes:
    """Build as Recourse does."""
    return build(rendered, to=TO, sender=SENDER, message_id=message_id("a", "b.example"), at=AT)


def by_email_message(rendered: Rendered) -> bytes:
    """Build with the library's newer classes."""
    name, address = parseaddr(SENDER)
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = message_id("a", "b.example")
    message["Date"] = AT
    message["From"] = Address(name, addr_spec=address)
    message["To"] = TO
    message["Subject"] = rendered.subject
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def by_mime_text(rendered: Rendered) -> bytes:
    """Build with the library's older classes."""
    message = MIMEMultipart("alternative")
    message["Message-ID"] = message_id("a", "b.example")
    message["Date"] = format_datetime(AT)
    message["From"] = formataddr(parseaddr(SENDER))
    message["To"] = TO
    message["Subject"] = rendered.subject
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.attach(MIMEText(rendered.text, "plain", "utf-8"))
    message.attach(MIMEText(rendered.html, "html", "utf-8"))
    return message.as_bytes()


def milliseconds(act: Callable[[], object], times: int = 300) -> float:
    """Give the mean time of an act, after one to warm up."""
    act()
    start = perf_counter()
    for _ in range(times):
        act()
    return (perf_counter() - start) / times * 1000


def send(count: int) -> float:
    """Send mails to the embedded mailbox and give the seconds it took."""
    raw = by_hand(render(LETTER))
    mails = [Outgoing(str(number), "recourse@localhost", TO, raw) for number in range(count)]
    taken: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        mailbox = Mailbox(Path(folder) / "mailbox")
        route = parse_route(mailbox.start())
        start = perf_counter()
        asyncio.run(send_all(route, mails, on_result=lambda _, result: taken.append(result)))
        seconds = perf_counter() - start
        mailbox.stop()
    if not all(isinstance(result, Delivered) for result in taken):
        raise SystemExit("not every mail was delivered: the figures mean nothing")
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
