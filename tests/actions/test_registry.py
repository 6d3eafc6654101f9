"""Taking in lists of bodies and schools, and setting a class by hand."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions.lists import BadRows, Lists
from actions.registry import Counts, NoBasis, classify
from actions.situations import UnknownBody
from cli.filing import Unreadable
from database import transaction
from models.events import Event
from models.people import Holding
from models.registry import Organization, OrganizationKind, OrganizationTown, School
from rules.findings import NotYourOffice
from tests.actions.lists import (
    CHIEF,
    DISTRICTS,
    NOW,
    OPERATOR,
    SAMPLE,
    body,
    rows,
    school,
    take_in,
    take_in_files,
)

AGAWAM, ACTON, UP_ISLAND, CHARTER = "00050000", "00020000", "07740000", "04950000"


def towns_of(engine: sa.Engine, code: str) -> list[str]:
    """Give the towns on record of a body."""
    return [row.town for row in rows(engine, OrganizationTown) if row.organization_code == code]


def test_department_list_is_taken_in_as_it_is(engine: sa.Engine) -> None:
    """All 525 bodies; the classes that the section does not name are `other`."""
    done = take_in_files(engine, **DISTRICTS)
    assert done.organizations == Counts(added=525)
    assert Counter(one.kind.value for one in rows(engine, Organization)) == {
        "municipal": 232,
        "municipal_non_operating": 119,
        "regional": 84,
        "county_agricultural": 2,
        "other": 88,
    }


def test_department_list_leaves_the_source_word_of_what_it_does_not_class(
    engine: sa.Engine,
) -> None:
    """An operator who sets the class later can see what the department called it."""
    take_in_files(engine, **DISTRICTS)
    words = Counter(
        one.listed_as
        for one in rows(engine, Organization)
        if one.kind is OrganizationKind.OTHER
    )  # fmt: skip
    assert words == {
        "charter_unclassified": 79,
        "other": 3,
        "charter_horace_mann": 2,
        "commonwealth_virtual": 2,
        "other_non_operating": 2,
    }


def test_department_list_gives_a_town_its_name_and_no_post_office_village(
    engine: sa.Engine,
) -> None:
    """Agawam's office is in Feeding Hills, but Agawam is the town; a region's is not known."""
    take_in_files(engine, **DISTRICTS)
    assert towns_of(engine, AGAWAM) == ["Agawam"]
    assert towns_of(engine, ACTON) == ["Acton"]
    assert len(rows(engine, OrganizationTown)) == 232 + 119
    assert towns_of(engine, UP_ISLAND) == []


def test_same_lists_twice_change_nothing(engine: sa.Engine) -> None:
    """The second time every row is as it was, and the log does not grow."""
    take_in_files(engine, **DISTRICTS)
    take_in_files(engine, **SAMPLE)
    log = len(rows(engine, Event))
    assert take_in_files(engine, **DISTRICTS).organizations == Counts(unchanged=525)
    again = take_in_files(engine, **SAMPLE)
    assert again.organizations == Counts(unchanged=7)
    assert again.schools == Counts(unchanged=6)
    assert again.offices == Counts(unchanged=15)
    assert len(rows(engine, Event)) == log


def test_bad_lines_among_many_store_nothing_and_each_is_named(
    engine: sa.Engine, tmp_path: Path
) -> None:
    """One look at the message is enough to mend the file."""
    lines = DISTRICTS["organizations"].read_text(encoding="utf-8").splitlines()
    lines[17] = lines[17].replace(lines[17][:8], "12345")
    lines[300] = lines[2]
    lines[450] = lines[450] + ",surplus"
    bad = tmp_path / "districts.csv"
    bad.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Unreadable) as refusal:
        take_in_files(engine, organizations=bad)
    assert [(one.file, one.line, one.field) for one in refusal.value.problems] == [
        (str(bad), 18, "dese_org_code"),
        (str(bad), 301, "code"),
        (str(bad), 451, None),
    ]
    assert rows(engine, Organization) == []
    assert rows(engine, Event) == []


def test_bad_lines_of_three_files_are_named_together(engine: sa.Engine, tmp_path: Path) -> None:
    """A school of no known body and an office in no known place come out in one go."""
    schools, offices = tmp_path / "schools.csv", tmp_path / "offices.csv"
    schools.write_text("code,name,organization,town\n99770305,Nowhere High,99770000,Port Example\n")
    offices.write_text("office,at,email,title\nchief,Atlantis,not an address,Chief\n")
    with pytest.raises(Unreadable) as refusal:
        take_in_files(
            engine, organizations=SAMPLE["organizations"], schools=schools, offices=offices
        )
    assert [(Path(one.file).name, one.line, one.field) for one in refusal.value.problems] == [
        ("schools.csv", 2, "organization"),
        ("offices.csv", 2, "at"),
        ("offices.csv", 2, "email"),
    ]
    assert rows(engine, Organization) == []
    assert rows(engine, Holding) == []


def test_school_on_record_cannot_move_to_another_body(engine: sa.Engine) -> None:
    """Whose school it is decides whose duty the section speaks of, so no list moves one."""
    bodies = [body(), body(3, code="99020000", name="Quarry Hill", towns=("Quarry Hill",))]
    take_in(engine, Lists(organizations=bodies, schools=[school()]))
    with pytest.raises(BadRows, match="on record under 99010000"):
        take_in(engine, Lists(schools=[school(organization="99020000")]))
    assert rows(engine, School)[0].organization_code == "99010000"


def test_same_code_on_two_lines_is_refused(engine: sa.Engine) -> None:
    """Which of the two is meant is for a person to say."""
    with pytest.raises(BadRows) as refusal:
        take_in(engine, Lists(organizations=[body(2), body(3), body(9)]))
    assert [fault.line for fault in refusal.value.faults] == [3, 9]


def test_corrected_list_changes_what_differs_and_tells_it(engine: sa.Engine) -> None:
    """Before and after stand in the log."""
    take_in(engine, Lists(organizations=[body()], schools=[school()]))
    moved = school(town="Little Neck")
    renamed = body(name="Port Example Schools", towns=("Port Example", "Little Neck"))
    done = take_in(engine, Lists(organizations=[renamed], schools=[moved]))
    assert (done.organizations, done.schools) == (Counts(changed=1), Counts(changed=1))
    told = [json.loads(event.data)["changed"] for event in rows(engine, Event)[-2:]]
    assert told == [
        [
            {
                "code": "99010000",
                "name": ["Port Example", "Port Example Schools"],
                "towns": [["Port Example"], ["Little Neck", "Port Example"]],
            }
        ],
        [{"code": "99010305", "town": ["Port Example", "Little Neck"]}],
    ]


def test_list_that_does_not_say_the_towns_leaves_them(engine: sa.Engine) -> None:
    """The department's list knows no region's towns: those set before stay."""
    take_in(engine, Lists(organizations=[body(towns=("Port Example", "Quarry Hill"))]))
    done = take_in(engine, Lists(organizations=[body(towns=None)]))
    assert done.organizations == Counts(unchanged=1)
    assert towns_of(engine, "99010000") == ["Port Example", "Quarry Hill"]


def test_towns_taken_off_a_list_are_taken_off_the_body(engine: sa.Engine) -> None:
    """A list that says the towns says all of them."""
    take_in(engine, Lists(organizations=[body(towns=("Port Example", "Quarry Hill"))]))
    take_in(engine, Lists(organizations=[body(towns=("Quarry Hill",))]))
    assert towns_of(engine, "99010000") == ["Quarry Hill"]


def test_town_has_one_spelling(engine: sa.Engine) -> None:
    """The chief of Port Example is found for a school in `PORT EXAMPLE`."""
    take_in(engine, Lists(organizations=[body()], schools=[school(town="PORT EXAMPLE")]))
    assert rows(engine, School)[0].town == "Port Example"


@pytest.mark.rule(2)
def test_class_set_by_an_operator_outlives_an_import(engine: sa.Engine) -> None:
    """The class, who set it and on what basis are on record."""
    take_in_files(engine, **SAMPLE)
    with transaction(engine) as session:
        classify(
            session,
            "99400000",
            OrganizationKind.REGIONAL,
            "Agreement under c.71, seen by counsel.",
            by=OPERATOR,
            entered_by="keyboard",
            now=NOW,
        )
    assert take_in_files(engine, **SAMPLE).organizations == Counts(unchanged=7)
    upland = next(one for one in rows(engine, Organization) if one.code == "99400000")
    assert upland.kind is OrganizationKind.REGIONAL
    assert (upland.listed_as, upland.kind_set_by) == ("other", OPERATOR)
    assert upland.kind_basis == "Agreement under c.71, seen by counsel."
    assert upland.kind_set_at == NOW
    told = rows(engine, Event)[-1]
    assert (told.kind, told.by, told.entered_by) == ("registry.classified", OPERATOR, "keyboard")


@pytest.mark.parametrize(
    ("code", "basis", "by", "condition"),
    [
        ("99400000", "  ", OPERATOR, NoBasis),
        ("99400000", "x" * 501, OPERATOR, NoBasis),
        ("12345678", "Seen.", OPERATOR, UnknownBody),
        ("99400000", "Seen.", CHIEF, NotYourOffice),
    ],
)
def test_class_is_set_only_by_an_operator_with_a_basis(
    engine: sa.Engine, code: str, basis: str, by: str, condition: type[Exception]
) -> None:
    """Nobody else, nobody silently, and no body that is not there."""
    take_in_files(engine, **SAMPLE)
    with pytest.raises(condition), transaction(engine) as session:
        classify(
            session, code, OrganizationKind.REGIONAL, basis, by=by, entered_by=by, now=NOW
        )  # fmt: skip
    assert not any(one.kind_set_by for one in rows(engine, Organization))


def test_two_imports_at_once_add_each_row_once(engine: sa.Engine) -> None:
    """The second waits for the first, and finds nothing left to do."""
    with ThreadPoolExecutor(2) as both:
        started = [both.submit(take_in_files, engine, **SAMPLE) for _ in range(2)]
    done = [one.result() for one in started]
    assert sorted(one.organizations.added for one in done) == [0, 7]
    assert sorted(one.offices.added for one in done) == [0, 15]
    assert len(rows(engine, Holding)) == 15
