"""As many school departments as a burst has cases, with their chiefs and the office."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from actions.lists import faults_in
from actions.registry import import_lists
from cli.tables import read_tables
from database import connect, transaction
from settings import Settings

KEYBOARD = "benchmark"


def register(bodies: int, examples: Path) -> None:
    """Take in the sample registry and, beside it, as many school departments as will file."""
    lists = Settings().home / "lists"
    lists.mkdir()
    for name in ("registry.csv", "schools.csv", "offices.csv"):
        (lists / name).write_bytes((examples / name).read_bytes())
    with (
        (lists / "registry.csv").open("a", newline="") as organizations,
        (lists / "schools.csv").open("a", newline="") as schools,
        (lists / "offices.csv").open("a", newline="") as offices,
    ):
        for n in range(bodies):
            body, place = code(n), town(n)
            csv.writer(organizations).writerow([body, place, "municipal", place])
            csv.writer(schools).writerow([str(int(body) + 305), f"{place} High", body, place])
            csv.writer(offices).writerows(
                [
                    ["superintendent", body, superintendent(n), "Superintendent of Schools", ""],
                    ["chief", place, f"chief@police{n}.example", "Chief of Police", "chief"],
                ]
            )
    tables = read_tables(
        organizations=lists / "registry.csv",
        schools=lists / "schools.csv",
        offices=lists / "offices.csv",
    )
    engine = connect(Settings().database)
    with transaction(engine) as session:
        tables.require_sound(lambda read: faults_in(session, read))
        now = datetime.now(UTC)
        import_lists(session, tables.lists, by=KEYBOARD, entered_by=KEYBOARD, now=now)
    engine.dispose()


def code(number: int) -> str:
    """Give a body's code."""
    return f"{9000 + number:04}0000"


def town(number: int) -> str:
    """Give its town."""
    return f"Sample Town {number}"


def superintendent(number: int) -> str:
    """Give its superintendent's address."""
    return f"superintendent@town{number}.example"
