"""Render a letter: subject, text and HTML from the words in its folder."""

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2 import Template as Words

from notifications.compose import Template
from notifications.letters import Deadline, Letter, require_facts
from notifications.wording import day, moment, one_line, quoted, wrapped

FOLDER = Path(__file__).parent

SUBJECT, TEXT, HTML = PARTS = ("subject.txt", "text.txt", "body.html")
"""The files of every template's folder."""

SHARED = ("layout.txt", "layout.html", "parts.txt", "parts.html")
"""What all templates stand in; a change here is a change to each of them."""

LONGEST_SUBJECT = 150

_FACTS = tuple(fact.name for fact in fields(Letter))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter in words, and the version of the words it was rendered from."""

    subject: str
    text: str
    html: str
    template_version: str
    """SHA-256 of the folder's files and the layout (rule 32)."""
    deadlines: tuple[Deadline, ...] = ()
    """Go with it as a calendar, where the letter sets any."""


def render(letter: Letter) -> Rendered:
    """Write a letter out.

    Raises:
        FactMissing: the letter lacks a fact that its template is about.
    """
    require_facts(letter)
    facts = {name: getattr(letter, name) for name in _FACTS}
    words = _words(letter.template)
    return Rendered(
        subject=_subject(words[SUBJECT].render(facts)),
        text=wrapped(words[TEXT].render(facts)),
        html=words[HTML].render(facts),
        template_version=template_version(letter.template),
        deadlines=letter.deadlines,
    )


@cache
def template_version(template: Template) -> str:
    """Give the SHA-256 of everything a template's words come from."""
    names = [*SHARED, *(f"{template}/{part}" for part in PARTS)]
    digest = hashlib.sha256()
    for name in names:
        content = (FOLDER / name).read_bytes()
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"day": day, "moment": moment, "quoted": quoted}
    return environment


@cache
def _words(template: Template) -> dict[str, Words]:
    return {part: _environment().get_template(f"{template}/{part}") for part in PARTS}


def _subject(words: str) -> str:
    """Make one line of a subject, whatever the names in it hold."""
    line = one_line(words)
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"
