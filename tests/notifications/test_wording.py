"""How dates, times and long lines read."""

from datetime import UTC, date, datetime

import pytest

from notifications.wording import WIDTH, day, moment, quoted, wrapped


def test_day_is_written_in_words() -> None:
    """Nobody has to guess which number is the month."""
    assert day(date(2026, 11, 30)) == "Monday, November 30, 2026"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 11, 30, 3, 5, tzinfo=UTC), "Sunday, November 29, 2026, 10:05 p.m."),
        (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), "Wednesday, July 1, 2026, 12:00 a.m."),
        (datetime(2026, 7, 1, 16, 30, tzinfo=UTC), "Wednesday, July 1, 2026, 12:30 p.m."),
    ],
)
def test_moment_is_by_new_yorks_clock(instant: datetime, words: str) -> None:
    """The day shown is the day it was in New York, in winter and in summer."""
    assert moment(instant) == f"{words} Eastern time"


def test_moment_without_a_zone_is_refused() -> None:
    """A time that could be anyone's is not shown as New York's."""
    with pytest.raises(ValueError, match="without a zone"):
        moment(datetime(2026, 11, 30))  # noqa: DTZ001 - the point


def test_long_line_is_wrapped_under_its_mark() -> None:
    """Lists keep their indent, quotations their mark, on every line."""
    words = "word " * 40
    for mark, onward in (("- ", "  "), ("> ", "> "), ("12. ", "    "), ("", "")):
        first, *rest = wrapped(mark + words).splitlines()
        assert first.startswith(f"{mark}word")
        assert rest
        assert all(line.startswith(f"{onward}word") for line in rest)
        assert all(len(line) <= WIDTH for line in (first, *rest))


def test_word_longer_than_a_line_is_not_broken() -> None:
    """A fingerprint or an address can be copied whole."""
    long = "x" * 100
    assert wrapped(f"see {long} there") == f"see\n{long}\nthere\n"
    assert wrapped(f"> {long} there") == f"> {long}\n> there\n"


def test_quoted_words_keep_their_paragraphs() -> None:
    """Each line of another person's words carries the mark."""
    assert quoted("One.\n\nTwo.") == "> One.\n>\n> Two."
