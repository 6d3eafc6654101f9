"""Acts that came on paper: whose they are, who entered them, and the scan that shows it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from actions.cases import find_any, refusal
from actions.filings import register
from actions.offices import DEPARTMENT, holders, office_words, require_office
from actions.record import record
from actions.shortfall_standing import offices_concerned
from documents import Examined
from models.cases import Case, CaseKind
from models.drafts import Draft
from models.events import Event
from models.people import Office, Person
from rules.calendar import new_york_date
from rules.findings import NotYourOffice

KEPT = "paper.kept"
BEGUN = "paper.begun"
STREAM = "papers"
"""The log of drafts that operators began from a paper."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may have signed a paper."""

    email: str
    words: str
    """Title, office and place."""


def signers_at(session: Session, office: Office, at: str, *, now: datetime) -> list[Signer]:
    """Give who holds an office today, as those who may have signed a paper for it."""
    return [
        Signer(someone.email, f"{holding.title}: {office_words(session, office, at)}")
        for holding, someone in holders(session, office, at, new_york_date(now))
    ]


def signers_in(
    session: Session, case: Case, offices: Collection[Office], *, now: datetime
) -> list[Signer]:
    """Give who may have signed a paper on a case, for one of these offices."""
    concerned = (
        offices_concerned(session, case)
        if case.kind is CaseKind.SHORTFALL
        else {Office.SUPERINTENDENT: case.organization_code}
    )
    return [
        signer
        for office in sorted(offices)
        if office is not Office.OPERATOR
        for signer in signers_at(session, office, concerned[office], now=now)
    ]


def require_operator(session: Session, by: str, now: datetime) -> None:
    """Check that `by` enters papers for others.

    Raises:
        NotYourOffice: `by` is no operator.
    """
    require_office(session, by, Office.OPERATOR, DEPARTMENT, new_york_date(now))


def require_on_list(signers: Collection[Signer], email: str) -> str:
    """Check that a paper was signed by somebody who may, and give their address.

    Raises:
        NotYourOffice: they hold none of the offices.
    """
    if email not in {one.email for one in signers}:
        message = "Whoever signed the paper holds none of the offices that may do this today."
        raise NotYourOffice([refusal(message, where="signed_by")])
    return email


def note_begun(session: Session, draft: Draft) -> None:
    """Put down that an operator types a draft from a paper, who signed that, when it came."""
    typist = session.get_one(Person, draft.started_by).email
    data = {
        "draft": draft.id,
        "signed_by": session.get_one(Person, draft.paper_signer).email,
        "body": draft.organization_code,
        "came_on": str(draft.came_on),
    }
    record(session, STREAM, BEGUN, by=typist, entered_by=typist, now=draft.started_at, data=data)


def keep_scan(
    session: Session,
    number: str,
    scan: Examined,
    filename: str,
    *,
    act: str,
    signed_by: str,
    by: str,
    now: datetime,
    came_on: date | None = None,
) -> Event:
    """Keep the scan of a signed paper with its case: what was signed, by whom, who entered it.

    It can be read as `P` and the number of its log entry. Its bytes are in the
    store already.

    Raises:
        NoSuchCase: there is none of this number.
        NotYourOffice: `by` is no operator.
    """
    require_operator(session, by, now)
    case = find_any(session, number)
    register(session, [scan], now=now)
    session.flush()
    return record(
        session,
        case,
        KEPT,
        by=by,
        entered_by=by,
        now=now,
        data={
            "act": act,
            "signed_by": signed_by,
            "sha256": scan.sha256,
            "filename": filename,
            "came_on": came_on.isoformat() if came_on else None,
        },
    )
