"""Who is told of a rung: whoever has the duty in hand, its office, an office above."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from actions.duties import able
from actions.offices import AT_A_BODY
from actions.shortfalls import STATE_POLICE
from models.cases import Case
from models.duties import Duty
from models.people import Office, Person
from models.reminders import ReminderState
from models.shortfalls import Determination
from rules.ladder import Rung
from rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of a rung: in which state, as which office, to whom, and why."""

    state: ReminderState
    office: str
    people: tuple[int, ...]
    """By their ids."""
    why: str


def who_is_told(
    session: Session, case: Case, duty: Duty, policy: Policy, rung: Rung, *, now: datetime
) -> Told:
    """Say whom a reminder or an escalation reaches. Changes nothing."""
    if rung.to and rung.stand_in:
        return _escalated(session, case, duty, policy, (rung.to, rung.stand_in), now=now)
    return _reminded(session, case, duty, policy, now=now)


def _reminded(session: Session, case: Case, duty: Duty, policy: Policy, *, now: datetime) -> Told:
    """Say who is reminded: the holder, or all of the office where nobody has it in hand.

    Where nobody holds the office, the operators hear of it instead.
    """
    if duty.holder is not None:
        return _queued(duty.owed_by, [duty.holder], "you have it in hand")
    people = _able(session, case, duty.office, duty.at, now=now)
    if people:
        return _queued(duty.owed_by, people, "your office owes it, and nobody has it in hand")
    return _operators(session, case, policy, f"nobody holds {duty.owed_by}", now=now)


def _escalated(
    session: Session,
    case: Case,
    duty: Duty,
    policy: Policy,
    offices: tuple[Office, Office],
    *,
    now: datetime,
) -> Told:
    """Say which office above is told: the first, or its stand-in where nobody holds that one."""
    vacant: list[str] = []
    for office, at in _seats(session, case, policy, offices):
        people = _able(session, case, office, at, now=now)
        why = f"{duty.owed_by} owes it and is late"
        if people:
            instead = f"; nobody holds {' or '.join(vacant)}" if vacant else ""
            return _queued(f"{office.value}@{at}", people, why + instead)
        vacant.append(f"{office.value}@{at}")
    return _operators(session, case, policy, f"nobody holds {' or '.join(vacant)}", now=now)


def callers(session: Session, case: Case, policy: Policy, *, now: datetime) -> list[Person]:
    """Give the operators who may telephone about a case."""
    return able(session, case, Office.OPERATOR, operators_at(policy), now=now)


def to_telephone(policy: Policy, operators: list[Person], why: str) -> Told:
    """Say that the operators are asked to telephone."""
    office = f"{Office.OPERATOR.value}@{operators_at(policy)}"
    ids = tuple(person.id or 0 for person in operators)
    return Told(ReminderState.SENT, office, ids, why)


def operators_at(policy: Policy) -> str:
    """Give where a case's operators sit: with the first review step."""
    return policy.steps[0].at


def _seats(
    session: Session, case: Case, policy: Policy, offices: tuple[Office, Office]
) -> Iterator[tuple[Office, str]]:
    """Yield each office with the place where it is held for this case."""
    for office in offices:
        if office in AT_A_BODY:
            yield office, case.organization_code
        elif office is Office.STATE_POLICE:
            yield office, STATE_POLICE
        elif office is not Office.CHIEF:
            steps = (step.at for step in policy.steps if step.office is office)
            yield office, next(steps, operators_at(policy))
        elif determination := session.get(Determination, case.number):
            yield office, determination.town


def _operators(session: Session, case: Case, policy: Policy, why: str, *, now: datetime) -> Told:
    at = operators_at(policy)
    people = _able(session, case, Office.OPERATOR, at, now=now)
    office = f"{Office.OPERATOR.value}@{at}"
    if people:
        return _queued(office, people, why)
    return Told(ReminderState.UNTOLD, office, (), f"{why}, and there is no operator")


def _able(session: Session, case: Case, office: Office, at: str, *, now: datetime) -> list[int]:
    return [person.id or 0 for person in able(session, case, office, at, now=now)]


def _queued(office: str, people: list[int], why: str) -> Told:
    return Told(ReminderState.QUEUED, office, tuple(dict.fromkeys(people)), why)
