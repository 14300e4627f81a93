"""Start-up: `slagen --help` as a whole process against Python importing click, which any program of this kind has to do."""

from __future__ import annotations

from pathlib import Path
import sys

from measuring import ROOT, at_most, processes, show

ROUNDS = 25
AGREEMENT = "acme-hosting"


def main() -> None:
    program = str(Path(sys.executable).with_name("slagen"))
    found = processes(ROUNDS, {"ours": (program, "--help"), "peer": (sys.executable, "-c", "import click")})
    commands = processes(
        7,
        {
            "check": (program, "check", "--workspace", str(ROOT)),
            "build": (program, "build", AGREEMENT, "--to", "docx", "--out", str(ROOT / "build" / "bench"), "--workspace", str(ROOT)),
            "docxtpl": (sys.executable, "-c", "import docxtpl"),
        },
    )
    show(
        f"Start-up (whole processes, medians of {ROUNDS})",
        [
            at_most('`slagen --help` / `python -c "import click"`', found["ours"], found["peer"], 1.4),
            at_most(f'`slagen build {AGREEMENT}` / `python -c "import docxtpl"`', commands["build"], commands["docxtpl"], 3),
        ],
    )
    print(f"`slagen check` on the shipped workspace: {commands['check']:.2f} s")


if __name__ == "__main__":
    main()
