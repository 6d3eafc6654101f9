"""What a person looks at before an entry is published: places found, and what was done with them.

Of what was taken out no word is kept: only where, and what kind of thing it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, col, select

from actions.cases import CannotMove, refusal
from actions.register_sources import Source, first_cut
from models.cases import Case
from models.publications import RegisterEntry
from rules.findings import Finding, Refused
from rules.redaction import SURE, Mark, Personal, redact

TAKEN_OUT, CLEARED = "taken out", "cleared"
"""What a person did with a place: it is withheld, or it tells of nobody."""


class StillPersonal(Refused):
    """Something that could tell of a person would stand in public, and nobody cleared it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An entry before it is published: the texts, and what was found in them."""

    entry: RegisterEntry
    source: Source
    marks: tuple[Mark, ...]
    done: Mapping[Mark, str] = field(default_factory=dict[Mark, str])
    """What was done with a place in the edition before, where the text is still the same."""


def offer(session: Session, case: Case, entry: RegisterEntry, source: Source) -> Offered:
    """Gather what was found in a case's texts, and what was marked in the edition before."""
    last = session.exec(
        select(RegisterEntry)
        .where(
            col(RegisterEntry.case_number) == case.number,
            col(RegisterEntry.published_at).is_not(None),
        )
        .order_by(col(RegisterEntry.edition).desc())
        .limit(1)
    ).first()
    same = last is not None and last.source_sha256 == source.sha256
    done = {_mark(row): str(row["done"]) for row in last.redactions} if last and same else {}
    found = first_cut(session, case, source.texts)
    fresh = [one for one in found if not covered(one, list(done))]
    order = list(source.texts)
    marks = sorted([*done, *fresh], key=lambda one: (order.index(one.field), one))
    return Offered(entry, source, tuple(marks), done)


def require_cleared(
    session: Session,
    case: Case,
    source: Source,
    take_out: Sequence[Mark],
    cleared: Sequence[Mark],
) -> None:
    """Check that nothing sure is left that a person neither took out nor cleared.

    Raises:
        StillPersonal: names each such place.
        CannotMove: a mark is in no text of the entry.
    """
    outside = [one for one in (*take_out, *cleared) if one.field not in source.texts]
    if outside:
        raise CannotMove([refusal("There is no such text.", where=outside[0].field)])
    gaps: list[Finding] = []
    for found in first_cut(session, case, source.texts):
        if found.kind in SURE and not covered(found, take_out) and not covered(found, cleared):
            message = (
                f"Letters {found.start} to {found.end} look like {found.kind.value}. Take them "
                "out, or say that they tell of nobody."
            )
            gaps.append(refusal(message, where=found.field))
    if gaps:
        raise StillPersonal(gaps)


def require_impersonal(session: Session, case: Case, name: str, text: str) -> None:
    """Check that a sentence which the public will read tells of nobody.

    Raises:
        StillPersonal: it holds something that is surely personal.
    """
    kinds = [one.kind.value for one in first_cut(session, case, {name: text}) if one.kind in SURE]
    if kinds:
        message = f"The public reads this, and it holds what looks like {kinds[0]}. Say it without."
        raise StillPersonal([refusal(message, where=name)])


def as_taken(marks: Sequence[Mark]) -> list[Mark]:
    """Give marks as the public is told of them: who takes out what may be a name says it is one."""
    return [
        replace(one, kind=Personal.NAME) if one.kind is Personal.PERHAPS_A_NAME else one
        for one in marks
    ]


def redacted(source: Source, take_out: Sequence[Mark]) -> dict[str, str]:
    """Give the texts less what is taken out.

    Raises:
        CannotMove: a mark lies outside its text.
    """
    try:
        return {
            field: redact(text, [one for one in take_out if one.field == field])
            for field, text in source.texts.items()
        }
    except ValueError as outside:
        raise CannotMove([refusal(str(outside))]) from None


def rows(take_out: Sequence[Mark], cleared: Sequence[Mark]) -> list[dict[str, Any]]:
    """Give what is kept of the marks: no word of the text."""
    return [
        {
            "field": one.field,
            "start": one.start,
            "end": one.end,
            "kind": one.kind.name.lower(),
            "done": done,
        }
        for done, marks in ((TAKEN_OUT, take_out), (CLEARED, cleared))
        for one in marks
    ]


def covered(found: Mark, marks: Sequence[Mark]) -> bool:
    """Whether a place lies within one of these."""
    return any(
        one.field == found.field and one.start <= found.start and one.end >= found.end
        for one in marks
    )


def _mark(row: dict[str, Any]) -> Mark:
    return Mark(row["field"], row["start"], row["end"], Personal[row["kind"].upper()])
