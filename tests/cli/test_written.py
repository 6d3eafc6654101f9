"""YAML and JSON are read as plain values, hostile ones too."""

from pathlib import Path

import pytest

from tests.cli.forms import read, refusals, with_part

CHANGES: dict[str, tuple[str, str, str]] = {
    "anchor": (
        "All requirements",
        "&all All requirements",
        "3: uses & or * to repeat a part: write it out, or quote the text",
    ),
    "alias": (
        "All requirements",
        "*all",
        "3: uses & or * to repeat a part: write it out, or quote the text",
    ),
    "tag": (
        "All requirements",
        "!!python/name:os.system",
        "3: uses ! to give a part a type: leave it out, or quote the text",
    ),
    "broken YAML": ("[2026-27]", "[2026-27", "5: is not YAML: did not find expected ',' or ']'"),
    "key is a list": (
        "scope: All requirements",
        "? [scope]\n: All requirements",
        "3: has a list or fields where a field's name belongs",
    ),
    "second document": ("scope:", "---\nscope:", "4: holds a second document: one form, one file"),
    "control character": ("We met.", "We \x07met.", "9: holds a control character"),
    "not a number": ("All requirements", ".nan", "3: scope: is not a number that can be used"),
    "infinite": ("All requirements", "-.inf", "3: scope: is not a number that can be used"),
    "endless number": (
        "All requirements",
        "9" * 5000,
        "3: scope: is not a number that can be used",
    ),
    "field twice": (
        "    source: Log\n",
        "    source: Log\n    source: Another\n",
        "14: evidence[0].source: is there twice: keep one of the two",
    ),
}
"""What is changed, to what, and the problem that is named."""


@pytest.mark.parametrize("change", CHANGES)
def test_yaml_is_taken_at_its_plainest(tmp_path: Path, change: str) -> None:
    """What YAML would let pass, or do in secret, is a problem with a line."""
    old, new, problem = CHANGES[change]
    assert refusals(tmp_path, with_part(old, new)) == [f"waiver.yaml:{problem}"]


def test_json_says_the_same_as_yaml(tmp_path: Path) -> None:
    """A form may be JSON, its dates in ISO text."""
    form = read(tmp_path).form
    assert read(tmp_path, form.model_dump_json(indent=2), "waiver.json").form == form


def test_a_quoted_date_is_a_date(tmp_path: Path) -> None:
    """Who quotes a date in YAML means the date."""
    form = read(tmp_path, with_part("2024-09-01", '"2024-09-01"')).form
    assert form == read(tmp_path).form


def test_the_word_no_is_a_word(tmp_path: Path) -> None:
    """YAML's old habit of reading `no` as false does not reach a form."""
    form = read(tmp_path, with_part("summary: We met.", "summary: no")).form
    assert form.chief_consultations[0].summary == "no"


def test_a_problem_in_json_has_its_line_too(tmp_path: Path) -> None:
    """A JSON form is refused as a YAML one is."""
    text = '{"form": "waiver/1",\n "applicant": 99010000,\n "scope": "a", "scope": "b",\n "x": NaN}'
    assert refusals(tmp_path, text, "waiver.json") == [
        'waiver.json:2: applicant: is a number: write it in quotes, "99010000"',
        "waiver.json:3: scope: is there twice: keep one of the two",
        "waiver.json:4: x: is not a number that can be used",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"form": "waiver/1",\n}', "waiver.json:2: is not JSON: "),
        ('{"form": "waiver/1", "scope": "\\ud800"}', "waiver.json:1: scope: holds half of a char"),
        ("[" * 100_000, "waiver.json:1: nests lists or fields too deep"),
        ("[" * 50 + "]" * 50, "waiver.json:1: nests lists or fields too deep"),
        ("", "waiver.json:1: is not JSON: "),
        ("[]", "waiver.json:1: holds no form: the first line of one is form: waiver/1"),
    ],
)
def test_json_that_is_no_form_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    """JSON is read no more trustingly than YAML."""
    assert any(line.startswith(problem) for line in refusals(tmp_path, text, "waiver.json"))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 900_000,
        "{a: " * 200_000,
        "- " * 400_000,
        "\n".join(" " * n + "-" for n in range(1300)),
    ],
    ids=["brackets", "braces", "dashes", "stairs"],
)
def test_hostile_nesting_is_refused(tmp_path: Path, text: str) -> None:
    """A form that nests without end is refused, whatever a library makes of it."""
    assert refusals(tmp_path, text)[0].endswith("nests lists or fields too deep")


def test_a_form_of_endless_values_is_refused(tmp_path: Path) -> None:
    """A form holds no more values than a person would write."""
    problem = "waiver.yaml:10000: holds more than 10,000 values"
    assert refusals(tmp_path, "a:\n" + "- b\n" * 20_000) == [problem]
