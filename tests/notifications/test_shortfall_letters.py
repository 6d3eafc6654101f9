"""The letters of the state-police path, 37P(e)."""

import re
from dataclasses import replace
from datetime import date

import pytest

from models.shortfalls import Place
from notifications.compose import Template
from notifications.letters import FilingNote, Letter
from notifications.render import render
from tests.notifications.makers import FULL, SHORTFALLS, full, minimal
from tests.notifications.test_render import everything_of

LETTERS = [
    pytest.param(make(template), id=f"{template}-{make.__name__}")
    for template in SHORTFALLS
    for make in (full, minimal)
]


@pytest.mark.parametrize("letter", LETTERS)
def test_letter_says_what_it_rests_on(letter: Letter) -> None:
    """Each letter marks law and policy, and every clause of the law is (e)."""
    for words in everything_of(render(letter)):
        assert "(policy" in words or "(law, 37P(e))" in words
        assert set(re.findall(r"\(law, (37P\(\w\))", words)) <= {"37P(e)"}


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.rule(23)
def test_letter_never_speaks_of_denied_or_granted(letter: Letter) -> None:
    """Nothing on this path is denied: it is assigned, not yet funded, or pending."""
    rendered = render(letter)
    for words in (rendered.subject, rendered.text, rendered.html):
        assert not re.search(r"\b(?:denied|denies|deny|granted|grants)\b", words, re.IGNORECASE)


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.rule(22)
def test_letter_names_no_commissioner(letter: Letter) -> None:
    """(e) has none, and no approval gate."""
    quiet = replace(letter, by_title="", others_told=())
    for words in everything_of(render(quiet)):
        assert "ommissioner" not in words


@pytest.mark.rule(22)
def test_receipt_says_no_approval_stands_on_the_path() -> None:
    """What was received, with its fingerprints, and the three steps ahead."""
    for words in everything_of(render(full(Template.SHORTFALL_RECEIVED))):
        assert words.count("Nothing more is needed from you now.") == 1
        assert FULL.sha256 in words
        assert all(item.sha256 in words for item in FULL.received)
        assert "consults the department of state police (law, 37P(e))" in words
        assert "No approval by the department of education" in words


@pytest.mark.rule(19)
def test_notice_shows_the_consultation_and_the_disagreement_whole() -> None:
    """The superintendent's agreement is no condition, and the view is never shortened."""
    for words in everything_of(render(full(Template.SHORTFALL_NOTICE))):
        assert "No action is required of you now." in words
        assert "on Tuesday, September 8, 2026; Tuesday, September 15, 2026." in words
        assert FULL.superintendent_view in words
        assert "Your agreement is not a condition" in words
    for words in everything_of(render(minimal(Template.SHORTFALL_NOTICE))):
        assert "No view of yours is on record." in words


@pytest.mark.rule(21)
def test_consultation_is_asked_with_what_it_is_about() -> None:
    """The determination, the superintendent's view, by when, and how to reply."""
    for words in everything_of(render(full(Template.CONSULTATION_ASKED))):
        assert FULL.determination in words
        assert FULL.superintendent_view in words
        assert "By the end of Monday, December 21, 2026" in words
        assert "Write to waivers@doe.example and give the number W-2026-0001" in words
        assert "subject to appropriation (law, 37P(e))" in words


@pytest.mark.rule(21)
def test_assignment_is_asked_though_no_reply_came() -> None:
    """That the state police did not answer goes with the case."""
    asked = full(Template.ASSIGNMENT_ASKED)
    for words in everything_of(render(replace(asked, no_reply=True))):
        assert "No reply came, after 3 logged attempts." in words
    for words in everything_of(render(asked)):
        assert "No reply came" not in words
        assert "The consultation is on record." in words


@pytest.mark.rule(23)
def test_assignment_asked_again_says_what_was_said_before() -> None:
    """A new quarter or fiscal year asks again, as policy."""
    again = render(replace(full(Template.ASSIGNMENT_ASKED), asked_again=True))
    assert "asked again" in again.subject
    for words in everything_of(again):
        assert "each quarter and with each new fiscal year (policy)" in words
        assert FULL.appropriation in words
        assert (
            "Please say now whether an officer can be assigned to the schools of Port Example."
            in (words)
        )
    assert "again" not in render(full(Template.ASSIGNMENT_ASKED)).subject


@pytest.mark.rule(24)
@pytest.mark.rule(25)
def test_assignment_asks_for_grounds_and_the_candidate_considered() -> None:
    """Not solely seniority; a candidate who would foster an optimal learning environment."""
    for words in everything_of(render(full(Template.ASSIGNMENT_ASKED))):
        assert "Seniority cannot be the only one (law, 37P(e))" in words
        assert "an optimal learning environment was considered (law, 37P(e))" in words
        assert "no personnel detail" in words


@pytest.mark.rule(28)
def test_assigned_officer_leads_to_a_memorandum() -> None:
    """Whose officer, on what grounds, and the memorandum that is due next."""
    for words in everything_of(render(full(Template.OFFICER_ASSIGNED))):
        assert "An officer of the department of state police is assigned" in words
        assert all(ground in words for ground in FULL.grounds)
        assert "clearly defines the officer's roles and duties (law, 37P(e))" in words
        assert "By the end of Monday, December 21, 2026" in words


@pytest.mark.rule(23)
def test_unfunded_is_no_denial_and_is_asked_again() -> None:
    """What was said, by whom, and the day of the next question."""
    unfunded = replace(full(Template.SHORTFALL_UNFUNDED), by_title="State police liaison")
    for words in everything_of(render(unfunded)):
        assert "This is not a denial. The case stays open" in words
        assert "asked again on Friday, January 1, 2027" in words
        assert "by the State police liaison" in words
        assert FULL.appropriation in words


@pytest.mark.rule(27)
def test_filing_is_asked_of_an_office_for_one_document() -> None:
    """The fingerprint tells which; an amended memorandum is filed again in both offices."""
    asked = full(Template.FILING_ASKED)
    for words in everything_of(render(asked)):
        assert "12" * 32 in words
        assert "Roles and duties: page 3" in words
        assert "on file in your office (law, 37P(e))" in words
        assert "amended" not in words
    assert FULL.memorandum is not None
    amended = replace(asked, memorandum=replace(FULL.memorandum, version=2))
    for words in everything_of(render(amended)):
        assert "filed again in both offices (policy)" in words


@pytest.mark.rule(27)
def test_confirmed_filing_names_what_is_still_missing() -> None:
    """One office is not enough: the other is named."""
    first = FilingNote(
        place=Place.SUPERINTENDENT,
        office="Superintendent's office, Port Example",
        on=date(2026, 11, 24),
        custodian="Records secretary",
    )
    for words in everything_of(render(replace(full(Template.FILING_CONFIRMED), filings=(first,)))):
        assert "on file since Tuesday, November 24, 2026, kept by the Records secretary" in words
        assert re.search(r"still missing -? ?Department of State Police", words, re.IGNORECASE)


@pytest.mark.rule(27)
def test_complete_names_both_offices_and_the_document() -> None:
    """Places, dates, custodians, fingerprint; a proof can be printed."""
    for words in everything_of(render(full(Template.SHORTFALL_COMPLETE))):
        for filing in FULL.filings:
            assert filing.office in words
            assert filing.custodian in words
        assert "12" * 32 in words
        assert "can be printed from the case" in words


def test_withdrawn_says_who_and_why() -> None:
    """The case is closed, and what was filed stays."""
    letter = replace(full(Template.SHORTFALL_WITHDRAWN), by_title="Chief of Police")
    for words in everything_of(render(letter)):
        assert "by the Chief of Police" in words
        assert FULL.reason in words
        assert "nothing is asked of you" in words
