"""Rule 34: (c) and (e) may both be open, and neither holds the other."""

from dataclasses import replace

import pytest

from tests.rules.makers import about, check, situation
from tests.rules.shortfall_makers import around, determined


@pytest.mark.rule(34)
def test_shortfall_beside_an_open_waiver_is_opened_and_names_it() -> None:
    """An open (c) does not hold (e)."""
    found = determined(around(open_waivers=("W-2026-0003",)))
    assert found.refusals == []
    (warning,) = about(found.warnings, 34)
    assert "W-2026-0003" in warning.message


@pytest.mark.rule(34)
def test_waiver_beside_an_open_shortfall_is_filed_and_names_it() -> None:
    """Open (e) does not hold (c); it is named once."""
    numbers = ("S-2026-0001", "W-2026-0003")
    facts = replace(situation(open_cases=numbers), open_shortfalls=numbers[:1])
    found = check(around=facts)
    assert found.refusals == []
    (warning,) = about(found.warnings, 34)
    assert "S-2026-0001" in warning.message
    (others,) = [each for each in found.warnings if each.rule is None]
    assert "W-2026-0003" in others.message
    assert "S-2026-0001" not in others.message


def test_other_open_shortfalls_of_the_body_are_named() -> None:
    """A body may have several open cases."""
    (warning,) = [
        each
        for each in determined(around(open_shortfalls=("S-2026-0002",))).warnings
        if each.rule is None
    ]
    assert "S-2026-0002" in warning.message
    assert warning.where == "body"
