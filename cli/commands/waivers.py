"""Commands on waiver applications: a district's, then the office's."""

from datetime import datetime
from typing import Annotated, Literal

import typer

from cli.commands.options import By, File, Json, Note, Number, Reason

Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="DATE", formats=["%Y-%m-%d"], help="Last day of a term."),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (check, submit, resubmit, withdraw, review, recuse, decide):
        app.command()(command)
    app.command("open")(open_item)


def check(file: File, *, as_json: Json = False) -> int:
    """Say whether an application would be accepted; nothing is stored."""
    from cli import districts

    return districts.check(file, as_json=as_json)


def submit(file: File, *, by: By, as_json: Json = False) -> int:
    """File a waiver application, 37P(c)."""
    from cli import districts

    return districts.submit(file, by=by, as_json=as_json)


def resubmit(number: Number, file: File, *, by: By, as_json: Json = False) -> int:
    """Answer a returned application with a new version beside the old."""
    from cli import districts

    return districts.resubmit(number, file, by=by, as_json=as_json)


def withdraw(number: Number, *, by: By, reason: Reason, as_json: Json = False) -> int:
    """Take an application back."""
    from cli import districts

    return districts.withdraw(number, by=by, reason=reason, as_json=as_json)


def review(
    number: Number,
    *,
    by: By,
    outcome: Annotated[Literal["forward", "return"], typer.Option(help="Pass on, or ask.")],
    note: Note,
    recommend: Annotated[
        Literal["grant", "deny"] | None, typer.Option(help="What you would advise.")
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=TEXT", help="A question about a field; may be repeated."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Finish a review step: forward, or return with questions."""
    from cli import office

    return office.review(
        number,
        by=by,
        outcome=outcome,
        note=note,
        recommend=recommend,
        questions=question or [],
        as_json=as_json,
    )


def recuse(number: Number, *, by: By, reason: Reason, as_json: Json = False) -> int:
    """Step aside from a case for a conflict, before opening its content."""
    from cli import office

    return office.recuse(number, by=by, reason=reason, as_json=as_json)


def open_item(
    number: Number,
    item: Annotated[str, typer.Argument(help="E1, A1.1, …")],
    *,
    by: By,
    to: Annotated[typer.FileBinaryWrite, typer.Option(help="Where to put the file.")],
) -> int:
    """Copy a piece of evidence out; who opened it goes on record."""
    from cli import office

    return office.open_item(number, item, by=by, to=to)


def decide(
    number: Number,
    *,
    by: By,
    outcome: Annotated[Literal["granted", "denied"], typer.Option(help="The decision.")],
    belief: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            help="Whether an officer would not assist this applicant to ensure school safety.",
        ),
    ],
    relied_on: Annotated[
        str, typer.Option(metavar="ID,ID,…", help="The evidence relied on: E1,A1.1")
    ],
    scope: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Which requirements; as asked if not given.")
    ] = None,
    condition: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A condition; may be repeated.")
    ] = None,
    until: Until = None,
    as_json: Json = False,
) -> int:
    """Grant or deny one application, as the commissioner believes, 37P(c)."""
    from cli import office

    return office.decide(
        number,
        by=by,
        outcome=outcome,
        belief=belief,
        relied_on=relied_on,
        scope=scope,
        conditions=condition or [],
        until=until.date() if until else None,
        as_json=as_json,
    )
