"""Start-up: `slagen --help` as a whole process against Python importing click, which any program of this kind has to do."""

from __future__ import annotations

from pathlib import Path
import sys

from measuring import ROOT, at_most, beside, processes, show

ROUNDS = 25
AGREEMENT = "acme-hosting"


def main() -> None:
    program = str(Path(sys.executable).with_name("slagen"))
    found = processes(ROUNDS, {"ours": (program, "--help"), "peer": (sys.executable, "-c", "import click")})
    build = (program, "build", AGREEMENT, "--to", "docx", "--out", str(ROOT / "build" / "bench"), "--workspace", str(ROOT))
    commands = processes(7, {"check": (program, "check", "--workspace", str(ROOT)), "build": build, "peer": (sys.executable, "-c", "import docxtpl")})
    show(
        f"Start-up (whole processes, medians of {ROUNDS})",
        [
            at_most('`slagen --help` / `python -c "import click"`', found["ours"], found["peer"], 1.4),
            beside(f'`slagen build {AGREEMENT}` / `python -c "import docxtpl"`', commands["build"], commands["peer"]),
            beside('`slagen check`, 11 agreements / `python -c "import docxtpl"`', commands["check"], commands["peer"]),
        ],
    )


if __name__ == "__main__":
    main()
