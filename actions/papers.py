"""Gather the facts of a paper from the record: the memorandum's draft, the proof of filing."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.cases import CannotMove, refusal
from actions.mailing import title_of
from actions.memoranda import current_memorandum, filings_of
from actions.shortfall_letters import schools_named
from actions.shortfall_standing import offices_concerned
from models.cases import Case, CaseKind, CaseState
from models.people import Holding, Office, Person
from models.registry import Organization
from models.shortfalls import (
    Assignment,
    Determination,
    Employer,
    MemorandumFiling,
    Place,
)
from notifications.papers.facts import FilingFacts, MemorandumFacts, ProofFacts, Signatory
from rules.calendar import new_york_date
from rules.findings import NoSuchCase
from rules.law import law

OFFICES = {Place.SUPERINTENDENT: Office.SUPERINTENDENT, Place.STATE_POLICE: Office.STATE_POLICE}


def memorandum_facts(session: Session, number: str, *, now: datetime) -> MemorandumFacts:
    """Give what a draft memorandum can be told of a case.

    Raises:
        NoSuchCase: no shortfall has this number.
    """
    case = _shortfall(session, number)
    determination = session.get_one(Determination, number)
    where, text = offices_concerned(session, case), law(case.law_version)
    return MemorandumFacts(
        case_number=number,
        applicant=session.get_one(Organization, case.organization_code).name,
        towns=(determination.town,),
        schools=schools_named(session, case),
        chief_title=_title(session, Office.CHIEF, where[Office.CHIEF]),
        superintendent_title=_title(session, Office.SUPERINTENDENT, where[Office.SUPERINTENDENT]),
        liaison_title=_title(session, Office.STATE_POLICE, where[Office.STATE_POLICE]),
        fiscal_year=determination.fiscal_year,
        employer=_employer(session, case),
        law_title=text.title,
        law_notice=text.notice,
        prepared_on=new_york_date(now),
    )


def proof_facts(session: Session, number: str, *, now: datetime) -> ProofFacts:
    """Give what is known of a memorandum's filings.

    Raises:
        NoSuchCase: no shortfall has this number.
        CannotMove: no memorandum is lodged.
    """
    case = _shortfall(session, number)
    memorandum = current_memorandum(session, case)
    if memorandum is None:
        raise CannotMove([refusal(f"{number} has no memorandum yet: there is nothing to prove.")])
    text = law(case.law_version)
    return ProofFacts(
        case_number=number,
        applicant=session.get_one(Organization, case.organization_code).name,
        sha256=memorandum.sha256,
        version=memorandum.version,
        filename=memorandum.filename,
        signed_on=memorandum.signed_on,
        signatories=tuple(
            Signatory(one["title"], one["authority"]) for one in memorandum.signatories
        ),
        roles_page=memorandum.roles_page,
        filings=tuple(_filing(session, case, one) for one in filings_of(session, memorandum)),
        complete=case.state is CaseState.COMPLETE,
        chain_hash=case.event_hash,
        law_title=text.title,
        law_notice=text.notice,
        printed_at=now.replace(microsecond=0),
    )


def _shortfall(session: Session, number: str) -> Case:
    """Give the case without holding it: a paper only reads, also where nothing may be written."""
    case = session.get(Case, number)
    if case is None or case.kind is not CaseKind.SHORTFALL:
        raise NoSuchCase([refusal(f"There is no shortfall case {number}.", where="NUMBER")])
    return case


def _title(session: Session, office: Office, at: str) -> str:
    query = (
        select(Holding.title)
        .where(col(Holding.office) == office, col(Holding.at) == at)
        .where(col(Holding.revoked_at).is_(None))
        .order_by(col(Holding.id).desc())
    )
    return session.exec(query.limit(1)).first() or office.value.replace("_", " ").capitalize()


def _employer(session: Session, case: Case) -> Employer:
    query = select(Assignment.employer).where(col(Assignment.case_number) == case.number)
    last = session.exec(query.order_by(col(Assignment.id).desc()).limit(1)).first()
    return Employer(last) if last else Employer.STATE_POLICE


def _filing(session: Session, case: Case, filing: MemorandumFiling) -> FilingFacts:
    office = OFFICES[filing.place]
    at = offices_concerned(session, case)[office]
    person = session.get_one(Person, filing.by)
    return FilingFacts(
        place=filing.place,
        on=filing.held_on,
        custodian=filing.custodian,
        sha256=filing.sha256,
        confirmed_by=title_of(session, person.email, office, at),
        at=filing.at,
    )
