"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(help="The form, YAML or JSON.", show_default=False)]
Number = Annotated[str, typer.Argument(help="The case's number, as W-2026-0001.")]
By = Annotated[
    str, typer.Option("--as", metavar="EMAIL", help="Who acts, by the address on record.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in words.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="The reviewer's note.")]
