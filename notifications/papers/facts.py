"""The facts a paper speaks of, taken from the record by whoever asks for the paper."""

from dataclasses import dataclass
from datetime import date, datetime

from models.shortfalls import Employer, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorandumFacts:
    """What a draft memorandum can be told before anybody has agreed on a word of it."""

    case_number: str
    applicant: str
    """The body's name."""
    towns: tuple[str, ...]
    schools: tuple[str, ...]
    chief_title: str
    superintendent_title: str
    liaison_title: str
    """The office at the department of state police."""
    fiscal_year: int
    employer: Employer
    """Whose officer is assigned; the memorandum is due either way (rule 33)."""
    law_title: str
    law_notice: str
    prepared_on: date


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed: a title, and by what authority."""

    title: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingFacts:
    """A confirmed filing: where, since when, in whose keeping, and who confirmed it."""

    place: Place
    on: date
    custodian: str
    """By title."""
    sha256: str
    """Of the document on file there."""
    confirmed_by: str
    """By title."""
    at: datetime
    """When it was confirmed (aware)."""


class ProofContradicted(Exception):
    """A proof was to say that a memorandum is on file twice, and its filings do not bear it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFacts:
    """One signed memorandum and what is known of its filings.

    Raises:
        ProofContradicted: it says complete without the same document in both
            offices, holds two filings in one office, or a filing of another document.
    """

    case_number: str
    applicant: str
    sha256: str
    """Of the signed memorandum."""
    version: int
    filename: str
    signed_on: date
    signatories: tuple[Signatory, ...]
    roles_page: int
    """The page that clearly defines roles and duties, 37P(e)."""
    filings: tuple[FilingFacts, ...]
    complete: bool
    """Whether the case is complete on record."""
    chain_hash: str
    """The last hash of the case's log."""
    law_title: str
    law_notice: str
    printed_at: datetime
    """Aware."""

    def __post_init__(self) -> None:
        places = [filing.place for filing in self.filings]
        if len(places) != len(set(places)):
            raise ProofContradicted(f"{self.case_number}: two filings in one office")
        if any(filing.sha256 != self.sha256 for filing in self.filings):
            raise ProofContradicted(f"{self.case_number}: another document was filed")
        if self.complete and set(places) != set(Place):
            raise ProofContradicted(f"{self.case_number}: complete without both filings")
