"""agreement.yaml on disk to .docx on disk, in one process with warm caches, against docxtpl rendering the same contract from values in memory.

Ours reads the YAML, checks it, chooses, fills, numbers and cross-references the clauses, and writes the file. The library and the shell are warm, as
docxtpl's environment is; the agreement is read anew and is never the same twice in a row, so that no result can be kept from the last time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path

from generated import agreements
from measuring import ROOT, Row, faster, interleaved, show, temporary_folder, workspace
from word_peer import Peer, measure_of, peer_of

from slagen.formats.files import Folder
from slagen.workspace.building import Order, build
from slagen.workspace.drafting import draft
from slagen.workspace.load import Kept, Loaded, load
from slagen.workspace.shells import shell_of

ROUNDS = 15
TODAY = date(2026, 10, 1)
SAMPLE = "acme-hosting"
KINDS = 200


def main() -> None:
    sample = (ROOT / "agreements" / "acme" / SAMPLE / "agreement.yaml").read_text(encoding="utf-8")
    charter = (ROOT / "agreements" / "acme" / "acme-charter" / "agreement.yaml").read_text(encoding="utf-8")
    with temporary_folder() as folder:
        space = workspace(folder / "workspace", {**agreements(KINDS), f"acme/{SAMPLE}": sample, "acme/acme-charter": charter})
        rows = [
            _compare(f"`{SAMPLE}`, changed before each build", space, folder, _changing(space, sample)),
            _compare("a generated agreement, another one each time", space, folder, _each(space)),
        ]
    show(f"agreement.yaml → .docx, one process, warm / docxtpl's rendering alone (medians of {ROUNDS})", rows)


def _changing(space: Path, text: str) -> tuple[Callable[[], str], str]:
    """The sample with another price each time."""
    path = space / "agreements" / "acme" / SAMPLE / "agreement.yaml"
    prices = iter(range(10_001, 100_000))

    def change() -> str:
        path.write_text(text.replace("10000.00", f"{next(prices)}.00"), encoding="utf-8")
        return SAMPLE

    return change, SAMPLE


def _each(space: Path) -> tuple[Callable[[], str], str]:
    names = sorted(path.parent.name for path in (space / "agreements").rglob("agreement.yaml") if path.parent.name.startswith("bench-"))
    turn = cycle(names)
    return lambda: next(turn), names[0]


def _compare(what: str, space: Path, folder: Path, turn: tuple[Callable[[], str], str]) -> Row:
    choose, first = turn
    out = folder / "out"
    order = Order(("docx",), out, TODAY)
    loaded = load(Folder(space))
    peer = _peer(loaded, first, folder)

    def ours() -> None:
        build(replace(loaded, kept=Kept()), choose(), order)

    build(loaded, first, order)
    peer.render(folder / "peer.docx")
    _report(first, out / f"{first}.docx", folder / "peer.docx")
    found = interleaved(ROUNDS, {"ours": ours, "peer": lambda: peer.render(folder / "peer.docx")}, warm_up=3)
    return faster(what, found["ours"], found["peer"], 2.5)


def _peer(loaded: Loaded, agreement_id: str, folder: Path) -> Peer:
    made = draft(loaded, agreement_id)
    return peer_of(made.usable.document, shell_of(loaded, made.agreement.template), folder / "peer-template.docx")


def _report(name: str, ours: Path, peer: Path) -> None:
    for who, path in (("ours", ours), ("docxtpl", peer)):
        words, tables, rows = measure_of(path)
        print(f"{name}, {who}: {words:,} words, {tables} tables with {rows} rows")


if __name__ == "__main__":
    main()
