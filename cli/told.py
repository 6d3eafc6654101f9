"""`python -m cli.told PORT`: the portal's process as `recourse up` starts it.

Not a command for people, and without what reads those: the first page comes sooner.
"""

import sys

from cli.importing import collect_seldom, uncollected


def main() -> None:
    """Get ready, wait until the house says that the record is open, serve."""
    try:
        _serve(int(sys.argv[1]))
    except Exception as error:  # noqa: BLE001 - told as every command's is
        from cli.app import tell

        sys.exit(tell(error, as_json=False))


def _serve(port: int) -> None:
    from flows.front_door import HouseLine

    house = HouseLine()
    with uncollected():
        from cli.door import open_door
        from portal.serving import serve
    collect_seldom()
    mail = house.mail()
    settings = open_door().settings.model_copy(update={"smtp_url": mail})
    serve(settings, port=port, listening=house.listening)


if __name__ == "__main__":
    main()
