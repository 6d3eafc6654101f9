"""The status of a refusal, and its title: the same for pages and for the API."""

from rules.findings import Refused

BY_EXIT_CODE = {2: 422, 3: 422, 4: 403, 5: 404, 6: 409}
"""A refusal's status, by the exit code that the command line has for it."""

TITLES = {
    403: "This is not yours to do",
    404: "There is nothing here",
    409: "Someone else acted first",
    422: "The rules do not admit this",
}


def status_of(refused: Refused) -> int:
    """Give the status that a refusal is answered with."""
    return BY_EXIT_CODE.get(refused.exit_code, 422)
