"""What a form on a shortfall asks when an operator enters it for whoever signed it on paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from wtforms import SelectField

from actions.concern import offices_in
from actions.signed_papers import Signer, keep_scan, require_on_list, signers_in
from database import Session
from documents import DocumentRefused, Examined
from models.people import Office
from portal.forms import Day, PageForm, Upload, choices_of
from portal.visits import NoSuchPage, Visit
from rules.calendar import new_york_date

MYSELF = "myself"
WHEN = "Say on which day it was received, today at the latest."
SCAN = "Choose the scan of the signed paper."


class PaperForm(PageForm):
    """A form with questions more for an operator: whose act it is, when it came, the scan."""

    signed_by = SelectField("Whose act is this?", validate_choice=False)
    came_on = Day("On which day was the paper received?")
    scan = Upload(
        "The scan of the signed paper",
        hint="Kept with the case, beside what is entered. PDF, PNG or JPEG; up to 25 MB.",
    )
    signers: tuple[Signer, ...] = ()
    """Who may have signed; none where whoever is here acts for themselves."""

    def offer(self, signers: Collection[Signer], *, myself: bool) -> None:
        """Offer whoever may have signed, or leave these questions out."""
        self.signers = tuple(signers)
        if signers and not myself:
            vars(self.signed_by)["needed"] = True
            self.came_on.needed, self.scan.needed = WHEN, SCAN
        own = [(MYSELF, "Mine, as an operator")] if myself else []
        self.signed_by.choices = choices_of([*own, *((one.email, one.words) for one in signers)])

    @property
    def on_paper(self) -> bool:
        """Whether it is entered for somebody who signed it on paper."""
        return bool(self.signers) and self.signed_by.data not in {None, "", MYSELF}


@dataclass(frozen=True, slots=True)
class Acting:
    """Whose act a form is; where it came on paper, when, and the scan that shows it."""

    by: str
    came_on: date | None = None
    scan: Examined | None = None
    filename: str = ""


def offer_paper(
    visit: Visit, session: Session, form: PaperForm, *offices: Office, myself: bool = True
) -> None:
    """Ask an operator who has no part of their own in a case whose act it is."""
    if visit.case is None:
        raise NoSuchPage("There is no such case.")
    held = offices_in(session, visit.case, visit.holdings)
    if Office.OPERATOR in held and held.isdisjoint(offices):
        form.offer(signers_in(session, visit.case, offices, now=visit.now), myself=myself)


def acting_for(visit: Visit, form: PaperForm) -> Acting | None:
    """Say whose act it is and store the scan; None, with the mistake at its field."""
    if not form.on_paper:
        return Acting(visit.by)
    came_on = form.came_on.data
    if came_on is None or came_on > new_york_date(visit.now):
        form.came_on.errors = [WHEN]
    if form.scan.data is None:
        form.scan.errors = [SCAN]
    if form.came_on.errors or form.scan.data is None or not (scan := stored(visit, form.scan)):
        return None
    by = require_on_list(form.signers, str(form.signed_by.data))
    return Acting(by, came_on, scan, form.scan.data.filename or "scan")


def keep_paper(visit: Visit, session: Session, number: str, acting: Acting, *, act: str) -> None:
    """Keep the scan with the case, where the act came on paper."""
    if acting.scan:
        keep_scan(
            session,
            number,
            acting.scan,
            acting.filename,
            act=act,
            signed_by=acting.by,
            by=visit.by,
            now=visit.now,
            came_on=acting.came_on,
        )


def stored(visit: Visit, field: Upload) -> Examined | None:
    """Examine and store what was sent; None, with the reason at the field, if it is not taken."""
    sent = field.data
    if sent is None:
        return None
    sent.file.seek(0)  # one paper may be both the document and the scan
    try:
        return visit.portal.store.put(sent.file, sent.filename)
    except DocumentRefused as refused:
        field.errors = [f"This file {refused.reason}."]
        return None
