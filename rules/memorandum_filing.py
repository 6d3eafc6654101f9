"""Rule 27: the signed memorandum on file in two offices, the same one in both."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from models.duties import Authority
from models.shortfalls import Place
from rules.findings import Finding, Findings
from rules.law import enforces, finding, warns

OFFICE_IN = {
    Place.SUPERINTENDENT: "the superintendent's office",
    Place.STATE_POLICE: "the department of state police",
}
"""The two places as sentences call them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingForm:
    """What is said of a filing about to be confirmed."""

    place: Place
    on: date
    custodian: str
    """Who keeps it there, by title."""
    sha256: str
    """Of the document that is on file."""
    by_office: bool
    """Whether that office itself confirms."""
    has_receipt: bool = False
    """Whether the office's receipt is attached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingFacts:
    """What was so on the day (New York) of the confirmation."""

    today: date
    signed_on: date
    memorandum_sha256: str
    """Of the memorandum now lodged."""
    filed_places: tuple[Place, ...] = ()
    """Where it is on file already."""


FilingCheck = Callable[[FilingForm, FilingFacts], Iterator[Finding]]


def check_filing(form: FilingForm, facts: FilingFacts) -> Findings:
    """Find every reason why this is not the signed memorandum on file in a new place."""
    return Findings(
        refusals=[found for check in REFUSALS for found in check(form, facts)],
        warnings=list(copy_for_the_chief(form, facts)),
    )


@enforces(27)
def filings_complete(filings: Iterable[tuple[Place, str]], memorandum_sha256: str) -> bool:
    """Whether the signed memorandum is on file in both offices.

    `filings` are pairs of place and the SHA-256 of what is on file there. Two
    in one place, or another document in either, complete nothing.
    """
    return {place for place, sha256 in filings if sha256 == memorandum_sha256} == set(Place)


@enforces(27)
def not_there_already(form: FilingForm, facts: FilingFacts) -> Iterator[Finding]:
    """Refuse a second filing in one place: the law wants two offices."""
    if form.place in facts.filed_places:
        yield finding(
            27,
            f"This memorandum is on file in {OFFICE_IN[form.place]} already. The case waits for "
            f"{OFFICE_IN[_other(form.place)]}.",
            where="place",
        )


@enforces(27)
def filed_once_signed(form: FilingForm, facts: FilingFacts) -> Iterator[Finding]:
    """Refuse a filing before the signature, or on a day to come."""
    if form.on < facts.signed_on:
        yield finding(
            27,
            f"On {form.on:%-d %B %Y} the memorandum was not signed yet: it was on "
            f"{facts.signed_on:%-d %B %Y}. Give the day the signed one was put on file.",
            where="on",
        )
    elif form.on > facts.today:
        yield finding(
            27,
            f"{form.on:%-d %B %Y} is still to come. Confirm the filing once it is done.",
            where="on",
        )


@enforces(27)
def the_signed_document(form: FilingForm, facts: FilingFacts) -> Iterator[Finding]:
    """Refuse a document that is not, byte for byte, the memorandum that was signed."""
    if form.sha256 != facts.memorandum_sha256:
        yield finding(
            27,
            "This is another document than the signed memorandum: its SHA-256 is "
            f"{form.sha256[:12]}…, the memorandum's {facts.memorandum_sha256[:12]}…. File the "
            "document as it was lodged; an amended one is lodged first.",
            where="document",
        )


@enforces(27)
def custodian_named(form: FilingForm, facts: FilingFacts) -> Iterator[Finding]:  # noqa: ARG001 (one shape for every check)
    """Refuse a filing for which nobody answers."""
    if not re.search(r"[^\W\d_]{2}", form.custodian):
        yield finding(
            27, "Say who keeps the memorandum in that office, by title.", where="custodian"
        )


@enforces(27)
def office_or_receipt(form: FilingForm, facts: FilingFacts) -> Iterator[Finding]:  # noqa: ARG001 (one shape for every check)
    """Refuse a filing that rests neither on the office's own word nor on its receipt."""
    if not form.by_office and not form.has_receipt:
        yield finding(
            27,
            f"Attach the receipt of {OFFICE_IN[form.place]}, or have that office confirm the "
            "filing itself.",
            where="receipt",
            authority=Authority.POLICY,
        )


@warns(27)
def copy_for_the_chief(form: FilingForm, facts: FilingFacts) -> Iterator[Finding]:
    """Advise a copy for the chief once both offices have the memorandum: (e) does not ask it."""
    if {*facts.filed_places, form.place} == set(Place):
        yield finding(
            27,
            "With this it is on file in both offices that 37P(e) names. The chief's office is "
            "37P(b)'s place, not (e)'s: offer the chief a copy.",
            authority=Authority.PRACTICE,
        )


REFUSALS: tuple[FilingCheck, ...] = (
    not_there_already,
    filed_once_signed,
    the_signed_document,
    custodian_named,
    office_or_receipt,
)


def _other(place: Place) -> Place:
    return next(each for each in Place if each is not place)
