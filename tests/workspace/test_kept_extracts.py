"""Differences from the shelf: the same as those that are worked out, or worked out again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
import json
import os
from pathlib import Path
from typing import NoReturn

import pytest

from slagen.compare.difference import Difference, to_json
from slagen.core.errors import FindingsError, NotFoundError, RefusedError, SlagenError
from slagen.formats.comparison import html, markdown, text
from slagen.formats.files import Folder
from slagen.formats.shelf import Shelf
from slagen.workspace import kept_extracts, sides
from slagen.workspace.differing import difference
from slagen.workspace.load import load
from slagen.workspace.starting import first_files
from slagen.workspace.versions import save
from tests.small_workspace import AGREEMENT, clause, git, put_in_git

FACTS = "agreements/acme/agreement.yaml"
PAY = clause("scope", "1. The Customer pays within {{ within }}.", parameters="{within: {type: duration, default: 30 days, meta: {better: higher}}}")
SET = "clauses: {set: {scope: {values: {within: 14 days}, reason: asked for}}}\n"
Ask = Callable[..., Difference]
FORMS: dict[str, Callable[[Difference], str]] = {
    "text": text.render,
    "annotated text": partial(text.render, annotate=True),
    "Markdown": markdown.render,
    "annotated Markdown": partial(markdown.render, annotate=True),
    "HTML": html.render,
    "annotated HTML": partial(html.render, annotate=True),
    "JSON": lambda found: json.dumps(to_json(found), ensure_ascii=False),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Saved twice: payment within 30 days, and within 14."""
    folder = put_in_git(tmp_path / "space", {"clauses/common/scope.md": PAY})
    save(folder, load(Folder(folder)), "acme", "first")
    (folder / FACTS).write_text(AGREEMENT + SET)
    save(folder, load(Folder(folder)), "acme", "second")
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


def without(root: Path, old: str = "", new: str = "") -> Difference:
    """A difference worked out."""
    return difference(root, "acme", old, new)


@pytest.fixture
def ask(root: Path, shelf: Shelf) -> Ask:
    return partial(difference, root, "acme", shelf=shelf)


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no version is read or assembled."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a version was read")

    monkeypatch.setattr(sides, "load", refuse)
    monkeypatch.setattr(sides, "difference_of", refuse)


def changed(path: str, data: bytes) -> bytes:
    """Another version of a file of the library or of a sample."""
    if path.startswith("clauses/") and path.endswith(".md"):
        return data.replace(b" reasonable ", b" fair ").replace(b" writing", b" print")
    return data.replace(b"30 days", b"45 days").replace(b"99.9", b"99.5") if path.endswith("agreement.yaml") else data


def test_of_all_samples_and_in_every_form_a_difference_from_the_shelf_is_the_one_that_was_worked_out(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = first_files("Workspace", samples=True)
    root = put_in_git(tmp_path / "samples")
    for version in ("one", "two"):
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data if version == "one" else changed(path, data))
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "-m", version)
    names = [Path(path).parent.name for path in files if path.endswith("/agreement.yaml")]
    worked_out = {name: difference(root, name, "HEAD~1", "HEAD", shelf) for name in names}
    back = {name: difference(root, name, "HEAD", "HEAD~1", shelf) for name in names[:2]}
    forbid(monkeypatch)
    assert len(names) >= 11
    for name, found in worked_out.items():
        again = difference(root, name, "HEAD~1", "HEAD", shelf)
        assert found.exit_code
        assert again == found
        assert {form: show(again) for form, show in FORMS.items()} == {form: show(found) for form, show in FORMS.items()}
    assert all(difference(root, name, "HEAD", "HEAD~1", shelf) == found for name, found in back.items())
    assert any(found.terms and found.document.changes for found in worked_out.values())


def test_without_a_shelf_nothing_is_looked_for(root: Path, ask: Ask) -> None:
    assert difference(root, "acme", "HEAD~1", "HEAD") == ask("HEAD~1", "HEAD")


def test_a_version_goes_by_any_of_its_names_and_is_kept_once(root: Path, ask: Ask, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ask("HEAD~1", "HEAD")
    git(root, "tag", "acme/v1.0", "HEAD~1")
    forbid(monkeypatch)
    again = ask("v1.0", "main")
    assert (again.old, again.new) == ("v1.0", "main")
    assert (again.terms, again.document, again.title) == (found.terms, found.document, found.title)
    assert len(list(shelf.folder.iterdir())) == 2


@pytest.mark.parametrize("names", [("saved",), ("HEAD~1", "draft"), ("HEAD", "standard"), ("standard", "HEAD~1"), ()])
def test_beside_a_version_from_the_shelf_drafts_and_our_standard_are_as_they_are_now(root: Path, ask: Ask, names: tuple[str, ...]) -> None:
    ask("HEAD~1", "HEAD")
    for facts in (AGREEMENT + SET, AGREEMENT, AGREEMENT + SET.replace("14", "15")):
        (root / FACTS).write_text(facts)
        assert ask(*names) == without(root, *names)


def test_what_another_program_kept_is_not_used(ask: Ask, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ask("HEAD~1", "HEAD")
    monkeypatch.setattr(kept_extracts, "program_mark", lambda: "the next release")
    assert ask("HEAD~1", "HEAD") == found
    assert len(list(shelf.folder.iterdir())) == 4


def test_a_copy_of_the_repository_has_a_place_of_its_own_on_the_shelf(root: Path, ask: Ask, shelf: Shelf) -> None:
    ask("HEAD~1", "HEAD")
    git(root.parent, "clone", "--quiet", str(root), "copy")
    difference(root.parent / "copy", "acme", "HEAD~1", "HEAD", shelf)
    assert len(list(shelf.folder.iterdir())) == 4


def test_another_agreement_of_the_same_version_is_another_one(root: Path, shelf: Shelf) -> None:
    (root / "agreements/other").mkdir()
    (root / "agreements/other/agreement.yaml").write_text(AGREEMENT.replace("id: acme", "id: other").replace("Acme plc", "Other plc"))
    save(root, load(Folder(root)), "other", "third")
    for _ in range(2):
        assert difference(root, "other", "HEAD", "HEAD", shelf).exit_code == 0
        assert difference(root, "acme", "HEAD~1", "HEAD", shelf).exit_code == 0
        with pytest.raises(NotFoundError, match="other"):
            difference(root, "other", "HEAD~1", "HEAD", shelf)


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 70])
def test_an_item_that_was_damaged_is_worked_out_again(ask: Ask, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    found = ask("HEAD~1", "HEAD")
    for item in shelf.folder.iterdir():
        item.write_bytes(damage)
    assert ask("HEAD~1", "HEAD") == found
    forbid(monkeypatch)
    assert ask("HEAD~1", "HEAD") == found


@pytest.mark.parametrize(
    "form",
    [
        "null", "{}", "[" * 5000, '["t",[],{},null]', '["t",[],{"a":["1","1",0,"b"]},[]]', '["t",[],{"a":["1","1",null,""]},[]]',
        '["t",[["clauses.scope.within","l","%d",["duration","5","fortnight"],""]],{},[]]', '["t",[["clauses.scope.within","l","%d",{"a":1},""]],{},[]]',
        '["t",[],{},[["scope","t","","","",[["scope","paragraph","",["see ","gone","."]]]]]]', '["t",[],{},[["a","t","","",1,[]]]]',
    ],
)  # fmt: skip
def test_an_item_that_was_forged_and_is_no_extract_is_worked_out_again(ask: Ask, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    counted = count()
    with monkeypatch.context() as forging:
        forging.setattr(kept_extracts, "written", lambda *_: form.replace("%d", str(next(counted))).encode())
        found = ask("HEAD~1", "HEAD")
    assert ask("HEAD~1", "standard") == ask("HEAD~1", "standard", shelf=None)
    assert ask("HEAD~1", "HEAD") == found
    forbid(monkeypatch)
    assert ask("HEAD~1", "HEAD") == found


def test_values_that_have_no_form_keep_a_version_off_the_shelf(ask: Ask, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise TypeError("no form")

    monkeypatch.setattr(kept_extracts, "written", refuse)
    assert ask("HEAD~1", "HEAD") == ask("HEAD~1", "HEAD")
    assert not shelf.folder.exists()


def test_nothing_is_written_into_the_repository_which_may_be_read_only(root: Path, ask: Ask) -> None:
    before = sorted((str(path), path.stat().st_mtime_ns) for path in root.rglob("*") if path.name != "lock")
    ask("HEAD~1", "HEAD")
    ask("HEAD~1", "HEAD")
    assert sorted((str(path), path.stat().st_mtime_ns) for path in root.rglob("*") if path.name != "lock") == before


def test_a_version_with_errors_is_never_kept_and_told_each_time(root: Path, ask: Ask, shelf: Shelf) -> None:
    (root / FACTS).write_text(AGREEMENT + "clauses: {set: {scope: {values: {within: soon}, reason: asked for}}}\n")
    git(root, "commit", "--quiet", "-am", "third")
    for _ in range(2):
        with pytest.raises(FindingsError):
            ask("HEAD~1", "HEAD")
    assert len(list(shelf.folder.iterdir())) == 1


@pytest.mark.parametrize("names", [("nothing", "HEAD"), ("HEAD", "nothing"), ("v1.0", "HEAD"), ("HEAD~2", "HEAD"), ("--all", "HEAD"), ("sent", "HEAD")])
def test_what_cannot_be_compared_is_told_in_the_same_words_with_and_without_a_shelf(root: Path, ask: Ask, names: tuple[str, str]) -> None:
    ask("HEAD~1", "HEAD")
    messages = []
    for tried in (partial(difference, root, "acme"), ask):
        with pytest.raises(SlagenError) as caught:
            tried(*names)
        messages.append((type(caught.value), caught.value.message, caught.value.hint))
    assert messages[0] == messages[1]


def test_a_repository_of_somebody_else_is_refused_whatever_is_kept_of_it(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    ask("HEAD~1", "HEAD")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(RefusedError, match="another user"):
        ask("HEAD~1", "HEAD")
