"""The proof of filing: one page that both offices keep."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.shortfalls import Place
from notifications.papers.facts import FilingFacts, ProofContradicted
from notifications.papers.typeset import grouped, proof_pdf
from tests.notifications.papers.makers import CHAIN, HASH, HOSTILE, PROOF, filing, named
from tests.notifications.papers.reading import barriers, letters, pages, tagged, text

LONG = "Keeper of the records and of the seal of the regional district, in the office of the " * 3
"""A title of more than 200 letters."""


@pytest.mark.rule(27)
def test_proof_names_both_offices() -> None:
    """Each of the two offices stands there with its day and its custodian."""
    words = text(proof_pdf(PROOF))
    assert "is on file in both offices" in words
    assert "Superintendent’s office Department of state police" in words
    assert "On file since Tuesday, November 3, 2026 Tuesday, November 3, 2026" in words
    assert "Records clerk, office of the superintendent" in words
    assert "Keeper of records, department of state" in words


def test_proof_holds_the_document_and_the_log() -> None:
    """Case, version, hash of the document, page of roles and duties, last hash of the log."""
    words = text(proof_pdf(PROOF))
    for fact in ("Case S-2026-0001", "Version 1", "page 2", "October 30, 2026"):
        assert fact in words
    assert " ".join(grouped(HASH)) in words
    assert " ".join(grouped(CHAIN)) in words


def test_hash_is_shown_in_groups_that_lose_nothing() -> None:
    """Eight groups of eight: short enough to read to each other on the telephone."""
    assert [len(group) for group in grouped(HASH)] == [8] * 8
    assert "".join(grouped(HASH)) == HASH


@pytest.mark.rule(30)
def test_signatories_stand_with_their_authority() -> None:
    """Who signed and by what authority; nobody is added."""
    words = text(proof_pdf(PROOF))
    assert "Superintendent of Schools (vote of the regional school committee)" in words
    assert "Chief of Police" not in words


@pytest.mark.rule(32)
def test_proof_promises_nobody_safety() -> None:
    """It says where a document is kept; nothing in it speaks of safe schools."""
    words = text(proof_pdf(PROOF)).lower()
    assert "it says nothing of what comes of it" in words
    assert "safe" not in words
    assert "protect" not in words


@pytest.mark.rule(1)
def test_proof_tells_law_from_policy() -> None:
    """What 37P(e) asks, what is our own way of recording, and which text of the law is meant."""
    words = text(proof_pdf(PROOF))
    assert "LAW, 37P(e). A memorandum of understanding that clearly defines" in words
    assert "POLICY. The confirmations, the hashes and this page" in words
    assert "rewrote the whole section" in words


def test_proof_with_one_filing_says_it_is_not_complete() -> None:
    """An office that has not confirmed is shown as just that."""
    waiting = replace(PROOF, complete=False, filings=(filing(Place.STATE_POLICE, "Keeper"),))
    words = text(proof_pdf(waiting))
    assert "Not complete" in words
    assert "is on file in both" not in words
    assert "Custodian Not confirmed Keeper" in words


@pytest.mark.rule(27)
@pytest.mark.parametrize(
    "filings",
    [
        (),
        PROOF.filings[:1],
        (PROOF.filings[0], PROOF.filings[0]),
        (PROOF.filings[0], replace(PROOF.filings[1], sha256=CHAIN)),
    ],
    ids=["none", "one", "one office twice", "another document"],
)
def test_proof_that_its_filings_contradict_cannot_be_made(
    filings: tuple[FilingFacts, ...],
) -> None:
    """No paper says twice on file of what is not: two offices, one document."""
    with pytest.raises(ProofContradicted, match="S-2026-0001"):
        replace(PROOF, filings=filings)


@pytest.mark.parametrize(
    ("title", "signatories"),
    [(HOSTILE, 3), (HOSTILE * 4, 9), (LONG, 6), ("W" * 240, 9), ("Щ‱" * 200, 50), ("", 0)],
    ids=["hostile", "hostile and long", "long", "no place to break", "wide", "empty"],
)
def test_proof_is_one_page_whatever_the_names(title: str, signatories: int) -> None:
    """Names wrap and letters shrink; both offices can put one sheet in a file."""
    paper = proof_pdf(named(title, signatories))
    assert pages(paper) == 1
    assert tagged(paper)


def test_names_are_printed_as_they_are_written() -> None:
    """A quote, a hash sign or a bracket in a title is a letter, not an instruction."""
    assert HOSTILE.replace(" ", "") in letters(proof_pdf(named(HOSTILE)))


def test_signatories_beyond_the_page_are_counted() -> None:
    """What is left out is said, and where to find it."""
    assert "and 44 more, named in the record" in text(proof_pdf(named("Chair", 50)))


@pytest.mark.parametrize(
    "title", ["Chef\x00\u202e\n", "東京 🙂", "\ud800\ue000", "e\u0301\u0321\u200d"]
)
def test_letters_the_fonts_lack_do_not_stop_the_proof(title: str) -> None:
    """A name in any script, or a broken one, still leads to a paper."""
    assert pages(proof_pdf(named(title))) == 1


def test_proof_can_be_read_aloud() -> None:
    """Tagged, titled, in a known language, tables with headers."""
    paper = proof_pdf(PROOF)
    assert tagged(paper)
    assert barriers(paper) == []


def test_same_facts_give_the_same_proof() -> None:
    """Printed twice of one record, the bytes are the same; later, they are not."""
    later = replace(PROOF, printed_at=datetime(2026, 12, 1, 17, 0, tzinfo=UTC))
    assert proof_pdf(PROOF) == proof_pdf(PROOF)
    assert proof_pdf(PROOF) != proof_pdf(later)
