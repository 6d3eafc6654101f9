"""What the API answers about a shortfall, as its document describes it."""

from models.shortfalls import AssignmentOutcome, ContactOutcome, Employer, Place
from portal.api.shapes import Alternative, CaseShown, Day, Item, Moment, Shape


class Figure(Shape):
    """A budget figure, with its file."""

    id: str
    title: str
    filename: str
    sha256: str


class SuperintendentConsulted(Shape):
    """The consultation of the superintendent, as the chief attests it."""

    by: str
    dates: list[Day]
    mode: str
    view: str | None


class Determination(Shape):
    """A chief's determination."""

    by: str
    at: Moment
    town: str
    office_basis: str
    text: str
    resources_lacking: list[str]
    fiscal_year: int
    schools: list[str]
    figures: list[Figure]
    superintendent_consultation: SuperintendentConsulted


class Contact(Shape):
    """A contact with the state police."""

    unit: str
    on: Day
    outcome: ContactOutcome
    note: str
    by: str
    at: Moment


class Assignment(Shape):
    """What the state police can do, subject to appropriation."""

    outcome: AssignmentOutcome
    employer: Employer | None
    grounds: list[str]
    candidate_considered: bool
    appropriation: str | None
    by: str
    at: Moment


class Signatory(Shape):
    """Who signed, by title, and by what authority."""

    title: str
    authority: str


class Memorandum(Shape):
    """The signed memorandum."""

    version: int
    sha256: str
    filename: str
    roles_page: int
    signed_on: Day
    parts: dict[str, int]
    signatories: list[Signatory]
    by: str


class Filing(Shape):
    """The memorandum on file in one of the two offices."""

    place: Place
    on: Day
    custodian: str
    sha256: str
    by: str
    at: Moment


class ShortfallShown(CaseShown):
    """A shortfall, 37P(e)."""

    evidence: list[Item]
    alternatives: list[Alternative]
    determination: Determination
    consultations: list[Contact]
    assignment: Assignment | None
    memorandum: Memorandum | None
    filings: list[Filing]
