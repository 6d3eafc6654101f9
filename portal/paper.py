"""What the pages of an application's draft ask for, part by part, in the form's own fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from actions.draft_fields import unknown
from models.forms import LINE, TEXT

NAME = 200
"""Longest name, office or title, as the form has it."""


class Kind(StrEnum):
    """How a field is typed."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    YEARS = "years"
    DAY = "day"
    DAYS = "days"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Question:
    """One field: its name in the form, what it is called, how it is typed."""

    leaf: str
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    longest: int = LINE
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    """Whether the form takes an item without it."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of items: what one of them is called, and what it is asked."""

    one: str
    questions: tuple[Question, ...]
    inner: tuple[str, ...] = ()
    """The lists within an item."""
    file: str = ""
    """What its file is, where it takes one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the draft: one element of the section, or of the form besides."""

    slug: str
    title: str
    about: str
    lists: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The form's own names of what it asks for."""
        return (*self.lists, *dict.fromkeys(q.leaf.partition(".")[0] for q in self.questions))


_OF_A_FILE = (
    Question("title", "What it is", hint="A title that a reader will understand."),
    Question("source", "Where it comes from", hint="Who gathered it, and how.", optional=True),
    Question(
        "period", "What time it covers", Kind.PERIOD, optional=True,
    ),
)  # fmt: skip

LISTS: Mapping[str, Items] = {
    "chief_consultations": Items(
        "Consultation",
        (
            Question("office", "Whose office was consulted", longest=NAME,
                     hint="The chief of police, or the board or officer having control of the "
                     "police, and of which town."),
            Question("dates", "On which days", Kind.DAYS, "Save to have another set of boxes."),
            Question("mode", "How", longest=NAME, hint="A meeting, a call, in writing."),
            Question("summary", "What was talked about", Kind.TEXT, longest=TEXT),
            Question("view", "The chief’s view, in the chief’s words", Kind.TEXT, longest=TEXT,
                     hint="Whatever it is. Consultation is not consent: an objection holds "
                     "nothing up, and every reviewer reads it whole.", optional=True),
            Question("attested_by", "Who attests this", longest=NAME,
                     hint="The person who can say that it took place, by e-mail address."),
        ),
    ),
    "reasons": Items(
        "Reason", (Question("text", "The reason, in your words", Kind.TEXT, longest=TEXT),)
    ),
    "evidence": Items("Data or evidence", _OF_A_FILE, file="The file with this data or evidence"),
    "alternatives": Items(
        "Alternative",
        (
            Question("kind", "Is it a procedure or a resource?", Kind.CHOICE,
                     choices=(("procedure", "A procedure: what is done"),
                              ("resource", "A resource: who or what is there to do it"))),
            Question("description", "What it is, and how it is used", Kind.TEXT, longest=TEXT),
            Question("in_use_since", "In use since", Kind.DAY, "The day it began.", optional=True),
        ),
        inner=("supporting_data",),
    ),
    "supporting_data": Items(
        "Supporting data", _OF_A_FILE, file="The file with this supporting data"
    ),
}  # fmt: skip
"""By the list's own name in the form."""

PARTS: tuple[Part, ...] = (
    Part(
        "consultation",
        "Consultation with the chief of police",
        "When, how and about what the chief was consulted. The chief’s approval is not asked for.",
        lists=("chief_consultations",),
    ),
    Part("reasons", "Reasons", "Why the waiver is asked for.", lists=("reasons",)),
    Part(
        "evidence",
        "Data or evidence",
        "What supports the reasons: at least one item, each with its file.",
        lists=("evidence",),
    ),
    Part(
        "alternatives",
        "Alternative procedures and resources",
        "What is relied upon instead: at least one procedure and one resource, each described, "
        "with supporting data of their own, apart from the data or evidence for the reasons.",
        lists=("alternatives",),
    ),
    Part(
        "scope",
        "What is to be waived",
        "Which requirements of the section, and for which school years.",
        questions=(
            Question("scope", "What is to be waived, in words", Kind.TEXT,
                     "Which requirements of the section, and for which schools.", TEXT),
            Question("school_years", "For which school years", Kind.YEARS,
                     "The section sets no term. Naming the years helps the reader.",
                     optional=True),
        ),
    ),
    Part(
        "signature",
        "Signature",
        "Who signs, and the words signed. The superintendent signs at the end, having read "
        "exactly what will be sent.",
        questions=(
            Question("signed_by.name", "Who signs", hint="Name or title.", longest=NAME),
            Question("signed_by.statement", "The statement signed", Kind.TEXT,
                     "For example: I have read this application and it is true to the best of my "
                     "knowledge.", TEXT),
        ),
    ),
)  # fmt: skip
"""In the order of the section."""

QUESTIONS: Mapping[str, Question] = {
    **{q.leaf: q for part in PARTS for q in part.questions},
    **{f"{name}.{q.leaf}": q for name, items in LISTS.items() for q in items.questions},
}
"""By the list's name and the field's."""


def part_named(slug: str) -> Part | None:
    """Give a part by the word in its address."""
    return next((part for part in PARTS if part.slug == slug), None)


def part_of(path: str | None) -> Part | None:
    """Give the part that asks for a field, named as the draft names it."""
    top = re.split(r"[.\[]", path or "", maxsplit=1)[0]
    return next((part for part in PARTS if top in part.fields), None)


def question_at(path: str) -> Question:
    """Give the question that a field answers: `evidence[k1].title`.

    Raises:
        NoSuchDraftField: none does.
    """
    last = re.sub(r"^.*?(\w+)\[[^\]]*\](?=\.[a-z_.]+$)", r"\1", path)
    found = QUESTIONS.get(last)
    if found is None:
        raise unknown(path)
    return found


def anchor(path: str) -> str:
    """Give the id on the page of a field, an item or a list."""
    return re.sub(r"[^a-z0-9_]+", "-", path).strip("-")


def place_of(draft_id: str, where: str | None) -> str:
    """Give the address of the place in a draft that a finding or a question is about."""
    part = part_of(where)
    if part is None:
        return f"/drafts/{draft_id}"
    return f"/drafts/{draft_id}/parts/{part.slug}#{anchor(where or '')}"
