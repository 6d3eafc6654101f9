"""Rule 32: words that promise a safety outcome."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.wording import objects, only_money_or_staff, promises_safety, reads_as_partial

pytestmark = pytest.mark.rule(32)


@pytest.mark.parametrize(
    "text",
    [
        "We guarantee the safety of every student.",
        "Students will be safe.",
        "The schools will remain safe and secure.",
        "The protocol will keep your children safe.",
        "This waiver ensures that students are protected.",
        "The dispatcher line will prevent violence.",
        "No student will be harmed.",
        "We promise a safe school.",
        "Your school is completely safe.",
        "This shall protect the students.",
    ],
)
def test_promise_of_safety_is_told(text: str) -> None:
    """In whatever words, a promise is a promise."""
    assert promises_safety(text)


@pytest.mark.parametrize(
    "text",
    [
        "I believe that an officer would not assist Port Example to ensure school safety.",
        "Whether an officer would not assist this applicant to ensure school safety.",
        "This decision does not guarantee the safety of anyone.",
        "Nothing here promises that a school is safe.",
        "No letter can guarantee safety.",
        "An officer will not keep students safer.",
        "The students told us that they feel safe.",
        "You will be told of the decision by mail.",
        "The review will be done by the safe and healthy schools reviewer.",
        "Safe and healthy schools review",
        "The district has kept incidents low.",
        "",
    ],
)
def test_text_that_promises_nothing_is_not_told(text: str) -> None:
    """The standard's own words, a denial of a promise, and ordinary news."""
    assert promises_safety(text) is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    """Whatever a person writes is read without failing."""
    found = promises_safety(text)
    assert found is None or found in text
    assert objects(text) in {True, False}
    assert only_money_or_staff(text) in {True, False}
    assert reads_as_partial(text) is None or reads_as_partial(text)


def test_long_text_is_read_in_no_time() -> None:
    """Twenty thousand letters of near misses do not run away."""
    for text in ("will " * 4000, "not " * 5000, "a" * 20_000, "no objection " * 1500):
        assert promises_safety(text) is None
        assert not objects(text)
