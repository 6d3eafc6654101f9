"""Move a ready case to whoever acts next. Routing opens duties; it decides nothing."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from actions.cases import move
from actions.duties import able, discharge, least_busy, open_duty, opening_facts
from actions.expiry import look_ahead, open_ahead
from actions.mailing import holders_of, tell
from actions.policies import policy_of
from actions.record import ENGINE, record
from actions.remembering import gather, rows_of
from actions.standing import ANSWER, DECIDE, REVIEW
from actions.turns import CALENDAR, hold_still
from models.cases import Case, CaseKind, CaseState
from models.duties import Duty, DutyState
from models.events import Event
from models.people import Office, Person
from models.reviews import Recusal
from notifications.compose import Recipient, Template
from rules.policy import Policy, Step

ASSIGN = "assign:"
"""The operators' duty while nobody can take a step."""

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a round did with one case, for its report."""

    number: str
    before: str
    after: str
    holder: str | None = None
    error: str | None = None


Moving = Generator[None, None, Moved]
"""A case on its way: it yields where it needs the ids of its new rows."""

Route = Callable[[Session, Case, datetime], Moved | Moving]
"""Moves one case on, at once or as one of a lot: `route_waiver`."""


def ready_cases(session: Session, kind: CaseKind, *, now: datetime, limit: int) -> list[str]:
    """Give the numbers of the cases the engine has something to do on, oldest first."""
    query = (
        select(Case.number)
        .where(col(Case.kind) == kind, col(Case.ready_at) <= now)
        .order_by(col(Case.ready_at), col(Case.number))
        .limit(limit)
    )
    return list(session.exec(query))


def claim(session: Session, numbers: list[str], *, now: datetime) -> list[Case]:
    """Take those of the cases that are still ready and that no other worker has.

    They stay this worker's until the transaction ends, however it ends. So
    does the calendar, which is held still before the first case.
    """
    hold_still(session, CALENDAR)
    query = (
        select(Case)
        .where(col(Case.number).in_(numbers), col(Case.ready_at) <= now)
        .order_by(col(Case.ready_at), col(Case.number))
        .with_for_update(skip_locked=True)
    )
    return list(session.exec(query))


def route_all(
    session: Session,
    cases: list[Case],
    route: Route,
    *,
    now: datetime,
) -> list[Moved]:
    """Route the cases, their rows written together: one that fails stops no other.

    Where one fails, each is routed anew under a savepoint of its own; a failed
    case is put aside with its error and a growing pause.
    """
    for table in (Duty, Recusal):
        gather(session, table, "case_number", [case.number for case in cases])
    if len(cases) > 1:
        with suppress(Exception), session.begin_nested():
            return _together(session, [route(session, case, now) for case in cases])
    return [_alone(session, case, route, now=now) for case in cases]


def _together(session: Session, moving: Sequence[Moved | Moving]) -> list[Moved]:
    """Move cases on side by side, writing what is new of all of them at once."""
    there = {at: one for at, one in enumerate(moving) if isinstance(one, Moved)}
    under_way = {at: one for at, one in enumerate(moving) if not isinstance(one, Moved)}
    while under_way:
        for at, one in [*under_way.items()]:
            try:
                next(one)
            except StopIteration as arrived:
                there[at] = arrived.value
                del under_way[at]
        session.flush()
    session.flush()
    return [there[at] for at in sorted(there)]


def _alone(session: Session, case: Case, route: Route, *, now: datetime) -> Moved:
    number, before = case.number, standing(case)
    try:
        with session.begin_nested():
            return _together(session, [route(session, case, now)])[0]
    except Exception as error:  # noqa: BLE001 any fault of one case must not cost the others
        session.refresh(case)
        put_aside(case, error, now=now)
        return Moved(number, before, before, error=case.error)


def put_aside(case: Case, error: Exception, *, now: datetime) -> None:
    """Keep a case that failed out of the rounds for a while, longer each time."""
    pause = min(FIRST_PAUSE * 2 ** min(case.failures, 12), LONGEST_PAUSE)
    case.failures += 1
    case.error = f"{type(error).__name__}: {error}"[:2000]
    case.ready_at = now + pause


def route_waiver(session: Session, case: Case, now: datetime) -> Moving:
    """Hand a waiver to the next step, and every duty on it to somebody who can do it."""
    before, policy = standing(case), policy_of(session, case)
    ever = rows_of(session, Duty, "case_number", case.number)
    duties = [duty for duty in ever if duty.state is DutyState.OPEN]
    opened: Duty | None = None
    if case.state is CaseState.SUBMITTED:
        step = next((one for one in policy.steps if one.name == case.step), policy.steps[0])
        move(case, CaseState.IN_REVIEW, now=now)
        opened = _open_step(session, case, step, now=now)
    elif case.state is CaseState.IN_REVIEW and _first(duties, REVIEW, DECIDE) is None:
        opened = _open_step(session, case, _step_to_open(case, ever, policy), now=now)
    else:
        opened = open_ahead(session, case, now=now)
    if opened is not None:
        duties.append(opened)
    for duty in duties:
        first = duty is opened
        yield from hand_over(session, case, duty, policy, owed=duties, now=now, first=first)
    case.ready_at, case.failures, case.error = look_ahead(session, case), 0, None
    step_duty = _first(duties, REVIEW, DECIDE)
    holder = session.get(Person, step_duty.holder) if step_duty and step_duty.holder else None
    return Moved(case.number, before, standing(case), holder.email if holder else None)


def standing(case: Case) -> str:
    """Say where a case stands in a word or two: `in_review/program`."""
    return f"{case.state.value}/{case.step}" if case.step else case.state.value


def _first(duties: Iterable[Duty], *prefixes: str) -> Duty | None:
    still_open = (duty for duty in duties if duty.state is DutyState.OPEN)
    return next((duty for duty in still_open if duty.what.startswith(prefixes)), None)


def _step_to_open(case: Case, ever: Sequence[Duty], policy: Policy) -> Step:
    """Give the step after the last one; that one again where its review was never finished."""
    here = next((one for one in policy.steps if one.name == case.step), None)
    reviews = [duty for duty in ever if duty.what == f"{REVIEW}{case.step}"]
    done = bool(reviews) and reviews[-1].state is DutyState.DONE
    if here is not None and not done:
        return here
    following = policy.after(case.step) if case.step else policy.steps[0]
    if following is None:
        raise LookupError(f"policy {policy.version} has no step after {case.step}")
    return following


def _open_step(session: Session, case: Case, step: Step, *, now: datetime) -> Duty:
    case.step = step.name
    return open_duty(
        session,
        case,
        f"{DECIDE if step.decides else REVIEW}{step.name}",
        office=step.office,
        at=step.at,
        days=step.days,
        basis=f"steps.{step.name}.days",
        now=now,
    )


def hand_over(
    session: Session,
    case: Case,
    duty: Duty,
    policy: Policy,
    *,
    owed: list[Duty],
    now: datetime,
    first: bool = False,
) -> Generator[None]:
    """Leave a duty with its holder while they can do it; else find another and tell them.

    The one with the least open work among those who hold the office and have
    not stepped aside. Where there is none, the operators are asked, once.
    `owed` is what is open on the case, `first` says that the duty is of just now.
    """
    with session.no_autoflush:  # a duty just opened is written once, with its holder
        people = able(session, case, duty.office, duty.at, now=now)
        if any(person.id == duty.holder for person in people):
            return
        person = least_busy(session, people)
    of_a_step = duty.what.startswith((REVIEW, DECIDE))
    asked = _first(owed, ASSIGN) if of_a_step else None
    to_ask = of_a_step and asked is None
    if person is None and duty.holder is None and not first and not to_ask:
        return
    duty.holder = person.id if person else None
    yield
    event = record(
        session,
        case,
        "duty.opened" if first else "duty.reassigned",
        by=ENGINE,
        entered_by=ENGINE,
        now=now,
        data=opening_facts(duty, person),
    )
    if person is not None:
        _tell_holder(session, case, duty, person, event=event, now=now)
    if person is not None and asked is not None:
        discharge(asked, by=None, now=now)
    elif person is None and to_ask:
        _ask_operators(session, case, duty, policy, event=event, now=now)


def _tell_holder(
    session: Session, case: Case, duty: Duty, person: Person, *, event: Event, now: datetime
) -> None:
    to = [Recipient(person.email, duty.owed_by)]
    about = {"duty": duty.id, "version": case.version, "step": case.step}
    if duty.what.startswith((REVIEW, DECIDE)):
        tell(session, case, Template.STEP_OPENED, to, event=event, now=now, about=about)
    elif duty.what == ANSWER:
        tell(session, case, Template.WAIVER_RETURNED, to, event=event, now=now, about=about)


def _ask_operators(
    session: Session, case: Case, duty: Duty, policy: Policy, *, event: Event, now: datetime
) -> None:
    """Open the operators' duty to find somebody, and mail every one of them."""
    asked = open_duty(
        session,
        case,
        f"{ASSIGN}{duty.what.partition(':')[2]}",
        office=Office.OPERATOR,
        at=duty.at,
        days=policy.assign_days,
        basis="assign_days",
        now=now,
    )
    operator = least_busy(session, able(session, case, Office.OPERATOR, duty.at, now=now))
    asked.holder = operator.id if operator else None
    operators = holders_of(session, Office.OPERATOR, duty.at, now)
    about = {"duty": duty.id, "version": case.version}
    tell(session, case, Template.STAFF_NEEDED, operators, event=event, now=now, about=about)
