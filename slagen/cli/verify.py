"""`slagen verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import FILE, in_workspace, root_of, with_json
from slagen.cli.output import print_json, printable, say
from slagen.core.errors import NotFoundError
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.formats.word.verification import Deviation
    from slagen.model.record import Record
    from slagen.workspace.verifying import Answer

_EXIT_CODES = {"untouched": 0, "changed": 1, "unproven": 4}
_AROUND = {
    "": "before the contract",
    "slge_recitals": "after the recitals",
    "slge_contract": "after the last clause",
    "slge_execution": "after the signature blocks",
    "slgp_execution": "signature blocks",
}
_KINDS = {"changed": "reads otherwise", "missing": "is gone", "added": "was added", "order": "the parts stand in another order"}


@click.command(epilog="Example: slagen verify returned.docx")
@click.argument("file", type=FILE)
@with_json
@in_workspace
def verify(file: Path, as_json: bool, folder: Path | None) -> int:
    """Say which agreement, version and commit a Word FILE came from, and whether its text is untouched.

    Ends with 0 where it is, 1 where it was changed, 3 where FILE is no Word file, and 4 where it is none of ours or nothing can be proven here.
    """
    from slagen.formats.files import read_file
    from slagen.formats.word.package import MAX_FILE_BYTES
    from slagen.workspace.verifying import verify as run

    answer = run(_root(folder), read_file(file, limit=MAX_FILE_BYTES + 1), file.name)
    if as_json:
        print_json(_data(file, answer))
    else:
        _tell(file, answer)
    return _EXIT_CODES[answer.verdict.value]


def _root(folder: Path | None) -> Path | None:
    """The workspace; none is needed to see that a file was changed, so none is no error unless it was named."""
    try:
        return root_of(folder)
    except NotFoundError:
        if folder is not None:
            raise
        return None


def _tell(file: Path, answer: Answer) -> None:
    _tell_origin(file, answer)
    _tell_verdict(answer)
    for note in answer.notes:
        say(printable(f"Note: {note}."))
    if answer.reason:
        say(printable(f"The version could not be built anew: {answer.reason}"))


def _tell_origin(file: Path, answer: Answer) -> None:
    imprint = answer.imprint
    for record in answer.exact:
        click.echo(printable(f"{file.name} is, byte for byte, the file {_event(record)}"))
    commit = f", commit {short(imprint.commit)}" if imprint.commit and not imprint.commit.startswith(imprint.version) else ""
    click.echo(printable(f"{file.name}: {imprint.agreement}, version {imprint.version}{commit}{imprint.status and f', {imprint.status}'}"))
    if answer.base and not answer.exact:
        click.echo(printable(f"It was made from the file {_event(answer.base)}"))


def _tell_verdict(answer: Answer) -> None:
    match answer.verdict.value:
        case "untouched" if not answer.imprint.status:
            pass  # it is the very file, which is told already
        case "untouched":
            click.echo("The text is untouched: it is word for word that version, built anew.")
        case "changed":
            click.echo("The text was changed:")
        case _:
            click.echo("Nothing is proven: the text agrees with what the file says of itself, but that can be forged.")
    for deviation in answer.deviations:
        click.echo(printable(f"- {_place(deviation)}: {_KINDS.get(deviation.kind, 'reads otherwise')}"))
        for label, text in (("was", deviation.expected), ("is", deviation.found)):
            if text:
                click.echo(printable(f"    {label}: {text}"))


def _event(record: Record) -> str:
    whom = {"send": f" to {record.to}", "notice": f" to {record.to}", "receive": f" from {record.to}"}.get(record.verb, "") if record.to else ""
    done = {"send": "sent", "receive": "received", "sign": "signed", "notice": "given as a notice"}[record.verb]
    return f"{done} on {record.day}{whom} ({record.agreement} {record.version}, recorded by {record.by})"


def _place(deviation: Deviation) -> str:
    if deviation.clause:
        return f"clause “{deviation.clause}”"
    if deviation.kind in {"file", "header", "footer", "footnotes", "endnotes"} or deviation.kind.startswith(("record", "pictures")):
        return deviation.kind
    return _AROUND.get(deviation.mark, f"heading {deviation.mark.partition('_')[2]}")


def _record(record: Record) -> dict[str, object]:
    from slagen.cli.events import record_data

    return {"agreement": record.agreement, **record_data(record)}


def _data(file: Path, answer: Answer) -> dict[str, object]:
    imprint = answer.imprint
    return {
        "file": str(file),
        "agreement": imprint.agreement,
        "version": imprint.version,
        "commit": imprint.commit or None,
        "status": imprint.status,
        "text_hash": imprint.text,
        "verdict": answer.verdict.value,
        "differences": [
            {"clause": item.clause or None, "part": item.mark or None, "kind": item.kind, "expected": item.expected, "found": item.found}
            for item in answer.deviations
        ],
        "notes": list(answer.notes),
        "reason": answer.reason or None,
        "exact": [_record(record) for record in answer.exact],
        "base": _record(answer.base) if answer.base else None,
        "clauses": [{"id": clause, "version": version} for clause, version in imprint.pins],
    }
