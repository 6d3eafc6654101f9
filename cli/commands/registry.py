"""Commands on bodies, schools, people and offices, and on intake."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.commands.options import By, Reason

Office = Annotated[
    Literal[
        "superintendent",
        "editor",
        "chief",
        "intake",
        "program",
        "counsel",
        "commissioner",
        "state_police",
        "operator",
    ],
    typer.Argument(help="The office.", show_default=False),
]
Email = Annotated[str, typer.Argument(help="The person's address.", show_default=False)]
At = Annotated[
    str, typer.Option("--at", metavar="ORG-OR-TOWN", help="A body's code, a town, DESE or MSP.")
]
Day = Annotated[datetime | None, typer.Option(metavar="DATE", formats=["%Y-%m-%d"])]
Csv = Annotated[Path | None, typer.Option(metavar="F.csv", show_default=False)]

registry = typer.Typer(help="Bodies, schools and offices.", no_args_is_help=True)
offices = typer.Typer(help="Who holds which office.", no_args_is_help=True)
gate = typer.Typer(help="Whether new applications are taken.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(registry, name="registry")
    app.add_typer(offices, name="office")
    app.add_typer(gate, name="intake")


@registry.command("import")
def import_lists(*, organizations: Csv = None, schools: Csv = None, offices: Csv = None) -> int:
    """Take in lists, each whole or not at all; the same list twice changes nothing."""
    from cli import registering

    return registering.import_all(organizations, schools, offices)


@registry.command()
def classify(
    code: Annotated[str, typer.Argument(help="The body's code.")],
    kind: Annotated[
        Literal[
            "municipal",
            "municipal_non_operating",
            "regional",
            "county_agricultural",
            "commonwealth_charter",
            "other",
        ],
        typer.Argument(help="Its class under 37P."),
    ],
    *,
    by: By,
    basis: Annotated[str, typer.Option(metavar="TEXT", help="On what basis.")],
) -> int:
    """Set a body's class by hand; a later import leaves it."""
    from cli import registering

    return registering.classify(code, kind, by=by, basis=basis)


@offices.command()
def grant(
    office: Office,
    email: Email,
    *,
    at: At,
    title: Annotated[str | None, typer.Option(metavar="T", help="The title to write to.")] = None,
    since: Day = None,
    until: Day = None,
    acting: Annotated[bool, typer.Option("--acting", help="Acting or delegated.")] = False,
    instrument: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The document that says so.")
    ] = None,
) -> int:
    """Put on record that a person holds an office."""
    from cli import registering

    return registering.grant(
        office,
        email,
        at=at,
        title=title,
        since=since.date() if since else None,
        until=until.date() if until else None,
        acting=acting,
        instrument=instrument,
    )


@offices.command()
def revoke(office: Office, email: Email, *, at: At) -> int:
    """Put on record that a person no longer holds an office."""
    from cli import registering

    return registering.revoke(office, email, at=at)


@gate.command("close")
def close_intake(*, by: By, reason: Reason) -> int:
    """Take no new applications, with the reason that applicants are shown."""
    from cli import registering

    return registering.intake(accepting=False, by=by, reason=reason)


@gate.command("open")
def open_intake(*, by: By, reason: Reason) -> int:
    """Take new applications again."""
    from cli import registering

    return registering.intake(accepting=True, by=by, reason=reason)
