"""A case as the commissioner's office has it on one page, and what a reader of it may do."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from actions.clock_guards import may_change_clock
from actions.dossier import decision_on, dossier_of
from actions.duties import open_duties
from actions.evidence import openings
from actions.explaining import explained_duties
from actions.offices import DEPARTMENT, gather_holders, holders
from actions.outline import head_of
from actions.policies import policy_of
from actions.standing import DECIDE, REVIEW, duty_in_hand, has_recommended, is_recused
from actions.versions import versions_of
from models.cases import Case
from models.documents import Document
from models.people import Holding, Office, Person
from models.submissions import Submission
from rules.calendar import new_york_date
from rules.changes import Change, compare
from rules.findings import Finding, Refused, SomeoneElseActed
from rules.wording import objects


@dataclass(frozen=True, slots=True)
class Turn:
    """What changed from one version of an application to the next."""

    before: int
    after: int
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class MayDecide:
    """Somebody in the office that decides: how they hold it, and whether they are off this case."""

    holding: Holding
    email: str
    stepped_aside: bool
    recommended: bool


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """Everything on record about a case, and what somebody may do on it now."""

    found: dict[str, Any]
    public: bool
    """Whether the register has an entry of it."""
    content: dict[str, Any]
    """The form as filed, of the version before the office."""
    duties: list[dict[str, Any]]
    opened: list[str]
    """Ids of what the reader has opened of this version."""
    turns: list[Turn]
    deciders: list[MayDecide]
    decided_by: Holding | None
    objections: list[dict[str, Any]]
    may_review: bool = False
    may_decide: bool = False
    drafted: bool = False
    """Whether the reader drafted a recommendation, and so does not decide."""
    why_not: tuple[Finding, ...] = ()
    """Why the reader has nothing to do now, where that is so."""
    clocks: list[str] = field(default_factory=list[str])
    """Slugs of the open duties whose clock the reader may change."""


def office_file(session: Session, number: str, reader: Person, *, now: datetime) -> OfficeFile:
    """Gather a waiver's case for one reader.

    Raises:
        NoSuchCase: there is none of this number.
    """
    head = head_of(session, number)
    case, found = head.case, dossier_of(session, head)
    submission = session.get_one(Submission, (number, case.version))
    _gather_holders(session, case, now)
    may_review, not_review = _may(session, case, REVIEW, reader, now)
    may_decide, not_decide = _may(session, case, DECIDE, reader, now)
    drafted = has_recommended(session, case, reader)
    return OfficeFile(
        found=found,
        public=head.public,
        content=json.loads(submission.content),
        duties=explained_duties(session, number),
        opened=openings(session, case, reader),
        turns=_turns(session, number),
        deciders=deciders(session, case, now=now),
        decided_by=_decided_by(session, case),
        objections=[one for one in found["consultations"] if objects(one["view"] or "")],
        may_review=may_review,
        may_decide=may_decide and not drafted,
        drafted=drafted,
        why_not=() if may_review or may_decide else (not_review or not_decide),
        clocks=[
            duty.what
            for duty in open_duties(session, case)
            if may_change_clock(session, case, duty, reader.email, now=now)
        ],
    )


def _gather_holders(session: Session, case: Case, now: datetime) -> None:
    """Read together who holds the offices that the page asks about."""
    last = policy_of(session, case).steps[-1]
    owing = {(duty.office, duty.at) for duty in open_duties(session, case)}
    offices = owing | {(last.office, last.at), (Office.OPERATOR, DEPARTMENT)}
    gather_holders(session, offices, new_york_date(now))


def deciders(session: Session, case: Case, *, now: datetime) -> list[MayDecide]:
    """Give who holds the office that decides a case today, regular before acting."""
    last = policy_of(session, case).steps[-1]
    return [
        MayDecide(
            holding,
            someone.email,
            is_recused(session, case, someone),
            has_recommended(session, case, someone),
        )
        for holding, someone in holders(session, last.office, last.at, new_york_date(now))
    ]


def _may(
    session: Session, case: Case, prefix: str, reader: Person, now: datetime
) -> tuple[bool, tuple[Finding, ...]]:
    try:
        duty_in_hand(session, case, prefix, by=reader.email, now=now)
    except SomeoneElseActed:  # the case says who did
        return False, ()
    except Refused as refused:
        return False, refused.findings
    return True, ()


def _turns(session: Session, number: str) -> list[Turn]:
    """Give what each version changed, the newest first."""
    versions = versions_of(session, number)
    turns = [
        Turn(old.version, new.version, compare(old.content, new.content))
        for old, new in pairwise(versions)
    ]
    return turns[::-1]


def _decided_by(session: Session, case: Case) -> Holding | None:
    decision = decision_on(session, case)
    return session.get_one(Holding, decision.holding_id) if decision else None


def instrument(session: Session, number: str, holding_id: int) -> Document | None:
    """Give the document that names an acting or delegated holder of the office that decides."""
    last = policy_of(session, session.get_one(Case, number)).steps[-1]
    holding = session.get(Holding, holding_id)
    if holding is None or (holding.office, holding.at) != (last.office, last.at):
        return None
    return session.get(Document, holding.instrument_sha256) if holding.instrument_sha256 else None
