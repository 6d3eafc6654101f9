"""Commands on shortfalls, 37P(e)."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.commands.options import By, File, Json, Number

On = Annotated[datetime, typer.Option("--on", metavar="DATE", formats=["%Y-%m-%d"])]
Signed = Annotated[
    datetime | None,
    typer.Option("--signed-on", metavar="DATE", formats=["%Y-%m-%d"], help="Today if not given."),
]
Document = Annotated[
    Path, typer.Option("--document", metavar="FILE", help="The signed memorandum.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (shortfall, consult, assign, memo):
        app.command()(command)
    app.command("file-memo")(file_memo)
    app.command("draft-memo")(draft_memo)
    app.command()(proof)


def shortfall(file: File, *, by: By, as_json: Json = False) -> int:
    """Record a chief's determination of insufficient resources, 37P(e)."""
    from cli import chiefs

    return chiefs.shortfall(file, by=by, as_json=as_json)


def consult(
    number: Number,
    *,
    by: By,
    unit: Annotated[str, typer.Option(metavar="TEXT", help="Which unit was asked.")],
    on: On,
    outcome: Annotated[
        Literal["reached", "responded", "no-response"], typer.Option(help="What came of it.")
    ],
    note: Annotated[str, typer.Option(metavar="TEXT", help="Who was asked, by title, and what.")],
    as_json: Json = False,
) -> int:
    """Log a contact with the department of state police."""
    from cli import chiefs

    return chiefs.consult(
        number, by=by, unit=unit, on=on.date(), outcome=outcome, note=note, as_json=as_json
    )


def assign(
    number: Number,
    *,
    by: By,
    outcome: Annotated[
        Literal["assigned", "no-appropriation", "pending"],
        typer.Option(help="Subject to appropriation; never a denial."),
    ],
    employer: Annotated[
        Literal["state-police", "other"] | None, typer.Option(help="Whose officer it is.")
    ] = None,
    grounds: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="A ground, not seniority alone; may be repeated."),
    ] = None,
    candidate_considered: Annotated[
        bool,
        typer.Option(
            "--candidate-considered",
            help="A candidate who would foster an optimal learning environment was considered.",
        ),
    ] = False,
    appropriation: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The reference, and who said so.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Say whether an officer is assigned, subject to appropriation."""
    from cli import state_police

    return state_police.assign(
        number,
        by=by,
        outcome=outcome,
        employer=employer,
        grounds=grounds or [],
        candidate_considered=candidate_considered,
        appropriation=appropriation,
        as_json=as_json,
    )


def memo(
    number: Number,
    *,
    by: By,
    document: Document,
    roles_page: Annotated[
        int, typer.Option(metavar="N", help="The page that defines roles and duties.")
    ],
    signatory: Annotated[
        list[str] | None,
        typer.Option(metavar='"TITLE; AUTHORITY"', help="Who signed; may be repeated."),
    ] = None,
    signed_on: Signed = None,
    part: Annotated[
        list[str] | None,
        typer.Option(metavar="ITEM=PAGE", help="b-i … b-viii, exclusion; may be repeated."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Lodge the signed memorandum of understanding."""
    from cli import state_police

    return state_police.memo(
        number,
        by=by,
        document=document,
        roles_page=roles_page,
        signed_on=signed_on.date() if signed_on else None,
        parts=part or [],
        signatories=signatory or [],
        as_json=as_json,
    )


def file_memo(
    number: Number,
    *,
    by: By,
    place: Annotated[
        Literal["superintendent", "state-police"], typer.Option(help="In which office.")
    ],
    on: On,
    custodian: Annotated[str, typer.Option(metavar="TITLE", help="Who keeps it.")],
    document: Document,
    receipt: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The office's receipt, for an operator.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Confirm that the signed memorandum is on file in an office."""
    from cli import state_police

    return state_police.file_memo(
        number,
        by=by,
        place=place,
        on=on.date(),
        custodian=custodian,
        document=document,
        receipt=receipt,
        as_json=as_json,
    )


def draft_memo(
    number: Number,
    *,
    to: Annotated[Path, typer.Option(metavar="F.docx|F.pdf", help="The file to write.")],
) -> int:
    """Write a draft memorandum from the case, to edit (.docx) or to read (.pdf)."""
    from cli import papers

    return papers.draft_memo(number, to=to)


def proof(
    number: Number,
    *,
    to: Annotated[Path, typer.Option(metavar="F.pdf", help="The file to write.")],
) -> int:
    """Write the one-page proof of the memorandum's filings."""
    from cli import papers

    return papers.proof(number, to=to)
