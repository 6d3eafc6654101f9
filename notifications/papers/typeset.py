"""Set the papers as tagged PDF, by layouts that stay as they are.

The facts go in as JSON and are shown as text: nothing in a name can be read as
an instruction to the typesetter. The same facts give the same bytes.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from models.shortfalls import Place
from notifications.papers import parts
from notifications.papers.facts import FilingFacts, MemorandumFacts, ProofFacts
from notifications.papers.letterforms import printable
from notifications.papers.notices import NoticesFacts, on_paper
from notifications.wording import day, moment

FOLDER = Path(__file__).parent

LONGEST_NAME = 240
LONGEST_NOTICE = 600
MOST_SIGNATORIES = 6
"""What the proof's one page is sure to hold. The record holds the rest."""

_HASH_GROUP = 8


def draft_pdf(facts: MemorandumFacts) -> bytes:
    """Draft a memorandum of understanding as PDF, to print and fill in by hand."""
    data = {
        "title": parts.TITLE,
        "case_number": facts.case_number,
        "prepared_on": day(facts.prepared_on),
        "guide": "This is a draft. Nobody has agreed to it yet.",
        "marks": parts.MARKS,
        "particulars": parts.particulars(facts),
        "law": f"{facts.law_title}. {facts.law_notice}",
        "parts": [{**asdict(part), "mark": part.mark} for part in parts.PARTS],
        "kept": {**asdict(parts.KEPT), "mark": parts.KEPT.mark},
        "signatures": asdict(parts.SIGNATURES),
        "signatories": parts.signatories(facts),
        "signature_lines": parts.SIGNATURE_LINES,
    }
    return _set("memorandum.typ", data, datetime.combine(facts.prepared_on, time(), UTC))


def proof_pdf(facts: ProofFacts) -> bytes:
    """Set the one-page proof that a memorandum is on file, for both offices to keep.

    Names beyond `LONGEST_NAME` letters are cut with an ellipsis, and signatories
    beyond `MOST_SIGNATORIES` are counted; the record holds them whole.
    """
    signatories = facts.signatories[:MOST_SIGNATORIES]
    filings = {filing.place: filing for filing in facts.filings}
    data = {
        "case_number": facts.case_number,
        "applicant": facts.applicant,
        "complete": facts.complete,
        "version": facts.version,
        "filename": facts.filename,
        "signed_on": day(facts.signed_on),
        "roles_page": facts.roles_page,
        "sha256": grouped(facts.sha256),
        "signatories": [asdict(signatory) for signatory in signatories],
        "signatories_left_out": len(facts.signatories) - len(signatories),
        "filings": [_filing(filings.get(place)) for place in Place],
        "chain_hash": grouped(facts.chain_hash),
        "law_title": facts.law_title,
        "printed_at": moment(facts.printed_at),
    }
    notice = {"law_notice": printable(facts.law_notice, LONGEST_NOTICE)}
    return _set("proof.typ", _fitted(data, LONGEST_NAME) | notice, facts.printed_at)


def notices_pdf(facts: NoticesFacts) -> bytes:
    """Set the proof of notice: every mail about a case, and what became of it."""
    data = _fitted(on_paper(facts), LONGEST_NOTICE) | {"chain_hash": grouped(facts.chain_hash)}
    return _set("notices.typ", data, facts.printed_at)


def grouped(sha256: str) -> list[str]:
    """Break a hash into groups that people can read to each other."""
    return [sha256[at : at + _HASH_GROUP] for at in range(0, len(sha256), _HASH_GROUP)]


def _filing(filing: FilingFacts | None) -> dict[str, str] | None:
    if filing is None:
        return None
    return {
        "on": day(filing.on),
        "custodian": filing.custodian,
        "confirmed_by": filing.confirmed_by,
        "at": moment(filing.at),
    }


def _fitted(value: Any, longest: int | None) -> Any:
    """Make every text in `value` printable, however deep it lies."""
    match value:
        case str():
            return printable(value, longest)
        case dict():
            return {key: _fitted(inner, longest) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case list() | tuple():
            return [_fitted(inner, longest) for inner in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value


def _set(layout: str, data: dict[str, Any], at: datetime) -> bytes:
    """Set `data` in a layout; `at` is the time that the PDF gives as its own."""
    # Kept for long and read aloud: a paper that is not tagged cannot be made.
    return typst.compile(
        FOLDER / layout,
        root=FOLDER,
        font_paths=_fonts(),
        sys_inputs={"facts": json.dumps(_fitted(data, None))},
        pdf_standards=["a-2a", "ua-1"],
        format="pdf",
        timestamp=at.astimezone(UTC),
    )


@cache
def _fonts() -> typst.Fonts:
    """Give the fonts that come with the typesetter: the same on every machine."""
    return typst.Fonts(include_system_fonts=False)
