"""A request that is sent again gets the answer it had, and does nothing twice.

The row is written in the act's own transaction: there is either the act and its
answer, or neither. A request that was refused keeps nothing, and may be mended
and sent again under the same key.
"""

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from actions.cases import refusal
from models.clients import ApiClient, IdempotencyKey
from models.columns import UtcDateTime
from rules.findings import Refused

KEPT = timedelta(hours=24)
"""How long an answer is kept."""

LONGEST = 200
"""Letters of a key."""


class KeyReused(Refused):
    """The key stands for another request already."""


class KeyUnfit(Refused):
    """A key is one to 200 visible letters."""

    exit_code = 2


def request_hash(method: str, path: str, body: bytes) -> str:
    """Give what tells a request from another one."""
    head = f"{method.upper()} {path}\n".encode()
    return hashlib.sha256(head + body).hexdigest()


def begin_request(
    session: Session, client: ApiClient, key: str, request_sha256: str, *, now: datetime
) -> IdempotencyKey | None:
    """Claim a key for a request; None means go on, a row is the answer it had.

    Two at once wait for each other: the second finds the first one's answer.

    Raises:
        KeyUnfit: it is empty, too long, or holds what cannot be seen.
        KeyReused: it stands for another request.
    """
    if not 0 < len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise KeyUnfit([refusal(f"An idempotency key is 1 to {LONGEST} visible letters.")])
    _forget(session, client, now=now)
    new = session.connection().execute(
        sa.text(
            "insert into idempotency_keys "
            "(client_id, key, request_sha256, status, response, at, expires_at) "
            "values (:client, :key, :request, 0, '', :at, :until) on conflict do nothing"
        ).bindparams(
            sa.bindparam("at", type_=UtcDateTime), sa.bindparam("until", type_=UtcDateTime)
        ),
        {
            "client": client.id,
            "key": key,
            "request": request_sha256,
            "at": now,
            "until": now + KEPT,
        },
    )
    if new.rowcount:
        return None
    kept = session.get_one(IdempotencyKey, (client.id, key), populate_existing=True)
    if kept.request_sha256 != request_sha256:
        message = "This idempotency key stands for another request. Use a new one."
        raise KeyReused([refusal(message)])
    return kept


def finish_request(
    session: Session, client: ApiClient, key: str, *, status: int, response: str
) -> None:
    """Keep the answer, in the transaction of the act."""
    kept = session.get_one(IdempotencyKey, (client.id, key), populate_existing=True)
    kept.status, kept.response = status, response


def _forget(session: Session, client: ApiClient, *, now: datetime) -> None:
    session.exec(
        sa.delete(IdempotencyKey).where(
            col(IdempotencyKey.client_id) == client.id, col(IdempotencyKey.expires_at) <= now
        )
    )
