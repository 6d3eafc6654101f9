"""Rules 6 to 8: which chiefs are concerned, and who holds the office."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from models.registry import OrganizationKind
from rules.findings import Finding
from rules.law import enforces, finding, warns
from rules.matter import MUNICIPAL_KINDS, Matter
from rules.situation import ChiefOffice
from rules.wording import listed

_RECORD_IT = (
    "Ask an operator to record the chief of police, or the board or officer having control of "
    "the police,"
)


@enforces(7)
def towns_concerned(
    kind: OrganizationKind, towns: Collection[str], schools: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Derive the towns whose chiefs are concerned, each with the schools that make it so.

    `towns` are the body's own; `schools` are pairs of name and town. A city's or
    town's department has its own town's chief; other bodies have those of the
    towns where their schools stand, and their own towns' only while no school's
    location is on record.
    """
    located: dict[str, tuple[str, ...]] = {}
    for name, town in sorted(schools):
        located[town] = (*located.get(town, ()), name)
    own = {town: located.get(town, ()) for town in sorted(towns)}
    if kind in MUNICIPAL_KINDS:
        return own or located
    return {town: located[town] for town in sorted(located)} or own


@enforces(6)
def somebody_is_chief(matter: Matter) -> Iterator[Finding]:
    """Refuse a filing when nobody at all holds an office of chief concerned."""
    chiefs = matter.situation.chiefs
    if not chiefs:
        yield finding(
            6,
            f"No town is on record for {matter.situation.body.name}, so it is not known which "
            "chief is concerned. Ask an operator to record the towns and where its schools are, "
            "and who holds the office of chief there.",
            where="applicant",
        )
    elif not any(chief.holders for chief in chiefs):
        yield finding(
            6,
            f"Nobody is on record as chief of police of {listed(c.town for c in chiefs)}. "
            f"{_RECORD_IT} there; then file again.",
            where="applicant",
        )


@warns(6)
def office_vacant(matter: Matter) -> Iterator[Finding]:
    """Point out each town where nobody holds the office while another's is held."""
    chiefs = matter.situation.chiefs
    if not any(chief.holders for chief in chiefs):
        return
    for chief in chiefs:
        if not chief.holders:
            yield finding(
                6,
                f"Nobody is on record as chief of police of {chief.town}: the office is vacant, or "
                f"the town has no department. {_RECORD_IT} so that they can be told.",
            )


@warns(6)
def chief_is_acting(matter: Matter) -> Iterator[Finding]:
    """Point out each chief who holds the office for the time being."""
    for chief in matter.situation.chiefs:
        for holder in chief.holders:
            if holder.acting:
                yield finding(
                    6,
                    f"{holder.title} ({holder.email}) is acting chief in {chief.town}: see that "
                    "the office itself has not been filled meanwhile.",
                )


@warns(7)
def several_chiefs(matter: Matter) -> Iterator[Finding]:
    """List every chief when the schools of a body stand in several towns."""
    located = [chief for chief in matter.situation.chiefs if chief.schools]
    if not matter.municipal and len(located) > 1:
        yield finding(
            7,
            f"The schools stand in {len(located)} towns, so the chief of each is concerned: "
            f"{'; '.join(_chief(chief) for chief in located)}.",
        )


@warns(7)
def no_school_located(matter: Matter) -> Iterator[Finding]:
    """Point out that where the schools are is not on record."""
    located = any(chief.schools for chief in matter.situation.chiefs)
    if not matter.municipal and not located:
        yield finding(
            7,
            f"No school of {matter.situation.body.name} has its town on record, so the chiefs are "
            "taken from the district's towns. Ask an operator to record where each school is.",
        )


@enforces(8)
@warns(8)
def officer_across_towns(officer: str, links: Mapping[str, str]) -> Iterator[Finding]:
    """Point out an officer who would serve schools in different towns.

    `links` gives the town of each school the officer serves. Any number of
    schools in one city or town is in order.
    """
    towns = sorted(set(links.values()))
    if len(towns) > 1:
        yield finding(
            8,
            f"{officer} would serve schools in {listed(towns)}. 37P(b) speaks of one officer for "
            "the schools of one city or town: confirm that the chiefs have agreed on this.",
        )


def _chief(chief: ChiefOffice) -> str:
    titles = ", ".join(holder.title for holder in chief.holders) or "nobody on record"
    return f"{chief.town}, {titles} ({', '.join(chief.schools)})"
