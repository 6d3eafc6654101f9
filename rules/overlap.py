"""Rule 34: a waiver under (c) and a shortfall under (e) may both be open, and neither waits."""

from collections.abc import Iterator, Sequence

from models.duties import Authority
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.matter import Matter
from rules.shortfall_matter import ShortfallMatter


@enforces(34)
@warns(34)
def waiver_open(matter: ShortfallMatter) -> Iterator[Finding]:
    """Point out the body's open waivers to whoever files a shortfall. They hold nothing up."""
    yield from _both_open("a waiver", matter.situation.open_waivers, matter.body_field)


@enforces(34)
@warns(34)
def shortfall_open(matter: Matter) -> Iterator[Finding]:
    """Point out the body's open shortfalls to a waiver's applicant. They hold nothing up."""
    yield from _both_open("a shortfall", matter.situation.open_shortfalls, matter.body_field)


def other_shortfalls_open(matter: ShortfallMatter) -> Iterator[Finding]:
    """Name the body's other open shortfalls."""
    if matter.situation.open_shortfalls:
        yield Finding(
            None,
            "review process",
            Authority.PRACTICE,
            f"{matter.body.name} has other open shortfalls: "
            f"{', '.join(matter.situation.open_shortfalls)}. To correct one of them, withdraw it.",
            matter.body_field,
        )


def _both_open(what: str, numbers: Sequence[str], where: str) -> Iterator[Finding]:
    if numbers:
        yield finding(
            34,
            f"{what.capitalize()} of the same body is open as well: {', '.join(numbers)}. Each "
            "goes its own way: a waiver that is granted does not close a shortfall, and an open "
            "shortfall does not hold a waiver.",
            where=where,
        )
