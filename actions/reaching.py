"""When a mail fails for good: somebody else is told, and then a person has to act."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.absences import stand_ins
from actions.duties import REACH, able, least_busy, open_duties, open_duty
from actions.mailing import holders_of, tell
from actions.policies import policy_of
from models.cases import Case
from models.events import Event
from models.messages import Message, MessageState
from models.people import Office
from notifications.compose import Recipient, Template, compose_again, same_news


def tell_somebody_else(session: Session, case: Case, message: Message, *, now: datetime) -> bool:
    """Send what failed to the person's stand-in, or to another holder of the office.

    The stand-in of somebody who is away comes first, then the least busy
    holder of the same office who was not sent the same. Nobody who has stepped
    aside from the case is asked. Gives False where there is nobody, or where
    the failed mail was such a second try itself.
    """
    if message.about.get("for"):
        return False
    told = _told(session, message)
    away = stand_ins(session, [message.to_email], case_number=case.number, now=now)
    stand_in = away.get(message.to_email)
    if stand_in in told and told[stand_in] is not MessageState.FAILED:
        return True
    if stand_in is None or stand_in in told:
        stand_in = _another_holder(session, case, message, set(told), now=now)
    if stand_in is None:
        return False
    to = Recipient(stand_in, message.to_office, stands_in_for=message.to_email)
    session.add(compose_again(message, to, now=now))
    return True


def _told(session: Session, message: Message) -> dict[str, MessageState]:
    """Give everybody who was sent the same news, and what became of it."""
    rows = session.exec(
        select(Message.to_email, Message.state).where(
            col(Message.case_number) == message.case_number,
            col(Message.key).startswith(same_news(message), autoescape=True),
        )
    )
    return {email: MessageState(state) for email, state in rows}


def _another_holder(
    session: Session, case: Case, message: Message, told: set[str], *, now: datetime
) -> str | None:
    office, _, at = message.to_office.partition("@")
    people = able(session, case, Office(office), at, now=now)
    person = least_busy(session, [one for one in people if one.email not in told])
    return person.email if person else None


def ask_operators_to_reach(
    session: Session, case: Case, message: Message, *, event: Event, now: datetime
) -> None:
    """Open the operators' duty to reach the person another way, once, and mail them of it."""
    first = session.get_one(Message, message.about.get("instead_of", message.id))
    policy, what = policy_of(session, case), f"{REACH}{first.id}"
    at = policy.steps[0].at
    if what not in {duty.what for duty in open_duties(session, case)}:
        duty = open_duty(
            session,
            case,
            what,
            office=Office.OPERATOR,
            at=at,
            days=policy.assign_days,
            basis="assign_days",
            now=now,
        )
        operator = least_busy(session, able(session, case, Office.OPERATOR, at, now=now))
        duty.holder = operator.id if operator else None
    operators = holders_of(session, Office.OPERATOR, at, now)
    about = {"failed": first.id, "then": message.id, "version": case.version}
    tell(session, case, Template.STAFF_NEEDED, operators, event=event, now=now, about=about)
