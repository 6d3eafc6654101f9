"""Rules 4 and 5: the chief is consulted, and need not consent."""

from collections.abc import Iterator

from models.duties import Authority
from models.forms import ConsultationForm
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.matter import Matter
from rules.wording import objects


@enforces(4)
def chief_consulted(matter: Matter) -> Iterator[Finding]:
    """Refuse a city's or town's application that records no consultation with the chief."""
    if matter.municipal and not matter.form.chief_consultations:
        yield finding(
            4,
            "A city's or town's school department applies in consultation with the chief of "
            "police. Add at least one consultation: the office, the dates, how, and a summary.",
            where="chief_consultations",
        )


@enforces(4)
def consultation_took_place(matter: Matter) -> Iterator[Finding]:
    """Refuse a city's or town's consultation that is not over yet or says nothing."""
    if matter.municipal:
        yield from _not_yet(matter)


@warns(4)
def consultation_advised(matter: Matter) -> Iterator[Finding]:
    """Advise a body that need not consult a chief to do so."""
    if matter.municipal:
        return
    if not matter.form.chief_consultations:
        yield finding(
            4,
            "No chief was consulted. 37P(c) asks this only of a city's or town's school "
            "department, so it holds nothing up; it is advised all the same.",
            where="chief_consultations",
            authority=Authority.PRACTICE,
        )
    for gap in _not_yet(matter):
        yield finding(4, gap.message, where=gap.where, authority=Authority.PRACTICE)


@enforces(5)
@warns(5)
def chief_objects(matter: Matter) -> Iterator[Finding]:
    """Show every reviewer a chief's objection, whole. It refuses nothing."""
    for position, consultation in enumerate(matter.form.chief_consultations):
        if consultation.view and objects(consultation.view):
            yield finding(
                5,
                f"The view of {consultation.office} reads as an objection. Consultation is not "
                f"consent, so the application goes on. The view, whole: “{consultation.view}”",
                where=f"chief_consultations[{position}].view",
            )


@warns(5)
def chief_has_not_answered(matter: Matter) -> Iterator[Finding]:
    """Show every reviewer that a chief consulted has given no view."""
    for position, consultation in enumerate(matter.form.chief_consultations):
        if not consultation.view:
            yield finding(
                5,
                f"{consultation.office} was consulted and has given no view. Consultation is not "
                "consent, so the application goes on.",
                where=f"chief_consultations[{position}].view",
            )


def _not_yet(matter: Matter) -> Iterator[Finding]:
    for position, consultation in enumerate(matter.form.chief_consultations):
        yield from _gaps(matter, consultation, f"chief_consultations[{position}]")


def _gaps(matter: Matter, consultation: ConsultationForm, where: str) -> Iterator[Finding]:
    if not consultation.summary:
        yield finding(
            4,
            f"The consultation with {consultation.office or 'the chief'} has no summary. Say in a "
            "sentence or two what was talked about.",
            where=f"{where}.summary",
        )
    if not consultation.office:
        yield finding(
            4, "The consultation does not say which chief's office.", where=f"{where}.office"
        )
    late = [day for day in consultation.dates if day > matter.situation.on]
    if late:
        yield finding(
            4,
            f"A consultation on {late[0]:%-d %B %Y} has not taken place yet. File once it has, "
            "or correct the date.",
            where=f"{where}.dates",
        )
