from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
import shutil

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.errors import FindingsError, RefusedError
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.workspace.drafting import draft
from slagen.workspace.load import load_agreement
from slagen.workspace.status import status
from slagen.workspace.versions import opened, save
from tests.small_workspace import AGREEMENT, clause, codes, git, put_in_git, template
from tests.workspace.moved_on import FACTS, LAYER, LAYER_TEXT, LOCK, PAYMENT, SCOPE, SHELL, SPARE, START, TEMPLATE, built, now, payment, saved, start, write

Change = Callable[[Path], object]


def _lose_the_library(root: Path) -> None:
    for name in ("clauses", "templates"):
        shutil.rmtree(root / name, ignore_errors=True)


CHANGES: dict[str, Change] = {
    "another wording": lambda root: write(root, PAYMENT, payment("1. Something else.", "2.0.0")),
    "another wording under the same number": lambda root: write(root, SCOPE, clause("scope", "1. Something else.")),
    "another default": lambda root: write(root, PAYMENT, payment(parameters="{within: {type: duration, default: 90 days}}")),
    "a clause lost": lambda root: (root / PAYMENT).unlink(),
    "a clause lost that the agreement leaves out": lambda root: (root / SPARE).unlink(),
    "a clause broken": lambda root: write(root, PAYMENT, "---\nid: payment\n"),
    "another template": lambda root: write(root, TEMPLATE, template("payment", "scope")),
    "the template lost": lambda root: (root / TEMPLATE).unlink(),
    "another shell": lambda root: write(root, SHELL, starter_shell(STARTERS["client-charter"])),
    "the shell lost": lambda root: (root / SHELL).unlink(),
    "the whole library lost": _lose_the_library,
    "line ends of Windows": lambda root: write(root, PAYMENT, (root / PAYMENT).read_bytes().replace(b"\n", b"\r\n")),
    "a clause moved to another group": lambda root: (root / PAYMENT).rename(root / "clauses/common/../payment.md"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_becomes_of_the_library_changes_no_byte_of_a_saved_agreement(tmp_path: Path, change: str) -> None:
    root = start(tmp_path / "space")
    before = built(root, tmp_path / "before")
    CHANGES[change](root)
    assert built(root, tmp_path / "after") == before
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "--allow-empty", "-m", "the library moves on")
    assert built(root, tmp_path / "again") == before
    saved(root)
    assert built(root, tmp_path / "saved") == before


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return start(tmp_path_factory.mktemp("space"))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(sorted(CHANGES)), unique=True, max_size=6))
def test_any_changes_of_the_library_leave_the_text_as_it_was_pinned(space: Path, changes: list[str]) -> None:
    git(space, "checkout", "--quiet", "--", ".")
    (space / "clauses/payment.md").unlink(missing_ok=True)
    before = draft(now(space), "acme").usable
    for change in changes:
        try:
            CHANGES[change](space)
        except FileNotFoundError:
            continue  # an earlier change took it away
    after = draft(now(space), "acme").usable
    assert (after.document, after.parameters, after.labels) == (before.document, before.parameters, before.labels)


def test_a_draft_says_that_it_is_behind_and_a_saved_version_does_not(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, PAYMENT, payment("1. Something else.", "1.0.1"))
    write(root, TEMPLATE, template("payment", "scope"))
    [note] = draft(now(root), "acme").findings
    assert (note.code, note.severity.value) == ("SLG507", "note")
    assert note.message == "1 clause and the template are behind the library; the pinned text stands"
    assert "slagen clauses outdated acme" in note.hint
    with opened(root, "HEAD") as loaded:
        assert draft(loaded, "acme").findings == ()


def test_guidance_owner_and_review_dates_do_not_make_anybody_outdated(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, PAYMENT, payment(owner="sales", review_by="2027-01-01", guidance="Give way late."))
    assert draft(now(root), "acme").findings == ()


def test_a_new_clause_of_the_agreement_is_taken_from_the_library_as_it_stands(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, SPARE, clause("spare", "1. Spare parts are free."))
    write(root, FACTS, AGREEMENT + "clauses: {add: [{id: spare, after: scope, reason: asked for}]}\n")
    (root / SPARE).rename(root / "clauses/common/extra.md")
    write(root, "clauses/common/extra.md", clause("extra", "1. Extra."))
    write(root, FACTS, AGREEMENT + "clauses: {add: [{id: extra, after: scope, reason: asked for}]}\n")
    made = draft(now(root), "acme")
    assert list(made.usable.clauses) == ["scope", "extra", "payment"]
    saved(root)
    assert "extra: {version: 1.0.0" in (root / LOCK).read_text()


def test_without_a_lock_the_library_counts_as_it_stands(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, PAYMENT, payment("1. Something else.", "2.0.0"))
    (root / LOCK).unlink()
    assert draft(now(root), "acme").usable.clauses["payment"].version == "2.0.0"


def test_a_pinned_text_that_is_no_longer_shown_is_called_by_its_version(tmp_path: Path) -> None:
    root = start(tmp_path)
    assert draft(now(root), "acme").usable.clauses["payment"].source.file == PAYMENT
    write(root, PAYMENT, payment("1. Something else.", "2.0.0"))
    assert draft(now(root), "acme").usable.clauses["payment"].source.file == f"{PAYMENT}@1.0.0"


def layered(root: Path) -> Path:
    put_in_git(root, {**START, LAYER: LAYER_TEXT, FACTS: AGREEMENT.partition("parties:")[0] + "builds_on: [northwind]\n"})
    saved(root, "northwind")
    saved(root)
    return root


@pytest.mark.parametrize("commit", [False, True])
def test_a_layer_that_moves_on_or_is_lost_changes_nothing_above_it(tmp_path: Path, *, commit: bool) -> None:
    root = layered(tmp_path / "space")
    before = built(root, tmp_path / "before")
    write(root, LAYER, LAYER_TEXT.replace("Northwind Ltd", "Southwind Ltd").replace("12 months", "6 months"))
    if commit:
        saved(root, "northwind")
    assert built(root, tmp_path / "after") == before
    facts = load_agreement(now(root), "acme").agreement
    assert facts is not None
    assert facts.review is not None
    assert str(facts.review.every) == "12 months"
    shutil.rmtree(root / "agreements/northwind")
    assert built(root, tmp_path / "lost") == before


def test_layers_that_were_pinned_by_their_commit_alone_are_found(tmp_path: Path) -> None:
    root = layered(tmp_path / "space")
    text = (root / LOCK).read_text()
    write(root, LOCK, "".join(f"{line.partition(', blob')[0]}}}\n" if "northwind:" in line else f"{line}\n" for line in text.splitlines()))
    before = built(root, tmp_path / "before")
    write(root, LAYER, LAYER_TEXT.replace("Northwind Ltd", "Southwind Ltd"))
    assert built(root, tmp_path / "after") == before


BLOB = "0" * 40


def mend(root: Path, old: str, new: str) -> None:
    text = (root / LOCK).read_text()
    assert old in text
    write(root, LOCK, text.replace(old, new))


def pin(root: Path, name: str) -> str:
    return next(line for line in (root / LOCK).read_text().splitlines() if line.strip().startswith(f"{name}:")).partition("blob: ")[2][:40]


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (lambda root: write(root, LOCK, "format: 1\ntemplate: ["), "SLG001", ""),
        (lambda root: write(root, LOCK, b"\xff\xfe\x00"), "SLG007", ""),
        (lambda root: write(root, LOCK, ""), "SLG500", "empty"),
        (lambda root: mend(root, "format: 1", "format: 2"), "SLG500", "format is “2”"),
        (lambda root: mend(root, "agreement: acme", "agreement: beta"), "SLG506", "“beta”"),
        (lambda root: mend(root, pin(root, "payment"), BLOB), "SLG505", "the clause “payment” 1.0.0"),
        (lambda root: mend(root, pin(root, "template"), BLOB), "SLG505", "the template “plain”"),
        (lambda root: mend(root, (root / LOCK).read_text().partition("shell: ")[2][:40], BLOB), "SLG505", "the shell of “plain”"),
    ],
)
def test_a_lock_that_cannot_be_used_stops_the_build_with_the_way_out(tmp_path: Path, spoil: Change, code: str, said: str) -> None:
    root = start(tmp_path / "space")
    spoil(root)
    with pytest.raises(FindingsError) as caught:
        built(root, tmp_path / "out")
    [fault] = [finding for finding in caught.value.findings if finding.severity.value == "error"]
    assert (fault.code, said in fault.message, bool(fault.hint), fault.source.file) == (code, True, True, LOCK)


def test_a_lock_whose_template_is_lost_is_told_by_status_and_save(tmp_path: Path) -> None:
    root = start(tmp_path)
    mend(root, pin(root, "template"), BLOB)
    found = status(root, now(root), "acme", date(2026, 6, 1))
    assert "slagen check acme" in found.next
    assert found.unsaved == (LOCK,)
    with pytest.raises(FindingsError) as refused:
        save(root, now(root), "acme", "all the same")
    assert "SLG505" in codes(refused.value.findings)


def test_a_lock_with_line_ends_of_windows_is_read(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, LOCK, (root / LOCK).read_bytes().replace(b"\n", b"\r\n"))
    assert codes(draft(now(root), "acme").findings) == []


def test_a_missing_text_that_the_agreement_does_not_use_is_no_fault(tmp_path: Path) -> None:
    root = start(tmp_path)
    mend(root, "clauses:\n", f"clauses:\n  gone: {{version: 1.0.0, blob: {BLOB}}}\n")
    assert draft(now(root), "acme").findings == ()


def test_outside_a_repository_pins_hold_as_long_as_the_library_says_what_they_pin(tmp_path: Path) -> None:
    root = start(tmp_path / "space")
    before = built(root, tmp_path / "before")
    shutil.rmtree(root / ".git")
    assert built(root, tmp_path / "after") == before
    write(root, PAYMENT, payment("1. Something else.", "2.0.0"))
    assert "SLG505" in codes(draft(now(root), "acme").findings)


def test_saving_keeps_old_pins_and_leaves_the_library_to_its_author(tmp_path: Path) -> None:
    root = start(tmp_path)
    lock = (root / LOCK).read_text()
    write(root, PAYMENT, payment("1. Something else.", "2.0.0"))
    write(root, FACTS, AGREEMENT.replace("Acme plc", "Acme Holdings plc"))
    version = saved(root)
    assert (root / LOCK).read_text() == lock
    assert PAYMENT not in version.paths
    assert git(root, "status", "--porcelain").split() == ["M", PAYMENT]


def test_a_pinned_text_that_no_version_holds_is_not_saved(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, PAYMENT, payment("1. Something else.", "2.0.0"))
    blob = git(root, "hash-object", "-w", PAYMENT).strip()
    mend(root, pin(root, "payment"), blob)
    write(root, PAYMENT, payment("1. A third text.", "3.0.0"))
    with pytest.raises(RefusedError) as caught:
        saved(root)
    assert "slagen upgrade acme" in caught.value.hint
    git(root, "commit", "--quiet", "--allow-empty", "-m", "x")
    write(root, PAYMENT, payment("1. Something else.", "2.0.0"))
    git(root, "commit", "--quiet", "-m", "the library", PAYMENT)
    write(root, PAYMENT, payment("1. A third text.", "3.0.0"))
    assert saved(root).outcome.changed
