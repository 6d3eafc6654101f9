"""THE SIDE DOOR: the `recourse` command.

Commands read the clock, the configuration and who is asking, open one
transaction, and call one act. Slow imports stand inside the commands that need
them, so that `--help` is quick.
"""

import sys


def main() -> None:
    """Run the command line and end with CONTRACT's exit code."""
    from cli.app import run

    sys.exit(run(sys.argv[1:]))
