"""What could tell of a person is found, however it is written, and taken out for good."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.redaction import SURE, Mark, Personal, personal_in, redact, said_in

PLACES = ("Port Example", "Port Example High School")


def kinds(text: str, **known: tuple[str, ...]) -> list[str]:
    """Give what is found, and in which words."""
    found = personal_in("text", text, places=PLACES, **known)
    return [f"{one.kind.name.lower()}: {text[one.start : one.end]}" for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask jane.doe@portexample.example.", ["email: jane.doe@portexample.example"]),
        ("jane (at) port [dot] example", ["email: jane (at) port [dot] example"]),
        ("Call (413) 555-0142 today", ["phone: (413) 555-0142"]),
        ("Call +1 413.555.0142 or 555-0142", ["phone: +1 413.555.0142", "phone: 555-0142"]),
        ("at 12 Old Mill Road, by the pond", ["address: 12 Old Mill Road"]),
        ("PO Box 12, MA 01001", ["address: PO Box 12", "address: MA 01001"]),
        ("SSN 123-45-6789", ["identifier: 123-45-6789"]),
        ("as Mr. Jones and Officer Mary Poe said", ["name: Mr. Jones", "name: Officer Mary Poe"]),
        ("Chief Jones of Port Example", ["name: Chief Jones"]),
        ("see https://example.example/x?y=1 for it", ["link: https://example.example/x?y=1"]),
        ("what Jane Roe told us", ["perhaps_a_name: Jane Roe"]),
        ("j\u200b.doe\u200d@port\uff0eexample", ["email: j\u200b.doe\u200d@port\uff0eexample"]),
        ("\uff14\uff11\uff13-\uff15\uff15\uff15-\uff10\uff11\uff14\uff12",
         ["phone: \uff14\uff11\uff13-\uff15\uff15\uff15-\uff10\uff11\uff14\uff12"]),
    ],
)  # fmt: skip
def test_what_tells_of_a_person_is_found(text: str, expected: list[str]) -> None:
    """Plain, spelled out, in wide digits or with marks nobody sees."""
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Chief of Police and the Superintendent of Schools were consulted.",
        "I believe an officer would not assist this department to ensure school safety.",
        "812 responses in the 2026 survey, 2023 to 2026; E1, A1.1; 37P(c)(iii)",
        "All requirements of the section, for Port Example High School, until 30 June 2028.",
    ],
)
def test_titles_places_and_figures_are_left(text: str) -> None:
    """A decision's usual words are offered nothing to take out."""
    assert [one for one in kinds(text) if not one.startswith("perhaps")] == []


def test_a_known_name_is_found_in_any_case() -> None:
    """Whoever signed, or has an address that spells a name."""
    assert kinds("so jane  DOE wrote", names=("Jane Doe",)) == ["name: jane  DOE"]


@given(st.text(alphabet="aB1.@ -\u200b()/\n5é", max_size=120))
def test_nothing_sure_is_left_once_it_is_taken_out(text: str) -> None:
    """What the first cut finds is gone from the text that it makes."""
    for _ in range(10):
        found = [one for one in personal_in("f", text) if one.kind in SURE]
        if not found:
            break
        text = redact(text, found)
    assert not [one for one in personal_in("f", text) if one.kind in SURE]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_what_is_marked_is_gone_and_the_rest_stands(
    text: str, places: list[tuple[int, int]]
) -> None:
    """Letter by letter, however marks overlap."""
    marks = [Mark("f", a, min(b, len(text))) for a, b in places if a < min(b, len(text))]
    out = {place for one in marks for place in range(one.start, one.end)}
    shown = redact(text, marks).replace("[words withheld]", "") if "withheld" not in text else None
    if shown is not None:
        assert shown == "".join(c for place, c in enumerate(text) if place not in out)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("calls fell", ["Calls  fell", "calls\nfell"]),
        ("(see", ["(see"]),
        ("call", []),
        ("fell. Calls", []),
        ("a.c", []),
        ("\u200b", []),
        ("  ", []),
    ],
)
def test_words_are_found_wherever_they_are_said(words: str, found: list[str]) -> None:
    """In any case and however spaced; whole words, and as they stand, not as a pattern."""
    text = "Calls  fell (see abc), and calls\nfell again."
    marks = said_in("text", text, words)
    assert [text[one.start : one.end] for one in marks] == found
    assert {one.kind for one in marks} <= {Personal.MARKED}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 1), (0, 99)])
def test_a_mark_outside_the_text_is_refused(start: int, end: int) -> None:
    """Nothing is taken out at a place that is not there."""
    with pytest.raises(ValueError, match="no letters"):
        redact("a text", [Mark("f", start, end, Personal.NAME)])


@pytest.mark.parametrize(
    "piece", ["a", "a.", "1 ", "1-", "A b ", "Mr A", "@a.", "(at)", " ", "1 a a a a ", "www."]
)
def test_no_text_makes_it_slow(piece: str) -> None:
    """Twenty thousand letters of the worst kind take no time to speak of."""
    began = time.perf_counter()
    personal_in("f", (piece * 20_000)[:20_000])
    assert time.perf_counter() - began < 5
