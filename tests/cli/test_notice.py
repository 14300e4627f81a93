"""`slagen notice` on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
import json
from pathlib import Path

import pytest

from tests.cli.test_events import TERM
from tests.clock import stop_clock
from tests.running import Slagen
from tests.workspace.deal import FACTS, Deal

WITH_NOTICE = TERM.replace(
    "mode: option, period: 12 months, exercised_by: customer}", "mode: automatic, period: 12 months}, notice: {period: 90 days, before: last_day}"
)
DELIVERY = "  delivery: [{method: post, deemed: 2 business days}]\n"
GIVE = ("notice", "acme", "--kind", "non-renewal")


@pytest.fixture
def deal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deal:
    made = Deal(tmp_path / "workspace")
    place = made.root / FACTS
    place.write_text(
        place.read_text(encoding="utf-8") + WITH_NOTICE.rstrip("}\n") + "}, delivery: [{method: post, deemed: 2 business days}]}\n", encoding="utf-8"
    )
    made.save("first draft")
    made.sign()
    monkeypatch.chdir(made.root)
    return made


def test_a_notice_is_told_with_its_dates_and_shows_in_dates_and_status(deal: Deal, slagen: Slagen) -> None:
    code, out, _ = slagen(*GIVE, "--on", "2026-06-01")
    assert code == 0
    assert "acme: notice of non-renewal to Acme plc by post, recorded as" in out
    assert "Sent on 1 June 2026, it counts as received on 3 June 2026; the last day for it is 2 October 2028." in out
    assert "The agreement ends on 31 December 2028." in out
    assert "Kept: agreements/acme/files/notice-1.docx" in out
    assert json.loads(slagen("dates", "acme", "--json")[1])["ends_on"] == "2028-12-31"
    assert "notice-1" in slagen("status", "acme")[1]
    assert "recorded before" in slagen(*GIVE, "--on", "2026-06-01")[1]
    assert (deal.root / "agreements/acme/records/2026-06-01-notice-2.yaml").is_file()
    assert slagen("verify", "agreements/acme/files/notice-1.docx")[1].startswith("notice-1.docx is, byte for byte, the file given as a notice on 2026-06-01")


def test_what_cannot_work_is_refused_with_5_and_nothing_is_recorded(deal: Deal, slagen: Slagen) -> None:
    code, _, err = slagen(*GIVE, "--draft", "--on", "2028-10-03")
    assert (code, "after the last day for it" in err) == (5, True)
    assert slagen(*GIVE, "--method", "courier")[0] == 5
    assert slagen("notice", "acme", "--kind", "option-exercise")[0] == 5
    assert list((deal.root / "agreements/acme/records").glob("*notice*")) == []


def test_a_draft_is_written_for_a_day_ahead_and_not_recorded(deal: Deal, slagen: Slagen, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, datetime(2026, 11, 22, 12, tzinfo=UTC))
    ahead = "2026-12-22"
    assert slagen(*GIVE, "--on", ahead)[0] == 2
    code, out, _ = slagen(*GIVE, "--on", ahead, "--draft", "-o", "letter.md")
    assert (code, "drafted, not recorded" in out) == (0, True)
    assert (deal.root / "letter.md").read_text(encoding="utf-8").startswith("# Notice of non-renewal: Hosting agreement\n")
    assert slagen(*GIVE, "--draft")[0] == 0
    assert (deal.root / "build/acme-non-renewal.docx").read_bytes().startswith(b"PK")
    assert list((deal.root / "agreements/acme/records").glob("*notice*")) == []


@pytest.mark.usefixtures("deal")
@pytest.mark.parametrize(
    "wrong",
    [("--to", "md"), ("their.pdf",), ("--from", "customer", "--draft"), ("--draft", "-o", "letter.pdf"), ("--from", "provider"), ("--ends", "2029-01-01")],
)
def test_what_makes_no_sense_is_wrong_usage(slagen: Slagen, wrong: tuple[str, ...]) -> None:
    code, _, err = slagen(*GIVE, *wrong)
    assert (code, "→" in err) == (2, True)


def test_a_notice_of_theirs_is_recorded_with_their_letter(deal: Deal, slagen: Slagen) -> None:
    (deal.root / "their.pdf").write_bytes(b"%PDF-1.7 we leave")
    code, out, _ = slagen(*GIVE, "--from", "customer", "their.pdf", "--on", "2026-06-01", "--json")
    told = json.loads(out)
    assert (code, told["ends_on"], told["record"]["to"], told["record"]["purpose"]) == (0, "2028-12-31", "provider", "non-renewal")
    assert (deal.root / "agreements/acme/files/notice-1.pdf").read_bytes() == b"%PDF-1.7 we leave"


@pytest.mark.usefixtures("deal")
def test_the_agenda_of_a_review_is_written_where_it_is_wanted_and_records_nothing(slagen: Slagen) -> None:
    code, out, err = slagen("review", "acme", "--pack", "--for", "customer", "--to", "md", "-o", "there")
    assert (code, out.strip().endswith("acme-review.md"), "for the customer" in err) == (0, True, True)
    assert Path("there/acme-review.md").read_text(encoding="utf-8").startswith("# Review: Hosting agreement\n")
    assert slagen("review", "acme", "--pack", "--outcome", "keep")[0] == slagen("review", "acme", "--for", "us", "--outcome", "keep")[0] == 2
    assert slagen("review", "acme", "--pack", "--baseline", "uptime=99")[0] == slagen("review", "acme", "--outcome", "keep", "--baseline", "uptime")[0] == 2
    assert slagen("review", "acme", "--pack", "--to", "pdf")[0] == slagen("review", "acme", "-o", "there")[0] == 2
    assert slagen("verify", "agreements/acme/files/v1.0.docx")[0] == 0
    slagen("review", "acme", "--pack")
    code, _, err = slagen("verify", "build/acme-review-internal.docx")
    assert (code, "the agenda of a review" in err) == (4, True)
