"""Rules 28 to 31: what a signed memorandum of understanding must and should hold."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.duties import Authority
from rules.findings import Finding, Findings
from rules.law import enforces, finding, warns
from rules.wording import listed

PARTS: dict[str, str] = {
    "b-i": "mission, goals and objectives",
    "b-ii": "roles and responsibilities of officers, police and schools",
    "b-iii": "how officers are selected",
    "b-iv": "how officers join the school environment, and safety meetings",
    "b-v": "what information is shared",
    "b-vi": "organization, supervision and lines of communication",
    "b-vii": "training",
    "b-viii": "who collects and reports arrests, citations and court referrals",
    "exclusion": "what officers are not: no disciplinarians, no substitute for counselors",
}
"""The parts of (b)'s ordinary memorandum, by the names a checklist gives them."""

_SUPERINTENDENT = re.compile(r"\bsuperintendents?\b", re.IGNORECASE)
_STATE_POLICE = re.compile(r"\bstate police\b|\bmsp\b", re.IGNORECASE)
_OUT_OF_OFFICE = re.compile(
    r"\b(?:former(?:ly)?|retired|past|outgoing|late|emerit\w+)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed, by title, and by what authority."""

    title: str
    authority: str


def read_signatory(text: str) -> Signatory:
    """Read “TITLE; AUTHORITY”; what is missing is empty, for the rules to say so."""
    title, _, authority = text.partition(";")
    return Signatory(title.strip(), authority.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorandumForm:
    """What is said of a signed memorandum about to be lodged."""

    filename: str
    roles_page: int
    """The page that defines roles and duties, from 1."""
    signed_on: date
    parts: Mapping[str, int] = field(default_factory=dict[str, int])
    """Pages of the parts it has, by the names in `PARTS`."""
    signatories: tuple[Signatory, ...] = ()
    ordinary: bool = False
    """Whether it is lodged as (b)'s ordinary memorandum, which has every part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorandumFacts:
    """What was so on the day (New York) it is lodged."""

    on: date
    pages: int | None = None
    """Pages of the document, where its kind has pages."""
    procedures_recorded: bool = False
    """Whether standard operating procedures for the assigned officer are on record."""


@dataclass(frozen=True, slots=True)
class PendingMemorandum:
    """A memorandum about to be lodged, as the checks see it."""

    form: MemorandumForm
    facts: MemorandumFacts


MemorandumCheck = Callable[[PendingMemorandum], Iterator[Finding]]


def check_memorandum(form: MemorandumForm, facts: MemorandumFacts) -> Findings:
    """Find every gap in what is said of a memorandum, and what to look at again."""
    memorandum = PendingMemorandum(form, facts)
    return Findings(
        refusals=[found for check in REFUSALS for found in check(memorandum)],
        warnings=[found for check in WARNINGS for found in check(memorandum)],
    )


def missing_parts(parts: Mapping[str, int]) -> list[str]:
    """Give the parts of an ordinary memorandum that a checklist does not have, in order."""
    return [part for part in PARTS if part not in parts]


@enforces(28)
def roles_and_duties(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Refuse a memorandum that does not say on which page it defines roles and duties."""
    wrong = _wrong_page(memorandum.form.roles_page, memorandum.facts.pages)
    if wrong:
        yield finding(
            28,
            "The memorandum clearly defines roles and duties: say on which page of the document. "
            f"{wrong}",
            where="roles_page",
        )


@enforces(29)
def checklist_readable(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Refuse a part that (b) does not know, or a page that the document does not have."""
    for part, page in memorandum.form.parts.items():
        wrong = _wrong_page(page, memorandum.facts.pages)
        if part not in PARTS:
            yield finding(
                29,
                f"“{part}” is no part of a memorandum. The parts are {', '.join(PARTS)}.",
                where=f"parts.{part}",
            )
        elif wrong:
            yield finding(29, f"{part}, {PARTS[part]}: {wrong}", where=f"parts.{part}")


@enforces(29)
def ordinary_is_whole(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Refuse as (b)'s ordinary memorandum one that lacks any of its parts."""
    for part in missing_parts(memorandum.form.parts) if memorandum.form.ordinary else ():
        yield finding(
            29,
            f"An ordinary memorandum has {part}, {PARTS[part]}: say on which page.",
            where=f"parts.{part}",
        )


@enforces(30)
def signed(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Refuse a memorandum that nobody has signed, or by whom is not said."""
    if not memorandum.form.signatories:
        yield finding(
            30,
            "Name at least one person who signed, by title, and by what authority.",
            where="signatories",
        )
    for position, signatory in enumerate(memorandum.form.signatories):
        gaps = [name for name in ("title", "authority") if not getattr(signatory, name).strip()]
        if gaps:
            yield finding(
                30,
                f"Signatory {position + 1} has no {' and no '.join(gaps)}. Write both, with a "
                "semicolon between: Superintendent of Schools; vote of the school committee.",
                where=f"signatories[{position}]",
                authority=Authority.POLICY,
            )


@enforces(30)
def signed_by_now(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Refuse a date of signing that is still to come."""
    if memorandum.form.signed_on > memorandum.facts.on:
        yield finding(
            30,
            f"The memorandum is not signed yet on {memorandum.facts.on:%-d %B %Y}: it is said to "
            f"be signed on {memorandum.form.signed_on:%-d %B %Y}. Lodge it once it is, or correct "
            "the date.",
            where="signed_on",
        )


@warns(28)
def parts_advised(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Advise the parts of (b) that the checklist does not have. They block nothing."""
    missing = missing_parts(memorandum.form.parts)
    if missing and not memorandum.form.ordinary:
        yield finding(
            28,
            "37P(e) asks for roles and duties, and the memorandum goes on with them. The other "
            "parts that 37P(b) lists are strongly advised; not on the checklist are "
            f"{'; '.join(f'{part}, {PARTS[part]}' for part in missing)}.",
            where="parts",
            authority=Authority.PRACTICE,
        )


@warns(29)
def signatory_out_of_office(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Point out a signatory whose title says that they are no longer in office."""
    for position, signatory in enumerate(memorandum.form.signatories):
        if _OUT_OF_OFFICE.search(signatory.title):
            yield finding(
                29,
                f"“{signatory.title}” seems to be out of office. See whether a successor should "
                "sign.",
                where=f"signatories[{position}]",
                authority=Authority.PRACTICE,
            )


@warns(29)
def signed_long_ago(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Point out a memorandum signed more than a year ago."""
    signed_on, on = memorandum.form.signed_on, memorandum.facts.on
    if (on.year - signed_on.year, on.month, on.day) > (1, signed_on.month, signed_on.day):
        yield finding(
            29,
            f"The memorandum was signed on {signed_on:%-d %B %Y}, more than a year ago. See that "
            "it still says what is done.",
            where="signed_on",
            authority=Authority.PRACTICE,
        )


@warns(30)
def expected_signatories(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Point out that the superintendent or the state police are not among the signatories."""
    words = [f"{each.title} {each.authority}" for each in memorandum.form.signatories]
    expected = {"the superintendent": _SUPERINTENDENT, "the state police": _STATE_POLICE}
    absent = [who for who, pattern in expected.items() if not any(map(pattern.search, words))]
    if words and absent:
        yield finding(
            30,
            f"Not among those who signed, by their titles: {listed(absent)}. 37P(e) names no "
            "parties, so this holds nothing up; confirm that it is meant.",
            where="signatories",
        )


@warns(31)
def no_procedures(memorandum: PendingMemorandum) -> Iterator[Finding]:
    """Point out that no standard operating procedures are recorded for the officer."""
    if not memorandum.facts.procedures_recorded:
        yield finding(
            31,
            "No standard operating procedures are recorded for the assigned officer. They are "
            "the chief's to make, under 37P(b).",
            authority=Authority.PRACTICE,
        )


REFUSALS: tuple[MemorandumCheck, ...] = (
    roles_and_duties,
    checklist_readable,
    ordinary_is_whole,
    signed,
    signed_by_now,
)

WARNINGS: tuple[MemorandumCheck, ...] = (
    parts_advised,
    signatory_out_of_office,
    signed_long_ago,
    expected_signatories,
    no_procedures,
)


def _wrong_page(page: int, pages: int | None) -> str | None:
    if page < 1:
        return "Pages are counted from 1."
    if pages is not None and page > pages:
        return f"The document has {pages} {'page' if pages == 1 else 'pages'}, not {page}."
    return None
