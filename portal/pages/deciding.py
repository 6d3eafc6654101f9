"""The decision: the section's question, one person's answer, read over before it is signed."""

import hashlib
from collections.abc import Sequence
from textwrap import shorten
from typing import Any, ClassVar

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from actions.decisions import DecisionIncomplete, decide_waiver, read_over
from actions.office_files import OfficeFile, office_file
from models.reviews import Outcome
from portal.arriving import Caller
from portal.forms import Day, PageForm, Text, choices_of
from portal.pages.overtaken import overtaken, version_read
from portal.visits import Visit
from rules.decision import DecisionForm
from rules.findings import Finding, Refused

pages = APIRouter()


class AskedByRule:
    """Marks a field as needed; the rules themselves say what is missing, all at once."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Leave it to the rules."""


class DecisionPage(PageForm):
    """What the decider believes, on which evidence, and what follows."""

    outcome = RadioField(
        "Your answer",
        choices=choices_of(
            [
                ("granted", "I believe that an officer would not assist, and I grant the waiver"),
                (
                    "denied",
                    "I deny the waiver: I do not believe so, or I do not waive although I do",
                ),
            ]
        ),
        validators=[InputRequired("Say whether you grant or deny.")],
    )
    belief = Text(
        "What you believe, in your own words, and why",
        hint="About this particular applicant and the safety of its schools. "
        "Nobody else’s words: a text that decides another case is pointed out.",
        rows=8,
        validators=[AskedByRule()],
    )
    relied_on = SelectMultipleField(
        "The evidence you rely on", choices=[], validators=[AskedByRule()]
    )
    scope = Text(
        "Which requirements this decides on",
        hint="In words. It begins as the application asks; narrow it where you waive less.",
        rows=3,
        validators=[AskedByRule()],
    )
    conditions = Text("Conditions", hint="One on each line. The section is silent on them.", rows=4)
    until = Day(
        "A term: the waiver’s last day",
        hint="The section sets no term. For example: 6 30 2028. Its end opens a review "
        "and changes nothing by itself.",
    )
    version = HiddenField()

    def signed(self) -> DecisionForm:
        """Give what would be signed. An outcome may be missing: gaps do not depend on it."""
        answered = self.outcome.data in set(Outcome)
        lines = (self.conditions.data or "").splitlines()
        return DecisionForm(
            outcome=Outcome(self.outcome.data) if answered else Outcome.DENIED,
            belief=self.belief.data or "",
            relied_on=tuple(self.relied_on.data or ()),
            scope=self.scope.data or "",
            conditions=tuple(line.strip() for line in lines if line.strip()),
            until=self.until.data,
        )


@pages.get("/cases/{number}/decide")
def show(visit: Caller, number: str) -> Response:
    """Ask the section's question."""
    file = _file(visit, number)
    form = visit.form(DecisionPage, version=str(file.found["version"]), scope=file.found["scope"])
    return _asked(visit, form, file)


@pages.post("/cases/{number}/decide")
def decide(visit: Caller, number: str) -> Response:
    """Show what is to be looked at again; then, once that was seen, decide."""
    file = _file(visit, number)
    form = visit.form(DecisionPage)
    form.relied_on.choices = _choices(file)
    valid = form.validate()
    if visit.value("change"):
        return _asked(visit, form, file)
    signed, version = form.signed(), version_read(form.version.data)
    try:
        with visit.reading() as session:
            warnings = read_over(
                session, number, signed, by=visit.by, now=visit.now, version=version
            )
        if not valid:
            return _asked(visit, form, file, failed=True)
        if visit.value("seen") != _mark(warnings):
            return _read_over(visit, form, file, signed, warnings)
        with visit.acting() as session:
            decide_waiver(
                session, number, signed, version=version,
                by=visit.by, entered_by=visit.by, now=visit.now,
            )  # fmt: skip
            said = "Decided. The applicant and every chief concerned are told."
            return visit.to(f"/cases/{number}/office", said=said)
    except DecisionIncomplete as refused:
        form.take(refused)
        return _asked(visit, form, file, failed=True)
    except Refused as refused:
        return overtaken(visit, number, refused, form)


def _asked(visit: Visit, form: DecisionPage, file: OfficeFile, *, failed: bool = False) -> Response:
    form.relied_on.choices = _choices(file)
    facts: dict[str, Any] = {"file": file, "found": file.found}
    if failed:
        return visit.again("office/decide.html", form, **facts)
    return visit.page("office/decide.html", form=form, **facts)


def _read_over(
    visit: Visit,
    form: DecisionPage,
    file: OfficeFile,
    signed: DecisionForm,
    warnings: Sequence[Finding],
) -> Response:
    unopened = [one for one in signed.relied_on if one[0] != "A" or "." in one]
    return visit.page(
        "office/read-over.html",
        form=form,
        file=file,
        found=file.found,
        signed=signed,
        warnings=warnings,
        unopened=[one for one in unopened if one not in file.opened],
        seen=_mark(warnings),
    )


def _mark(warnings: Sequence[Finding]) -> str:
    """Give a mark of these warnings: what is signed was signed after seeing them, and no others."""
    return hashlib.sha256("\n".join(one.message for one in warnings).encode()).hexdigest()


def _choices(file: OfficeFile) -> list[Any]:
    """Give everything that can be relied on, with whether this person has opened it."""
    found = [(one["id"], _opened(file, one)) for one in file.found["evidence"]]
    for one in file.found["alternatives"]:
        words = f"{one['id']}, {one['kind']}: {shorten(one['description'], 120, placeholder=' …')}"
        found.append((one["id"], words))
        found += [(item["id"], _opened(file, item)) for item in one["supporting_data"]]
    return choices_of(found)


def _opened(file: OfficeFile, item: dict[str, Any]) -> str:
    opened = "you have opened it" if item["id"] in file.opened else "not opened by you"
    return f"{item['id']}: {item['title']} ({opened})"


def _file(visit: Visit, number: str) -> OfficeFile:
    with visit.reading() as session:
        return office_file(session, number, visit.who, now=visit.now)
