"""Which words of a passage changed from one version to the next."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_COMPARED = 1_000_000
"""Pairs of words that are compared at most; a longer stretch is shown as replaced whole."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and whether the other text lacks it."""

    text: str
    changed: bool


Pieces = tuple[Piece, ...]


def changed_words(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Cut both texts into what they share and what they do not, word by word.

    Put together, the pieces of each are the text itself. Spaces are no words: how
    much of them there is changes nothing.
    """
    old, new = _Words(before), _Words(after)
    stretches = _stretches(old.words, new.words)
    return old.cut([one[:2] for one in stretches]), new.cut([one[2:] for one in stretches])


class _Words:
    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _WORD.finditer(text)]
        self.words = [text[start:end] for start, end in self.spans]

    def cut(self, changed: list[tuple[int, int]]) -> Pieces:
        """Give the text with the words of these stretches marked."""
        pieces: list[Piece] = []
        at = 0
        for first, beyond in changed:
            if first < beyond:
                start, end = self.spans[first][0], self.spans[beyond - 1][1]
                pieces += [Piece(self.text[at:start], changed=False),
                           Piece(self.text[start:end], changed=True)]  # fmt: skip
                at = end
        pieces.append(Piece(self.text[at:], changed=False))
        return tuple(one for one in pieces if one.text)


def _stretches(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Give the stretches that differ, as the first word and the one beyond the last of each."""
    least = min(len(old), len(new))
    same = _alike(old, new, least)
    end = _alike(old[::-1], new[::-1], least - same)
    middle_old, middle_new = old[same : len(old) - end], new[same : len(new) - end]
    if len(middle_old) * len(middle_new) > MOST_COMPARED:
        return [(same, same + len(middle_old), same, same + len(middle_new))]
    matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
    return [
        (same + i, same + j, same + k, same + m)
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def _alike(old: list[str], new: list[str], most: int) -> int:
    """Count the words from the beginning on that are the same."""
    return next((at for at in range(most) if old[at] != new[at]), most)
