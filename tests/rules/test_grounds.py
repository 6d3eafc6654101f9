"""Rules 24 and 25: what a ground says, as far as its words show."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.grounds import only_seniority, personal_detail, speaks_of_seniority


@pytest.mark.rule(24)
@pytest.mark.parametrize(
    "ground",
    [
        "Seniority",
        "seniority only!",
        "The most senior",
        "Most senior trooper in the barracks",
        "20 years of service",
        "twenty years of service",
        "Years of service",
        "longest-serving",
        "Longest serving officer",
        "Length of service",
        "Time in grade",
        "Chosen by seniority under the union contract",
        "First in the order of seniority",
    ],
)
def test_ground_of_seniority_and_nothing_else_is_told(ground: str) -> None:
    """By other names as well."""
    assert only_seniority(ground)


@pytest.mark.rule(24)
@pytest.mark.parametrize(
    "ground",
    [
        "Seniority, and training with adolescents",
        "Years of service in schools",
        "Senior officer with youth experience",
        "Twelve years of service to young people",
        "Trained in restorative practice",
        "Volunteered for the assignment",
        "",
    ],
)
def test_ground_that_says_something_else_is_not_taken_for_seniority_alone(ground: str) -> None:
    """A refusal needs certainty: where another word is left, a person reads it."""
    assert not only_seniority(ground)


@pytest.mark.rule(25)
@pytest.mark.parametrize(
    "ground",
    [
        "Badge 1234",
        "badge no. 77",
        "ID: A-1234",
        "Employee ID #4432",
        "123-45-6789",
        "write to trooper@statepolice.example",
        "Born in the district",
        "Trooper Quarry has worked with young people",
    ],
)
def test_number_address_or_name_of_a_person_is_told(ground: str) -> None:
    """No personnel detail is kept."""
    assert personal_detail(ground)


@pytest.mark.rule(25)
@pytest.mark.parametrize(
    "ground",
    [
        "Training in 2024",
        "40 hours of training",
        "Certificate in adolescent development",
        "Work with young people in Quarry Hill",
    ],
)
def test_ground_without_a_person_in_it_is_not_told(ground: str) -> None:
    """Grounds are welcome."""
    assert personal_detail(ground) is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_ground_gets_an_answer(text: str) -> None:
    """Whatever a person writes is read; what is only seniority speaks of it."""
    assert speaks_of_seniority(text) or not only_seniority(text)
    assert personal_detail(text) is None or text


def test_long_ground_is_read_in_no_time() -> None:
    """Twenty thousand letters of near misses do not run away."""
    for text in ("years of " * 2000, "id no " * 3000, "a." * 10_000, "1" * 20_000, "badge" * 4000):
        assert not only_seniority(text)
        personal_detail(text)
