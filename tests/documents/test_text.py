"""Text is UTF-8 and stays text: what some program would run is refused."""

import pytest

from tests.documents.makers import refusal


@pytest.mark.parametrize("text", ["a\0b", "a\x1b[31m", "a\x0cb", "a\x7f", "x" * 2**20 + "\x01"])
def test_a_control_character_is_refused(text: str) -> None:
    """No terminal is driven by a file, wherever in it the character stands."""
    assert refusal(text.encode(), "note.txt").startswith("holds control characters")


@pytest.mark.parametrize(
    "start",
    [
        "<html>",
        "<HTML>",
        "<!doctype html>",
        "<svg ",
        "<?xml version='1.0'?>",
        "<script>",
        "#!/bin/sh",
    ],
)
@pytest.mark.parametrize("before", ["", "\n \t", "\ufeff"])
def test_text_that_begins_as_a_page_or_a_script_is_refused(start: str, before: str) -> None:
    """A page stays a page under any name."""
    assert refusal(f"{before}{start}\n".encode(), "note.txt").startswith("looks like a web page")


def test_text_in_another_encoding_is_refused_with_what_to_do() -> None:
    """A table saved for an old spreadsheet says which text is taken."""
    assert "UTF-8" in refusal("Café".encode("latin-1"), "counts.csv")


def test_text_that_ends_within_a_character_is_refused() -> None:
    """A file cut short is not UTF-8."""
    assert "UTF-8" in refusal("Café".encode()[:-1], "note.txt")


def test_a_picture_of_another_kind_is_named() -> None:
    """What the file really is helps who sent it."""
    gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00;"
    assert refusal(gif, "plan.png").startswith("holds image/gif, which is not taken")


def test_a_pdf_with_something_before_it_is_refused() -> None:
    """A file that is two things at once is neither."""
    assert refusal(b"\xff%PDF-1.7\n", "letter.pdf").startswith("is ")
