"""If you file today: by which day each step would be owed. Policy only; the law sets no day."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from models.cases import CaseKind
from models.duties import Authority
from rules.calendar import NO_CLOSURES, due_date
from rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Expected:
    """A step ahead, and the last day for it where each step before took all its days."""

    part: str
    """As `durations` knows it."""
    title: str
    days: int
    """Business days allowed."""
    last_day: date
    authority: Authority = Authority.POLICY


def steps_ahead(
    policy: Policy, kind: CaseKind, today: date, closures: Collection[date] = NO_CLOSURES
) -> tuple[Expected, ...]:
    """Give the steps of a case filed today, each with its last day by the policy.

    No step ends by itself on its last day, and none decides anything by it.
    """
    expected: list[Expected] = []
    start = today
    for part, title, days in _steps(policy, kind):
        start = due_date(start, days, closures)
        expected.append(Expected(part, title, days, start))
    return tuple(expected)


def _steps(policy: Policy, kind: CaseKind) -> Iterator[tuple[str, str, int]]:
    if kind is CaseKind.WAIVER:
        yield from ((step.name, step.title, step.days) for step in policy.steps)
        return
    terms = policy.shortfall
    yield "reply", "Reply of the state police", terms.reply_days
    yield "assignment", "Whether an officer can be assigned", terms.assignment_days
    yield "memorandum", "Signed memorandum lodged", terms.memorandum_days
    yield "filing", "Memorandum on file in both offices", terms.filing_days
