from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.errors import FindingsError, NotFoundError, RefusedError
from slagen.vault.save import Saved
from slagen.workspace import upgrading
from slagen.workspace.differing import difference
from slagen.workspace.drafting import draft
from slagen.workspace.moving import Wanted
from slagen.workspace.outdated import outdated
from slagen.workspace.status import status
from slagen.workspace.upgrading import Upgrade, carry_out, plan_upgrade, redline
from tests.small_workspace import AGREEMENT, clause, git, put_in_git, template
from tests.workspace.moved_on import FACTS, LAYER, LAYER_TEXT, LOCK, PAYMENT, PAYS, SCOPE, SHELL, START, TEMPLATE, built, now, payment, saved, start, write

OWN = "agreements/acme/payment.md"
REPLACES = AGREEMENT + "clauses: {replace: [{id: payment, file: payment.md, reason: agreed, approved_by: lee}]}\n"


def plan(root: Path, *clauses: str, template: bool = False, layers: bool = False) -> Upgrade:
    return plan_upgrade(root, now(root), "acme", Wanted(clauses, template, layers))


def upgraded(root: Path, *clauses: str) -> Upgrade:
    found = plan(root, *clauses)
    carry_out(root, found)
    return found


def moved_on(root: Path, text: str, version: str = "1.0.1", **front: str) -> Path:
    start(root)
    write(root, PAYMENT, payment(text, version, **front))
    return root


def test_an_upgrade_to_the_same_texts_changes_nothing(tmp_path: Path) -> None:
    root = start(tmp_path)
    before = {path: path.read_bytes() for path in (root / "agreements").rglob("*") if path.is_file()}
    found = upgraded(root)
    assert (found.moves, found.files, found.conflicts, found.to_fill, found.to_mend) == ((), {}, (), (), ())
    assert {path: path.read_bytes() for path in (root / "agreements").rglob("*") if path.is_file()} == before
    assert git(root, "status", "--porcelain") == ""


def test_upgrading_twice_is_upgrading_once(tmp_path: Path) -> None:
    root = moved_on(tmp_path, PAYS.replace("invoice,", "statement,"))
    assert upgraded(root).moves
    lock = (root / LOCK).read_bytes()
    assert upgraded(root).moves == ()
    assert (root / LOCK).read_bytes() == lock


def test_the_redline_comes_first_and_nothing_is_written_until_it_is_carried_out(tmp_path: Path) -> None:
    root = moved_on(tmp_path, PAYS.replace("pays", "owes"))
    found = plan(root)
    assert git(root, "status", "--porcelain").split() == ["M", PAYMENT]
    assert [(move.what, move.id, move.old, move.new, str(move.step)) for move in found.moves] == [("clause", "payment", "1.0.0", "1.0.1", "patch")]
    assert found.difference is not None
    [change] = found.difference.document.changes
    assert (change.id, change.words_inserted, change.words_deleted) == ("payment", 1, 1)
    assert redline(found, "Jo", "2026-10-01T09:00:00Z").startswith(b"PK")


def test_after_an_upgrade_the_draft_reads_as_the_library_and_save_makes_it_a_version(tmp_path: Path) -> None:
    root = moved_on(tmp_path, "1. New words.", "2.0.0")
    upgraded(root)
    made = draft(now(root), "acme")
    assert (made.findings, made.usable.clauses["payment"].version) == ((), "2.0.0")
    assert {line.split()[1] for line in git(root, "status", "--porcelain").splitlines()} == {LOCK, PAYMENT}
    version = saved(root)
    assert (version.outcome.changed, git(root, "status", "--porcelain")) == (True, "")


def test_a_text_that_was_upgraded_to_stays_though_the_library_moves_on_again(tmp_path: Path) -> None:
    root = moved_on(tmp_path / "space", "1. New words.", "2.0.0")
    upgraded(root)
    before = built(root, tmp_path / "before")
    write(root, PAYMENT, payment("1. Newest words.", "3.0.0"))
    assert built(root, tmp_path / "after") == before


def test_only_the_clauses_that_are_named_move(tmp_path: Path) -> None:
    root = moved_on(tmp_path, "1. New words.", "2.0.0")
    write(root, SCOPE, clause("scope", "1. Another scope.", version="1.1.0"))
    write(root, TEMPLATE, template("payment", "scope"))
    assert [move.id for move in plan(root, "scope").moves] == ["scope"]
    assert [move.what for move in plan(root, template=True).moves] == ["template"]
    assert [move.what for move in plan(root).moves] == ["clause", "clause", "template"]


def test_another_shell_moves_with_the_template(tmp_path: Path) -> None:
    from slagen.formats.word.starter import STARTERS, starter_shell  # noqa: PLC0415

    root = start(tmp_path)
    write(root, SHELL, starter_shell(STARTERS["client-charter"]))
    found = plan(root)
    assert [move.what for move in found.moves] == ["shell"]
    carry_out(root, found)
    assert plan(root).moves == ()


def test_values_of_the_agreement_are_kept(tmp_path: Path) -> None:
    root = start(tmp_path, {FACTS: AGREEMENT + "clauses: {set: {payment: {values: {within: 14 days}, reason: agreed}}}\n"})
    write(root, PAYMENT, payment("1. The Customer pays in {{ within }}.", "1.0.1", parameters="{within: {type: duration, default: 60 days}}"))
    upgraded(root)
    assert str(draft(now(root), "acme").usable.parameters["payment"]["within"]) == "14 days"


def test_a_parameter_without_a_default_is_told_as_what_to_fill_in(tmp_path: Path) -> None:
    rules = "{within: {type: duration, default: 30 days}, rate: {type: percentage, required: true, meta: {label: Interest}}}"
    root = moved_on(tmp_path, PAYS + "\n1. Interest is {{ rate }}.", "1.1.0", parameters=rules)
    found = upgraded(root)
    [one] = found.to_fill
    assert (one.clause, one.name, one.label, found.to_mend) == ("payment", "rate", "Interest", ())
    with pytest.raises(FindingsError):
        saved(root)
    write(root, FACTS, AGREEMENT + "clauses: {set: {payment: {values: {rate: 4 %}, reason: agreed}}}\n")
    assert saved(root).outcome.changed


def test_a_value_for_a_parameter_that_is_gone_is_told_as_what_to_mend(tmp_path: Path) -> None:
    root = start(tmp_path, {FACTS: AGREEMENT + "clauses: {set: {payment: {values: {within: 14 days}, reason: agreed}}}\n"})
    write(root, PAYMENT, clause("payment", "1. The Customer pays at once.", version="2.0.0"))
    assert [finding.code for finding in plan(root).to_mend] == ["SLG038"]


def own(root: Path, text: str, new: str) -> Path:
    """An agreement with its own wording of the clause, and a library that says `new` by now."""
    put_in_git(root, {**START, FACTS: REPLACES, OWN: text + "\n"})
    saved(root)
    write(root, PAYMENT, payment(new, "1.1.0"))
    return root


def test_own_wording_is_kept_and_gets_what_the_library_changed_elsewhere(tmp_path: Path) -> None:
    root = own(tmp_path, PAYS.replace("pays within", "shall pay within"), PAYS.replace("currency of the invoice", "currency of the Charges"))
    found = upgraded(root)
    assert found.merged == (OWN,)
    assert (root / OWN).read_text() == PAYS.replace("pays within", "shall pay within").replace("currency of the invoice", "currency of the Charges") + "\n"
    saved(root)
    assert f"own: {git(root, 'hash-object', OWN).strip()}" in (root / LOCK).read_text()
    assert plan(root).moves == ()


def test_an_upgrade_that_is_not_saved_yet_is_what_diff_and_status_tell(tmp_path: Path) -> None:
    root = moved_on(tmp_path, PAYS.replace("pays within", "shall pay within"))
    (root / FACTS).write_text(f"{AGREEMENT}# a second version\n")
    saved(root)
    upgraded(root)
    assert [clause.upgraded for clause in difference(root, "acme").document.changes] == [True]
    assert status(root, now(root), "acme", date(2026, 6, 1)).unsaved == (LOCK,)


def test_own_wording_that_changed_alone_is_what_diff_tells_and_its_version_is_the_last_saved_one(tmp_path: Path) -> None:
    root = own(tmp_path, PAYS, PAYS)
    (root / FACTS).write_text(f"{REPLACES}# a second version\n")
    saved(root)
    write(root, OWN, PAYS.replace("pays within", "shall pay within"))
    assert difference(root, "acme").new == "draft"
    assert [clause.words_inserted for clause in difference(root, "acme").document.changes] == [2]
    commit = saved(root).outcome.commit
    assert difference(root, "acme").new == commit[:10]
    report = status(root, now(root), "acme", date(2026, 6, 1))
    assert report.saved is not None
    assert report.saved.commit == commit


def test_where_both_changed_the_same_words_all_wordings_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    root = own(tmp_path, PAYS.replace("invoice,", "reminder,"), PAYS.replace("invoice,", "statement,"))
    before = {path: path.read_bytes() for path in (root / "agreements").rglob("*") if path.is_file()}
    found = plan(root)
    [conflict] = found.conflicts
    assert (conflict.clause, conflict.file) == ("payment", OWN)
    assert ("invoice" in conflict.place.base, "reminder" in conflict.place.ours, "statement" in conflict.place.theirs) == (True, True, True)
    with pytest.raises(RefusedError):
        carry_out(root, found)
    assert {path: path.read_bytes() for path in (root / "agreements").rglob("*") if path.is_file()} == before


def test_own_words_that_were_worded_anew_stay_where_that_is_wanted_and_other_changes_of_the_library_come_in(tmp_path: Path) -> None:
    mine = PAYS.replace("invoice,", "reminder,")
    root = own(tmp_path, mine, PAYS.replace("invoice,", "statement,").replace("currency of the invoice", "currency of the Charges"))
    found = plan_upgrade(root, now(root), "acme", Wanted(keep_own=True))
    assert found.conflicts == ()
    carry_out(root, found)
    assert (root / OWN).read_text() == mine.replace("currency of the invoice", "currency of the Charges") + "\n"
    assert plan(root).moves == ()


def test_facts_at_the_top_of_own_wording_and_its_line_ends_stay(tmp_path: Path) -> None:
    head = payment("", "1.0.0").rstrip("\n").replace("\n", "\r\n")
    root = own(tmp_path, "x", PAYS)
    write(root, OWN, f"{head}\r\n{PAYS.replace('pays', 'shall pay')}\r\n".encode())
    write(root, PAYMENT, payment(PAYS.replace("currency of the invoice", "currency of the Charges"), "1.1.0"))
    upgraded(root)
    assert (root / OWN).read_bytes() == f"{head}\r\n{PAYS.replace('pays', 'shall pay').replace('of the invoice.', 'of the Charges.')}\r\n".encode()


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = put_in_git(tmp_path_factory.mktemp("space"), {**START, FACTS: REPLACES, OWN: PAYS + "\n"})
    saved(root)
    return root


WORDS = PAYS.split(" ")


@settings(deadline=None, max_examples=25)
@given(st.integers(1, len(WORDS) - 1), st.integers(1, len(WORDS) - 1))
def test_disjoint_edits_of_agreement_and_library_are_both_kept(space: Path, mine: int, other: int) -> None:
    git(space, "checkout", "--quiet", "--", ".")
    ours, theirs = ([new if place == number else word for number, word in enumerate(WORDS)] for place, new in ((mine, "OURS"), (other, "THEIRS")))
    write(space, OWN, " ".join(ours) + "\n")
    write(space, PAYMENT, payment(" ".join(theirs), "1.0.1"))
    found = plan(space)
    if abs(mine - other) > 3:
        assert found.conflicts == ()
        text = found.files[OWN].decode()
        assert ("OURS" in text, "THEIRS" in text) == (True, True)
    elif mine == other:
        assert found.conflicts


def test_layers_move_to_their_last_saved_version(tmp_path: Path) -> None:
    root = put_in_git(tmp_path, {**START, LAYER: LAYER_TEXT, FACTS: AGREEMENT.partition("parties:")[0] + "builds_on: [northwind]\n"})
    saved(root, "northwind")
    saved(root)
    write(root, LAYER, LAYER_TEXT.replace("Northwind Ltd", "Southwind Ltd"))
    with pytest.raises(RefusedError):
        plan(root, layers=True)
    saved(root, "northwind")
    [behind] = outdated(now(root), ["acme"]).behind
    assert (behind.what, behind.details) == ("layer", ("parties.provider.name: Northwind Ltd → Southwind Ltd",))
    git(root, "tag", "northwind/v2.0")
    found = plan(root)
    assert [(move.what, move.new) for move in found.moves] == [("layer", "v2.0")]
    carry_out(root, found)
    assert draft(now(root), "acme").agreement.parties["provider"].name == "Southwind Ltd"
    saved(root)
    assert outdated(now(root)).behind == ()


def test_an_executed_agreement_needs_an_amendment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = moved_on(tmp_path, "1. New words.", "2.0.0")
    monkeypatch.setattr(upgrading, "is_executed", lambda _loaded, _name: True)
    with pytest.raises(RefusedError) as caught:
        plan(root)
    assert "needs an amendment" in caught.value.message
    assert "slagen amend acme" in caught.value.hint


def test_what_cannot_be_upgraded_is_told_with_the_way_out(tmp_path: Path) -> None:
    root = start(tmp_path)
    with pytest.raises(NotFoundError) as caught:
        plan(root, "paiment")
    assert caught.value.near == ("payment",)
    (root / PAYMENT).unlink()
    with pytest.raises(NotFoundError):
        plan(root, "payment")
    assert plan(root).moves == ()
    write(root, LOCK, "format: 2\n")
    with pytest.raises(FindingsError):
        plan(root)
    (root / LOCK).unlink()
    with pytest.raises(NotFoundError) as caught:
        plan(root)
    assert "slagen save acme" in caught.value.hint


def test_a_pin_whose_text_is_lost_can_be_moved_on(tmp_path: Path) -> None:
    root = start(tmp_path)
    lock = (root / LOCK).read_text()
    blob = git(root, "rev-parse", f"HEAD:{PAYMENT}").strip()
    write(root, LOCK, lock.replace(blob, "0" * 40))
    assert draft(now(root), "acme").findings[0].code == "SLG505"
    upgraded(root, "payment")
    assert (root / LOCK).read_text() == lock
    outcome: Saved = saved(root).outcome
    assert not outcome.changed


STEPS = [
    (payment(PAYS.replace("pays", "shall pay"), "1.0.1"), "patch", ("words: 2 in, 1 out (“pays” → “shall pay”)",)),
    (
        payment(PAYS, "1.1.0", parameters="{within: {type: duration, default: 14 days}, rate: {type: percentage, default: 4 %}}"),
        "minor",
        (
            "parameter within: duration, default 30 days → duration, default 14 days",
            "parameter rate added (percentage, default 4 %)",
        ),
    ),
    (payment(PAYS, "2.0.0", changes="{2.0.0: Credits first., 1.5.0: Was wrong., 1.0.0: Old.}"), "major", ("2.0.0: Credits first.", "1.5.0: Was wrong.")),
    (payment(PAYS.replace("pays", "owes")), "edited", ("words: 1 in, 1 out (“pays” → “owes”)",)),
    (payment(PAYS, "0.9.0"), "older", ()),
    (None, "lost", ()),
]


@pytest.mark.parametrize(("text", "step", "details"), STEPS)
def test_who_is_behind_is_told_with_what_changed_and_why_it_matters(tmp_path: Path, text: str | None, step: str, details: tuple[str, ...]) -> None:
    root = start(tmp_path)
    (root / PAYMENT).unlink() if text is None else write(root, PAYMENT, text)
    [found] = outdated(now(root)).behind
    assert (found.agreement, found.what, found.id, found.pinned, str(found.change.step), found.details) == ("acme", "clause", "payment", "1.0.0", step, details)
    assert found.why


def test_another_template_is_told_by_what_it_chooses(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, TEMPLATE, template("payment", "{id: scope, locked: true}", "extra"))
    [found] = outdated(now(root), ["acme"]).behind
    assert found.what == "template"
    assert found.details == ("names the clause extra", "no longer names the clause spare", "chooses scope otherwise", "another order of the clauses")


def test_pins_that_cannot_be_read_are_told_beside_those_that_are_behind(tmp_path: Path) -> None:
    root = start(tmp_path)
    write(root, LOCK, "format: 2\n")
    found = outdated(now(root))
    assert (found.behind, [fault.code for fault in found.problems]) == ((), ["SLG500"])
