"""From where a list of cases goes on, as addresses say it: `?after=`, `?before=`."""

from actions.case_pages import Place
from portal.asking import NUMBER
from portal.visits import Visit


def place_in(visit: Visit, listed: str = "") -> Place:
    """Read from where a list goes on; `listed` tells the lists of a page apart.

    What makes no sense is as if it were not said.
    """
    asked = visit.request.query_params
    after, before = (asked.get(f"{listed}{name}", "") for name in ("after", "before"))
    return Place(*(one if NUMBER.fullmatch(one) else "" for one in (after, before)))
