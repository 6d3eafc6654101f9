"""The round of reminders: what is due goes into digests; what failed is named."""

from collections import Counter

from prefect import flow, task
from prefect.artifacts import create_table_artifact

from actions.digests import Composed, compose_digests
from actions.reminders import Taken, take_rungs
from database import transaction
from flows.rounds import here

BATCH = 500
"""Duties a task run carries at most."""
HELD = 25
"""Duties a transaction holds at most: others can write in between."""
LIMIT = 20_000
"""Duties a run takes at most; the next goes on from there, and composes."""
NAMED = 500
"""Rungs named one by one in the report; the counts are of all."""


@flow(name="reminders", validate_parameters=False, persist_result=False)
def reminders(*, limit: int = LIMIT) -> dict[str, int]:
    """Put down every rung that is due, then queue the digests. Safe at any time and in any number.

    Gives how many rungs there were by state, how many digests, how many duties
    were put aside. A rung goes on a working day, and only once.
    """
    counts: Counter[str] = Counter()
    report: list[dict[str, str]] = []
    for _ in range(0, limit, BATCH):
        taken, more = take_batch()
        counts.update(one.state for one in taken)
        troubled = [_row(one) for one in taken if one.trouble]
        sound = [_row(one) for one in taken if not one.trouble]
        report = troubled + report + sound[: max(NAMED - len(report), 0)]
        if not more:
            break
    composed = compose()
    counts["digests"] += sum(one.people for one in composed)
    report = [_kept_back(one) for one in composed if one.trouble] + report
    if report or composed:
        create_table_artifact(
            key="reminders", table=report or [{}], description=_summary(counts, composed)
        )
    return dict(counts)


@task(name="take", persist_result=False)
def take_batch() -> tuple[list[Taken], bool]:
    """Put down what goes on some duties, a few to a transaction; and whether more may be due."""
    settings, db = here()
    done: list[Taken] = []
    for _ in range(0, BATCH, HELD):
        with transaction(db) as session:
            taken = take_rungs(session, now=settings.present(), limit=HELD)
        if taken is None:
            return done, False
        done += taken
    return done, True


@task(name="compose", persist_result=False)
def compose() -> list[Composed]:
    """Queue the digests, once no rung is due any more."""
    settings, db = here()
    with transaction(db) as session:
        return compose_digests(session, now=settings.present())


def _row(one: Taken) -> dict[str, str]:
    return {
        "case": one.case_number,
        "duty": one.what,
        "rung": one.rung,
        "state": one.state,
        "office": one.office,
        "trouble": one.trouble or "",
    }


def _kept_back(one: Composed) -> dict[str, str]:
    return {
        "case": "",
        "duty": "",
        "rung": "digest",
        "state": "put aside",
        "office": one.office,
        "trouble": one.trouble or "",
    }


def _summary(counts: Counter[str], composed: list[Composed]) -> str:
    offices = "; ".join(
        f"{one.office}: {one.reminders} to {one.people}" for one in composed[:NAMED]
    )
    words = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    return f"{words}. {offices}" if offices else words
