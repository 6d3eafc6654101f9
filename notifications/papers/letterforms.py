"""Which letters can go on paper: what a typed name may hold, and a printed one can show."""

import unicodedata

# What the fonts that come with the typesetter are known to hold: Latin, Greek
# and Cyrillic letters, punctuation, signs of money and trade.
_SHOWN = (
    (0x20, 0x4FF),
    (0x1E00, 0x1FFF),
    (0x2010, 0x2040),
    (0x20A0, 0x20C0),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
)

UNKNOWN = "□"
"""Stands for a letter that the fonts lack."""


def typed(text: str) -> str:
    """Make one line of a name, without what cannot be seen: controls, marks of direction."""
    return " ".join("".join(map(_seen, unicodedata.normalize("NFC", text))).split())


def printable(text: str, longest: int | None = None) -> str:
    """Make a name of letters that the fonts hold, of at most `longest` of them.

    A letter they lack becomes `UNKNOWN`: an accessible PDF may hold no blank in
    its place. What is cut off is marked with an ellipsis.
    """
    line = "".join(char if _shown(char) else UNKNOWN for char in typed(text))
    if longest is None or len(line) <= longest:
        return line
    return line[: longest - 1].rstrip() + "…"


def _seen(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return " " if category[0] in "CZ" else char


def _shown(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _SHOWN)
