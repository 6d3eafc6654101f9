"""Facts to put on paper: a plain case, and one whose names set every trap."""

from dataclasses import replace
from datetime import UTC, date, datetime

from models.shortfalls import Employer, Place
from notifications.papers.facts import FilingFacts, MemorandumFacts, ProofFacts, Signatory

HASH = "3f1a" * 16
CHAIN = "9b07" * 16

LAW_TITLE = "M.G.L. c.71 §37P as in St.2018 c.69"
LAW_NOTICE = (
    "Recourse carries M.G.L. c.71 §37P in its St.2018 c.69 text. St.2020 c.253 §79 rewrote the "
    "whole section: since 2021 a chief assigns an officer at the superintendent's request and "
    "there is no mandate left to waive, so confirm your authority before you file or decide."
)

HOSTILE = '#panic("x") ]} $ \\ " \' `raw` *b* _i_ <x> @y //z &amp; %s {{ 7*7 }}'
"""Signs that mean something to a typesetter, a template or a markup reader."""

MEMORANDUM = MemorandumFacts(
    case_number="S-2026-0001",
    applicant="Quarry Hill Regional School District",
    towns=("Quarry Hill", "Lower Quarry"),
    schools=("Quarry Hill Regional High School",),
    chief_title="Select Board having control of the police, Quarry Hill",
    superintendent_title="Superintendent of Schools, Quarry Hill Regional",
    liaison_title="School liaison, department of state police",
    fiscal_year=2027,
    employer=Employer.STATE_POLICE,
    law_title=LAW_TITLE,
    law_notice=LAW_NOTICE,
    prepared_on=date(2026, 10, 5),
)


def filing(place: Place, custodian: str) -> FilingFacts:
    """Make a filing that its own office confirmed."""
    return FilingFacts(
        place=place,
        on=date(2026, 11, 3),
        custodian=custodian,
        sha256=HASH,
        confirmed_by=custodian,
        at=datetime(2026, 11, 4, 15, 30, tzinfo=UTC),
    )


PROOF = ProofFacts(
    case_number="S-2026-0001",
    applicant="Quarry Hill Regional School District",
    sha256=HASH,
    version=1,
    filename="memorandum-quarry-hill.pdf",
    signed_on=date(2026, 10, 30),
    signatories=(
        Signatory("Chair, Select Board of Quarry Hill", "board having control of the police"),
        Signatory("Superintendent of Schools", "vote of the regional school committee"),
        Signatory("Troop Commander", "department of state police"),
    ),
    roles_page=2,
    filings=(
        filing(Place.STATE_POLICE, "Keeper of records, department of state police"),
        filing(Place.SUPERINTENDENT, "Records clerk, office of the superintendent"),
    ),
    complete=True,
    chain_hash=CHAIN,
    law_title=LAW_TITLE,
    law_notice=LAW_NOTICE,
    printed_at=datetime(2026, 11, 30, 17, 0, tzinfo=UTC),
)


def named(title: str, signatories: int = 3) -> ProofFacts:
    """Make a proof in which everybody and everything is called `title`."""
    return replace(
        PROOF,
        applicant=title,
        filename=title,
        signatories=(Signatory(title, title),) * signatories,
        filings=tuple(filing(place, title) for place in Place),
        law_title=title,
        law_notice=title * 4,
    )


def drafted(title: str) -> MemorandumFacts:
    """Make a draft's facts in which everybody and everything is called `title`."""
    return replace(
        MEMORANDUM,
        applicant=title,
        towns=(title,),
        schools=(title,) * 9,
        chief_title=title,
        superintendent_title=title,
        liaison_title=title,
        law_title=title,
        law_notice=title,
    )
