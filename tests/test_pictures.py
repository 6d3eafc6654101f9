"""The pictures of the portal in the docs: each is there, is small, and is told in words."""

import re
from pathlib import Path

from PIL import Image

from docs import pictures
from tests.shared import PROJECT

SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+\.png)\)")
TOGETHER = 1_500_000
"""Bytes: whoever clones the project has them all."""


def test_page_of_pictures_is_current() -> None:
    """Whoever changes what is shown, or said of it, runs `make pictures`."""
    assert pictures.PAGE.read_text(encoding="utf-8") == pictures.page()


def test_every_picture_is_there_and_none_besides() -> None:
    """A picture that no page shows any more goes."""
    there = {path.name for path in pictures.PICTURES.iterdir()}
    assert there == {shot.file.name for shot in pictures.SHOTS}


def test_pictures_are_as_wide_as_their_screen_and_small_together() -> None:
    """At the width of a desk or of a telephone, in a few colours."""
    for shot in pictures.SHOTS:
        with Image.open(shot.file) as picture:
            assert (picture.format, picture.mode, picture.width) == ("PNG", "P", shot.width)
            assert picture.height <= shot.tallest
    assert sum(shot.file.stat().st_size for shot in pictures.SHOTS) < TOGETHER


def test_pictures_are_told_in_words_wherever_they_stand() -> None:
    """Whoever cannot see a picture reads what is on it."""
    pages = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
    shown = [(page, *found) for page in pages for found in SHOWN.findall(page.read_text())]
    assert {page.name for page, _, _ in shown} == {"README.md", "pages.md"}
    assert [alt for _, alt, _ in shown if len(alt) < 40] == []
    assert [_at(page, path) for page, _, path in shown if not _at(page, path).is_file()] == []


def _at(page: Path, path: str) -> Path:
    return page.parent / path
