"""The files a form names lie in its folder, and nowhere else."""

import os
from pathlib import Path

import pytest

from tests.cli.forms import form_folder, read, refusals, with_part

CHANGES: dict[str, tuple[str, str, str]] = {
    "missing file": (
        "files/incidents.csv",
        "files/incident.csv",
        "15: evidence[0].file: there is no file files/incident.csv in the form's folder",
    ),
    "file below a file": (
        "files/incidents.csv",
        "files/incidents.csv/x.csv",
        "15: evidence[0].file: there is no file files/incidents.csv/x.csv in the form's folder",
    ),
    "folder for a file": (
        "files/incidents.csv",
        "files",
        "15: evidence[0].file: files is not a file",
    ),
    "file without a name": (
        "files/incidents.csv",
        "'  '",
        "15: evidence[0].file: is empty: name the file",
    ),
    "absolute path": (
        "files/incidents.csv",
        "/etc/hostname",
        "15: evidence[0].file: must start from the form's own folder, as in files/data.csv",
    ),
    "path upwards": (
        "files/incidents.csv",
        "../../etc/hostname",
        "15: evidence[0].file: ../../etc/hostname leads out of the form's folder: put the file in",
    ),
}
"""What is changed, to what, and the problem that is named."""


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_cannot_be_attached_is_named(tmp_path: Path, change: str) -> None:
    """The problem stands where the form names the file."""
    old, new, problem = CHANGES[change]
    assert refusals(tmp_path, with_part(old, new)) == [f"waiver.yaml:{problem}"]


@pytest.mark.parametrize("name", ["link.csv", "link/secret.csv"])
def test_a_link_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    """A file outside of the form's folder does not come in by a link to it or to its folder."""
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    for folder in (outside, inside):
        folder.mkdir()
    (outside / "secret.csv").write_text("a,b\n")
    (inside / "link").symlink_to(outside)
    (inside / "link.csv").symlink_to(outside / "secret.csv")
    (problem,) = refusals(inside, with_part("files/incidents.csv", name))
    assert problem.endswith(f"{name} leads out of the form's folder: put the file in")


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    """Only a regular file can be attached."""
    os.mkfifo(tmp_path / "pipe.csv")
    (problem,) = refusals(tmp_path, with_part("files/incidents.csv", "pipe.csv"))
    assert problem.endswith("pipe.csv is not a file")


def test_an_oversized_file_is_refused_by_its_name(tmp_path: Path) -> None:
    """A file above 25 MB is named before anything of it is read."""
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(25 * 1024**2 + 1)
    (problem,) = refusals(tmp_path, with_part("files/incidents.csv", "large.csv"))
    assert problem.endswith("large.csv is larger than 25 MB")


def test_a_link_within_the_folder_may_be_attached(tmp_path: Path) -> None:
    """A link is as good as the file while both are in the form's folder."""
    (tmp_path / "link.csv").symlink_to("files/incidents.csv")
    waiver = read(tmp_path, with_part("files/incidents.csv", "link.csv"))
    target = form_folder(tmp_path) / "files" / "incidents.csv"
    assert waiver.attachments["link.csv"] == target.resolve()


def test_a_problem_of_an_attachment_has_the_line_that_names_it(tmp_path: Path) -> None:
    """What is found wrong in a file later is told where the form names it."""
    problem = read(tmp_path).problem("files/incidents.csv", "is empty")
    assert str(problem).endswith("waiver.yaml:15: evidence[0].file: files/incidents.csv is empty")
