"""THE SIDE DOOR: the `recourse` command.

Commands read the clock, the configuration and who is asking, open one
transaction, and call one act. Slow imports stand inside the commands that need
them, so that `--help` is quick.
"""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and end with CONTRACT's exit code."""
    try:
        from cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        sys.stderr.write("Stopped.\n")
    sys.exit(code)
