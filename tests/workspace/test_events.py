"""What is sent, comes back and is signed is kept byte for byte, with a record beside it in the same version."""

from __future__ import annotations

from pathlib import Path

import pytest

from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.formats.word.package import read_package, write_package
from slagen.model.standing import Status, standing_of
from slagen.workspace.identifying import Document
from slagen.workspace.people import Person
from slagen.workspace.records import is_executed, read_records, records_of
from slagen.workspace.verifying import Verdict, verify
from slagen.workspace.versions import opened
from tests.small_workspace import git
from tests.workspace.deal import FACTS, Deal, edited, tracked


@pytest.fixture
def deal(tmp_path: Path) -> Deal:
    made = Deal(tmp_path)
    made.save("first draft")
    return made


def status(deal: Deal) -> Status:
    return standing_of(records_of(deal.loaded, "acme")).status


def test_what_is_sent_is_kept_with_its_record_in_one_version(deal: Deal) -> None:
    draft = git(deal.root, "rev-parse", "HEAD").strip()
    file = deal.built(version=draft)
    filed = deal.send(file)
    [record] = filed.records
    assert (record.version, record.commit, record.sha256, record.to) == ("sent-1", draft, file.sha256, "b@acme.example")
    assert git(deal.root, "diff-tree", "--no-commit-id", "--name-only", "-r", "HEAD").split() == [
        "agreements/acme/files/sent-1.docx", "agreements/acme/records/2026-05-03-send-1.yaml",
    ]  # fmt: skip
    assert (deal.root / "agreements/acme/files/sent-1.docx").read_bytes() == file.data
    assert git(deal.root, "status", "--porcelain", "agreements") == ""


def test_a_draft_that_reads_as_what_was_built_for_sending_is_of_that_version_as_well(deal: Deal) -> None:
    built = deal.built()
    assert deal.send(to="b@acme.example").records[0].version == "sent-1"
    answer = verify(deal.root, built.data, built.name)
    assert (answer.verdict, answer.base and answer.base.version) == (Verdict.UNTOUCHED, "sent-1")
    assert deal.send(built, to="c@acme.example").records[0].version == "sent-2"
    assert verify(deal.root, tracked(built).data, built.name).verdict is Verdict.CHANGED


def test_a_file_of_a_draft_that_reads_as_the_saved_version_is_of_that_version(deal: Deal) -> None:
    [record] = deal.send(deal.built()).records
    assert record.commit == git(deal.root, "rev-parse", "HEAD~1").strip()


def test_with_no_file_the_saved_version_is_built_and_kept(deal: Deal) -> None:
    filed = deal.send()
    assert filed.files == ("agreements/acme/files/sent-1.docx",)
    assert filed.records[0].text_hash
    assert deal.send().before


def test_what_was_not_saved_is_not_sent(deal: Deal) -> None:
    deal.change("Leeds", "York")
    with pytest.raises(RefusedError, match="not saved"):
        deal.send()
    with pytest.raises(RefusedError, match="not saved"):
        deal.send(deal.built())
    assert records_of(deal.loaded, "acme") == ()


def test_a_file_that_reads_otherwise_is_sent_only_with_a_reason(deal: Deal) -> None:
    file = edited(deal.built(), lambda xml: xml.replace(b"Leeds", b"York"))
    with pytest.raises(RefusedError, match="word for word"):
        deal.send(file)
    with pytest.raises(UsageError):
        deal.send(file, as_is=True)
    [record] = deal.send(file, as_is=True, note="a slip, put right by hand").records
    assert (record.commit, record.text_hash) == ("", "")


def test_a_file_of_another_agreement_is_refused_whatever_is_said(deal: Deal) -> None:
    file = deal.built()
    item = edited(file, lambda xml: xml)
    foreign = Document(item.name, rewritten(file, b'agreement="acme"', b'agreement="other"'))
    for verb in (deal.send, deal.sign):
        with pytest.raises(RefusedError, match="another agreement"):
            verb(foreign, as_is=True, note="never mind")


def rewritten(file: Document, old: bytes, new: bytes) -> bytes:
    parts = read_package(file.data, file.name)
    return write_package({name: data.replace(old, new) if name.startswith("customXml") else data for name, data in parts.items()})


def test_the_same_file_to_the_same_people_is_recorded_once(deal: Deal) -> None:
    file = deal.built()
    first, again, other = deal.send(file), deal.send(file), deal.send(file, to="c@acme.example")
    assert (first.before, again.before, other.before) == (False, True, False)
    assert [record.version for record in records_of(deal.loaded, "acme")] == ["sent-1", "sent-2"]
    assert other.files == first.files  # the bytes are kept once


def test_names_of_what_was_sent_and_received_are_versions(deal: Deal) -> None:
    deal.send()
    deal.change("Leeds", "York")
    deal.save()
    deal.send()
    for version, city in (("sent-1", "Leeds"), ("sent-2", "York")):
        with opened(deal.root, version, "acme") as loaded:
            assert city.encode() in loaded.files.read(FACTS)
    with pytest.raises(NotFoundError, match="sent-9"), opened(deal.root, "sent-9", "acme"):
        pass


def test_what_comes_back_says_what_it_answers_and_who_changed_it(deal: Deal) -> None:
    with pytest.raises(RefusedError, match="nothing was sent"):
        deal.receive(deal.built())
    sent = deal.built()
    deal.send(sent)
    [back] = deal.receive(tracked(sent))
    assert back.record.base == "sent-1"
    assert back.people == (Person("B. Person", changes=1, comments=0),)
    assert back.traced.deviations
    assert status(deal) is Status.NEGOTIATED
    [untouched] = deal.receive(sent)
    assert (untouched.traced.deviations, untouched.people, untouched.record.version) == ((), (), "received-2")
    assert untouched.record.file == "files/sent-1.docx"


def test_signing_freezes_and_tags(deal: Deal) -> None:
    deal.send()
    filed = deal.sign()
    [record] = filed.records
    assert record.version == "v1.0"
    assert git(deal.root, "cat-file", "-t", "acme/v1.0").strip() == "tag"
    assert git(deal.root, "rev-parse", "acme/v1.0^{commit}").strip() == filed.outcome.commit
    assert is_executed(deal.loaded, "acme")
    deal.change("Leeds", "York")
    with pytest.raises(RefusedError, match=r"executed as v1\.0.*parties, its text"):
        deal.save()


def test_facts_that_bind_nobody_may_change_under_a_signature(deal: Deal) -> None:
    deal.sign()
    place = deal.root / FACTS
    place.write_text(place.read_text(encoding="utf-8") + "people: {legal: lee@northwind.example}\n", encoding="utf-8")
    deal.save("a new lawyer")


def test_an_amendment_opens_the_text_and_is_signed_under_the_next_name(deal: Deal) -> None:
    with pytest.raises(RefusedError, match="never signed"):
        deal.amend()
    deal.sign()
    with pytest.raises(RefusedError, match="executed"):
        deal.send()
    with pytest.raises(RefusedError, match="executed"):
        deal.sign(Document("signed.pdf", b"%PDF-1.7 other"))
    deal.amend()
    assert not is_executed(deal.loaded, "acme")
    with pytest.raises(RefusedError, match="open already"):
        deal.amend()
    deal.change("Leeds", "York")
    deal.save()
    assert deal.sign().records[0].version == "v1.1"
    deal.amend(restate=True)
    assert deal.sign(Document("signed.pdf", b"%PDF-1.7 third")).records[0].version == "v2.0"
    assert git(deal.root, "tag").split() == ["acme/v1.0", "acme/v1.1", "acme/v2.0"]


def test_what_is_signed_is_what_is_saved_now(deal: Deal) -> None:
    old = deal.built(execution=True)
    deal.change("Leeds", "York")
    deal.save()
    with pytest.raises(RefusedError, match="changed since"):
        deal.sign(old)
    with pytest.raises(RefusedError, match="draft"):
        deal.sign(deal.built())
    deal.change("York", "Hull")
    with pytest.raises(RefusedError, match="not saved"):
        deal.sign(Document("signed.pdf", b"%PDF-1.7"))


def test_counterparts_are_one_signed_version(deal: Deal) -> None:
    filed = deal.sign(Document("a.pdf", b"%PDF-1.7 one"), Document("b.pdf", b"%PDF-1.7 two"))
    assert filed.files == ("agreements/acme/files/v1.0.pdf", "agreements/acme/files/v1.0-2.pdf")
    assert {record.version for record in filed.records} == {"v1.0"}
    assert deal.sign(Document("b.pdf", b"%PDF-1.7 two")).before


def test_what_is_no_document_is_kept_only_with_a_reason(deal: Deal) -> None:
    with pytest.raises(RefusedError, match="neither a Word file nor a PDF"):
        deal.send(Document("notes.txt", b"hello"))
    assert deal.send(Document("../../x .TXT", b"hello"), as_is=True, note="an annex").files == ("agreements/acme/files/sent-1.txt",)


def test_a_file_under_a_password_is_called_that(deal: Deal) -> None:
    with pytest.raises(RefusedError, match="protected by a password"):
        deal.send(Document("ours.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


def test_all_records_are_sound_after_a_whole_negotiation(deal: Deal) -> None:
    sent = deal.built()
    deal.send(sent)
    deal.receive(tracked(sent))
    deal.sign()
    deal.amend()
    recorded = read_records(deal.loaded, "acme")
    assert recorded.findings == ()
    assert [(record.number, record.verb) for record in recorded.records] == [(1, "send"), (2, "receive"), (3, "sign"), (4, "amend")]
