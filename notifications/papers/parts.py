"""The parts of a memorandum, in our own words: what the law asks, and what is advised."""

from dataclasses import dataclass

from models.duties import Authority
from models.shortfalls import Employer
from notifications.papers.facts import MemorandumFacts
from notifications.papers.letterforms import typed

TITLE = "Memorandum of understanding"

GUIDE = (
    "This draft is yours to change. It was prepared from the case and holds nobody's agreement "
    "yet. Fill in each blank, and take out the guidance in italics before anyone signs."
)

MARKS = (
    "A part marked LAW must be there: the case cannot be completed without it. A part marked "
    "ADVISED is good practice and holds nothing up."
)

WRITE_HERE = "[Write here]"


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of the memorandum, and what to write under it."""

    heading: str
    clause: str
    authority: Authority
    guidance: str
    blanks: tuple[str, ...] = ()
    """Headings of the blanks; none: a single blank without one."""

    @property
    def mark(self) -> str:
        """What the part rests on, in words."""
        if self.authority is Authority.LAW:
            return f"LAW, {self.clause}"
        return f"ADVISED (practice): {self.clause} names it for an ordinary memorandum"


ROLES_AND_DUTIES = Part(
    "Roles and duties",
    "37P(e)",
    Authority.LAW,
    "Say clearly who does what: what the officer does in the schools and what the officer leaves "
    "to others. Note the page this stands on in the signed document; you will be asked for it.",
    ("The officer", "The officer's employer", "The local police", "The superintendent and schools"),
)
"""First, because it is the one part that 37P(e) itself asks for (rule 28)."""


def _advised(item: str, heading: str, guidance: str, *blanks: str) -> Part:
    return Part(heading, f"37P(b){item}", Authority.PRACTICE, guidance, blanks)


ADVISED = (
    _advised(
        "(i)",
        "(i) Mission, goals and objectives",
        "Say what the officer's work in these schools is for, what you hope to see from it, and "
        "how you will know.",
    ),
    _advised(
        "(ii)",
        "(ii) Roles and responsibilities",
        "Set out what falls to the officer, to the police department and to the schools. Where "
        "the first part says all of it already, point to its page.",
    ),
    _advised(
        "(iii)",
        "(iii) How the officer is selected",
        "Say who chooses, who is heard first, and on what grounds. Seniority may not be the only "
        "ground: 37P(e).",
    ),
    _advised(
        "(iv)",
        "(iv) How the officer joins the school environment",
        "Say how students, families and staff come to know the officer, and which safety "
        "meetings the officer goes to.",
    ),
    _advised(
        "(v)",
        "(v) Information sharing",
        "Say what the police and the schools tell each other, who may ask, who may answer, and "
        "which privacy rules apply.",
    ),
    _advised(
        "(vi)",
        "(vi) Organization, supervision and communication",
        "Give by title who supervises the officer, whom the schools turn to first, and how a "
        "disagreement is settled.",
    ),
    _advised(
        "(vii)",
        "(vii) Training",
        "Say what training comes before the first day and what comes each year, who gives it and "
        "who keeps the record.",
    ),
    _advised(
        "(viii)",
        "(viii) Arrests, citations and court referrals",
        "Give by title who collects these figures, for which months, and to whom they report them.",
    ),
    _advised(
        "",
        "What officers are not: the exclusion statement",
        "Put each of these in words that all of you can stand by.",
        "Officers are not disciplinarians",
        "Officers do not enforce school rules",
        "Officers do not stand in for licensed psychologists, psychiatrists or counselors",
        "Officers use no police powers for ordinary discipline",
    ),
)
"""37P(b)(i) to (viii) and the exclusion statement, in the section's order."""

PARTS = (ROLES_AND_DUTIES, *ADVISED)

KEPT = Part(
    "Where this memorandum is kept",
    "37P(e)",
    Authority.LAW,
    "Once signed, the same document goes on file in two offices: the superintendent's and the "
    "department of state police. Each office is asked to confirm its own filing (policy). The "
    "chief may be offered a copy, which is not one of the two.",
)

SIGNATURES = Part(
    "Signatures",
    "37P(e)",
    Authority.PRACTICE,
    "37P(e) does not say who signs. Keep the blocks of those who do, take out the others, add any "
    "that are missing. At least one person signs.",
)


SIGNATURE_LINES = ("Title", "Authority to sign", "Signature", "Date signed")


def signatories(facts: MemorandumFacts) -> tuple[str, ...]:
    """Name those who are likely to sign, by title; an office without one, by what it is."""
    return (
        typed(facts.chief_title) or "Chief of police",
        typed(facts.superintendent_title) or "Superintendent",
        typed(facts.liaison_title) or "Department of state police",
    )


def particulars(facts: MemorandumFacts) -> tuple[tuple[str, str], ...]:
    """List what the case says already, label and value."""
    return (
        ("Case", facts.case_number),
        ("School body", facts.applicant),
        (_count("Town", facts.towns), "; ".join(facts.towns)),
        (_count("School", facts.schools), "; ".join(facts.schools)),
        ("Fiscal year", str(facts.fiscal_year)),
        ("Officer assigned", _EMPLOYERS[facts.employer]),
        ("Chief", facts.chief_title),
        ("Superintendent", facts.superintendent_title),
        ("State police", facts.liaison_title),
    )


_EMPLOYERS = {
    Employer.STATE_POLICE: "An officer of the department of state police",
    Employer.OTHER: "An officer of another employer (name the employer here)",
}


def _count(noun: str, values: tuple[str, ...]) -> str:
    return noun if len(values) == 1 else f"{noun}s"
