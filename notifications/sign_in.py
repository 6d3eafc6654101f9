"""The mail with a link to sign in: sent at once, never queued, its words never stored.

A message in the queue is kept for good, with its text. This one would keep a
key to somebody's session; so it goes out beside the queue and leaves nothing.
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from notifications.mime import bare_address, build
from notifications.render import HTML, SUBJECT, TEXT, Rendered, words_of
from notifications.route import Route
from notifications.send import Delivered, NotTried, Outgoing, Result, send_all
from notifications.wording import moment, wrapped

FOLDER = "sign-in-link"


@dataclass(frozen=True, slots=True)
class SignInMail:
    """Whom to send which link."""

    to: str
    link: str = field(repr=False)
    until: datetime


def send_sign_in_mail(mail: SignInMail, route: Route, *, sender: str, now: datetime) -> Result:
    """Send it, and say what the server said. A second try is the person's to ask for."""
    raw = build(
        render_sign_in(mail),
        to=mail.to,
        sender=sender,
        message_id=f"<{secrets.token_hex(20)}@recourse.local>",
        at=now,
    )
    results: list[Result] = []
    outgoing = Outgoing("sign-in", bare_address(sender), mail.to, raw)
    asyncio.run(
        send_all(route, [outgoing], connections=1, on_result=lambda _, said: results.append(said))
    )
    return results[0] if results else NotTried()


def render_sign_in(mail: SignInMail) -> Rendered:
    """Write the mail out."""
    words = words_of(FOLDER)
    facts = {"link": mail.link, "until": moment(mail.until)}
    return Rendered(
        subject=words[SUBJECT].render(facts).strip(),
        text=wrapped(words[TEXT].render(facts)),
        html=words[HTML].render(facts),
        template_version="",
    )


def was_taken(result: Result) -> bool:
    """Tell whether the server has it now."""
    return isinstance(result, Delivered)
