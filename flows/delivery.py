"""Delivery: take due messages, write them from the record as it is now, send, put down."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from sqlalchemy import Engine

from actions.letters import Withheld, letter, look_up
from actions.outbox import Sent, claim_messages, put_down, set_aside, withhold
from database import DatabaseUnavailable, reading, transaction
from flows.rounds import here, while_it_comes
from models.messages import Message
from notifications.letters import Letter
from notifications.links import Link, acknowledgement_url
from notifications.mime import bare_address, build
from notifications.render import Rendered, render
from notifications.route import parse_route
from notifications.send import PER_MAIL, Outgoing, Result, send_all
from settings import Settings

BATCH = 100
"""Messages claimed at a time."""
LOT = 20
"""Messages written together, and results put down in one transaction: at most so many
are repeated after a crash."""

log = logging.getLogger("recourse.delivery")


@flow(name="delivery", validate_parameters=False, persist_result=False)
def delivery(*, limit: int = 500, linger: float = 0) -> dict[str, int]:
    """Send the mail that is due. Gives how many were sent, put off, withheld, failed.

    With `linger` in seconds it goes on while mail becomes due meanwhile; `limit`
    is how much is taken at a time.
    """
    total, report = send_due(limit, linger)
    if report:
        create_table_artifact(key="delivery", table=report, description=_summary(total))
    return total


Report = list[dict[str, str]]
"""What became of each mail, by case."""


@task(name="send", persist_result=False)
def send_due(limit: int, linger: float) -> tuple[dict[str, int], Report]:
    """Claim, write and send batch after batch of messages."""
    settings, db = here()
    total: Counter[str] = Counter()
    report: Report = []

    def take() -> bool:
        taken = len(report)
        while len(report) < taken + limit:
            counts, rows = _send_batch(settings, db)
            total.update(counts)
            report.extend(rows)
            if len(rows) < BATCH:
                break
        return len(report) > taken

    while_it_comes(take, linger)
    return dict(total), report


def _send_batch(settings: Settings, db: Engine) -> tuple[Counter[str], Report]:
    lease = timedelta(seconds=settings.lease_seconds)
    # No mail is begun so late that its claim could run out while it travels.
    until = time.monotonic() + settings.lease_seconds / 2
    with transaction(db) as session:
        clock, now = datetime.now(UTC), settings.present()
        messages = claim_messages(session, now=now, clock=clock, lease=lease, limit=BATCH)
    if not messages:
        return Counter(), []
    counts = asyncio.run(_Post(settings, db, now).deliver(messages, until=until))
    return counts, [_row(message) for message in messages]


@dataclass(frozen=True, slots=True)
class _Written:
    """A message in words and as bytes."""

    message: Message
    rendered: Rendered
    mail: Outgoing
    reminders: tuple[tuple[int, str], ...]


def _write(
    settings: Settings, db: Engine, messages: list[Message], *, now: datetime
) -> tuple[list[_Written], Counter[str]]:
    """Render each message from the record; withhold what is overtaken, fail what cannot be."""
    ready: list[_Written] = []
    counts: Counter[str] = Counter()
    aside: list[tuple[int, str, bool]] = []
    with reading(db) as session:
        look_up(session, messages)
        for message in messages:
            try:
                facts = letter(session, message, now=now)
                if isinstance(facts, Withheld):
                    aside.append((message.id or 0, facts.reason, False))
                else:
                    linked = _with_link(settings, message, facts)
                    rendered = render(linked)
                    mail = _outgoing(settings, message, rendered, now)
                    told = tuple((one.duty_id, one.rung) for one in facts.entries)
                    kept = _to_keep(rendered, linked.acknowledge_url)
                    ready.append(_Written(message, kept, mail, told))
            except DatabaseUnavailable:
                raise  # no message's own fault: all of them are tried again
            except Exception as error:  # noqa: BLE001 one bad message must not stop the others
                aside.append((message.id or 0, f"{type(error).__name__}: {error}", True))
    if aside:
        with transaction(db) as session:
            for id_, reason, failed in aside:
                message = session.get_one(Message, id_)
                if failed:
                    set_aside(session, message, reason, now=now)
                else:
                    withhold(session, id_, reason)
                counts[message.state.value] += 1
    return ready, counts


class _Post:
    """Writes a batch and sends it: some are written while others are on their way."""

    def __init__(self, settings: Settings, db: Engine, now: datetime) -> None:
        self._settings, self._db, self._now = settings, db, now
        self._route = parse_route(settings.smtp_url or "")
        self._counts: Counter[str] = Counter()
        self._under_way: dict[str, _Written] = {}
        self._done: list[Sent] = []
        self._trouble: Exception | None = None

    async def deliver(self, messages: list[Message], *, until: float) -> Counter[str]:
        """Send the messages; gives how many ended in which state.

        Raises:
            DatabaseUnavailable: once what is on its way is put down, where that can be.
        """
        per_mail = min(PER_MAIL, self._settings.lease_seconds / 2)
        mails = self._written(messages)
        try:
            await send_all(
                self._route, mails, until=until, per_mail=per_mail, on_result=self._result
            )
        finally:
            self._put_down()
        if self._trouble is not None:
            raise self._trouble
        return self._counts

    async def _written(self, messages: list[Message]) -> AsyncIterator[Outgoing]:
        for start in range(0, len(messages), LOT):
            try:
                ready, aside = await asyncio.to_thread(
                    _write, self._settings, self._db, messages[start : start + LOT], now=self._now
                )
            except Exception as trouble:  # noqa: BLE001 raised when what is under way has arrived
                self._trouble = trouble
                return
            self._counts.update(aside)
            for one in ready:
                self._under_way[one.message.key] = one
                yield one.mail

    def _result(self, mail: Outgoing, result: Result) -> None:
        one = self._under_way.pop(mail.key)
        self._done.append(Sent(one.message.id or 0, one.rendered, result, one.reminders))
        if len(self._done) >= LOT:
            self._put_down()

    def _put_down(self) -> None:
        if self._done:
            with transaction(self._db) as session:
                server, now = str(self._route), self._settings.present()
                self._counts.update(put_down(session, self._done, server=server, now=now))
            self._done.clear()


def _with_link(settings: Settings, message: Message, facts: Letter) -> Letter:
    """Add the link by which the reader acknowledges, where the letter has a day for one."""
    if facts.acknowledge_until is None:
        return facts
    key = settings.signing_key()
    if key is None or settings.portal is None:
        _say_once("mails carry no acknowledging link: set RECOURSE_SECRET and RECOURSE_PORTAL_URL")
        return facts
    link = Link(message.id or 0, message.to_email, facts.acknowledge_until)
    return replace(facts, acknowledge_url=acknowledgement_url(settings.portal, key, link))


def _to_keep(rendered: Rendered, url: str) -> Rendered:
    """Leave the link's token out of the words that are stored: it is the reader's alone."""
    if not url:
        return rendered
    shown = f"{url.rpartition('/')[0]}/…"
    text, html = (words.replace(url, shown) for words in (rendered.text, rendered.html))
    return replace(rendered, text=text, html=html)


@lru_cache
def _say_once(words: str) -> None:
    log.warning(words)


def _outgoing(settings: Settings, message: Message, rendered: Rendered, now: datetime) -> Outgoing:
    raw = build(
        rendered,
        to=message.to_email,
        sender=settings.mail_from,
        message_id=message.message_id,
        at=now,
    )
    sender = bare_address(settings.bounce_address or settings.mail_from)
    return Outgoing(message.key, sender, message.to_email, raw)


def _row(message: Message) -> dict[str, str]:
    case = message.case_number or f"digest of {message.digest_on}"
    return {"case": case, "template": message.template, "to": message.to_office}


def _summary(total: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(total.items()))
