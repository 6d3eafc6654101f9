"""`recourse sign-in` and `recourse portal`: a way in from this machine's own keyboard, no other."""

import pytest

from tests.actions.makers import SUPERINTENDENT
from tests.command import Recourse
from tests.journeys.premises import import_registry


def test_nobody_unknown_is_let_in(recourse: Recourse) -> None:
    """The keyboard gives no account to whoever has none."""
    import_registry(recourse)
    done = recourse("sign-in", "stranger@nowhere.example")
    assert (done.code, done.out) == (1, "")
    assert "nobody is on record as stranger@nowhere.example" in done.err
    assert done.err.count("\n") == 1


def test_links_are_printed_in_the_embedded_set_up_alone(recourse: Recourse) -> None:
    """Where others reach the portal, a link goes by mail, to its person alone."""
    import_registry(recourse)
    done = recourse(
        "sign-in", SUPERINTENDENT, RECOURSE_PORTAL_URL="https://waivers.example",
        RECOURSE_SECRET="x" * 40,
    )  # fmt: skip
    assert (done.code, done.out) == (1, "")
    assert "embedded set-up alone" in done.err


@pytest.mark.parametrize(
    ("surroundings", "words"),
    [
        ({"RECOURSE_PORTAL_URL": "https://waivers.example"}, "RECOURSE_SECRET is not"),
        ({"RECOURSE_NOW": "2026-09-21T10:00:00-04:00"}, "say --drill"),
    ],
)
def test_an_unsafe_portal_does_not_start(
    recourse: Recourse, surroundings: dict[str, str], words: str
) -> None:
    """In one line that says what to set."""
    done = recourse("portal", "--port", "0", **surroundings)
    assert (done.code, done.out) == (1, ""), done
    assert words in done.err
    assert done.err.count("\n") == 1
