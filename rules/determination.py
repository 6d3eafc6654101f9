"""Rules 6, 7 and 19: the chief determines, of the town where the school is."""

from collections.abc import Iterator

from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.shortfall_matter import ShortfallMatter
from rules.wording import listed


@enforces(19)
def determination_stated(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a filing that does not say what was determined, or by whom."""
    if not matter.form.determination:
        yield finding(
            19,
            "Say in words what the chief determined: that there are not sufficient resources to "
            "assign an officer, and why.",
            where="determination",
        )
    if not matter.form.determined_by:
        yield finding(
            19,
            "Say who determined it: the e-mail address of the chief, or of the board or officer "
            "having control of the police.",
            where="determined_by",
        )


@enforces(6)
def police_office_held(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a filing when nobody at all is on record as chief where the schools are."""
    if not any(chief.holders for chief in matter.concerned):
        towns = listed(chief.town for chief in matter.concerned)
        yield finding(
            6,
            f"Nobody is on record as chief of police of {towns or 'any town of this body'}. Ask an "
            "operator to record the chief of police, or the board or officer having control of "
            "the police, there; then file again.",
            where="determined_by",
        )


@enforces(6)
@enforces(19)
def signed_by_the_chief(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a determination by somebody who holds no police office where the school is."""
    holders = [holder for chief in matter.concerned for holder in chief.holders]
    if matter.form.determined_by and holders and not matter.signed_as:
        towns = listed(chief.town for chief in matter.concerned)
        yield finding(
            19,
            f"{matter.form.determined_by} holds no police office in {towns}. The chief of police "
            "of the town where the school is determines this, or the board or officer having "
            f"control of the police there: {listed(sorted({h.title for h in holders}))}. A "
            "superintendent is consulted and cannot open a shortfall.",
            where="determined_by",
        )


@enforces(6)
def basis_recorded(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a determination that does not say on what basis its signer counts as chief."""
    if not matter.form.office_basis:
        yield finding(
            6,
            "Say on what basis the signer acts: as chief of police, or as a board or officer "
            "having control of the police.",
            where="office_basis",
        )


@warns(6)
def signer_is_acting(matter: ShortfallMatter) -> Iterator[Finding]:
    """Point out that the signer holds the office for the time being."""
    for chief, holder in matter.signed_as:
        if holder.acting:
            yield finding(
                6,
                f"{holder.title} ({holder.email}) is acting chief in {chief.town}: see that the "
                "office itself has not been filled meanwhile.",
                where="determined_by",
            )


@enforces(7)
def schools_are_the_bodys(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a school that is not one of the body's on record."""
    known = {school.code for school in matter.situation.schools}
    for position, code in enumerate(matter.form.schools):
        if code not in known:
            yield finding(
                7,
                f"{code} is not a school of {matter.body.name} on record, so it is not known "
                "where it is located. Correct the code, or ask an operator to record the school.",
                where=f"schools[{position}]",
            )


@enforces(7)
def schools_in_the_signers_town(matter: ShortfallMatter) -> Iterator[Finding]:
    """Refuse a school in a town whose chief is another than the signer."""
    signed = {chief.town for chief, _ in matter.signed_as}
    others = {chief.town for chief in matter.concerned} - signed
    for school in matter.named if signed else ():
        if school.town in others:
            yield finding(
                7,
                f"{school.name} is located in {school.town}, whose own chief determines for it. "
                "Leave it out here; that chief can file for it.",
                where=f"schools[{matter.form.schools.index(school.code)}]",
            )


@warns(7)
def other_towns_left_out(matter: ShortfallMatter) -> Iterator[Finding]:
    """Point out that a determination naming no school reaches only the signer's town."""
    signed = {chief.town for chief, _ in matter.signed_as}
    left_out = [chief for chief in matter.concerned if chief.town not in signed]
    if signed and left_out and not matter.form.schools:
        yield finding(
            7,
            f"No school is named, and the schools of {matter.body.name} stand in several towns. "
            f"This determination is about those in {listed(sorted(signed))} only; the chief of "
            f"{listed(chief.town for chief in left_out)} determines for the others.",
            where="schools",
        )
