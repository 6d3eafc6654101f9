"""Rule 19: the chief determines in consultation with the superintendent, who need not agree."""

from collections.abc import Iterator

from models.duties import Authority
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.shortfall_matter import ShortfallMatter
from rules.wording import disputes_shortfall

FIELD = "superintendent_consultation"


@enforces(19)
def superintendent_consulted(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a determination without a consultation with the body's superintendent."""
    consultation = matter.form.superintendent_consultation
    if consultation is None:
        yield finding(
            19,
            "The chief determines this in consultation with the superintendent. Add the "
            "consultation: the superintendent's address, the dates, how, and the view given. "
            "Agreement is not needed.",
            where=FIELD,
        )
    elif consultation.by not in matter.situation.superintendents:
        yield finding(19, _not_the_superintendent(matter, consultation.by), where=f"{FIELD}.by")


@enforces(19)
def consultation_held(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a consultation that says neither when nor how, or is not over yet."""
    consultation = matter.form.superintendent_consultation
    if consultation is None:
        return
    if not consultation.dates:
        yield finding(
            19, "Say on which days the superintendent was consulted.", where=f"{FIELD}.dates"
        )
    if not consultation.mode:
        yield finding(
            19,
            "Say how the superintendent was consulted: a meeting, a call, letters.",
            where=f"{FIELD}.mode",
        )
    late = [day for day in consultation.dates if day > matter.on]
    if late:
        yield finding(
            19,
            f"A consultation on {late[0]:%-d %B %Y} has not taken place yet. File once it has, "
            "or correct the date.",
            where=f"{FIELD}.dates",
        )


@warns(19)
def superintendent_disagrees(matter: ShortfallMatter) -> Iterator[Finding]:
    """Show a superintendent's disagreement, whole. It refuses nothing."""
    consultation = matter.form.superintendent_consultation
    if consultation and consultation.view and disputes_shortfall(consultation.view):
        yield finding(
            19,
            "The superintendent's view reads as a disagreement. The chief consults the "
            "superintendent and need not agree with them, so the case goes on. The view, whole: "
            f"“{consultation.view}”",
            where=f"{FIELD}.view",
        )


@warns(19)
def superintendent_has_no_view(matter: ShortfallMatter) -> Iterator[Finding]:
    """Point out that the superintendent's view is not recorded."""
    consultation = matter.form.superintendent_consultation
    if consultation and not consultation.view:
        yield finding(
            19,
            "No view of the superintendent is recorded. Nothing is held up; add what they said, "
            "in their own words if you can.",
            where=f"{FIELD}.view",
            authority=Authority.PRACTICE,
        )


def _not_the_superintendent(matter: ShortfallMatter, named: str) -> str:
    if not matter.situation.superintendents:
        return (
            f"Nobody is on record as superintendent of {matter.body.name}. Ask an operator to "
            "record who is; then file again."
        )
    who = f"{named} is not" if named else "It is not said who was consulted; name"
    return (
        f"{who} the superintendent of {matter.body.name} on record. Consult "
        f"{' or '.join(matter.situation.superintendents)}, or ask an operator to correct the "
        "record."
    )
