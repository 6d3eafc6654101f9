"""Find a case, number it, move it, and mark it ready for the engine."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from actions.turns import CALENDAR, hold_still
from models.cases import Case, CaseKind, CaseState, CaseWarning
from models.duties import Authority
from rules.calendar import new_york_date
from rules.findings import Finding, NoSuchCase, Refused
from rules.states import can_move

LETTERS = {CaseKind.WAIVER: "W", CaseKind.SHORTFALL: "S"}
CLOSED = frozenset({CaseState.DECIDED, CaseState.WITHDRAWN, CaseState.COMPLETE})


class CannotMove(Refused):
    """The case is not where this act could move it on."""


def refusal(message: str, *, where: str | None = None) -> Finding:
    """Say why the process, not the section, does not admit an act."""
    return Finding(None, "review process", Authority.POLICY, message, where)


def find_case(session: Session, number: str, kind: CaseKind = CaseKind.WAIVER) -> Case:
    """Give the case, locked until the transaction ends: acts on a case queue up.

    The calendar is held still first; whoever changes it takes cases after it,
    and so nobody waits for somebody who waits for them.

    Raises:
        NoSuchCase: there is none of this number and kind.
    """
    hold_still(session, CALENDAR)
    case = session.get(Case, number, with_for_update=True)
    if case is None or case.kind is not kind:
        raise NoSuchCase([refusal(f"There is no {kind.value} case {number}.", where="NUMBER")])
    return case


def find_any(session: Session, number: str) -> Case:
    """Give the case of this number, whatever its kind, locked as `find_case` does it.

    Raises:
        NoSuchCase: there is none.
    """
    hold_still(session, CALENDAR)
    case = session.get(Case, number, with_for_update=True)
    if case is None:
        raise NoSuchCase([refusal(f"There is no case {number}.", where="NUMBER")])
    return case


def next_number(session: Session, kind: CaseKind, now: datetime) -> str:
    """Give the next number of this kind and year (New York): W-2026-0001."""
    year = new_york_date(now).year
    last = session.connection().execute(
        sa.text(
            "insert into numbering (kind, year, last) values (:kind, :year, 1) "
            "on conflict (kind, year) do update set last = numbering.last + 1 returning last"
        ),
        {"kind": kind.value, "year": year},
    )
    return f"{LETTERS[kind]}-{year}-{last.scalar_one():04}"


def move(case: Case, to: CaseState, *, now: datetime) -> None:
    """Change the case's state along a permitted arrow; a closed case frees its filing key.

    Raises:
        CannotMove: `rules.states` has no such arrow.
    """
    if not can_move(case.kind, case.state, to):
        raise CannotMove(
            [refusal(f"{case.number} is {words(case.state)}: it cannot become {words(to)}.")]
        )
    case.state = to
    if to in CLOSED:
        case.closed_at, case.open_filing, case.ready_at = now, None, None


def ready(case: Case, now: datetime) -> None:
    """Ring for the engine: there is something to do on this case."""
    case.ready_at, case.failures, case.error = now, 0, None


def words(state: CaseState) -> str:
    """Give a state as people say it."""
    return state.value.replace("_", " ")


def keep_warnings(
    session: Session,
    case: Case,
    warnings: list[Finding],
    *,
    went_on_by: str,
    reason: str,
    now: datetime,
) -> None:
    """Store what the rules warned of, with who went on and in which words."""
    session.add_all(
        CaseWarning(
            case_number=case.number,
            version=case.version,
            rule=warning.rule,
            clause=warning.clause,
            authority=warning.authority.value,
            message=warning.message,
            at=now,
            went_on_by=went_on_by,
            reason=reason,
        )
        for warning in warnings
    )
