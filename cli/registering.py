"""The registry's commands at work: lists, classes, offices, intake."""

from datetime import date
from importlib import resources
from pathlib import Path

from actions.filings import register
from actions.grants import Grant, grant_office, revoke_office
from actions.intake import set_intake
from actions.lists import faults_in
from actions.offices import anybody
from actions.policies import parsed
from actions.registry import Counts, import_lists
from actions.registry import classify as set_class
from cli.door import Door, open_door
from cli.filing import Problem, Unreadable
from cli.output import say
from cli.tables import read_tables
from database import reading, transaction
from documents import DocumentRefused, examine
from models.people import Office
from models.registry import OrganizationKind


def import_all(organizations: Path | None, schools: Path | None, offices: Path | None) -> int:
    """Take in lists, all of them or nothing, and say what became of them."""
    if not (organizations or schools or offices):
        message = "name at least one of --organizations, --schools, --offices"
        raise Unreadable([Problem("command line", "registry import", None, message)])
    tables = read_tables(organizations=organizations, schools=schools, offices=offices)
    door = open_door()
    agencies = tuple(parsed(door.policy_text).agencies)
    with transaction(door.engine) as session:
        tables.require_sound(lambda lists: faults_in(session, lists, agencies))
        done = import_lists(
            session,
            tables.lists,
            by=door.entered_by,
            entered_by=door.entered_by,
            now=door.now,
            agencies=agencies,
        )
    named = {"organizations": organizations, "schools": schools, "offices": offices}
    counts = {
        "organizations": done.organizations,
        "schools": done.schools,
        "offices": done.offices,
    }
    for name, path in named.items():
        if path:
            say(f"{name}: {_words(counts[name])}")
    return 0


def take_in_sample(door: Door) -> None:
    """Take the sample bodies and offices in, where the registry holds nobody at all."""
    with reading(door.engine) as session:
        if anybody(session):
            return
    with resources.as_file(resources.files("cli") / "examples") as examples:
        import_all(examples / "registry.csv", examples / "schools.csv", examples / "offices.csv")


def _words(counts: Counts) -> str:
    return f"{counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged"


def classify(code: str, kind: str, *, by: str, basis: str) -> int:
    """Set a body's class by hand."""
    door = open_door()
    with transaction(door.engine) as session:
        body = set_class(
            session,
            code,
            OrganizationKind(kind),
            basis,
            by=by,
            entered_by=door.entered_by,
            now=door.now,
        )
        say(f"{body.name} ({code}) is of the class {body.kind.value}.")
    return 0


def grant(
    office: str,
    email: str,
    *,
    at: str,
    title: str | None,
    since: date | None,
    until: date | None,
    acting: bool,
    instrument: Path | None,
) -> int:
    """Put on record that a person holds an office."""
    door = open_door()
    named = _instrument(door, instrument) if instrument else None
    with transaction(door.engine) as session:
        if instrument:
            register(session, [examine(instrument)], now=door.now)
            session.flush()
        holding = grant_office(
            session,
            Grant(
                office=Office(office),
                at=at,
                email=email,
                title=title,
                since=since,
                until=until,
                acting=acting,
                instrument_sha256=named,
            ),
            by=door.entered_by,
            entered_by=door.entered_by,
            now=door.now,
            agencies=tuple(parsed(door.policy_text).agencies),
        )
        begins = f" from {holding.since}" if holding.since else ""
        ends = f" until {holding.until}" if holding.until else ""
        say(f"{email} holds {office}@{holding.at}{begins}{ends}.")
    return 0


def _instrument(door: Door, path: Path) -> str:
    try:
        return door.store.put(path).sha256
    except DocumentRefused as refused:
        raise Unreadable([Problem(str(path), "--instrument", None, refused.reason)]) from None


def revoke(office: str, email: str, *, at: str) -> int:
    """Put on record that a person no longer holds an office."""
    door = open_door()
    with transaction(door.engine) as session:
        revoke_office(
            session,
            Office(office),
            at,
            email,
            by=door.entered_by,
            entered_by=door.entered_by,
            now=door.now,
        )
    say(f"{email} no longer holds {office}@{at}. What was in hand passes to another holder.")
    return 0


def intake(*, accepting: bool, by: str, reason: str) -> int:
    """Open or close intake."""
    door = open_door()
    with transaction(door.engine) as session:
        set_intake(
            session,
            accepting=accepting,
            reason=reason,
            by=by,
            entered_by=door.entered_by,
            now=door.now,
        )
    say("New applications are taken." if accepting else "No new applications are taken.")
    return 0
