"""Commands that run things: the whole house, a worker, a demonstration."""

from typing import Annotated, Literal

import typer

from cli.commands.options import Json

Drill = Annotated[bool, typer.Option("--drill", help="Allow RECOURSE_NOW, for a drill.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (up, portal, worker, work, demo, migrate):
        app.command()(command)
    app.command(name="sign-in")(sign_in)


def up(
    *,
    prefect_port: Annotated[int, typer.Option(help="Prefect's server and its pages.")] = 4200,
    mail_port: Annotated[int, typer.Option(help="The embedded mailbox.")] = 8025,
    portal_port: Annotated[int, typer.Option(help="The portal.")] = 8000,
    drill: Drill = False,
    sample: Annotated[
        bool, typer.Option("--sample", help="Take the sample bodies in where nobody is on record.")
    ] = False,
) -> int:
    """Run everything on this machine; Ctrl-C ends all of it."""
    from cli import running

    return running.up(
        prefect_port=prefect_port,
        mail_port=mail_port,
        portal_port=portal_port,
        drill=drill,
        sample=sample,
    )


def portal(
    *,
    port: Annotated[int, typer.Option(help="Where it listens.")] = 8000,
    host: Annotated[
        str, typer.Option(help="On which address, once RECOURSE_PORTAL_URL is set.")
    ] = "127.0.0.1",
    drill: Drill = False,
) -> int:
    """Serve the portal alone, until Ctrl-C."""
    from cli import running

    return running.portal(port=port, host=host, drill=drill)


def sign_in(
    email: Annotated[str, typer.Argument(help="Who signs in, by the address on record.")],
    *,
    port: Annotated[int, typer.Option(help="Where the portal listens.")] = 8000,
) -> int:
    """Print a link to sign in by, good once: for trying things out on this machine."""
    from cli import entering

    return entering.sign_in(email, port=port)


def worker(*, drill: Drill = False) -> int:
    """Run one more worker, until Ctrl-C."""
    from cli import running

    return running.worker(drill=drill)


def work(
    *,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Stop when nothing is ready.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Route and deliver what is ready, and say what was done."""
    from cli import running

    return running.work(until_idle=until_idle, as_json=as_json)


def demo(
    *,
    path: Annotated[
        Literal["waiver", "shortfall"], typer.Option(help="Which of the two paths.")
    ] = "waiver",
) -> int:
    """Carry a real case from filing to its end, and print its way."""
    from cli import demonstration

    return demonstration.demo(path)


def migrate() -> int:
    """Bring the database to the newest schema."""
    from cli import running

    return running.migrate()
