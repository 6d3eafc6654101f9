"""A picture is whole, from its first byte to its last."""

import pytest

from tests.documents.makers import jpeg, png, refusal


@pytest.mark.parametrize("cut", [1, 10, 20])
def test_a_picture_cut_short_is_refused(cut: int) -> None:
    """An upload that broke off is noticed."""
    assert refusal(png()[:-cut], "plan.png") == "is a damaged PNG picture"


def test_a_picture_with_a_changed_byte_is_refused() -> None:
    """A PNG says itself what its bytes add up to."""
    changed = bytearray(png())
    changed[30] ^= 1
    assert refusal(bytes(changed), "plan.png") == "is a damaged PNG picture"


def test_something_after_a_png_is_refused() -> None:
    """A file that is two things at once is neither."""
    assert refusal(png() + b"PK\x03\x04", "plan.png") == "is a damaged PNG picture"


@pytest.mark.parametrize(
    "content",
    [jpeg()[:-2], jpeg()[:12], b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x00" + jpeg()[6:]],
    ids=["no end", "no scan", "no segment", "empty segment"],
)
def test_a_damaged_jpeg_is_refused(content: bytes) -> None:
    """The segments of a JPEG lead to its scan, and the scan to its end."""
    assert refusal(content, "plan.jpg") == "is a damaged JPEG picture"
