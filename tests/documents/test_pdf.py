"""A PDF is opened for real, and only shows what is in it."""

import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from documents import DocumentRefused, examine
from tests.documents.makers import pdf, refusal

Change = Callable[[pikepdf.Pdf], Any]


def action(**entries: Any) -> Change:
    """Have the document do something when it is opened."""
    return lambda document: setattr(document.Root, "OpenAction", Dictionary(entries))


def on_the_page(**entries: Any) -> Change:
    """Put something on the page."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Annots = Array([Dictionary({"/Type": Name.Annot, **entries})])

    return change


def attach(document: pikepdf.Pdf) -> None:
    """Attach a file to the document."""
    document.attachments["program.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


ACTIVE: dict[str, tuple[Change, str]] = {
    "a script at opening": (
        action(**{"/S": Name.JavaScript, "/JS": String("app.alert(1)")}),
        "a script",
    ),
    "a script by name": (
        lambda document: document.Root.__setitem__(
            "/Names", Dictionary({"/JavaScript": Dictionary({"/Names": Array([])})})
        ),
        "a script",
    ),
    "a script deep in a page": (
        on_the_page(**{"/AA": Dictionary({"/E": Dictionary({"/S": Name.JavaScript})})}),
        "a script",
    ),
    "a launch": (
        action(**{"/S": Name.Launch, "/F": String("cmd.exe")}),
        "an action that starts a program",
    ),
    "a form that sends": (
        on_the_page(**{"/A": Dictionary({"/S": Name.SubmitForm})}),
        "an action that sends data away",
    ),
    "an attached file": (attach, "another file inside"),
    "a film": (on_the_page(**{"/Subtype": Name.RichMedia}), "sound, film or a 3D scene"),
    "an interactive form": (
        lambda document: document.Root.__setitem__("/AcroForm", Dictionary({"/XFA": Array([])})),
        "an interactive form",
    ),
}


@pytest.mark.parametrize("what", ACTIVE)
def test_a_pdf_that_does_something_is_refused(what: str) -> None:
    """A document on file shows itself, and does nothing else."""
    change, words = ACTIVE[what]
    for packing in pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate:
        reason = refusal(pdf(change, object_stream_mode=packing), "letter.pdf")
        assert reason == f"holds {words}, which is not taken: print it to a new PDF"


def test_a_link_and_a_place_to_open_at_are_harmless() -> None:
    """Reading aids are no actions of the kind that is refused."""

    def aids(document: pikepdf.Pdf) -> None:
        link = Dictionary({"/S": Name.URI, "/URI": String("https://example.example")})
        on_the_page(**{"/Subtype": Name.Link, "/A": link})(document)
        document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])

    assert examine(pdf(aids), "letter.pdf")


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_locked_pdf_is_refused(password: str) -> None:
    """A reviewer must be able to open, print and search what was filed."""
    locked = pdf(encryption=pikepdf.Encryption(owner="owner", user=password))
    assert refusal(locked, "letter.pdf").startswith("is locked: save it without a password")


@pytest.mark.parametrize("end", [20, 100, 300])
def test_a_pdf_cut_short_is_refused(end: int) -> None:
    """An upload that broke off is noticed, not guessed at."""
    assert refusal(pdf()[:-end], "letter.pdf").startswith("is a damaged PDF")


def test_a_pdf_without_pages_is_refused() -> None:
    """There is nothing to read in it."""
    assert (
        refusal(pdf(lambda document: document.pages.__delitem__(0)), "letter.pdf") == "has no pages"
    )


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    """Two hundred kilobytes that become two hundred megabytes are not read."""
    packed = zlib.compress(bytes(200 * 2**20), 9)
    content = (
        b"%%PDF-1.5\n1 0 obj<</Type/XRef/Size 2/W[1 2 1]/Root 2 0 R/Filter/FlateDecode"
        b"/Length %d>>stream\n%b\nendstream endobj\nstartxref\n9\n%%%%EOF\n" % (len(packed), packed)
    )
    assert refusal(content, "letter.pdf").startswith("is a damaged PDF")


@given(data=st.data())
def test_no_change_to_a_pdf_ends_the_examination_in_another_way(data: st.DataObject) -> None:
    """Whatever the bytes: a document, or a refusal."""
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(5, len(content)))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        examine(bytes(content), "letter.pdf")
    except DocumentRefused as refused:
        reason = refused.reason
    else:
        reason = ""
    assert reason.isprintable()


SMALL = pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)
