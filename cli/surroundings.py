"""What a command that runs flows needs around it: a Prefect server, somewhere for mail to go."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager

from cli.output import note
from settings import Settings

PATIENT_SECONDS = 2


@contextmanager
def surroundings(settings: Settings) -> Generator[None]:
    """See that there is a Prefect server and somewhere for mail to go."""
    from flows import prefect_server
    from notifications.mailbox import Mailbox

    home = settings.home
    there = prefect_server.running(home)
    mailbox: Mailbox | None = None
    if not settings.smtp_url:
        if "mail" in there:
            os.environ["RECOURSE_SMTP_URL"] = str(there["mail"])
        else:
            mailbox = Mailbox(home / "mailbox")
            os.environ["RECOURSE_SMTP_URL"] = mailbox.start()
    try:
        with (
            patience("Starting Prefect's server") as waiting,
            prefect_server.prefect(home, waiting=waiting),
        ):
            yield
    finally:
        if mailbox is not None:
            mailbox.stop()


@contextmanager
def patience(words: str) -> Generator[Callable[[float], None]]:
    """Say once, when something takes more than two seconds, that it is on its way."""
    said: list[bool] = []

    def waiting(seconds: float) -> None:
        if seconds > PATIENT_SECONDS and not said:
            said.append(True)
            note(f"{words} (the first time takes up to half a minute) …")

    yield waiting
