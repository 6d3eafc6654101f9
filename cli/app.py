"""The commands, gathered; and how everything that can go wrong is told."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

from cli.commands import clocks, mail, records, registry, reminders, running, shortfalls, waivers
from cli.output import failed, refused, unreadable

app = typer.Typer(
    name="recourse",
    help="Waiver applications and shortfalls under M.G.L. c.71 §37P, from filing to decision.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for group in (running, registry, waivers, shortfalls, clocks, reminders, records, mail):
    group.add_to(app)


def run(arguments: Sequence[str]) -> int:
    """Run one command. Gives the exit code; says what went wrong in one place.

    0 done, 2 wrong usage or unreadable input, 3 refused by a rule, 4 not
    allowed for this person, 5 no such case, 6 someone else acted first, 1
    anything else, in one line; with `--debug` the traceback as well.
    """
    debug = "--debug" in arguments
    as_json = "--json" in arguments
    words = [word for word in arguments if word != "--debug"]
    try:
        code: Any = app(words, standalone_mode=False)
    except BrokenPipeError:
        # Whoever read our output has left; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if debug:
            raise
        return tell(error, as_json=as_json)
    return code if isinstance(code, int) else 0


def tell(error: Exception, *, as_json: bool) -> int:
    """Say what ended a command. Gives the exit code."""
    if _is_usage(error):
        return failed(_usage(error), as_json=as_json, code=2)
    from cli.conditions import InputProblem, in_words
    from rules.findings import Refused

    if isinstance(error, Refused):
        return refused(error, as_json=as_json)
    if isinstance(error, InputProblem):
        return unreadable(error.problems, as_json=as_json)
    words, code = in_words(error)
    return failed(words, as_json=as_json, code=code)


def _is_usage(error: Exception) -> bool:
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _usage(error: Any) -> str:
    words: str = error.format_message()
    context = getattr(error, "ctx", None)
    hint = f" See `{context.command_path} --help`." if context else ""
    return f"{words}{hint}"
