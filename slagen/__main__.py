"""`python -m slagen`."""

from slagen.cli.main import main

main()
