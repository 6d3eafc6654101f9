"""Commands on reminders: what goes next, what an outage held up, what was attended to."""

from datetime import datetime
from typing import Annotated

import typer

from cli.commands.options import By, Json, Number

Day = ["%Y-%m-%d"]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (reminders, missed, attend):
        app.command()(command)


def reminders(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what will go; send and write nothing.")
    ] = False,
    until: Annotated[
        datetime | None,
        typer.Option(metavar="DATE", formats=Day, help="The last day to look at; a week from now."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Say what reminders will go, when, to whom and why, if nobody acts."""
    from cli import reminding

    return reminding.reminders(
        dry_run=dry_run, until=until.date() if until else None, as_json=as_json
    )


def missed(
    *,
    since: Annotated[
        datetime | None,
        typer.Option(metavar="DATE", formats=Day, help="From this day; thirty days back."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Say what an outage held up: reminders caught up or overtaken, mail that left late."""
    from cli import reminding

    return reminding.missed(since=since.date() if since else None, as_json=as_json)


def attend(
    number: Number,
    *,
    by: By,
    duty: Annotated[
        str, typer.Option(metavar="WHAT", help="The duty, as `show` names it: telephone:7.")
    ],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What came of it, in words.")],
    as_json: Json = False,
) -> int:
    """Note that a duty to call, reach, find or look was attended to. It decides nothing."""
    from cli import reminding

    return reminding.attend(number, by=by, what=duty, note=note, as_json=as_json)
