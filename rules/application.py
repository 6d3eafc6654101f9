"""Rules 9, 10 and 16: a signed application with reasons, evidence and a scope."""

from collections.abc import Iterator

from models.duties import Authority
from models.forms import ItemForm
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.matter import Matter
from rules.tables import SmallCounts, small_counts
from rules.wording import reads_as_partial

"""Lines of a table named in a warning; of the rest, how many."""


@enforces(9)
def reasons_given(matter: Matter) -> Iterator[Finding]:
    """Refuse an application without one reason in words."""
    if not any(reason.text for reason in matter.form.reasons):
        yield finding(9, "Give at least one reason why the waiver is asked for.", where="reasons")


@enforces(9)
def application_signed(matter: Matter) -> Iterator[Finding]:
    """Refuse an application without its signer's name or statement."""
    signed = matter.form.signed_by
    if not (signed and signed.name):
        yield finding(9, "Say who signs: the name or title of the person.", where="signed_by.name")
    if not (signed and signed.statement):
        yield finding(
            9,
            "The application is not signed: add the statement the signer puts their name to.",
            where="signed_by.statement",
        )


@enforces(10)
def evidence_filed(matter: Matter) -> Iterator[Finding]:
    """Refuse an application without any data or evidence."""
    if not matter.form.evidence:
        yield finding(
            10,
            "Add at least one piece of data or evidence that supports the request, with its file.",
            where="evidence",
        )


@warns(10)
def evidence_without_origin(matter: Matter) -> Iterator[Finding]:
    """Point out each piece of evidence that lacks a source or the time it covers."""
    for position, item in enumerate(matter.form.evidence):
        missing = _missing(item)
        if missing:
            yield finding(
                10,
                f"“{item.title or item.file}” has {missing}. A reviewer will want to know where "
                "it comes from and what time it covers.",
                where=f"evidence[{position}]",
                authority=Authority.PRACTICE,
            )


@warns(10)
def small_counts_of_students(matter: Matter) -> Iterator[Finding]:
    """Point out tables in which so few students are counted that they could be known."""
    below = matter.policy.small_counts_below
    for file, lines in matter.situation.tables.items():
        for one in small_counts(lines, below):
            yield finding(
                10,
                f"{file}: “{one.column}” counts fewer than {below} students on line "
                f"{_few(one)}. Somebody could tell who they are: group the rows, or write "
                f"“fewer than {below}”.",
                where=_where(matter, file),
                authority=Authority.POLICY,
            )


@enforces(16)
def scope_stated(matter: Matter) -> Iterator[Finding]:
    """Refuse an application that does not say in words what is to be waived."""
    if not matter.form.scope:
        yield finding(
            16,
            "Say in words which requirements of the section are to be waived, and for which "
            "schools.",
            where="scope",
        )


@warns(16)
def scope_partial(matter: Matter) -> Iterator[Finding]:
    """Point out a scope that is partial or conditional: the section is silent on both."""
    words = reads_as_partial(matter.form.scope)
    if words:
        yield finding(
            16,
            f"The scope reads as partial or conditional (“{words}”). 37P(c) does not say whether "
            "part of the section can be waived, or on conditions.",
            where="scope",
        )


def _missing(item: ItemForm) -> str:
    missing = [
        name for name, value in (("source", item.source), ("period", item.period)) if not value
    ]
    return " and ".join(f"no {name}" for name in missing)


def _few(found: SmallCounts) -> str:
    shown, rest = ", ".join(str(line) for line in found.lines), found.count - len(found.lines)
    return f"{shown} and {rest} more" if rest > 0 else shown


def _where(matter: Matter, file: str) -> str | None:
    for position, item in enumerate(matter.form.evidence):
        if item.file == file:
            return f"evidence[{position}].file"
    for position, alternative in enumerate(matter.form.alternatives):
        for place, item in enumerate(alternative.supporting_data):
            if item.file == file:
                return f"alternatives[{position}].supporting_data[{place}].file"
    return None
