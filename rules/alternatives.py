"""Rule 11: alternative procedures and resources relied upon, with data of their own."""

import posixpath
from collections.abc import Iterator

from models.duties import Authority
from models.forms import AlternativeForm
from models.submissions import AlternativeKind
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.matter import Matter
from rules.wording import reads_as_plan


@enforces(11)
def procedure_and_resource(matter: Matter) -> Iterator[Finding]:
    """Refuse an application that lacks a procedure, or a resource: (iii) asks for both."""
    kinds = {alternative.kind for alternative in matter.form.alternatives}
    for kind in AlternativeKind:
        if kind not in kinds:
            yield finding(
                11,
                f"Describe at least one alternative {kind.value} that is relied upon. The section "
                "asks for procedures and for resources.",
                where="alternatives",
            )


@enforces(11)
def alternatives_described(matter: Matter) -> Iterator[Finding]:
    """Refuse an alternative that is not described."""
    for position, alternative in enumerate(matter.form.alternatives):
        if not alternative.description:
            yield finding(
                11,
                f"Alternative A{position + 1} is not described. Say what it is and how it is used.",
                where=f"alternatives[{position}].description",
            )


@enforces(11)
def own_supporting_data(matter: Matter) -> Iterator[Finding]:
    """Refuse an application whose alternatives have no supporting item apart from (ii)."""
    without = _without_data(matter)
    if len(without) < len(matter.form.alternatives):
        return
    borrowed = any(alternative.supporting_data for _, alternative in without)
    yield finding(
        11,
        "What supports the alternatives is filed as evidence as well. The section asks for data "
        "on the alternatives themselves: add at least one item that is not among the evidence."
        if borrowed
        else "No alternative has supporting data. Add at least one item, apart from the evidence, "
        "that shows how an alternative works.",
        where=f"alternatives[{without[0][0]}].supporting_data" if without else "alternatives",
    )


@warns(11)
def alternative_without_data(matter: Matter) -> Iterator[Finding]:
    """Point out each alternative without data of its own, where another has some."""
    without = _without_data(matter)
    if len(without) == len(matter.form.alternatives):
        return
    for position, _ in without:
        yield finding(
            11,
            f"Alternative A{position + 1} has no supporting data apart from the evidence.",
            where=f"alternatives[{position}].supporting_data",
        )


@warns(11)
def alternative_is_a_plan(matter: Matter) -> Iterator[Finding]:
    """Point out each alternative that seems to be a plan rather than in use."""
    for position, alternative in enumerate(matter.form.alternatives):
        signs = "; ".join(_signs_of_a_plan(matter, alternative))
        if signs:
            yield finding(
                11,
                f"Alternative A{position + 1} may be a plan rather than something relied upon: "
                f"{signs}.",
                where=f"alternatives[{position}]",
                authority=Authority.PRACTICE,
            )


def _signs_of_a_plan(matter: Matter, alternative: AlternativeForm) -> Iterator[str]:
    words = reads_as_plan(alternative.description)
    if words:
        yield f"it is worded as one (“{words}”)"
    since = alternative.in_use_since
    if since is None:
        yield "it does not say since when it has been in use"
    elif since > matter.situation.on:
        yield f"it is to be in use only from {since:%-d %B %Y}"


def _without_data(matter: Matter) -> list[tuple[int, AlternativeForm]]:
    """Give the alternatives, with their places, that have no file apart from (ii)'s."""
    evidence = {_content(matter, item.file) for item in matter.form.evidence}
    return [
        (position, alternative)
        for position, alternative in enumerate(matter.form.alternatives)
        if all(_content(matter, item.file) in evidence for item in alternative.supporting_data)
    ]


def _content(matter: Matter, file: str) -> str:
    """Tell a file by what is in it; by its path where it was not looked into."""
    return matter.situation.hashes.get(file) or posixpath.normpath(file.replace("\\", "/"))
