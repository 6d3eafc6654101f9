"""Bounces: read the mailbox that mail servers report to, and take in what they say."""

import logging
from collections import Counter

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from sqlalchemy import Engine

from actions.bouncing import Taken, take_report
from database import DatabaseUnavailable, transaction
from flows.rounds import here
from notifications.inbox import Inbox, parse_inbox
from settings import Settings

LIMIT = 500
"""Mails read in one run; what is left waits for the next."""

UNDERSTOOD = frozenset({Taken.FAILED, Taken.NOTED, Taken.KNOWN})

log = logging.getLogger("recourse.bounces")


@flow(name="bounces", validate_parameters=False, persist_result=False)
def bounces(*, limit: int = LIMIT) -> dict[str, int]:
    """Read what waits in the bounces' mailbox, where one is set. Gives how many of each kind."""
    counts = read_mailbox(limit)
    if counts:
        rows = [{"came of it": taken, "reports": count} for taken, count in counts.items()]
        create_table_artifact(key="bounces", table=rows)
    return counts


@task(name="read", persist_result=False)
def read_mailbox(limit: int) -> dict[str, int]:
    """Take in each report in a transaction of its own, then put it away.

    Killed between the two, it reads the report again, which changes nothing.
    """
    settings, db = here()
    counts: Counter[str] = Counter()
    if settings.bounce_url is None:
        return {}
    with Inbox(parse_inbox(settings.bounce_url)) as inbox:
        for mail in inbox.read(inbox.waiting(limit)):
            taken = _take(settings, db, mail.raw) if mail.raw is not None else Taken.NO_REPORT
            inbox.put_away(mail.uid, understood=taken in UNDERSTOOD)
            counts[taken.value] += 1
    return dict(counts)


def _take(settings: Settings, db: Engine, raw: bytes) -> Taken:
    try:
        with transaction(db) as session:
            return take_report(session, raw, now=settings.present())
    except DatabaseUnavailable:
        raise  # no report's own fault: it stays where it is
    except Exception:
        log.exception("a report could not be taken in, and is left for a person to look at")
        return Taken.NO_REPORT
