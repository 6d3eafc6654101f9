"""Papers at work: the memorandum's draft, the proof of its filings."""

from pathlib import Path

from actions.papers import memorandum_facts, proof_facts
from cli.door import open_door
from cli.filing import Problem, Unreadable
from cli.output import say
from database import transaction
from notifications.papers.typeset import draft_pdf, proof_pdf
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
