"""The life of an agreement on the command line: sent, returned, signed, amended, renewed, terminated."""

from __future__ import annotations

from datetime import datetime
import json
from pathlib import Path

import pytest

from tests.running import Slagen
from tests.small_workspace import git
from tests.workspace.deal import FACTS, Deal, tracked

TERM = "contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: option, period: 12 months, exercised_by: customer}}\n"


@pytest.fixture
def deal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deal:
    made = Deal(tmp_path / "workspace")
    made.save("first draft")
    monkeypatch.chdir(made.root)
    return made


def pdf(deal: Deal, text: str = "signed") -> str:
    place = deal.root / f"{text}.pdf"
    place.write_bytes(b"%PDF-1.7 " + text.encode())
    return place.name


def test_from_the_first_draft_to_the_signature(deal: Deal, slagen: Slagen) -> None:
    assert "acme: draft\n" in slagen("status", "acme")[1]
    code, out, _ = slagen("send", "acme", "--to", "b@acme.example", "--on", "2026-05-03")
    assert (code, out.splitlines()[1]) == (0, "Kept: agreements/acme/files/sent-1.docx")
    back = deal.root / "back.docx"
    back.write_bytes(tracked(deal.built()).data)
    code, out, _ = slagen("receive", "acme", "back.docx", "--from", "b@acme.example")
    assert code == 0
    assert "received-1 was made from sent-1; its text was changed.\n- B. Person: 1 tracked change, 0 comments" in out
    out = slagen("status", "acme")[1]
    assert "acme: under negotiation" in out
    assert "Open in received-1: B. Person: 1 tracked change, 0 comments" in out
    assert slagen("sign", "acme", pdf(deal), "--on", "2026-05-20", "--method", "wet-ink")[0] == 0
    assert "acme: executed (v1.0)" in slagen("status", "acme")[1]
    out = slagen("history", "acme")[1]
    assert "v1.0" in out
    assert "sent-1" in out
    for version in ("sent-1", "v1.0"):
        assert slagen("build", "acme", "--at", version, "--to", "docx")[0] == 0
        assert slagen("verify", "build/acme.docx")[0] == 0
    assert slagen("build", "acme", "--at", "v9.9", "--to", "md")[0] == slagen("build", "acme", "--at", "sent-9", "--to", "md")[0] == 4


def test_verify_names_the_day_and_the_people_of_the_very_file(deal: Deal, slagen: Slagen) -> None:
    slagen("send", "acme", "--to", "b@acme.example", "--on", "2026-05-03")
    slagen("sign", "acme", pdf(deal), "--on", "2026-05-20")
    code, out, _ = slagen("verify", "agreements/acme/files/sent-1.docx")
    assert code == 0
    assert "is, byte for byte, the file sent on 2026-05-03 to b@acme.example (acme sent-1, recorded by Jo Bloggs <jo@northwind.example>)" in out
    assert slagen("verify", "signed.pdf")[1].startswith("signed.pdf is, byte for byte, the file signed on 2026-05-20 (acme v1.0")
    assert slagen("verify", pdf(deal, "another"))[0] == 3
    back = deal.root / "back.docx"
    back.write_bytes(tracked(deal.built(version="sent-1")).data)
    code, out, _ = slagen("verify", "back.docx")
    assert code == 1
    assert "It was made from the file sent on 2026-05-03 to b@acme.example" in out


def test_what_was_changed_after_the_signature_makes_status_and_check_fail(deal: Deal, slagen: Slagen) -> None:
    slagen("sign", "acme", pdf(deal))
    deal.change("Leeds", "York")
    assert slagen("status", "acme")[0] == 1
    code, out, _ = slagen("check", "acme")
    assert (code, "SLG524: parties was changed after v1.0 was signed" in out) == (1, True)
    code, _, err = slagen("save", "acme", "-m", "quietly")
    assert (code, "slagen amend acme" in err) == (5, True)
    assert slagen("amend", "acme", "--note", "they moved")[0] == 0
    assert slagen("save", "acme", "-m", "they moved")[0] == 0
    assert "acme: executed (v1.0); amendment v1.1: draft" in slagen("status", "acme")[1]


def test_an_event_in_the_future_or_by_nobody_is_refused(deal: Deal, slagen: Slagen) -> None:
    assert slagen("send", "acme", "--on", "2099-01-01")[0] == 2
    git(deal.root, "config", "--unset", "user.name")
    git(deal.root, "config", "--unset", "user.email")
    code, _, err = slagen("send", "acme")
    assert (code, "--author" in err) == (5, True)
    assert slagen("send", "acme", "--author", "Jo <jo@northwind.example>")[0] == 0


def test_the_moment_is_told_in_the_workspaces_time_zone(deal: Deal, slagen: Slagen) -> None:
    settings = deal.root / "slagen.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Europe/London", "Asia/Kathmandu"), encoding="utf-8")
    deal.save("another zone")
    [record] = json.loads(slagen("send", "acme", "--json")[1])["records"]
    offset = datetime.fromisoformat(record["at"]).utcoffset()
    assert offset is not None
    assert offset.total_seconds() == 5 * 3600 + 45 * 60


def test_renewal_and_termination_need_a_signature_and_make_sense(deal: Deal, slagen: Slagen) -> None:
    assert slagen("renew", "acme")[0] == slagen("terminate", "acme", "--ends", "2027-01-01")[0] == 5
    place = deal.root / FACTS
    place.write_text(place.read_text(encoding="utf-8") + TERM, encoding="utf-8")
    deal.save("with a term")
    assert slagen("sign", "acme", pdf(deal), "--on", "2026-03-01")[0] == 0
    assert "Contract term 2: 2029-01-01 to 2029-12-31" in slagen("renew", "acme", "--to", "us", "--on", "2026-04-01")[1]
    assert slagen("terminate", "acme", "--ends", "2026-01-01", "--on", "2026-04-01")[0] == 2
    code, _, err = slagen("terminate", "acme", "--ends", "2027-01-01", "--on", "2026-04-01")
    assert (code, "it ends on 31 December 2029 by itself" in err, "--ground" in err) == (5, True, True)
    assert slagen("terminate", "acme", "--ends", "2027-01-01", "--on", "2026-04-01", "--ground", "breach")[0] == 2
    code, out, _ = slagen("terminate", "acme", "--ends", "2027-01-01", "--on", "2026-04-01", "--ground", "mutual", "--note", "moved in-house")
    assert (code, "Last day: 2027-01-01" in out) == (0, True)
    code, out, _ = slagen("status", "acme")
    assert (code, "acme: expiring (v1.0)" in slagen("status", "acme", "--on", "2026-12-31")[1], "Last day: 2027-01-01" in out) == (0, True, True)
    for verb in (("send", "acme"), ("amend", "acme"), ("renew", "acme"), ("terminate", "acme", "--ends", "2028-01-01")):
        assert slagen(*verb)[0] == 5


def test_an_agreement_without_renewal_is_not_renewed(deal: Deal, slagen: Slagen) -> None:
    slagen("sign", "acme", pdf(deal))
    code, _, err = slagen("renew", "acme")
    assert (code, "no renewal" in err) == (5, True)


def test_blame_names_the_version_and_the_facts(deal: Deal, slagen: Slagen) -> None:
    deal.change("Leeds", "York")
    deal.save("they moved")
    out = slagen("blame", "acme")[1]
    [line] = [row for row in out.splitlines() if row.strip().startswith("scope")]
    assert "facts: parties" in line


def test_a_file_that_reads_otherwise_is_not_sent_and_the_way_out_is_told(deal: Deal, slagen: Slagen) -> None:
    (deal.root / "changed.docx").write_bytes(tracked(deal.built()).data)
    code, _, err = slagen("send", "acme", "changed.docx")
    assert code == 5
    assert "Leave the file out, and what is saved is built for sending." in err


def test_what_cannot_have_come_back_is_told_before_its_file_is_looked_at(deal: Deal, slagen: Slagen) -> None:
    code, _, err = slagen("receive", "acme", pdf(deal))
    assert (code, "nothing was sent yet" in err) == (5, True)
    slagen("send", "acme", "--to", "b@acme.example")
    code, _, err = slagen("receive", "acme", pdf(deal))
    assert (code, "does not say which agreement it is of" in err) == (5, True)


def test_a_terminated_agreement_gets_a_new_name_not_its_own(deal: Deal, slagen: Slagen) -> None:
    slagen("sign", "acme", pdf(deal))
    slagen("terminate", "acme", "--ends", "2099-01-01", "--ground", "mutual", "--note", "agreed by mail")
    assert "slagen new NEW-NAME" in slagen("amend", "acme")[2]


@pytest.mark.usefixtures("deal")
def test_a_file_that_is_not_there_is_named_once(slagen: Slagen) -> None:
    assert slagen("send", "acme", "gone.docx")[2].count("gone.docx") == 1


@pytest.mark.parametrize("place", [FACTS, "agreements/acme/contract.md", "templates/plain/template.yaml"])
def test_a_redline_never_takes_the_place_of_what_contracts_are_made_of(deal: Deal, slagen: Slagen, place: str) -> None:
    before = (deal.root / place).read_bytes()
    for form in ("docx", "md"):
        code, _, err = slagen("diff", "acme", "standard", "--to", form, "-o", place)
        assert (code, "is not overwritten" in err) == (5, True)
    assert (deal.root / place).read_bytes() == before
    assert slagen("diff", "acme", "standard", "--to", "docx", "-o", "agreements/acme/redline.docx")[0] == 0


def test_tracked_changes_of_what_came_back_are_accepted_for_a_redline_and_that_is_said(deal: Deal, slagen: Slagen) -> None:
    slagen("send", "acme", "--to", "b@acme.example")
    (deal.root / "back.docx").write_bytes(tracked(deal.built(version="sent-1")).data)
    err = slagen("receive", "acme", "back.docx")[2]
    assert "What changed: slagen diff acme sent-1 received-1" in err
    assert "received-1 carried tracked changes: they were accepted first" in slagen("diff", "acme", "sent-1", "received-1", "--to", "docx")[2]


def test_a_redline_is_written_though_the_difference_is_wanted_as_json_and_json_itself_goes_to_standard_output(deal: Deal, slagen: Slagen) -> None:
    code, out, _ = slagen("diff", "acme", "standard", "--to", "docx", "--json", "-o", "made.docx")
    assert (code, json.loads(out)["old"]) == (0, "standard")
    assert (deal.root / "made.docx").read_bytes().startswith(b"PK")
    assert slagen("diff", "acme", "standard", "--json", "-o", "made.json")[0] == 2


def test_a_review_long_before_the_next_one_says_that_it_completes_none_and_how_it_would(deal: Deal, slagen: Slagen) -> None:
    deal.change("accepted:", "review: {every: 3 months, anchor: 2026-01-01}\naccepted:")
    deal.save("with reviews")
    slagen("review", "acme", "--outcome", "keep", "--on", "2026-04-01")
    out = slagen("review", "acme", "--outcome", "keep", "--on", "2026-05-19")[1]
    assert "completes no planned review" in out
    assert "A review completes that of 2026-07-01 from 2026-06-01 on." in out
    assert "slagen review acme --outcome keep --on 2026-05-19 --due 2026-07-01" in out
    assert json.loads(slagen("review", "acme", "--outcome", "keep", "--on", "2026-05-19", "--json")[1])["completes"] is None


def test_an_amendment_without_a_change_is_to_be_filled_and_not_sent(deal: Deal, slagen: Slagen) -> None:
    slagen("sign", "acme", pdf(deal))
    slagen("amend", "acme", "--note", "more servers")
    assert "Change its facts, for v1.1 says what v1.0 says" in slagen("status", "acme")[1]
    deal.change("Leeds", "York")
    assert "Save what was changed" in slagen("status", "acme")[1]
    deal.save("they moved")
    assert "Send it: slagen send acme" in slagen("status", "acme")[1]
