"""Every command that writes, interrupted before each git call and each operation on a file: what was saved is whole, and the next command goes on.

How it is interrupted, and what counts as a state of its own, `tests.interruption` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
import shutil
import subprocess
from zipfile import BadZipFile, ZipFile

import pytest

from slagen.cli.main import run
from slagen.formats import temporary
from slagen.vault import index, leftovers, save, turn
from tests.cli.test_events import TERM
from tests.interruption import Interruption
from tests.small_workspace import git, put_in_git
from tests.workspace.choices import CHOOSES, HEADER, MISSED
from tests.workspace.claims import CLAIMED
from tests.workspace.claims import MISSED as CLAIMED_FOR
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY, Deal, tracked

DAY = "2026-05-03"
OUT, OUTAGES = "returned.docx", "outages.csv"
LEVEL = """\
services: [{id: hosting, name: Hosting}]
service_levels:
  - {id: uptime, service: hosting, metric: availability, role: slo, target: ">= 99.9 %", period: calendar-month, source: {type: outages, system: Status page}}
"""
ONCE = {"amend", "terminate", "init"}
"""What was done cannot be done again, and says so."""
REFUSED = 5
Arguments = tuple[str, ...]
NOTICE_TERM = (
    "contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: automatic, period: 12 months}, "
    "notice: {period: 90 days, before: last_day}, delivery: [{method: post, deemed: 2 business days}]}\n"
)


@pytest.fixture(autouse=True)
def one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All happens at one moment, by one person, and nobody is waited for."""
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"{DAY}T12:00:00Z")
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{DAY}T12:00:00Z")
    monkeypatch.setattr(temporary, "_lives", lambda _process: False)
    monkeypatch.setattr(leftovers, "PATIENCE_SECONDS", 0.01)
    for module in (index, save, turn):
        monkeypatch.setattr(module, "_ATTEMPTS", 3)
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Jo Bloggs\n\temail = jo@northwind.example\n[init]\n\tdefaultBranch = main\n")
    monkeypatch.setenv("HOME", str(home))


def slagen(root: Path, *arguments: str) -> int:
    return run([*arguments, *(("--workspace", str(root / "ws")) if arguments[0] not in {"init", "compare", "revisions"} else ())])


def done(root: Path, *arguments: str) -> None:
    assert slagen(root, *arguments) == 0, arguments


def saved(root: Path) -> Deal:
    deal = Deal.__new__(Deal)
    deal.root = put_in_git(root / "ws", CONTENTS | {FACTS: SIGNED_BY + TERM})
    done(root, "save", "acme", "-m", "first draft")
    return deal


def changed(root: Path) -> None:
    saved(root).change("Leeds", "York")


def sent(root: Path) -> None:
    deal = saved(root)
    done(root, "send", "acme", "--on", DAY)
    (root / OUT).write_bytes(tracked(deal.built()).data)


def to_sign(root: Path) -> None:
    (root / OUT).write_bytes(saved(root).built(execution=True).data)


def planned(root: Path) -> None:
    deal = saved(root)
    deal.change("accepted:", "review: {every: 3 months}\nobligations: [{id: insurance, who: provider, what: show insurance, every: 2 months}]\naccepted:")
    done(root, "save", "acme", "-m", "with a review")


def measured(root: Path) -> None:
    deal = saved(root)
    deal.change("accepted:", f"{LEVEL}accepted:")
    done(root, "save", "acme", "-m", "with a service level")
    (root / OUTAGES).write_text("service_level,start,end,cause\nuptime,2026-04-05T09:00:00Z,2026-04-05T10:00:00Z,\n", encoding="utf-8")


def measured_before(root: Path) -> None:
    measured(root)
    done(root, "measure", "acme", str(root / OUTAGES), "--period", "2026-04")


def to_choose(root: Path) -> None:
    """Two levels missed in April, and the customer may choose."""
    put_in_git(root / "ws", CONTENTS | {FACTS: SIGNED_BY + CHOOSES})
    done(root, "save", "acme", "-m", "first draft")
    (root / OUTAGES).write_text(HEADER + MISSED, encoding="utf-8")
    done(root, "measure", "acme", str(root / OUTAGES), "--period", "2026-04")


def to_claim(root: Path) -> None:
    """April was missed, and its credit must be claimed."""
    put_in_git(root / "ws", CONTENTS | {FACTS: SIGNED_BY + CLAIMED})
    done(root, "save", "acme", "-m", "first draft")
    (root / OUTAGES).write_text(HEADER + CLAIMED_FOR, encoding="utf-8")
    done(root, "measure", "acme", str(root / OUTAGES), "--period", "2026-04")


def to_credit(root: Path) -> None:
    to_claim(root)
    done(root, "statement", "acme", "--period", "2026-04", "--claimed", DAY, "--json")


def signed(root: Path) -> None:
    to_sign(root)
    done(root, "sign", "acme", str(root / OUT), "--on", DAY)


def with_notice(root: Path) -> None:
    """Signed, with a rule on notice and a way to give it."""
    deal = Deal.__new__(Deal)
    deal.root = put_in_git(root / "ws", CONTENTS | {FACTS: SIGNED_BY + NOTICE_TERM})
    done(root, "save", "acme", "-m", "first draft")
    (root / OUT).write_bytes(deal.built(execution=True).data)
    done(root, "sign", "acme", str(root / OUT), "--on", DAY)
    (root / "their.pdf").write_bytes(b"%PDF-1.7 we leave")


def moved_on(root: Path) -> None:
    deal = saved(root)
    for path, old, new in (("clauses/common/scope.md", "serves", "always serves"), ("templates/plain/template.yaml", "title: Plain", "title: Plainer")):
        place = deal.root / path
        place.write_text(place.read_text(encoding="utf-8").replace(old, new).replace("1.0.0", "1.1.0"), encoding="utf-8")


def shared(root: Path) -> None:
    saved(root)
    subprocess.run(["git", "init", "--quiet", "--bare", str(root / "shared.git")], check=True)


def behind(root: Path) -> None:
    shared(root)
    done(root, "push", str(root / "shared.git"))
    subprocess.run(["git", "clone", "--quiet", str(root / "shared.git"), str(root / "other")], check=True)
    other = Deal.__new__(Deal)
    other.root = root / "other"
    other.change("Leeds", "York")
    assert run(["save", "acme", "-m", "theirs", "--workspace", str(other.root)]) == 0
    assert run(["push", "--workspace", str(other.root)]) == 0
    shutil.rmtree(other.root)


def apart(root: Path) -> None:
    behind(root)
    place = root / "ws/clauses/common/execution.md"
    place.write_text(place.read_text(encoding="utf-8").replace("Signed.", "Signed by both."), encoding="utf-8")
    git(root / "ws", "commit", "--quiet", "-am", "mine")


def nothing(root: Path) -> None:
    root.mkdir(exist_ok=True)


COMMANDS: dict[str, tuple[Callable[[Path], object], Arguments]] = {
    "save": (changed, ("save", "acme", "-m", "second")),
    "first save": (lambda root: put_in_git(root / "ws", CONTENTS), ("save", "acme", "-m", "first")),
    "send": (saved, ("send", "acme", "--to", "b@acme.example", "--on", DAY)),
    "receive": (sent, ("receive", "acme", f"{{root}}/{OUT}", "--on", DAY)),
    "sign": (to_sign, ("sign", "acme", f"{{root}}/{OUT}", "--on", DAY)),
    "amend": (signed, ("amend", "acme", "--on", DAY)),
    "renew": (signed, ("renew", "acme", "--on", DAY)),
    "terminate": (signed, ("terminate", "acme", "--ends", "2027-02-28", "--ground", "mutual", "--note", "agreed", "--on", DAY)),
    "review": (planned, ("review", "acme", "--outcome", "keep", "--on", DAY)),
    "acknowledge": (planned, ("acknowledge", "acme:obligation:insurance-3", "--done", "--on", DAY)),
    "measure": (measured, ("measure", "acme", f"{{root}}/{OUTAGES}", "--period", "2026-04")),
    "choose": (to_choose, ("statement", "acme", "--period", "2026-04", "--choose", "uptime", "--on", DAY, "--json")),
    "claim": (to_claim, ("statement", "acme", "--period", "2026-04", "--claimed", DAY, "--json")),
    "credit": (to_credit, ("statement", "acme", "--period", "2026-04", "--credited", DAY, "--json")),
    "measure again": (measured_before, ("measure", "acme", f"{{root}}/{OUTAGES}", "--period", "2026-Q2", "--replace")),
    "snooze": (planned, ("snooze", "acme:review:2", "--until", "2026-06-01", "--reason", "ill", "--on", DAY)),
    "notice": (with_notice, ("notice", "acme", "--kind", "non-renewal", "--on", DAY, "-o", "{root}/letter.docx")),
    "their notice": (with_notice, ("notice", "acme", "--kind", "non-renewal", "--from", "customer", "{root}/their.pdf", "--on", DAY)),
    "upgrade": (moved_on, ("upgrade", "acme", "--yes")),
    "push": (shared, ("push", "{root}/shared.git")),
    "pull": (behind, ("pull",)),
    "pull and merge": (apart, ("pull",)),
    "init": (nothing, ("init", "{root}/ws")),
    "build": (saved, ("build", "acme", "--out", "{root}/build")),
    "build a version": (sent, ("build", "acme", "--at", "sent-1", "--to", "docx", "--out", "{root}")),
    "diff": (changed, ("diff", "acme", "--to", "docx", "-o", "{root}/redline.docx")),
    "compare": (sent, ("compare", "{root}/ws/agreements/acme/files/sent-1.docx", f"{{root}}/{OUT}", "-o", "{root}/redline.docx", "--date", DAY)),
    "export": (measured, ("export", "openslo", "acme", "-o", "{root}/acme.yaml")),
    "simulate": (
        measured_before,
        ("simulate", "acme", "--set", "service_levels.uptime.minimum_outage=5 min", "--from", "2026-04", "--to", "2026-06", "-o", "{root}/what-if.md"),
    ),
    "accept": (sent, ("revisions", "accept", f"{{root}}/{OUT}", "-o", f"{{root}}/{OUT}")),
    "reject": (sent, ("revisions", "reject", f"{{root}}/{OUT}")),
}  # fmt: skip


ALIKE = {
    "first save",
    "send",
    "receive",
    "amend",
    "renew",
    "terminate",
    "review",
    "acknowledge",
    "snooze",
    "notice",
    "their notice",
    "measure",
    "measure again",
    "choose",
    "claim",
    "credit",
    "pull",
    "build a version",
    "compare",
    "export",
    "simulate",
    "reject",
}
"""Those whose steps are all those of another, and are only killed."""


def files(root: Path) -> dict[str, bytes]:
    """Everything but what git keeps; of a redline, which says when it was made, only that it is whole."""
    found = {str(place.relative_to(root)): place for place in sorted(root.rglob("*")) if place.is_file() and ".git" not in place.relative_to(root).parts}
    return {path: b"whole" if place.name == "redline.docx" and is_whole(place) else place.read_bytes() for path, place in found.items()}


def is_whole(file: Path) -> bool:
    with suppress(BadZipFile), ZipFile(file) as parts:
        return parts.testzip() is None
    return False


def repositories(root: Path) -> Iterator[Path]:
    yield from (place for place in (root / "ws", root / "shared.git") if (place / ".git/HEAD").exists() or (place / "HEAD").exists())


def left_over(root: Path) -> list[str]:
    """What nobody needs any more: files on their way, notes, locks."""
    ends = (".lock", ".tmp", ".old")
    kept = [place for place in root.rglob("*") if place.name.startswith(".slagen-") or (place.name.endswith(ends) and place.name != "agreement.lock")]
    kept += [place for folder in (root / "ws/.git").glob("slagen*") for place in folder.rglob("*") if place.name != "lock" and not place.is_dir()]
    return [str(place.relative_to(root)) for place in kept]


@pytest.mark.slow
@pytest.mark.repeats
@pytest.mark.parametrize("name", COMMANDS)
def test_whenever_a_command_is_interrupted_what_was_saved_is_whole_and_the_next_one_goes_on(tmp_path: Path, name: str) -> None:
    prepare, arguments = COMMANDS[name]
    root, store = tmp_path / "folder", tmp_path / "store"
    store.mkdir()
    root.mkdir()
    prepare(root)
    before = files(root)
    command = [word.format(root=root) for word in arguments]
    seen = Interruption(root, store, failing=name not in ALIKE)
    seen.run(lambda: slagen(root, *command))
    assert seen.faults == []
    after = files(root)
    wrong = []
    for place, how in seen.states.values():
        shutil.rmtree(root)
        place.rename(root)
        wrong += [f"{how}: {fault}" for fault in (*broken(root, before, after), *unsettled(root, command, after))]
    assert wrong == []


def broken(root: Path, before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    """What is not whole: a file is as it was or as it is to be, and a repository has all that it speaks of."""
    for path, data in files(root).items():
        if data not in (before.get(path), after.get(path)) and "/.slagen-" not in f"/{path}":
            yield f"{path} is neither the old nor the new one"
    for repository in repositories(root):
        checked = subprocess.run(["git", "fsck", "--strict", "--no-dangling"], cwd=repository, capture_output=True, text=True, check=False)
        if checked.returncode:
            yield f"fsck: {checked.stderr}"


def unsettled(root: Path, command: list[str], after: dict[str, bytes]) -> Iterator[str]:
    """What the next command has not put right."""
    temporary.sweep.cache_clear()
    was_done = files(root) == after
    code = slagen(root, *command)
    if code and not (code == REFUSED and (was_done or command[0] == "init") and command[0] in ONCE):
        yield f"the next command: {code}"
    if code and command[0] == "init":  # a folder that is half made is told, and not touched
        return
    if command[0] == "upgrade":  # where all was moved before, it writes nothing; the next save does
        done(root, "save", "acme", "-m", "upgraded")
    found = files(root)
    for path in sorted(found.keys() | after.keys() if command[0] != "upgrade" else ()):
        if found.get(path) != after.get(path):
            yield f"{path} is not what it was to be"
    for path in left_over(root):
        yield f"{path} is left over"
    if (root / "ws/.git").is_dir() and command[0] not in {"upgrade", "diff"}:
        for line in git(root / "ws", "status", "--porcelain", "agreements").splitlines():
            yield f"status: {line}"
