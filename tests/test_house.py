"""The plan of the house, read from the imports: see docs/architecture.md."""

import re
from pathlib import Path

import pytest

from tests.house import (
    House,
    calendars_of_others,
    clock_readings,
    day_arithmetic,
    names_made_at_run_time,
)
from tests.shared import PROJECT

ALLOWED = {
    "settings": set[str](),
    "models": set[str](),
    "rules": {"models"},
    "database": {"models", "settings"},
    "documents": {"models", "settings"},
    "migrations": {"models", "database"},
    "notifications": {"models", "settings"},
    "actions": {"models", "rules", "notifications", "documents"},
    "flows": {
        "models", "rules", "actions", "notifications", "database", "documents", "settings",
    },
    "portal": {"models", "rules", "actions", "notifications", "database", "settings"},
    "cli": {
        "models", "rules", "actions", "notifications", "database", "documents", "settings",
        "migrations", "flows", "portal",
    },
}  # fmt: skip
"""Room to the rooms it may import."""

LIBRARIES = {
    "prefect": {"flows"},
    "fastapi": {"portal"},
    "aiosmtplib": {"notifications"},
    "aiosmtpd": {"notifications"},
    "typst": {"notifications"},
    "docx": {"notifications"},
    "imap_tools": {"notifications"},
    "flufl": {"notifications"},
    "icalendar": {"notifications"},
    "typer": {"cli"},
    "rich": {"cli"},
    "pydantic_settings": {"settings"},
    "sqlmodel": {"models", "actions", "database", "migrations"},
    "alembic": {"migrations"},
    "obstore": {"documents"},
    "holidays": {"rules.calendar"},
}
"""Library to the rooms, or the one module, that may import it."""

DOORS = {"settings", "cli", "flows", "portal"}
"""Where the clock may be read."""

MAY_COUNT = {"rules.calendar", "notifications.backoff"}
"""Where days are counted; how long a mail is tried is elapsed time, whatever it is called."""

NAMES_THAT_SAY_NOTHING = {
    "base", "common", "helper", "helpers", "manager", "managers", "misc", "service", "services",
    "util", "utils",
}  # fmt: skip

LONGEST = 350
"""Lines of a file."""


@pytest.fixture(scope="module")
def house() -> House:
    """Give this project."""
    return House(PROJECT)


def test_rooms_import_only_the_rooms_they_may(house: House) -> None:
    """Each room knows the rooms under it, and no other."""
    assert house.foreign_imports(ALLOWED) == []


def test_libraries_stay_in_their_rooms(house: House) -> None:
    """The engine, the mail, the command line and the tables can each be found in one place."""
    assert house.stray_libraries(LIBRARIES) == []


@pytest.mark.rule(13)
def test_flows_cannot_reach_the_decision(house: House) -> None:
    """No flow can grant or deny: not even something a flow imports knows how."""
    reached = house.reached("flows")
    assert "flows.waiver_review" in reached
    assert "actions.routing" in reached
    assert "actions.decisions" not in reached


@pytest.mark.rule(13)
def test_flows_import_nothing_by_name(house: House) -> None:
    """A name put together at run time could reach what an import may not."""
    flows = [module for module in house.modules.values() if module.room == "flows"]
    assert names_made_at_run_time(flows) == []


def test_flows_are_not_named_after_rooms(house: House) -> None:
    """Run by its path, flows/models.py would stand before models/."""
    inside = {name.split(".")[1] for name in house.modules if name.startswith("flows.")}
    assert not inside & (house.rooms | {"portal", "tests"})


def test_clock_is_read_at_the_doors_alone(house: House) -> None:
    """Inside, `now` is an argument, so that a drill and a test can say what time it is."""
    inside = [module for module in house.modules.values() if module.room not in DOORS]
    assert clock_readings(inside) == []


def test_days_are_counted_in_the_calendar_alone(house: House) -> None:
    """One named, tested module says which day is the last."""
    others = [module for name, module in house.modules.items() if name not in MAY_COUNT]
    assert day_arithmetic(others) == []


def test_nobody_brings_a_calendar_of_their_own(house: House) -> None:
    """Not a test or a script either: two calendars that disagree are worse than one."""
    assert calendars_of_others(house.files) == []


def test_files_say_what_they_are_for(house: House) -> None:
    """Every file opens with its purpose."""
    assert [module.name for module in house.files if not module.purpose] == []


def test_files_stay_readable_at_one_sitting(house: House) -> None:
    """A file that has grown long holds two things. A migration is written once and left alone."""
    files = [m for m in house.files if not m.name.startswith("migrations.versions.")]
    lines = {m.name: len(m.path.read_text().splitlines()) for m in files}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_names_of_files_say_something(house: House) -> None:
    """A drawer for everything is a drawer nobody can find anything in."""
    named = {module.name for module in house.files}
    assert {n for n in named if n.rpartition(".")[2] in NAMES_THAT_SAY_NOTHING} == set()


def test_rooms_on_disk_are_the_rooms_that_ship(house: House) -> None:
    """A new room is named in pyproject.toml, or it would be missing from what is installed."""
    folders = {path.parent.name for path in PROJECT.glob("*/__init__.py")} - {"tests"}
    files = {path.stem for path in PROJECT.glob("*.py")}
    assert folders | files == house.rooms


def test_import_table_in_the_architecture_is_this_one() -> None:
    """What the page tells a newcomer is what is kept."""
    page = (PROJECT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|[^|\n]*\|([^|\n]*)\|$", page, re.MULTILINE)
    assert {room: set(re.findall(r"`(\w+)`", allowed)) for room, allowed in rows} == ALLOWED


def test_deployed_entrypoints_are_flows_of_ours(house: House) -> None:
    """prefect.yaml names flows by module: by path, a flow's folder would come first on sys.path."""
    text = (PROJECT / "prefect.yaml").read_text()
    entrypoints = re.findall(r"^\s*(?:- )?entrypoint:\s*(\S+)\s*$", text, re.MULTILINE)
    assert entrypoints
    for entrypoint in entrypoints:
        module, _, name = entrypoint.rpartition(".")
        assert module.startswith("flows."), entrypoint
        source = house.modules[module].path.read_text()
        assert re.search(rf"^@flow\b[^@]*?^def {name}\(", source, re.MULTILINE), entrypoint


def test_lock_files_name_no_host() -> None:
    """Whoever installs asks the index that they themselves have set."""
    files = [path for path in (PROJECT / "requirements").iterdir() if path.is_file()]
    assert [path.name for path in files if "://" in path.read_text()] == []


@pytest.fixture
def annex(tmp_path: Path) -> Path:
    """Give the folder of a small house that breaks the rules."""
    rooms = ["flows", "actions", "models"]
    (tmp_path / "pyproject.toml").write_text(
        f"[tool.hatch.build.targets.wheel]\nonly-include = {rooms}\n"
    )
    for room in rooms:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("")
    return tmp_path


def test_reader_follows_a_decision_through_another_module(annex: Path) -> None:
    """Two steps away and inside a function is still within reach."""
    (annex / "flows" / "round.py").write_text("from actions import routing\n")
    (annex / "actions" / "routing.py").write_text("def go():\n    from . import decisions\n")
    (annex / "actions" / "decisions.py").write_text("")
    assert "actions.decisions" in House(annex).reached("flows")


def test_reader_sees_an_import_that_climbs_the_stairs(annex: Path) -> None:
    """Models may not know actions, however the import is written."""
    (annex / "models" / "cases.py").write_text("def late():\n    import actions.routing as r\n")
    assert House(annex).foreign_imports(ALLOWED) == ["models.cases imports actions"]


def test_reader_sees_a_library_in_the_wrong_room(annex: Path) -> None:
    """Prefect in an action is found."""
    (annex / "actions" / "routing.py").write_text("from prefect.client import x\n")
    assert House(annex).stray_libraries(LIBRARIES) == ["actions.routing imports prefect"]


def test_reader_sees_the_clock_and_the_calendar(annex: Path) -> None:
    """Reading the time and counting days are found, with their lines."""
    source = "import datetime\nx = datetime.datetime.now()\ny = x + datetime.timedelta(days=3)\n"
    (annex / "actions" / "duties.py").write_text(source)
    modules = list(House(annex).modules.values())
    assert clock_readings(modules) == ["actions.duties:2"]
    assert day_arithmetic(modules) == ["actions.duties:3"]


@pytest.mark.parametrize(
    "counting",
    [
        "day + timedelta(days=3)",
        "day - datetime.timedelta(weeks=1)",
        "WEEK = timedelta(7)",
        "timedelta(hours=24)",
        "timedelta(hours=24 * days)",
        "timedelta(minutes=1440)",
        "timedelta(seconds=86400.0)",
        "day + relativedelta(months=1)",
        "rrule(DAILY, count=3)",
        "day.replace(day=1)",
        "now.replace(month=now.month + 1, year=2027)",
        "date(day.year, day.month, day.day + 1)",
        "date(year=day.year + 1, month=1, day=1)",
        "datetime.date.fromordinal(day.toordinal() + 1)",
        "day.isocalendar()",
        "date.fromtimestamp(seconds + 86400)",
        "(end - start).days",
        "datetime.combine(day, time(8), NEW_YORK)",
        "numpy.busday_offset(day, 3)",
        "pandas.Timedelta('3 days')",
        "sa.func.date_trunc('day', column)",
        "sa.func.julianday(column) + 1",
        "sa.extract('dow', column)",
        "func.make_interval(0, 0, 0, 3)",
        "sa.Interval",
        """sa.text("select due_on + interval '3 days' from duties")""",
        """sa.text("select * from duties where due_on < date('now', '+3 days')")""",
        """sa.text("update duties set due_on = due_on + 3")""",
        """sa.text("select * from duties where due_on < current_date")""",
        """sa.text("select julianday(due_on) from duties")""",
    ],
)
def test_reader_sees_every_way_to_count_days(annex: Path, counting: str) -> None:
    """By arithmetic, by ordinals, by a library, by the database."""
    (annex / "actions" / "duties.py").write_text(f"{counting}\n")
    found = day_arithmetic(House(annex).modules.values())
    assert {place.partition(":")[0] for place in found} == {"actions.duties"}, counting


@pytest.mark.parametrize(
    "innocent",
    [
        "timedelta(seconds=30)",
        "timedelta(hours=6)",
        "timedelta(minutes=settings.minutes)",
        "'a day'.replace('day', 'week')",
        "at.replace(tzinfo=UTC)",
        "date(2026, 7, 1)",
        "step.days",
        "due_date(start, days + 1)",
        "'Until the end of the day, 3 days are allowed.'",
        """sa.text("select due_on from duties where due_on < :day")""",
    ],
)
def test_reader_lets_be_what_counts_no_days(annex: Path, innocent: str) -> None:
    """Elapsed time, words, and asking the calendar are what they are."""
    (annex / "actions" / "duties.py").write_text(f"x = {innocent}\n")
    assert day_arithmetic(House(annex).modules.values()) == []


def test_reader_sees_a_calendar_of_somebody_elses(annex: Path) -> None:
    """However deep in a function it is imported."""
    source = "def due():\n    from dateutil.relativedelta import relativedelta\n"
    (annex / "actions" / "duties.py").write_text(source)
    found = calendars_of_others(House(annex).modules.values())
    assert found == ["actions.duties imports dateutil"]
