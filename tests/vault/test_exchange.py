"""Push and pull between two people and a shared repository."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import subprocess

import pytest

from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.vault.exchange import exchange
from slagen.vault.history import history, version_names
from slagen.vault.pull import Pulled, pull
from slagen.vault.push import BehindError, push
from slagen.vault.remote import Remote, RemoteError, find_remote, without_secrets
from slagen.vault.repository import Repository, init, open_repository
from slagen.vault.save import save
from slagen.vault.worktree import UnsavedChangesError


@dataclass(frozen=True)
class Person:
    """One side: a work tree, its repository, and git in it."""

    root: Path
    repository: Repository

    def save(self, message: str, **files: str | None) -> str:
        for path, text in files.items():
            place = self.root / path.replace("__", "/")
            place.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                place.unlink()
            else:
                place.write_text(text)
        changes = {path.replace("__", "/"): None if text is None else text.encode() for path, text in files.items()}
        return save(self.repository, changes, message).commit

    def git(self, *arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True, text=True).stdout

    def text(self, path: str) -> str:
        return (self.root / path).read_text()


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    place = tmp_path / "shared place.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(place)], check=True)
    return place


@pytest.fixture
def jo(tmp_path: Path, shared: Path) -> Iterator[Person]:
    (tmp_path / "jo").mkdir()
    with init(tmp_path / "jo") as repository:
        person = Person(tmp_path / "jo", repository)
        person.save("start", acme="1\n", beta="1\n", deep__x="1\n")
        push(repository, str(shared))
        yield person


@pytest.fixture
def sam(tmp_path: Path, jo: Person, shared: Path) -> Iterator[Person]:
    subprocess.run(["git", "clone", "-q", str(shared), str(tmp_path / "sam")], check=True)
    with open_repository(tmp_path / "sam") as repository:
        assert repository.head() == jo.repository.head()
        yield Person(tmp_path / "sam", repository)


def test_what_one_pushes_the_other_pulls(jo: Person, sam: Person) -> None:
    jo.save("second", acme="2\n", beta=None, fresh="new\n")
    jo.git("tag", "acme/v1.0")
    jo.git("tag", "a-tag-of-others")
    pushed = push(jo.repository)
    assert ([one.subject for one in pushed.versions], pushed.tags) == (["second"], ("acme/v1.0",))
    pulled = pull(sam.repository)
    assert (pulled.outcome, pulled.commit, pulled.tags) == ("forward", jo.repository.head(), ("acme/v1.0",))
    assert [version.subject for version in pulled.versions] == ["second"]
    assert set(pulled.paths) == {"acme", "beta", "fresh"}
    assert (sam.text("acme"), sam.text("fresh"), (sam.root / "beta").exists()) == ("2\n", "new\n", False)
    assert sam.git("status", "--porcelain", "--branch") == "## main...origin/main\n"
    assert version_names(sam.repository, "acme") == {"v1.0": jo.repository.head()}
    assert pull(sam.repository).outcome == "nothing"
    assert push(jo.repository).versions == ()


def test_an_address_is_remembered_and_git_knows_it_too(jo: Person, shared: Path) -> None:
    assert jo.git("remote", "get-url", "origin").strip() == str(shared)
    assert jo.git("status", "--porcelain", "--branch") == "## main...origin/main\n"


def test_pushing_over_others_is_refused_with_the_way_out(jo: Person, sam: Person) -> None:
    jo.save("jo's", acme="2\n")
    push(jo.repository)
    sam.save("sam's", beta="2\n")
    with pytest.raises(BehindError) as caught:
        push(sam.repository)
    assert "slagen pull" in caught.value.hint


def test_whoever_pushes_over_others_the_first_time_is_told_the_address_to_pull_from(jo: Person, sam: Person, shared: Path) -> None:
    jo.save("jo's", acme="2\n")
    push(jo.repository)
    sam.git("remote", "remove", "origin")
    sam.save("sam's", beta="2\n")
    with pytest.raises(BehindError) as caught:
        push(sam.repository, str(shared))
    assert f"slagen pull {shared}." in caught.value.hint
    pull(sam.repository, str(shared))
    assert push(sam.repository).tags == ()


def test_versions_of_different_files_are_brought_together(jo: Person, sam: Person) -> None:
    jo.save("jo's", acme="2\n", deep__x=None, deep__y="2\n")
    push(jo.repository)
    sam.save("sam's", beta="2\n", other__z="2\n")
    pulled = pull(sam.repository)
    assert pulled.outcome == "merged"
    assert (sam.text("acme"), sam.text("beta"), sam.text("deep/y"), sam.text("other/z")) == ("2\n",) * 4
    assert not (sam.root / "deep/x").exists()
    assert sam.git("status", "--porcelain") == ""
    assert sam.git("log", "-1", "--format=%P").split() == [pulled.ours, pulled.theirs]
    push(sam.repository)
    assert pull(jo.repository).outcome == "forward"
    assert jo.repository.head() == sam.repository.head()
    sam.git("fsck", "--strict")


def test_the_same_change_on_both_sides_is_no_clash(jo: Person, sam: Person) -> None:
    jo.save("jo's", acme="2\n", beta="2\n")
    push(jo.repository)
    sam.save("sam's", acme="2\n")
    assert pull(sam.repository).outcome == "merged"
    assert sam.text("beta") == "2\n"


def clash(jo: Person, sam: Person) -> Pulled:
    jo.save("jo's", acme="jo\n", fresh="jo\n")
    push(jo.repository)
    sam.save("sam's", acme="sam\n", beta="sam\n")
    return pull(sam.repository)


def test_a_clash_changes_nothing_and_names_the_file_and_both_sides(jo: Person, sam: Person) -> None:
    pulled = clash(jo, sam)
    assert pulled.outcome == "clash"
    assert [one.path for one in pulled.clashes] == ["acme"]
    assert [sam.repository.git.run("cat-file", "blob", blob) for blob in (pulled.clashes[0].base, pulled.clashes[0].ours, pulled.clashes[0].theirs)] == [b"1\n", b"sam\n", b"jo\n"]  # fmt: skip
    assert (sam.repository.head(), sam.text("acme"), (sam.root / "fresh").exists()) == (pulled.ours, "sam\n", False)
    assert sam.git("status", "--porcelain") == ""


@pytest.mark.parametrize(("whose", "left"), [("ours", "sam\n"), ("theirs", "jo\n")])
def test_a_clash_is_settled_by_saying_whose_stays_and_the_others_stays_in_the_history(jo: Person, sam: Person, whose: str, left: str) -> None:
    clash(jo, sam)
    pulled = pull(sam.repository, choose=lambda path: whose if path == "acme" else "")
    assert (pulled.outcome, sam.text("acme"), sam.text("fresh"), sam.text("beta")) == ("merged", left, "jo\n", "sam\n")
    assert {"jo's", "sam's"} <= {version.subject for version in history(sam.repository)}


@pytest.mark.parametrize(("jos", "sams"), [({"acme": None, "acme__x": "1"}, {"acme": "2\n"}), ({"thing": "1"}, {"thing__x": "1"}), ({"thing__x": "1"}, {"thing": "1"}), ({"acme": None}, {"acme": "2\n"})])  # fmt: skip
def test_a_file_against_a_folder_and_a_deletion_against_a_change_are_clashes(jo: Person, sam: Person, jos: dict[str, str | None], sams: dict[str, str | None]) -> None:  # fmt: skip
    jo.save("jo's", **jos)
    push(jo.repository)
    head = sam.save("sam's", **sams)
    assert pull(sam.repository).outcome == "clash"
    assert (sam.repository.head(), sam.git("status", "--porcelain")) == (head, "")


def test_unsaved_changes_are_never_overwritten(jo: Person, sam: Person) -> None:
    jo.save("jo's", acme="2\n", fresh="jo\n")
    push(jo.repository)
    (sam.root / "acme").write_text("unsaved\n")
    (sam.root / "fresh").write_text("mine\n")
    (sam.root / "beta").write_text("of no concern\n")
    head = sam.repository.head()
    with pytest.raises(UnsavedChangesError) as caught:
        pull(sam.repository)
    assert caught.value.paths == ("acme", "fresh")
    assert (sam.text("acme"), sam.text("fresh"), sam.repository.head()) == ("unsaved\n", "mine\n", head)
    (sam.root / "acme").write_text("1\n")
    (sam.root / "fresh").unlink()
    assert pull(sam.repository).outcome == "forward"
    assert (sam.text("beta"), sam.git("status", "--porcelain")) == ("of no concern\n", " M beta\n")


def test_staged_changes_are_never_overwritten(jo: Person, sam: Person) -> None:
    jo.save("jo's", acme="2\n")
    push(jo.repository)
    (sam.root / "acme").write_text("staged\n")
    sam.git("add", "acme")
    (sam.root / "acme").write_text("1\n")
    with pytest.raises(UnsavedChangesError):
        pull(sam.repository)
    assert sam.git("show", ":acme") == "staged\n"


def test_files_that_are_already_as_they_will_be_are_in_nobodys_way(jo: Person, sam: Person) -> None:
    jo.save("jo's", acme="2\n", fresh="jo\n")
    push(jo.repository)
    (sam.root / "acme").write_text("2\n")
    (sam.root / "fresh").write_text("jo\n")
    assert pull(sam.repository).outcome == "forward"
    assert sam.git("status", "--porcelain") == ""


def test_a_name_that_stands_for_another_version_is_kept_and_told(jo: Person, sam: Person) -> None:
    jo.git("tag", "acme/v1.0")
    push(jo.repository)
    mine = sam.save("sam's", beta="2\n")
    sam.git("tag", "acme/v1.0")
    assert pull(sam.repository).other_tags == ("acme/v1.0",)
    assert version_names(sam.repository, "acme") == {"v1.0": mine}
    with pytest.raises(RefusedError, match="another version"):
        push(sam.repository)


def test_an_empty_shared_repository_has_nothing_to_pull_and_an_empty_one_of_ones_own_takes_all(jo: Person, shared: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(tmp_path / "empty.git")], check=True)
    assert pull(jo.repository, str(tmp_path / "empty.git")).outcome == "nothing"
    (tmp_path / "fresh").mkdir()
    with init(tmp_path / "fresh") as fresh:
        with pytest.raises(RefusedError, match="Nothing has been saved"):
            push(fresh, str(shared))
        assert pull(fresh, str(shared)).outcome == "forward"
        assert fresh.head() == jo.repository.head()
        assert (tmp_path / "fresh/deep/x").read_text() == "1\n"


@pytest.mark.usefixtures("jo")
def test_another_workspace_is_told_from_ones_own(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "stranger").mkdir()
    with init(tmp_path / "stranger") as stranger:
        save(stranger, {"x": b"1"}, "another")
        with pytest.raises(RefusedError, match="no version in common"):
            pull(stranger, str(shared))


def test_a_workspace_in_a_folder_and_what_is_beside_it_come_along(jo: Person, sam: Person) -> None:
    jo.save("jo's", acme="2\n")
    push(jo.repository)
    with open_repository(sam.root / "deep") as inner:
        assert pull(inner).outcome == "forward"
    assert sam.text("acme") == "2\n"


def test_a_shallow_clone_pulls_and_pushes(jo: Person, shared: Path, tmp_path: Path) -> None:
    for count in range(3):
        jo.save(f"number {count}", acme=f"{count}\n")
    push(jo.repository)
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{shared}", str(tmp_path / "short")], check=True)
    jo.save("later", acme="later\n")
    push(jo.repository)
    with open_repository(tmp_path / "short") as short:
        save(short, {"beta": b"short\n"}, "short")
        (tmp_path / "short/beta").write_text("short\n")
        assert pull(short).outcome == "merged"
        assert len(push(short).versions) == 2
    assert pull(jo.repository).outcome == "forward"


def test_what_the_repository_names_never_runs(jo: Person, sam: Person, shared: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for key in ("core.sshCommand", "remote.origin.uploadPack", "remote.origin.receivePack", "credential.helper", "core.askPass", "core.gitProxy", "gpg.program", "filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "core.fsmonitor", "fetch.bundleURI", "remote.origin.vcs", "push.gpgSign"):  # fmt: skip
        sam.git("config", key, "if-asked" if key == "push.gpgSign" else f"touch '{trap}'; cat")
    sam.git("config", f"url.ext::touch {trap} .insteadOf", str(shared))
    for place in (sam.root / ".git/hooks", shared / "hooks"):
        place.mkdir(exist_ok=True)
        for hook in ("pre-push", "post-merge", "post-checkout", "reference-transaction", "pre-receive", "update", "post-receive", "post-update"):
            (place / hook).write_text(f"#!/bin/sh\ntouch '{trap}'\n")
            (place / hook).chmod(0o755)
    jo.save("jo's", acme="2\n", **{".gitattributes": "* filter=evil\n"})
    push(jo.repository)
    sam.save("sam's", beta="2\n")
    assert pull(sam.repository).outcome == "merged"
    assert len(push(sam.repository).versions) == 2
    assert sam.text("acme") == "2\n"
    assert not trap.exists()


@pytest.mark.parametrize("url", ["ext::touch x", "http://host/x", "git://host/x", "--upload-pack=x", "ftp://h/x", "foo::bar", "https://h/\nx"])
def test_an_address_of_another_kind_is_refused(jo: Person, url: str) -> None:
    jo.git("config", "remote.origin.url", url)
    with pytest.raises(UsageError, match="no address"):
        find_remote(jo.repository)


def test_secrets_in_addresses_are_never_shown(jo: Person) -> None:
    remote = Remote("", "https://jo:s3cret@host.example/x.git", "refs/heads/main")
    assert "s3cret" not in remote.shown
    error = RemoteError(remote.shown, "fatal: unable to access 'https://jo:s3cret@host.example/x.git/': Could not resolve host: host.example")
    assert "s3cret" not in f"{error.message}{error.hint}{error.detail}"
    assert "cannot be reached" in error.message
    assert without_secrets("ssh://git@host/x https://token@h/y") == "ssh://host/x https://h/y"
    with pytest.raises(UsageError) as caught:
        find_remote(jo.repository, "http://jo:s3cret@host/x")
    assert "s3cret" not in caught.value.message


def test_a_missing_shared_repository_is_told(jo: Person, tmp_path: Path) -> None:
    with pytest.raises(RemoteError, match="no repository"):
        push(jo.repository, str(tmp_path / "missing.git"))
    with pytest.raises(NotFoundError):
        push(jo.repository, "elsewhere")


def test_without_a_shared_repository_the_way_to_name_one_is_said(tmp_path: Path) -> None:
    with init(tmp_path) as alone:
        save(alone, {"x": b"1"}, "first")
        with pytest.raises(RefusedError) as caught:
            pull(alone)
    assert "slagen push https://" in caught.value.hint


def test_an_old_version_that_is_checked_out_neither_pushes_nor_pulls(jo: Person) -> None:
    jo.git("checkout", "-q", "--detach")
    for action in (push, pull):
        with pytest.raises(RefusedError, match="not a branch"):
            action(jo.repository)


def test_nothing_is_left_behind_by_an_exchange(jo: Person, shared: Path) -> None:
    with exchange(jo.repository, Remote("", str(shared), "refs/heads/main")) as line:
        assert set(line.refs()) == {"refs/heads/main"}
    assert [place.name for place in (jo.root / ".git/slagen").iterdir()] == ["lock"]
    assert [place.name for place in (shared / "refs/heads").iterdir()] == ["main"]
