"""Ways into the portal from the keyboard of this machine, in the embedded set-up alone."""

from actions.offices import everybody_in_office, office_words, person
from cli.door import Door, open_door
from cli.output import say
from database import reading
from rules.calendar import new_york_date

MOST_NAMED = 20


class NobodyOfThisAddress(Exception):
    """Nobody is on record under the address."""

    exit_code = 4


class NotOnThisMachine(Exception):
    """The portal serves others: links go by mail alone."""


def sign_in(email: str, *, port: int) -> int:
    """Print a link for somebody on record. Whoever can run this can read the database as well."""
    door = open_door()
    if not (door.settings.embedded_portal and door.settings.embedded_database):
        raise NotOnThisMachine(
            "links are printed in the embedded set-up alone; elsewhere they go by mail: ask at "
            "/sign-in"
        )
    with reading(door.engine) as session:
        if person(session, email) is None:
            raise NobodyOfThisAddress(f"nobody is on record as {email}")
    from portal.links import new_link
    from portal.surroundings import surroundings

    link = new_link(surroundings(door.settings), email, origin=f"http://127.0.0.1:{port}")
    say(link or "Five links to this person are good already: use one of those, or wait 15 minutes.")
    return 0


def ways_in(door: Door) -> list[str]:
    """Say how to sign in, and as whom; nothing where the portal serves others."""
    if not (door.settings.embedded_portal and door.settings.embedded_database):
        return []
    with reading(door.engine) as session:
        found = everybody_in_office(session, new_york_date(door.now), MOST_NAMED + 1)
        names = [
            f"  {someone.email}: {office_words(session, holding.office, holding.at)}"
            for holding, someone in found[:MOST_NAMED]
        ]
    if not names:
        return [
            "Nobody is on record yet: `recourse registry import` takes lists in, and",
            "`recourse up --sample` the sample bodies and offices.",
        ]
    more = ["  …"] if len(found) > MOST_NAMED else []
    return [
        "Sign in: `recourse sign-in ADDRESS` prints a link. Addresses on record:",
        *names,
        *more,
    ]
