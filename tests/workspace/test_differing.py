"""Versions compared: with our standard, with what came back, and as Word files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from slagen.compare.difference import to_json
from slagen.core.errors import NotFoundError
from slagen.core.moments import in_utc
from slagen.formats.comparison import html, markdown, text
from slagen.formats.files import Folder
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.redline.word_file import open_file
from slagen.formats.word.revisions.listing import list_revisions
from slagen.formats.word.revisions.resolve import resolve_file
from slagen.vault.identity import Identity
from slagen.vault.save import Signature
from slagen.workspace.differing import difference
from slagen.workspace.identifying import Document
from slagen.workspace.load import load
from slagen.workspace.version_redline import redlined
from slagen.workspace.versions import save
from tests.small_workspace import AGREEMENT, clause, put_in_git, template
from tests.workspace.deal import AT, Deal, edited, tracked

FILE = "agreements/acme/agreement.yaml"
JO = Signature(Identity("Jo Bloggs", "jo@northwind.example"), datetime(2026, 10, 1, 12, tzinfo=UTC))
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=1)))
PAY = clause(
    "scope",
    "1. The Customer pays within {{ within }} after it got the invoice.",
    parameters="{within: {type: duration, default: 30 days, meta: {label: Paid within, better: higher}}}",
)
SET = "clauses: {set: {scope: {values: {within: 14 days}, reason: asked for}}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Saved twice: payment within 30 days, which is the standard, and within 14."""
    folder = put_in_git(tmp_path, {"clauses/common/scope.md": PAY})
    save(folder, load(Folder(folder)), "acme", "first", JO)
    (folder / FILE).write_text(AGREEMENT + SET)
    save(folder, load(Folder(folder)), "acme", "second", JO)
    return folder


def test_against_our_standard_the_values_that_this_agreement_sets_are_what_differs(root: Path) -> None:
    found = difference(root, "acme", "standard")
    assert [(term.old, term.new, term.direction) for term in found.terms] == [("30 days", "14 days", "worse")]
    assert difference(root, "acme", "standard", "standard").exit_code == 0


def test_saved_is_the_last_saved_version(root: Path) -> None:
    (root / FILE).write_text(AGREEMENT)
    assert [(term.old, term.new) for term in difference(root, "acme", "saved").terms] == [("14 days", "30 days")]


@pytest.mark.parametrize("name", ["sent", "received"])
def test_what_was_never_sent_cannot_be_compared(root: Path, name: str) -> None:
    with pytest.raises(NotFoundError):
        difference(root, "acme", name)


def test_a_redline_of_two_versions_is_in_the_name_of_who_saved_the_later_one(root: Path) -> None:
    made = redlined(root, "acme", now=NOW)
    file = open_file(made.redline.data, "redline.docx")
    changes = list_revisions(file)
    assert {(change.author, change.date) for change in changes} == {("Jo Bloggs", "2026-10-01T12:00:00Z")}
    assert [change.text for change in changes if change.text in {"30 days", "14 days"}] == ["30 days", "14 days"]
    resolve_file(file, accept=True)
    assert "pays within 14 days after" in "".join(map(str, file.tree(file.main).itertext()))


def test_changes_of_the_draft_are_dated_now(root: Path) -> None:
    (root / FILE).write_text(AGREEMENT)
    made = redlined(root, "acme", "saved", now=NOW)
    assert {change.date for change in list_revisions(open_file(made.redline.data, "redline.docx"))} == {"2026-11-22T08:30:00Z"}


def test_changes_of_a_file_that_came_back_are_dated_when_it_did_in_utc(tmp_path: Path) -> None:
    deal = Deal(tmp_path / "workspace")
    deal.save("first draft")
    sent = deal.built()
    deal.send(sent)
    deal.receive(edited(sent, lambda part: part.replace(b"Acme plc", b"Acme Holdings plc")))
    made = redlined(deal.root, "acme", "sent", "received", now=NOW)
    assert {change.date for change in list_revisions(open_file(made.redline.data, "redline.docx"))} == {in_utc(AT)}


@pytest.mark.parametrize(
    ("part", "old", "new", "where", "words"),
    [
        ("word/document.xml", "Acme plc", "Acme Shell Ltd", "Cover and parties", "Shell Ltd"),
        ("word/document.xml", "<w:sectPr>", "<w:p><w:r><w:t>Side letter: no charges in May.</w:t></w:r></w:p><w:sectPr>", "After the contract", "Side letter"),
        ("word/header1.xml", "</w:p>", "<w:r><w:t>Subject to board approval</w:t></w:r></w:p>", "Headers", "board approval"),
        ("word/footer1.xml", "</w:p>", "<w:r><w:t> Subject to board approval</w:t></w:r></w:p>", "Footers", "board approval"),
    ],
)
def test_what_came_back_is_compared_to_its_last_word_beside_the_contract_too(tmp_path: Path, part: str, old: str, new: str, where: str, words: str) -> None:
    deal = Deal(tmp_path / "workspace")
    deal.save("first draft")
    sent = deal.built()
    deal.send(sent)
    deal.receive(_replaced(sent, part, old, new, last=where == "After the contract"))
    found = difference(deal.root, "acme", "sent", "received")
    assert [clause.title for clause in found.document.changes] == [where]
    assert found.exit_code == 1
    assert words in text.render(found)


def test_a_file_as_it_was_sent_and_its_execution_version_say_the_same(tmp_path: Path) -> None:
    deal = Deal(tmp_path / "workspace")
    commit = deal.save("first draft")
    deal.send()
    deal.receive(deal.built(execution=True, version=commit))
    assert difference(deal.root, "acme", "sent", "received").exit_code == 0
    assert difference(deal.root, "acme", "received", "draft").exit_code == 0


def _replaced(file: Document, part: str, old: str, new: str, *, last: bool) -> Document:
    """The file with another text in the first, or last, place that says it."""
    parts = read_package(file.data, file.name)
    words = parts[part].decode()
    assert old in words
    changed = new.join(words.rsplit(old, 1)) if last else words.replace(old, new, 1)
    return Document(file.name, write_package(parts | {part: changed.encode()}))


def test_a_redline_of_what_came_back_marks_their_changes_alone_and_in_their_name(tmp_path: Path) -> None:
    deal = Deal(tmp_path / "workspace")
    commit = deal.save("first draft")
    sent = deal.built(version=commit)
    deal.send(sent)
    deal.receive(_replaced(sent, "word/document.xml", "Acme plc", "Acme Holdings plc", last=False))
    made = redlined(deal.root, "acme", "sent", "received", now=NOW)
    changes = list_revisions(open_file(made.redline.data, "redline.docx"))
    assert [(change.author, change.text) for change in changes] == [("b@acme.example", "Holdings ")]


def test_that_tracked_changes_of_what_came_back_were_accepted_is_said_in_every_form(tmp_path: Path) -> None:
    deal = Deal(tmp_path / "workspace")
    deal.save("first draft")
    sent = deal.built()
    deal.send(sent)
    deal.receive(tracked(sent))
    found = difference(deal.root, "acme", "sent", "received")
    assert found.resolved == ("received-1",)
    assert to_json(found)["resolved"] == ["received-1"]
    for form in (text, markdown, html):
        assert "received-1 carried tracked changes: they were accepted first" in form.render(found)
        assert "accepted first" not in form.render(difference(deal.root, "acme", "sent", "sent"))
    assert redlined(deal.root, "acme", "sent", "received", now=NOW).difference.resolved == ("received-1",)


def test_references_that_were_merely_renumbered_are_left_unmarked_on_request(tmp_path: Path) -> None:
    files = {
        "clauses/common/scope.md": clause("scope", "1. The Provider does what clause [](#pay) says."),
        "clauses/common/pay.md": clause("pay", "1. The Customer pays within 30 days."),
        "clauses/common/more.md": clause("more", "1. Each party keeps secrets."),
        "templates/plain/template.yaml": template("scope", "pay"),
    }
    root = put_in_git(tmp_path, files)
    save(root, load(Folder(root)), "acme", "first", JO)
    (root / FILE).write_text(AGREEMENT + "clauses: {add: [{id: more, after: scope, reason: asked for}]}\n")
    save(root, load(Folder(root)), "acme", "second", JO)
    marked, unmarked = (redlined(root, "acme", now=NOW, renumbering=renumbering).redline for renumbering in (True, False))
    assert marked.renumbered == unmarked.renumbered > 0
    assert marked.marks > unmarked.marks


def test_a_comment_at_the_changed_words_says_which_term_they_come_from(root: Path) -> None:
    made = redlined(root, "acme", now=NOW, annotate=True)
    file = open_file(made.redline.data, "redline.docx")
    told = "".join(map(str, file.tree(file.linked("comments")).itertext()))
    assert told == "Scope: paid within 30 days → 14 days: worse for the customer"
    assert made.unplaced == ()
    resolve_file(file, accept=False)
    assert "pays within 30 days after" in "".join(map(str, file.tree(file.main).itertext()))


def test_a_term_whose_words_are_not_in_the_text_is_named_instead(root: Path) -> None:
    (root / FILE).write_text(AGREEMENT + SET + "review: {every: 12 months}\n")
    made = redlined(root, "acme", now=NOW, annotate=True)
    assert any("12 months" in line for line in made.unplaced)


def test_a_comment_in_a_table_goes_by_the_heading_of_its_clause_not_of_its_columns(tmp_path: Path) -> None:
    table = "1. What is late is paid for:\n\n| Band | Payment |\n|---|---|\n| up to {{ late }} | much |\n"
    late = clause("scope", table, title="Credits", parameters="{late: {type: duration, default: 30 days, meta: {label: Credits from}}}")
    within = clause(
        "pay", "1. Paid within {{ within }}.", title="Payment", parameters="{within: {type: duration, default: 30 days, meta: {label: Payment within}}}"
    )
    root = put_in_git(tmp_path, {"clauses/common/scope.md": late, "clauses/common/pay.md": within, "templates/plain/template.yaml": template("scope", "pay")})
    save(root, load(Folder(root)), "acme", "first", JO)
    both = "{values: {late: 14 days}, reason: asked for}, pay: {values: {within: 14 days}, reason: asked for}"
    (root / FILE).write_text(f"{AGREEMENT}clauses: {{set: {{scope: {both}}}}}\n")
    made = redlined(root, "acme", now=NOW, annotate=True)
    file = open_file(made.redline.data, "redline.docx")
    told = ["".join(map(str, comment.itertext())) for comment in file.tree(file.linked("comments"))]
    assert [line.partition(" ")[0] for line in told] == ["Credits:", "Payment:"]
