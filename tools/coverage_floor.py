"""Fail where floors 0 to 3 are covered by less than 95 %; run after pytest with --cov."""

from __future__ import annotations

import io
import sys

import coverage

FLOOR_PERCENT = 95.0
ROOMS = ("core", "model", "schema", "assembly", "checks", "compare", "lifecycle", "performance")


def main() -> int:
    """Print the figure of each room; 1 where one is too low."""
    data = coverage.Coverage()
    data.load()
    low = []
    for room in ROOMS:
        covered = data.report(include=[f"slagen/{room}/*"], file=io.StringIO())
        print(f"coverage of slagen/{room}: {covered:.1f} %")
        if covered < FLOOR_PERCENT:
            low.append(room)
    if low:
        print(f"below {FLOOR_PERCENT:.0f} %: {', '.join(low)}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
