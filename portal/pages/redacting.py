"""Redaction: each mark answered by a person, the entry seen as the public will, then published."""

import hashlib
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from actions.register import offered_entry, preview_entry, publish_entry
from actions.register_desk import editions_of
from actions.register_marks import TAKEN_OUT, Offered, covered
from notifications.public_register import FIELDS, PublicEntry
from portal.arriving import Caller
from portal.forms import PageForm, Text, choices_of
from portal.pages.overtaken import overtaken, version_read
from portal.pages.publishing import case_page
from portal.pages.register import entry_facts
from portal.visits import Visit
from portal.words import entry_field
from rules.findings import Refused
from rules.redaction import SURE, Mark, Personal, said_in

pages = APIRouter()

OUT, CLEAR = "out", "clear"
ANSWERS = choices_of([(OUT, "Take it out"), (CLEAR, "This tells of nobody")])
SHOWN_OF_A_MARK = 80
"""Letters of what a mark is about that stand above its answers."""


class RedactionForm(PageForm):
    """What is taken out beside the marks; a radio for each mark is added."""

    words = Text(
        "More words to take out",
        hint="One passage on each line, copied from a text above. It is taken out wherever it "
        "stands, in capitals or not.",
        longest=10_000,
        rows=4,
    )
    edition = HiddenField()
    saw = HiddenField()


class NotAsSeen(Exception):
    """What would be published is not what was shown before: it is shown first."""

    def __init__(self, entry: PublicEntry) -> None:
        """Keep the entry as it would be."""
        super().__init__(f"{entry.number} is not as it was shown")
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: plain, or under a mark of this number."""

    text: str
    at: int = 0
    mark: Mark | None = None
    name: str = ""

    @property
    def sure(self) -> bool:
        """Whether it is marked as something that is surely personal."""
        return self.mark is not None and self.mark.kind is not Personal.PERHAPS_A_NAME


@pages.get("/publishing/{number}")
def show(visit: Caller, number: str) -> Response:
    """Show the proposal with its marks; where there is none, how the case stands."""
    offered = _offered(visit, number)
    if offered is None:
        return case_page(visit, number)
    before = {_name(one): OUT if done == TAKEN_OUT else CLEAR for one, done in offered.done.items()}
    sure = {_name(one): OUT for one in offered.marks if one.kind in SURE}
    form = visit.form(
        redaction_form(offered),
        edition=str(offered.entry.edition),
        saw=offered.source.sha256,
        **{**sure, **before},
    )
    return _redacting(visit, form, offered)


@pages.post("/publishing/{number}")
def publish(visit: Caller, number: str) -> Response:
    """Show the entry as the public will see it; then, once that was seen, publish it."""
    offered = _offered(visit, number)
    form = visit.form(redaction_form(offered) if offered else RedactionForm)
    valid = form.validate()
    taken, cleared = _answered(form, offered) if offered else ([], [])
    if offered and (not valid or form.mistakes or visit.value("change")):
        return _redacting(visit, form, offered)
    edition, saw = version_read(form.edition.data) or 0, form.saw.data or ""
    asked: dict[str, Any] = {
        "take_out": taken, "cleared": cleared, "saw": saw, "by": visit.by, "now": visit.now,
    }  # fmt: skip
    try:
        if not visit.value("seen"):
            with visit.reading() as session:
                return _preview(visit, form, preview_entry(session, number, edition, **asked))
        with visit.acting() as session:
            _require_seen(visit, preview_entry(session, number, edition, **asked))
            publish_entry(session, number, edition, entered_by=visit.by, **asked)
            said = f"Published: edition {edition} is in the public register."
            return visit.to(f"/publishing/{number}", said=said)
    except NotAsSeen as other:
        return _preview(visit, form, other.entry)
    except Refused as refused:
        return overtaken(visit, number, refused, form, onward=f"/publishing/{number}")


def _require_seen(visit: Visit, entry: PublicEntry) -> None:
    if visit.value("seen") != mark_of(entry):
        raise NotAsSeen(entry)


def redaction_form(offered: Offered) -> type[RedactionForm]:
    """Make the form for these marks, each named by its place: others may be found meanwhile."""
    fields = {
        _name(mark): RadioField(
            f"{at}. “{_shown(offered, mark)}”: {kind_words(mark.kind)}",
            choices=ANSWERS,
            validators=[InputRequired("Say whether it is taken out, or tells of nobody.")],
        )
        for at, mark in enumerate(offered.marks, 1)
    }
    return type("RedactionFormOfACase", (RedactionForm,), fields)


def kind_words(kind: Personal) -> str:
    """Say what kind of thing a mark is about."""
    return "words picked in the edition before" if kind is Personal.MARKED else kind.value


def mark_of(entry: PublicEntry) -> str:
    """Give a mark of an entry as it was shown: what is published is that, and nothing else."""
    shown = [getattr(entry, name) for name in FIELDS if name != "published_at"]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def pieces_of(offered: Offered, field: str) -> list[Piece]:
    """Cut a text at its marks, to show each in its place."""
    text, until, pieces = offered.source.texts[field], 0, list[Piece]()
    for at, mark in enumerate(offered.marks, 1):
        start = max(mark.start, until)
        if mark.field == field and start < mark.end:
            pieces += [
                Piece(text[until:start]),
                Piece(text[start : mark.end], at, mark, _name(mark)),
            ]
            until = mark.end
    return [one for one in [*pieces, Piece(text[until:])] if one.text]


def _answered(form: RedactionForm, offered: Offered) -> tuple[list[Mark], list[Mark]]:
    """Give what is taken out and what is cleared; words that stand nowhere are a mistake."""
    answers = {mark: form[_name(mark)].data for mark in offered.marks}
    taken = [one for one, answer in answers.items() if answer == OUT]
    strays: list[str] = []
    for line in filter(None, map(str.strip, (form.words.data or "").splitlines())):
        found = [
            mark
            for field, text in offered.source.texts.items()
            for mark in said_in(field, text, line)
        ]
        taken += [one for one in found if not covered(one, taken)]
        if not found:
            strays.append(f"“{line[:SHOWN_OF_A_MARK]}”")
    if strays:
        form.words.errors = [
            *form.words.errors,
            f"No text says {', '.join(strays)}. Copy the words as they stand.",
        ]
    cleared = [one for one, answer in answers.items() if answer == CLEAR]
    return taken, [one for one in cleared if not covered(one, taken)]


def _redacting(visit: Visit, form: RedactionForm, offered: Offered) -> Response:
    number = offered.entry.case_number
    with visit.reading() as session:
        editions = editions_of(session, number)
    texts = [
        (
            entry_field(field, offered.entry.kind),
            pieces_of(offered, field),
            [form[_name(mark)] for mark in offered.marks if mark.field == field],
        )
        for field in offered.source.texts
    ]
    facts: dict[str, Any] = {
        "offered": offered,
        "texts": texts,
        "editions": editions,
        "number": number,
    }
    if form.mistakes:
        return visit.again("publishing/redact.html", form, **facts)
    return visit.page("publishing/redact.html", form=form, **facts)


def _preview(visit: Visit, form: RedactionForm, seen: PublicEntry) -> Response:
    kept = [(one.name, one.data or "") for one in form]
    return visit.page(
        "publishing/preview.html",
        kept=kept,
        seen=mark_of(seen),
        **entry_facts(seen.law_version, entry=seen),
    )


def _offered(visit: Visit, number: str) -> Offered | None:
    with visit.reading() as session:
        return offered_entry(session, number, by=visit.by, now=visit.now)


def _shown(offered: Offered, mark: Mark) -> str:
    words = " ".join(offered.source.texts[mark.field][mark.start : mark.end].split())
    return words if len(words) <= SHOWN_OF_A_MARK else f"{words[:SHOWN_OF_A_MARK]}…"


def _name(mark: Mark) -> str:
    """Name a mark's field by its place: `mark-text-12-20`."""
    field = mark.field.replace("[", "-").replace("]", "")
    return f"mark-{field}-{mark.start}-{mark.end}"
