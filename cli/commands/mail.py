"""Commands on mail: who is away, what bounced, proof of notice, calendars."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.commands.options import By, Json, Number

Email = Annotated[str, typer.Argument(help="The person's address.", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (away, back, bounce, notices, feed):
        app.command()(command)


def away(
    email: Email,
    *,
    by: By,
    since: Annotated[
        datetime, typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="First day.")
    ],
    until: Annotated[
        datetime, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Last day.")
    ],
    stand_in: Annotated[
        str, typer.Option("--stand-in", metavar="EMAIL", help="Who gets the mail as well.")
    ],
) -> int:
    """Put on record that a person is away; a stand-in gets their mail as well, and no office."""
    from cli import telling

    return telling.away(email, by=by, since=since.date(), until=until.date(), stand_in=stand_in)


def back(email: Email, *, by: By) -> int:
    """Put on record that a person is back, whatever was said of their absence."""
    from cli import telling

    return telling.back(email, by=by)


def bounce(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]…", help="Mails, mbox files, Maildirs; standard input if none."
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> int:
    """Take in delivery reports: what a mail server could not deliver."""
    from cli import bouncing

    return bouncing.bounce(files or [], as_json=as_json)


def notices(
    number: Number,
    *,
    to: Annotated[Path | None, typer.Option(metavar="F.pdf", help="Write it as a paper.")] = None,
    as_json: Json = False,
) -> int:
    """Prove notice: every mail about a case, and what became of it."""
    from cli import papers

    return papers.notices(number, to=to, as_json=as_json)


def feed(
    email: Email,
    *,
    by: By,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the link back.")] = False,
) -> int:
    """Make a private link to a person's deadlines, for their calendar program."""
    from cli import telling

    return telling.feed(email, by=by, revoke=revoke)
