"""Signed links: only ours are opened, whole and unchanged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from notifications.links import BadLink, Link, acknowledgement_url, open_link, sign

KEY = "a key for tests, of more than 32 signs"
LINK = Link(7, "chief@police.portexample.example", date(2026, 12, 28))


def test_link_comes_back_as_it_was_signed() -> None:
    """Message, address, last day."""
    assert open_link(KEY, sign(KEY, LINK)) == LINK


def test_url_needs_no_escaping() -> None:
    """Letters, digits, dot, dash, underscore: no mail program breaks it."""
    url = acknowledgement_url("https://portal.doe.example", KEY, LINK)
    path = url.removeprefix("https://portal.doe.example/acknowledge/")
    assert path.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert len(url) < 300


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b.c",
        sign(KEY, LINK)[:-1],
        sign("another key that is as long as the first", LINK),
        "." + sign(KEY, LINK),
        sign(KEY, LINK) + "\n",
        URLSafeSerializer(KEY, salt="something else").dumps([7, LINK.email, "2026-12-28"]),
        URLSafeSerializer(KEY, salt="recourse.acknowledgement.1").dumps({"message": 7}),
        URLSafeSerializer(KEY, salt="recourse.acknowledgement.1").dumps([7, LINK.email, "soon"]),
        "x" * 100_000,
        "é\u202e\x00",
    ],
)
def test_what_we_did_not_sign_is_refused(token: str) -> None:
    """Cut short, signed with another key or for another purpose, of another shape."""
    with pytest.raises(BadLink):
        open_link(KEY, token)


@given(st.integers(0, 90), st.characters(codec="ascii"))
def test_no_single_change_goes_unseen(place: int, letter: str) -> None:
    """One letter of it is enough to refuse it."""
    token = sign(KEY, LINK)
    changed = token[:place] + letter + token[place + 1 :]
    if changed == token:
        return
    with pytest.raises(BadLink):
        open_link(KEY, changed)
