"""Mail carried without a server: written as delivery writes it, answered as a test says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from actions.letters import Withheld, letter
from actions.outbox import Sent, claim_messages, put_down, withhold
from models.messages import Message
from notifications.mime import build
from notifications.render import render
from notifications.send import Deferred, Delivered, Rejected
from tests.actions.makers import House
from tests.notifications.test_render import unquoted

SERVER = "smtp://mx.doe.example:25"
OK = Delivered("250 2.0.0 queued")


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail that went out."""

    message: Message
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        """Open it as a mail program does."""
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        """Give its words, unwrapped and unquoted."""
        body = self.mail.get_body(("plain",))
        assert body is not None
        return unquoted(body.get_content())


def post(
    house: House, answers: Mapping[str, Delivered | Deferred | Rejected] | None = None
) -> list[Posted]:
    """Carry what is due; a server says yes to each address but those of `answers`."""
    posted: list[Posted] = []
    done: list[Sent] = []
    with house.session() as session:
        lease = timedelta(seconds=30)
        due = claim_messages(session, now=house.now, clock=house.now, lease=lease, limit=500)
        for message in due:
            facts = letter(session, message, now=house.now)
            if isinstance(facts, Withheld):
                withhold(session, message.id or 0, facts.reason)
                continue
            rendered = render(facts)
            raw = build(
                rendered,
                to=message.to_email,
                sender="Recourse <recourse@doe.example>",
                message_id=message.message_id,
                at=house.now,
            )
            posted.append(Posted(message, raw))
            answer = (answers or {}).get(message.to_email, OK)
            told = tuple((one.duty_id, one.rung) for one in facts.entries)
            done.append(Sent(message.id or 0, rendered, answer, told))
        put_down(session, done, server=SERVER, now=house.now)
    return posted


def to(posted: list[Posted], email: str, template: str | None = None) -> Posted:
    """Give the one mail to an address."""
    (found,) = [
        one
        for one in posted
        if one.message.to_email == email and template in (None, one.message.template)
    ]
    return found
