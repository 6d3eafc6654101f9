"""A small sound form, its folder, and what a form is refused with."""

from pathlib import Path

import pytest

from cli.filing import Unreadable, WaiverFiling, read_waiver

FORM = """\
form: waiver/1
applicant: "99010000"
scope: All requirements
school_years: [2026-27]
chief_consultations:
  - office: Chief of Police, Port Example
    dates: [2026-09-02]
    mode: meeting
    summary: We met.
    attested_by: superintendent@portexample.example
evidence:
  - title: Incidents
    source: Log
    period: 2023-07-01/2026-06-30
    file: files/incidents.csv
alternatives:
  - kind: procedure
    description: A protocol
    in_use_since: 2024-09-01
"""
"""A waiver application whose shape is right; whether it is complete is for the rules."""


def with_part(old: str, new: str) -> str:
    """Give the form with one part changed."""
    assert old in FORM
    return FORM.replace(old, new)


def form_folder(folder: Path) -> Path:
    """Put the form's one file where the form names it; give the folder."""
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "incidents.csv").write_text("school,count\nNorth,3\n")
    return folder


def read(folder: Path, text: str = FORM, name: str = "waiver.yaml") -> WaiverFiling:
    """Read a form of this text from a folder that has the form's one file."""
    form = form_folder(folder) / name
    form.write_text(text)
    return read_waiver(form)


def refusals(folder: Path, text: str, name: str = "waiver.yaml") -> list[str]:
    """Give what a form's text is refused with, a line a problem, the folder left out."""
    with pytest.raises(Unreadable) as caught:
        read(folder, text, name)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]
