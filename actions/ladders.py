"""Where each duty stands on its ladder, from the record; and when its first rung is due."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, col, func, select

from actions.policies import parsed, policy_of
from models.cases import Case
from models.clocks import ChangeKind, ClockChange
from models.duties import Duty, DutyState
from models.policies import PolicyVersion
from models.reminders import Acknowledgement, Reminder, ReminderState
from rules.calendar import start_of
from rules.ladder import Climbing, Mornings, Rung, next_moment, rungs
from rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Standing:
    """A duty's rungs and those that the ledger holds; none while it stands still."""

    ladder: tuple[Rung, ...]
    gone: frozenset[str]
    mornings: Mornings
    policy: Policy


@dataclass(frozen=True, slots=True)
class Ladders:
    """What is on record about the ladders of some duties, read at once for all of them."""

    texts: Mapping[str, str]
    """Of their policies."""
    gone: Mapping[int, frozenset[str]]
    extended: Mapping[int, datetime]
    known: Mapping[int, datetime]
    """When they were acknowledged last."""
    closures: frozenset[date]

    def of(self, duty: Duty, case: Case) -> Standing:
        """Give where a duty stands: the round and its dry run both ask here.

        Raises:
            PolicyInvalid: the text of its policy cannot be read any more.
        """
        number, policy = duty.id or 0, parsed(self.texts[case.policy_version])
        terms = policy.reminders
        mornings = Mornings(terms.hour, self.closures)
        climbing = Climbing(duty.due_on, duty.opened_at, self.extended.get(number))
        known = self.known.get(number)
        stands = duty.paused_on is not None or duty.state is not DutyState.OPEN
        stands |= known is not None and known >= climbing.since
        ladder = () if stands else rungs(terms.ladder(duty.what), climbing, mornings)
        return Standing(ladder, self.gone.get(number, frozenset()), mornings, policy)


def ladders_of(
    session: Session, owed: Sequence[tuple[Duty, Case]], closures: Collection[date]
) -> Ladders:
    """Read what the ladders of these duties rest on, in a few queries."""
    ids = [duty.id or 0 for duty, _ in owed]
    extended = (col(ClockChange.kind) == ChangeKind.EXTENDED, col(ClockChange.days) > 0)
    versions = {case.policy_version for _, case in owed}
    policies = session.exec(select(PolicyVersion).where(col(PolicyVersion.version).in_(versions)))
    return Ladders(
        texts={one.version: one.content for one in policies},
        gone=_gone(session, ids),
        extended=_newest(session, ids, ClockChange, *extended),
        known=_newest(session, ids, Acknowledgement),
        closures=frozenset(closures),
    )


def first_rung(
    session: Session, case: Case, duty: Duty, closures: Collection[date]
) -> datetime | None:
    """Give when the first rung of a duty that is being opened is due; None where it has none."""
    terms = policy_of(session, case).reminders
    mornings = Mornings(terms.hour, frozenset(closures))
    ladder = rungs(terms.ladder(duty.what), Climbing(duty.due_on, duty.opened_at), mornings)
    return next_moment(ladder, frozenset())


def look_anew(session: Session, day: date, now: datetime) -> None:
    """Have the next round reckon anew what comes after a day that was closed or opened again.

    Of the duties late by then; the others had their date counted anew.
    """
    session.exec(
        sa.update(Duty)
        .where(col(Duty.next_rung_at) >= start_of(day), col(Duty.due_on) < day)
        .values(next_rung_at=now)
    )


def stop_reminders(session: orm.Session, duty: Duty, why: str) -> None:
    """End a duty's ladder: nothing more goes, and what no digest has said yet is not said."""
    duty.next_rung_at = None
    with session.no_autoflush:  # what the act has written so far is no reminder
        session.execute(_STOP, {"duty": duty.id, "because": why})


_STOP = (
    sa.update(Reminder)
    .where(
        col(Reminder.duty_id) == sa.bindparam("duty"),
        col(Reminder.state) == ReminderState.QUEUED,
    )
    .values(state=ReminderState.STOPPED, why=sa.bindparam("because"), digest_from=None)
    .execution_options(synchronize_session=False)
)


def _gone(session: Session, ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
    query = select(Reminder.duty_id, Reminder.rung).where(col(Reminder.duty_id).in_(ids))
    gone: defaultdict[int, set[str]] = defaultdict(set)
    for duty_id, rung in session.exec(query):
        gone[duty_id].add(rung)
    return {duty_id: frozenset(keys) for duty_id, keys in gone.items()}


def _newest(
    session: Session,
    ids: Sequence[int],
    table: type[ClockChange] | type[Acknowledgement],
    *conditions: sa.ColumnElement[bool],
) -> dict[int, datetime]:
    query = select(table.duty_id, func.max(col(table.at))).where(
        col(table.duty_id).in_(ids), *conditions
    )
    return dict(session.exec(query.group_by(col(table.duty_id))).all())
