"""A chief's own word on an application: kept whole, shown to every reviewer, never an approval."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from actions.cases import CLOSED, CannotMove, find_case, keep_warnings, refusal, words
from actions.duties import open_duties
from actions.mailing import applicant_of, chiefs_of, tell
from actions.offices import offices_of, person
from actions.record import record
from models.cases import Case
from models.events import Event
from models.people import Holding, Office, Person
from notifications.compose import Recipient, Template
from rules.calendar import new_york_date
from rules.findings import ApplicationIncomplete, NotYourOffice
from rules.law import finding, records
from rules.wording import objects

GIVEN = "chief.view_given"
LONGEST_VIEW = 20_000
"""Characters of a view."""


class Account(StrEnum):
    """What a chief says of the consultation as the application tells it."""

    AS_TOLD = "as-told"
    NOT_AS_TOLD = "not-as-told"
    NOTHING = "nothing"


ACCOUNTS = {
    Account.AS_TOLD: "The consultation took place as the application tells it.",
    Account.NOT_AS_TOLD: "The consultation did not take place as the application tells it.",
    Account.NOTHING: "Nothing is said of how the application tells the consultation.",
}
"""In words that stand alone."""


@dataclass(frozen=True, slots=True)
class ChiefView:
    """What a chief has said of an application, in their own words."""

    account: Account
    view: str
    by: str
    """The address."""
    title: str
    towns: Sequence[str]
    version: int
    """The version that was before them."""
    at: datetime
    seq: int
    """The log entry that holds it."""


@records(5)
def give_view(
    session: Session,
    number: str,
    *,
    account: Account,
    view: str,
    by: str,
    entered_by: str,
    now: datetime,
) -> Event:
    """Put a chief's own word on an application on record, beside it.

    The submission stays as it was filed, and the case where it is: consultation
    is not consent (rule 5). Words, and an account that differs, are shown to
    every reviewer as a warning, whole. Whoever has the case in hand, the
    applicant, and the other chiefs are told.

    Raises:
        NoSuchCase: there is no waiver of this number.
        NotYourOffice: `by` is no chief whom the case concerns.
        CannotMove: the case is closed.
        ApplicationIncomplete: nothing is said.
    """
    case = find_case(session, number)
    chief, held = _chief(session, case, by, now)
    if case.state in CLOSED:
        message = f"{number} is {words(case.state)}: a view can reach nobody who decides it now."
        raise CannotMove([refusal(message)])
    view = view.strip()
    _require_something(account, view)
    towns = [one.at for one in held]
    if view or account is Account.NOT_AS_TOLD:
        _warn(session, case, account, view, chief, held, now)
    event = record(
        session,
        case,
        GIVEN,
        by=chief.email,
        entered_by=entered_by,
        now=now,
        data={
            "account": account.value,
            "view": view,
            "title": held[0].title,
            "towns": towns,
            "version": case.version,
        },
    )
    to = [one for one in _told(session, case, now) if one.email != chief.email]
    about = {"event": event.seq, "version": case.version}
    tell(session, case, Template.CHIEF_VIEW, to, event=event, now=now, about=about)
    return event


def views_of(session: Session, number: str) -> list[ChiefView]:
    """Give every chief's own word on a case, in the order given."""
    query = select(Event).where(col(Event.stream) == number, col(Event.kind) == GIVEN)
    return [view_in(one) for one in session.exec(query.order_by(col(Event.seq)))]


def view_in(event: Event) -> ChiefView:
    """Read a view from its log entry."""
    said = json.loads(event.data)
    return ChiefView(
        account=Account(said["account"]),
        view=said["view"],
        by=event.by,
        title=said["title"],
        towns=tuple(said["towns"]),
        version=said["version"],
        at=event.at,
        seq=event.seq,
    )


def _chief(session: Session, case: Case, by: str, now: datetime) -> tuple[Person, list[Holding]]:
    concerned = {one.office for one in chiefs_of(session, case, now)}
    someone = person(session, by)
    held = offices_of(session, someone, new_york_date(now)) if someone else []
    mine = [
        one
        for one in held
        if one.office is Office.CHIEF and f"{Office.CHIEF.value}@{one.at}" in concerned
    ]
    if someone is None or not mine:
        towns = ", ".join(sorted(one.partition("@")[2] for one in concerned)) or "no town on record"
        message = f"{by} is not the chief of police whom {case.number} concerns: that is {towns}."
        raise NotYourOffice([refusal(message, where="--as")])
    return someone, mine


def _require_something(account: Account, view: str) -> None:
    if account is not Account.AS_TOLD and not view:
        message = (
            "Say in your own words what differs, or what you want the reviewers to know. "
            "What you write is shown to them whole."
        )
        raise ApplicationIncomplete([finding(5, message, where="view")])
    if len(view) > LONGEST_VIEW:
        message = f"Write at most {LONGEST_VIEW:,} characters."
        raise ApplicationIncomplete([refusal(message, where="view")])


def _warn(
    session: Session,
    case: Case,
    account: Account,
    view: str,
    chief: Person,
    held: Sequence[Holding],
    now: datetime,
) -> None:
    reads = " It reads as an objection." if objects(view) else ""
    said = f" In full: “{view}”" if view else ""
    warning = finding(
        5,
        f"{held[0].title}, {', '.join(one.at for one in held)}, has given a view. "
        f"{ACCOUNTS[account]}{reads} Consultation is not consent, so the application goes on."
        f"{said}",
        where="chief_consultations",
    )
    keep_warnings(
        session, case, [warning], went_on_by=chief.email, reason="The chief's own word", now=now
    )


def _told(session: Session, case: Case, now: datetime) -> list[Recipient]:
    in_hand = [
        Recipient(someone.email, duty.owed_by)
        for duty in open_duties(session, case)
        if duty.holder and (someone := session.get(Person, duty.holder))
    ]
    return [*in_hand, *applicant_of(session, case, now), *chiefs_of(session, case, now)]
