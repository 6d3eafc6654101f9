"""Commands that look at, check and keep what is on record."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.commands.options import Json, Number

Folder = Annotated[Path, typer.Argument(help="The backup's folder.", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("list")(list_cases)
    for command in (show, explain, verify, export, backup, restore):
        app.command()(command)


def list_cases(
    *,
    kind: Annotated[Literal["waiver", "shortfall"] | None, typer.Option(help="One kind.")] = None,
    state: Annotated[str | None, typer.Option(help="One state.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only with a duty past due.")] = False,
    as_json: Json = False,
) -> int:
    """List cases, the newest first."""
    from cli import looking

    return looking.list_cases(kind=kind, state=state, overdue=overdue, as_json=as_json)


def show(number: Number, *, as_json: Json = False) -> int:
    """Show everything on record about a case."""
    from cli import looking

    return looking.show(number, as_json=as_json)


def explain(number: Number, *, as_json: Json = False) -> int:
    """Explain every due date of a case: each day counted or skipped, and why."""
    from cli import looking

    return looking.explain(number, as_json=as_json)


def verify(
    number: Annotated[
        str | None, typer.Argument(help="One case; all of them if not given.")
    ] = None,
    *,
    as_json: Json = False,
) -> int:
    """Check the log's chain and the documents; exit 1 at the first broken link."""
    from cli import keeping

    return keeping.verify(number, as_json=as_json)


def export(
    number: Number,
    *,
    to: Annotated[Path, typer.Option(metavar="F.zip", help="The file to write.")],
    redacted: Annotated[
        bool, typer.Option("--redacted", help="Without names, addresses and documents.")
    ] = False,
) -> int:
    """Write a case and its documents into one file."""
    from cli import keeping

    return keeping.export(number, to=to, redacted=redacted)


def backup(folder: Folder) -> int:
    """Copy the database and the documents into a new folder."""
    from cli import keeping

    return keeping.backup(folder)


def restore(folder: Folder) -> int:
    """Put a backup in place; only into an empty home."""
    from cli import keeping

    return keeping.restore(folder)
