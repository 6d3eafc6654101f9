"""Days on which the office is closed: seen first for what they move, then entered or lifted."""

from collections.abc import Callable, Sequence
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import RadioField

from actions.closing import (
    CannotClose,
    closures_on_record,
    enter_closure,
    lift_closure,
    preview_closure,
    preview_lifting,
)
from actions.recounting import Moves
from models.clocks import ClosureKind
from portal.arriving import Caller
from portal.forms import CHOOSE, Day, Line, PageForm, choices_of
from portal.visits import NoSuchPage, Visit

pages = APIRouter()

KINDS = {
    ClosureKind.CLOSURE: "The office is closed, as for snow",
    ClosureKind.HOLIDAY: "An added holiday",
}
PLACES = {"DAY": "day", "--reason": "reason"}
LIST = "/operators/closures"


class ClosureForm(PageForm):
    """A day to take out of the business days."""

    day = Day("Which day", needed="Say which day.")
    kind = RadioField(
        "What it is",
        CHOOSE,
        choices=choices_of((one.value, words) for one, words in KINDS.items()),
        default=ClosureKind.CLOSURE.value,
    )
    reason = Line(
        "Why, in words that everybody may read",
        hint="For example: Snow emergency.",
        needed="Say why.",
        longest=300,
    )


class LiftForm(PageForm):
    """A day to give back."""

    day = Day("Which day", needed="Say which day.")
    reason = Line("Why it is open after all", needed="Say why.", longest=300)


AboutADay = ClosureForm | LiftForm


def counted(found: Moves, *, done: bool) -> str:
    """Say how many dates move and how many people are told."""
    dates, people = len(found.moves), len(found.told)
    some = "1 due date" if dates == 1 else f"{dates} due dates"
    who = "1 person" if people == 1 else f"{people} people"
    if done:
        return f"{some} moved, and {who} {'is' if people == 1 else 'are'} told."
    return (
        f"{some} {'moves' if dates == 1 else 'move'}, {who} {'is' if people == 1 else 'are'} told."
    )


@pages.get("/operators/closures")
def closures(visit: Caller) -> Response:
    """List the days on record, and ask for another."""
    return _list(visit, visit.form(ClosureForm))


def _list(visit: Visit, form: ClosureForm, *, again: bool = False) -> Response:
    with visit.reading() as session:
        answer = visit.again if again else visit.page
        found = closures_on_record(session)
        return answer("operators/closures.html", form=form, found=found)


@pages.post("/operators/closures")
def look(visit: Caller) -> Response:
    """Say what a closure would move; nothing is changed yet."""
    onward = "/operators/closures/enter"
    return _preview(visit, visit.form(ClosureForm), preview_closure, onward, "Close this day")


@pages.post("/operators/closures/enter")
def enter(visit: Caller) -> Response:
    """Close the day; dates move and people are told."""
    form = visit.form(ClosureForm)

    def close(day: date, reason: str) -> Response:
        with visit.acting() as session:
            moves = enter_closure(
                session, day, reason, kind=ClosureKind(form.kind.data),
                by=visit.by, entered_by=visit.by, now=visit.now,
            )  # fmt: skip
            return visit.to(LIST, said=f"The day is entered. {counted(moves, done=True)}")

    return _tried(visit, form, close)


@pages.get("/operators/closures/lift")
def lifting(visit: Caller) -> Response:
    """Ask why a closed day is open after all."""
    asked = visit.request.query_params.get("day", "")
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise NoSuchPage("Say which day is to be lifted: start from the list.") from None
    return visit.page("operators/lift.html", form=visit.form(LiftForm, day=day))


@pages.post("/operators/closures/lift")
def look_at_lifting(visit: Caller) -> Response:
    """Say what would move back; nothing is changed yet."""
    onward = "/operators/closures/lift/done"
    return _preview(visit, visit.form(LiftForm), preview_lifting, onward, "Open this day")


@pages.post("/operators/closures/lift/done")
def lift(visit: Caller) -> Response:
    """Give the day back; the entry stays on record, marked as lifted."""

    def give_back(day: date, reason: str) -> Response:
        with visit.acting() as session:
            moves = lift_closure(
                session, day, reason, by=visit.by, entered_by=visit.by, now=visit.now
            )
            return visit.to(LIST, said=f"The day is lifted. {counted(moves, done=True)}")

    return _tried(visit, visit.form(LiftForm), give_back)


def _preview(
    visit: Visit, form: AboutADay, preview: Callable[..., Moves], onward: str, words: str
) -> Response:
    def shown(day: date, reason: str) -> Response:
        with visit.reading() as session:
            moves = preview(session, day, reason, by=visit.by, now=visit.now)
            return visit.page(
                "operators/closure-preview.html",
                form=form,
                moves=moves,
                counted=counted(moves, done=False),
                onward=onward,
                words=words,
                hidden=_hidden(form),
            )

    return _tried(visit, form, shown)


def _tried(visit: Visit, form: AboutADay, act: Callable[[date, str], Response]) -> Response:
    """Answer with the act on the form's day, for its reason; or with what is to be mended."""
    if form.validate() and form.day.data is not None:
        try:
            return act(form.day.data, form.reason.data or "")
        except CannotClose as refused:
            form.take(refused, PLACES)
    if isinstance(form, ClosureForm):
        return _list(visit, form, again=True)
    return visit.again("operators/lift.html", form)


def _hidden(form: AboutADay) -> Sequence[tuple[str, str]]:
    month, day, year = form.day.parts
    kind = [("kind", str(form.kind.data))] if isinstance(form, ClosureForm) else []
    return [
        ("day-month", month),
        ("day-day", day),
        ("day-year", year),
        ("reason", form.reason.data or ""),
        *kind,
    ]
