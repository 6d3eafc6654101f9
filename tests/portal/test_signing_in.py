"""Signing in by a link, and out again."""

from tests.actions.makers import SUPERINTENDENT
from tests.portal.premises import Premises


def test_a_link_from_the_mail_opens_the_desk(portal: Premises) -> None:
    """A person on record asks, opens the mail, presses the button, and is at their desk."""
    visitor = portal.signed_in(SUPERINTENDENT)
    desk = visitor.get("/desk")
    assert desk.status_code == 200
    assert "superintendent at Port Example" in desk.text
