"""Word to PDF: one LibreOffice for many files against a process for each of them."""

from __future__ import annotations

from pathlib import Path
import shutil

from measuring import ROOT, faster, interleaved, show

from slagen.formats.files import Folder
from slagen.formats.pdf import convert
from slagen.formats.word.write import write
from slagen.workspace.drafting import draft
from slagen.workspace.load import load
from slagen.workspace.shells import shell_of

ROUNDS = 1
COPIES = 20
SAMPLE = "acme-charter"


def main() -> None:
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not installed: nothing to measure.")
        return
    program = Path(office)
    loaded = load(Folder(ROOT))
    made = draft(loaded, SAMPLE)
    document = write(made.usable.document, made.usable.labels, shell_of(loaded, made.agreement.template))
    documents = {f"{SAMPLE}-{number}": document for number in range(COPIES)}
    found = interleaved(
        ROUNDS,
        {
            "one": lambda: convert(program, documents),
            "each": lambda: [convert(program, {name: data}) for name, data in documents.items()],
        },
        warm_up=0,
    )
    show(f"{COPIES} × `{SAMPLE}` to PDF (seconds of one round)", [faster("one LibreOffice / a process each", found["one"], found["each"], 5)])


if __name__ == "__main__":
    main()
