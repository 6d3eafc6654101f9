"""The words that changed within a passage are marked, and the text stays the text."""

import pytest

from rules.changed_words import MOST_COMPARED, Pieces, changed_words


def _marked(pieces: Pieces) -> list[str]:
    return [one.text for one in pieces if one.changed]


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("All of it.", "All of it, twice.", ["it."], ["it, twice."]),
        ("calls fell to one", "calls fell to two", ["one"], ["two"]),
        ("in both schools", "in both of the schools", [], ["of the"]),
        ("a b c d", "a c d", ["b"], []),
        ("the same", "the same", [], []),
        ("the same", "the  same\n", [], []),
        ("", "new words", [], ["new words"]),
        ("one two three four", "zero two three five", ["one", "four"], ["zero", "five"]),
    ],
)
def test_words_that_changed_are_marked(
    before: str, after: str, gone: list[str], new: list[str]
) -> None:
    """Those that went in the earlier text, those that came in the later one."""
    old, now = changed_words(before, after)
    assert (_marked(old), _marked(now)) == (gone, new)
    assert ("".join(one.text for one in old), "".join(one.text for one in now)) == (before, after)


def test_a_long_passage_rewritten_whole_is_not_compared_word_by_word() -> None:
    """However long and alike two texts are, it takes no time; both are still whole."""
    many = int(MOST_COMPARED**0.5) + 1
    before, after = "a b " * many, "b c a " * many
    old, now = changed_words(f"same {before} end", f"same {after} end")
    assert (len(_marked(old)), len(_marked(now))) == (1, 1)
    assert old[0].text == now[0].text == "same "
    assert "".join(one.text for one in now) == f"same {after} end"
