"""What the ground of an assignment says, as far as its words show.

Rule 24 refuses on these words, so they take for seniority alone only a ground
of which nothing is left once its words for seniority are put aside.
"""

import re

_SENIORITY = re.compile(
    r"""\b(?:
      seniority | senior(?:[ -]?most)? | veteran | tenured?
    | (?:most|more|longest|longer|greatest)[ -](?:tenured?|serving|service)
    | (?:years?|months?|length|period|duration|amount|time|date|longest|most|longer|more|\d+)[ -]
      (?:years?[ -])?(?:of[ -]|in[ -](?:the[ -])?)?
      (?:(?:his|her|their|continuous|total|active|uninterrupted)[ -])?(?:service|grade|rank)
    | (?:longest|first|earliest|oldest)[ -](?:hired|appointed|sworn)
    | (?:time|years?|longest)[ -]on[ -]the[ -](?:job|force)
    | (?:hire[ -]date|date[ -]of[ -](?:hire|appointment))
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS_NOTHING_ELSE = frozenset(  # besides seniority, in the sentences people put it in
    """
    a an the and or but of by in on to for with as at from per than it this that these which who
    is was were be been being has have had not no other others all any only alone solely just
    simply purely merely nearly about over more most highest greatest longest top next first one
    ground grounds reason reasons basis based because due according under principle criterion
    criteria factor rule rules policy contract agreement union considered given order list roster
    ranking rank ranked number chosen choice selected selection assigned assignment picked appointed
    he she they his her their him them officer officers trooper troopers sergeant candidate
    candidates among between within department state police force unit troop barracks service
    serving day days month months year years two three four five six seven eight nine ten eleven
    twelve fifteen twenty thirty
    """.split()  # noqa: SIM905 a list of a hundred words is read as a text
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

_PERSONAL = re.compile(
    r"\b(?:badge|shield|star|id|identification|employee|personnel|payroll|serial|certificate"
    r"|licen[cs]e)\b(?:\s*(?:number|no\b\.?|num\b\.?|nr\b\.?|id|#|:)){0,4}\s*[A-Z]{0,4}-?\d[\w-]*"
    r"|(?:\bno\b\.?|#)\s*[A-Z]{0,4}-?\d{3,}"
    r"|\b\d{3}-\d{2}-\d{4}\b|\b\d{5,}\b|[\w.+-]{1,64}@[\w-]{1,64}\.\w"
    r"|\b(?:born|date of birth|dob)\b",
    re.IGNORECASE,
)
_BY_NAME = re.compile(
    r"\b(?:Trooper|Sergeant|Sgt\.?|Lieutenant|Lt\.?|Captain|Capt\.?|Detective|Det\.?|Corporal|Cpl\.?"
    r"|Tpr\.?|Officer|Mr\.?|Mrs\.?|Ms\.?|Dr\.?) [A-Z]\w+"
)


def says_something(ground: str) -> bool:
    """Whether a ground holds a word at all."""
    return bool(re.search(r"[^\W\d_]{2}", ground))


def speaks_of_seniority(ground: str) -> bool:
    """Whether a ground speaks of seniority or length of service."""
    return bool(_SENIORITY.search(ground))


def only_seniority(ground: str) -> bool:
    """Whether a ground speaks of seniority or length of service and of nothing else."""
    if not speaks_of_seniority(ground):
        return False
    left = (word.lower() for word in _WORD.findall(_SENIORITY.sub(" ", ground)))
    return all(word in _SAYS_NOTHING_ELSE or len(word) == 1 for word in left)


def personal_detail(ground: str) -> str | None:
    """Say what in a ground tells who the officer is, if anything seems to: a number or a name."""
    if _PERSONAL.search(ground):
        return "a number, an address or a date that belongs to a person"
    return "a person's name" if _BY_NAME.search(ground) else None
