"""Papers at work: the memorandum's draft, the proofs of filing and of notice."""

from pathlib import Path

from actions.notices import notices as notices_facts
from actions.papers import memorandum_facts, proof_facts
from cli.door import open_door
from cli.filing import Problem, Unreadable
from cli.output import document, say
from database import reading, transaction
from notifications.papers.notices import NoticesFacts, as_document, outcome, rows
from notifications.papers.typeset import draft_pdf, notices_pdf, proof_pdf
from notifications.papers.word import draft_docx

WRITERS = {".docx": draft_docx, ".pdf": draft_pdf}


def draft_memo(number: str, *, to: Path) -> int:
    """Write a draft memorandum in the form that the file's name asks for."""
    write = WRITERS.get(to.suffix.lower())
    if write is None:
        message = f"{to.name} is neither .docx nor .pdf"
        raise Unreadable([Problem("command line", "--to", None, message)])
    door = open_door()
    with transaction(door.engine) as session:
        facts = memorandum_facts(session, number, now=door.now)
    to.write_bytes(write(facts))
    say(f"A draft memorandum for {number} is in {to}. Fill it in, have it signed, and lodge it.")
    return 0


def proof(number: str, *, to: Path) -> int:
    """Write the proof of filing."""
    door = open_door()
    with transaction(door.engine) as session:
        facts = proof_facts(session, number, now=door.now)
    to.write_bytes(proof_pdf(facts))
    say(f"The proof of filing for {number} is in {to}.")
    return 0


def notices(number: str, *, to: Path | None, as_json: bool) -> int:
    """Write, print or give as JSON the proof of notice."""
    door = open_door()
    with reading(door.engine) as session:
        facts = notices_facts(session, number, now=door.now)
    if to is not None:
        to.write_bytes(notices_pdf(facts))
    if as_json:
        document(as_document(facts))
    elif to is not None:
        say(f"The proof of notice for {number} is in {to}.")
    else:
        _print_notices(facts)
    return 0


def _print_notices(facts: NoticesFacts) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in facts.counts.items() if count)
    say(f"{facts.case_number}, {facts.applicant}: {counts or 'no mail'}.")
    for number, one in enumerate(facts.notices, start=1):
        say(f"\n{number}. {one.template}: {outcome(one)}")
        for label, words in rows(one):
            say(f"   {label:<13} {words}")
