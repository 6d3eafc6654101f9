"""The law as data: which text is carried, and the rules under it."""

import hashlib
from datetime import date
from importlib import resources

import pytest

from models.duties import Authority
from rules import law


@pytest.mark.rule(1)
def test_carried_text_is_that_of_2018_and_ends_with_2020() -> None:
    """A case is stamped with the version it was filed under."""
    text = law.carried()
    assert (text.id, text.enacted) == ("37P-2018", date(2018, 4, 13))
    assert text.in_force_until == date(2020, 12, 31)
    assert law.law(text.id) is text


@pytest.mark.rule(1)
def test_notice_says_which_text_is_carried_and_that_the_section_was_rewritten() -> None:
    """Nothing states the old mandate as present fact."""
    notice = law.carried().notice
    for words in ("St.2018 c.69", "St.2020 c.253 §79", "rewrote", "since 2021"):
        assert words in notice


@pytest.mark.rule(1)
def test_rewrite_is_on_file_with_its_dates_and_carries_no_rule() -> None:
    """It is known to have replaced the section; its rules are not carried."""
    rewrite = law.law("37P-2020")
    assert not rewrite.carried
    assert rewrite.rules == ()
    assert rewrite.in_force_from == date(2021, 1, 1)


@pytest.mark.rule(1)
@pytest.mark.parametrize("text", law.versions(), ids=lambda text: text.id)
def test_text_hash_is_that_of_the_file_as_carried(text: law.LawVersion) -> None:
    """A changed word of the data is seen."""
    content = resources.files("rules").joinpath("versions", f"{text.id}.toml").read_bytes()
    assert text.text_sha256 == hashlib.sha256(content).hexdigest()
    assert text.source


def test_unknown_text_or_rule_is_not_made_up() -> None:
    """What is not on file has no words."""
    with pytest.raises(LookupError, match="37P-1999"):
        law.law("37P-1999")
    with pytest.raises(LookupError, match="no rule 99"):
        law.rule(99)


def test_rules_are_numbered_as_the_law_file_numbers_them() -> None:
    """Rules 1 to 34, each with what it refuses, shows or keeps."""
    assert [rule.number for rule in law.rules()] == list(range(1, 35))
    assert all(one.clause.startswith("37P") for one in law.rules())
    assert all(one.enforce or one.warn or one.record for one in law.rules())


def test_finding_takes_clause_and_authority_from_its_rule_unless_narrowed() -> None:
    """A check says only what it found."""
    found = law.finding(9, "No reason.", where="reasons")
    assert (found.clause, found.authority) == ("37P(c)(i)", Authority.LAW)
    narrowed = law.finding(4, "Advised.", authority=Authority.PRACTICE, clause="37P(c), note")
    assert (narrowed.clause, narrowed.authority) == ("37P(c), note", Authority.PRACTICE)
