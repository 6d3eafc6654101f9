"""docs/statute.md is generated: what it says of the code is so."""

import subprocess
import sys

from docs import statute
from rules import law
from tests.shared import PROJECT


def test_statute_page_is_current() -> None:
    """Whoever changes a rule, a mark or a test runs `python docs/statute.py`."""
    ran = subprocess.run(
        [sys.executable, "-m", "docs.statute", "--check"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout


def test_every_rule_has_a_test_that_says_so() -> None:
    """A rule nobody tests is a rule nobody keeps."""
    tests = statute.tests_by_rule()
    assert [rule.number for rule in law.rules() if not tests[rule.number]] == []


def test_every_rule_is_enforced_somewhere() -> None:
    """What the page says is refused, some function refuses."""
    kept = statute.keepers_by_rule()
    enforced = {k.rule for keepers in kept.values() for k in keepers if k.part is law.Part.ENFORCES}
    refusing = [rule.number for rule in law.rules() if rule.enforce]
    assert [number for number in refusing if number not in enforced] == []


def test_every_mark_names_a_rule_of_the_carried_text() -> None:
    """A mark on a function or a test with a number of no rule is a slip."""
    numbers = {rule.number for rule in law.rules()}
    assert set(statute.keepers_by_rule()) <= numbers
    assert set(statute.tests_by_rule()) <= numbers
