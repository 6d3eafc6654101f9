"""A duty's clock: paused, let go on, extended. A date is changed, never an outcome."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from actions.clock_guards import ClockCannotChange, may_change_clock
from actions.clocks import extend_clock, pause_clock, resume_clock
from actions.duties import open_duties
from actions.explaining import explained_duties
from database import Session
from models.cases import Case
from models.duties import Authority, Duty
from portal.arriving import Caller
from portal.forms import Day, Line, PageForm, Text, choices_of
from portal.pages.overtaken import overtaken
from portal.visits import NoSuchPage, Visit
from rules.findings import Refused

pages = APIRouter()

PLACES = {
    "--reason": "reason", "--days": "days", "--on": "on", "--authority": "authority",
    "--duty": "change",
}  # fmt: skip

ANY = choices_of(
    [
        ("pause", "Pause it while it waits"),
        ("resume", "Let it go on"),
        ("extend", "Give more days"),
    ]
)


class ClockForm(PageForm):
    """What is to happen to the clock, why, and on whose authority."""

    change = RadioField(
        "What is to happen", choices=[], validators=[InputRequired("Say what is to happen.")]
    )
    reason = Text(
        "Why",
        hint="Whoever owes the duty is told, in these words.",
        needed="Say why, in words.",
        longest=2000,
        rows=3,
    )
    days = Line(
        "Days more, for an extension",
        hint="Of the same kind as the duty’s own. A minus takes back what an extension gave.",
        longest=5,
    )
    on = Day("Since which day, for a pause or its end", hint="Today, if you leave this empty.")
    authority = RadioField(
        "On whose authority",
        choices=choices_of(
            [
                ("policy", "Policy: the office’s own choice"),
                ("law", "Law: cite it in the reason"),
            ]
        ),
        default="policy",
        validators=[InputRequired("Say on whose authority.")],
    )

    def number_of_days(self) -> int | None:
        """Give the days typed; None where they are no number."""
        text = (self.days.data or "").replace("−", "-").replace("+", "")  # noqa: RUF001 - a minus as typed
        digits = text.removeprefix("-")
        return int(text) if digits.isascii() and digits.isdecimal() else None


@pages.get("/cases/{number}/clocks/{what}")
def show(visit: Caller, number: str, what: str) -> Response:
    """Explain a due date, and offer what can be done to its clock."""
    return _shown(visit, number, what, visit.form(ClockForm))


@pages.post("/cases/{number}/clocks/{what}")
def change(visit: Caller, number: str, what: str) -> Response:
    """Change the clock."""
    form = visit.form(ClockForm)
    form.change.choices = ANY  # another window may have paused it meanwhile: the act says so
    valid = form.validate()
    if form.change.data == "extend" and form.number_of_days() is None:
        form.days.errors = ["Write how many days more, as a whole number."]
        valid = False
    if not valid:
        return _shown(visit, number, what, form)
    try:
        with visit.acting() as session:
            due = _carry_out(visit, session, number, what, form)
            said = f"The clock is changed, and whoever owes it is told. It is due by {due}."
            return visit.to(
                f"/cases/{number}/office" if _waiver(visit) else f"/cases/{number}", said
            )
    except ClockCannotChange as refused:
        form.take(refused, PLACES)
        return _shown(visit, number, what, form)
    except Refused as refused:
        return overtaken(visit, number, refused, form)


def _carry_out(visit: Visit, session: Session, number: str, what: str, form: ClockForm) -> date:
    who: dict[str, Any] = {"by": visit.by, "entered_by": visit.by, "now": visit.now}
    reason, authority = form.reason.data or "", Authority(form.authority.data)
    match form.change.data:
        case "pause":
            done = pause_clock(
                session, number, what, reason=reason, on=form.on.data, authority=authority, **who
            )
        case "resume":
            done = resume_clock(session, number, what, reason=reason, on=form.on.data, **who)
        case _:
            days = form.number_of_days() or 0
            done = extend_clock(
                session, number, what, days=days, reason=reason, authority=authority, **who
            )
    return done.due_after


def _shown(visit: Visit, number: str, what: str, form: ClockForm) -> Response:
    with visit.reading() as session:
        duty = _duty(session, number, what)
        case = session.get_one(Case, number)
        form.change.choices = _choices(duty)
        explained = next(
            one for one in reversed(explained_duties(session, number)) if one["what"] == what
        )
        facts: dict[str, Any] = {
            "number": number,
            "explained": explained,
            "may": may_change_clock(session, case, duty, visit.by, now=visit.now),
            "back": f"/cases/{number}/office" if _waiver(visit) else f"/cases/{number}",
        }
    if form.mistakes or form.unplaced:
        return visit.again("office/clock.html", form, **facts)
    return visit.page("office/clock.html", form=form, **facts)


def _duty(session: Session, number: str, what: str) -> Duty:
    case = session.get_one(Case, number)
    found = next((one for one in open_duties(session, case) if one.what == what), None)
    if found is None:
        raise NoSuchPage(f"Nothing of this name is owed on {number} now.")
    return found


def _choices(duty: Duty) -> list[Any]:
    pause, resume, extend = ANY
    return [pause if duty.paused_on is None else resume, extend]


def _waiver(visit: Visit) -> bool:
    return visit.case is not None and visit.case.number.startswith("W")
