"""`python -m cli` is `recourse`."""

from cli import main

main()
