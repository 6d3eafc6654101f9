"""Commands on due dates: stop a clock, let it go on, give days; days the office is closed."""

from datetime import datetime
from typing import Annotated, Literal

import typer

from cli.commands.options import By, Json, Number, Reason

What = Annotated[
    str, typer.Option("--duty", metavar="WHAT", help="What is owed, as review:program.")
]
On = Annotated[
    datetime | None,
    typer.Option(
        "--on", metavar="DATE", formats=["%Y-%m-%d"], help="Today if not given; not to come."
    ),
]
Rests = Literal["law", "policy", "practice"]
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="DAY", show_default=False)]
Preview = Annotated[
    bool, typer.Option("--preview", help="Say what would move, and change nothing.")
]

closure = typer.Typer(help="Days on which the office is closed.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (pause, resume, extend):
        app.command()(command)
    app.add_typer(closure, name="closure")


def pause(
    number: Number,
    *,
    by: By,
    what: What,
    reason: Reason,
    on: On = None,
    authority: Annotated[Rests, typer.Option(help="What it rests on.")] = "policy",
    as_json: Json = False,
) -> int:
    """Stop the clock of a duty, from today or a day before, while it waits for somebody."""
    from cli import clocks

    return clocks.pause(
        number,
        what,
        by=by,
        reason=reason,
        on=on.date() if on else None,
        authority=authority,
        as_json=as_json,
    )


def resume(
    number: Number, *, by: By, what: What, reason: Reason, on: On = None, as_json: Json = False
) -> int:
    """Let the clock of a duty go on; the date is counted anew."""
    from cli import clocks

    return clocks.resume(
        number, what, by=by, reason=reason, on=on.date() if on else None, as_json=as_json
    )


def extend(
    number: Number,
    *,
    by: By,
    what: What,
    days: Annotated[
        int, typer.Option(metavar="N", help="How many more; below 0 takes an extension back.")
    ],
    reason: Reason,
    authority: Annotated[Rests, typer.Option(help="What it rests on.")],
    as_json: Json = False,
) -> int:
    """Give a duty more days."""
    from cli import clocks

    return clocks.extend(
        number, what, by=by, days=days, reason=reason, authority=authority, as_json=as_json
    )


@closure.command()
def add(
    day: Day,
    *,
    by: By,
    reason: Reason,
    holiday: Annotated[
        bool, typer.Option("--holiday", help="An added holiday, and not a closure.")
    ] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> int:
    """Take a day out of the business days; open cases are counted anew."""
    from cli import clocks

    return clocks.close(
        day.date(), by=by, reason=reason, holiday=holiday, preview=preview, as_json=as_json
    )


@closure.command()
def lift(
    day: Day, *, by: By, reason: Reason, preview: Preview = False, as_json: Json = False
) -> int:
    """Give a closed day back to the business days; the entry stays on record."""
    from cli import clocks

    return clocks.lift(day.date(), by=by, reason=reason, preview=preview, as_json=as_json)


@closure.command("list")
def list_closures(*, as_json: Json = False) -> int:
    """List the days entered, those lifted as well."""
    from cli import clocks

    return clocks.list_closures(as_json=as_json)
