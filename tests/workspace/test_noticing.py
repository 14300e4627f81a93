from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
import io
from itertools import pairwise
from pathlib import Path
import re
import shutil
from zipfile import ZipFile

import pytest

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, UsageError
from slagen.formats.word.invariants import faults
from slagen.formats.word.starter import HEADER
from slagen.formats.word.stories import paragraph_text, read_trees
from slagen.formats.word.xml_text import NAMESPACE
from slagen.lifecycle.giving_notice import Purpose
from slagen.model.record import Verb
from slagen.workspace.document_files import rendered
from slagen.workspace.events import sign
from slagen.workspace.identifying import Document
from slagen.workspace.key_dates import dates
from slagen.workspace.notice_basis import Ask
from slagen.workspace.notice_letter import SHEET_TITLE, letter
from slagen.workspace.notice_plan import Plan, plan
from slagen.workspace.noticing import draft_only, give, markdown, take, word
from slagen.workspace.recording import Circumstances
from slagen.workspace.records import read_records
from slagen.workspace.review_occasion import occasion
from slagen.workspace.review_pack import Edition, agenda
from slagen.workspace.term_events import amend
from slagen.workspace.versions import save
from tests.formats.word.test_accessibility import outline
from tests.own_settings import forget_settings
from tests.small_workspace import NASTY
from tests.word_programs import PDF, needs_office, needs_validator, saved_by_office, validated
from tests.workspace.signed import JO, SIGNED_ON, loaded, signed_workspace

ACME, GERMAN, OPTION = "acme-hosting", "lindenhof-archive", "strathmuir-casework"
STOP = Ask(Purpose.NON_RENEWAL)
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing is recorded here."""
    with pytest.MonkeyPatch.context() as patch:
        forget_settings(tmp_path_factory.mktemp("home"), patch)
        return signed_workspace(tmp_path_factory.mktemp("signed") / "ws", ACME, GERMAN, OPTION)


@pytest.fixture
def own(shared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(shared, tmp_path / "ws")


def how(on: date = DAY, method: str = "") -> Circumstances:
    return Circumstances(on, method=method, signature=JO)


def text(found: Plan) -> str:
    return markdown(letter(found)).decode().replace("\\\n", "\n")


def changed(root: Path, name: str, edit: Callable[[str], str]) -> None:
    """Facts changed, saved and signed before anything else happened: the folder is a copy."""
    [place] = root.glob(f"agreements/*/{name}/agreement.yaml")
    place.write_text(edit(place.read_text(encoding="utf-8")), encoding="utf-8")


def test_the_letter_goes_the_only_way_and_to_the_address_that_the_agreement_states_for_it(shared: Path) -> None:
    found = plan(loaded(shared), ACME, STOP, date(2028, 9, 20))
    assert (found.recipient, found.rule.method, found.address.copy) == ("customer", "courier", "legal@acme.example")
    written = text(found)
    for words in (
        "By courier, against a signature", "Acme plc\nRegistered number 07654321\nGeneral Counsel\n2 High Street\nLeeds LS99 2BB", "20 September 2028",
        "signed on 20 May 2026 (version v1.0), in effect from 1 January 2026", "Under clause 6.1 (Renewal) of the Agreement", "at the end of **31 December 2028**",
        "a notice under clause 7 (Notices)", "**Northwind Hosting Ltd**\nRegistered number 01234567", "Anna Pryce",
    ):  # fmt: skip
        assert words in written


def test_the_sheet_has_the_last_safe_day_of_each_way_the_cut_off_in_both_zones_the_proofs_and_the_holiday_data(shared: Path) -> None:
    written = text(plan(loaded(shared), GERMAN, STOP, date(2028, 9, 20)))
    letter_part, _, sheet = written.partition(SHEET_TITLE)
    assert "| Post (this letter) | Tue 26 September 2028 | the end of that day | Fri 29 September 2028 |" in sheet
    assert "| Courier | Thu 28 September 2028 | 16:00 (Europe/Berlin), which is 15:00 (Europe/London) |" in sheet
    assert "Certificate of posting" in sheet
    assert "recht@bergquell.example" in sheet
    assert "business days in DE-HE and DE-NW by holidays" in sheet.replace("\n", " ")
    assert not any(word in letter_part for word in ("safe", "holidays", "recht@bergquell.example", "☐"))


def test_the_word_file_is_valid_and_its_sheet_stands_in_a_section_that_says_do_not_send(shared: Path) -> None:
    data = word(letter(plan(loaded(shared), ACME, STOP, date(2028, 9, 20))))
    assert faults(data) == []
    trees = read_trees(data, "x")
    assert SHEET_TITLE in paragraph_text(trees["word/header1.xml"])
    headers = [header.values()[-1] for header in trees["word/document.xml"].iter(f"{{{NAMESPACE}}}headerReference")]
    assert len(set(headers)) == 2
    assert headers[-1] == HEADER
    assert b"<dc:title>Notice of non-renewal</dc:title>" in ZipFile(io.BytesIO(data)).read("docProps/core.xml")


def test_too_late_is_refused_with_the_day_what_follows_and_the_next_chance(shared: Path) -> None:
    with pytest.raises(RefusedError) as error:
        plan(loaded(shared), ACME, STOP, date(2028, 10, 2))
    assert "received on 3 October 2028, after the last day for it, 2 October 2028" in error.value.message
    assert "renews for 12 months, £120,000" in error.value.message
    assert "31 December 2029" in error.value.hint


def test_too_early_is_refused_with_the_first_day(own: Path) -> None:
    changed(own, ACME, lambda facts: facts.replace("before: last_day, clear_days: false}", "before: last_day, clear_days: false, not_before: 180 days}"))
    _sign_anew(own, ACME)
    with pytest.raises(RefusedError, match="before the first day for it, 4 July 2028"):
        plan(loaded(own), ACME, STOP, date(2028, 1, 3))
    assert plan(loaded(own), ACME, STOP, date(2028, 7, 4)).window.first == date(2028, 7, 4)


def _sign_anew(root: Path, name: str) -> None:
    amend(root, loaded(root), name, Circumstances(SIGNED_ON, note="changed", signature=JO))
    save(root, loaded(root), name, "changed", JO)
    sign(root, loaded(root), name, (Document("again.pdf", b"%PDF-1.7 again"),), Circumstances(SIGNED_ON, note="on paper", signature=JO), as_is=True)


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (replace(STOP, method="email"), "only by courier"),
        (Ask(Purpose.TERMINATION), "Nobody may terminate it without cause"),
        (Ask(Purpose.OPTION_EXERCISE), "renews by itself"),
    ],
)
def test_what_the_agreement_closes_is_refused(shared: Path, ask: Ask, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as error:
        plan(loaded(shared), ACME, ask, DAY)
    assert error.value.hint


def test_a_party_that_is_not_there_or_ours_is_told(shared: Path) -> None:
    with pytest.raises(NotFoundError, match="custommer"):
        plan(loaded(shared), ACME, replace(STOP, to="custommer"), DAY)
    with pytest.raises(UsageError, match="on our side"):
        plan(loaded(shared), ACME, replace(STOP, to="provider"), DAY)


def test_nothing_is_given_notice_of_before_it_is_signed(shared: Path) -> None:
    with pytest.raises(RefusedError, match="was not signed by that day"):
        plan(loaded(shared), ACME, STOP, date(2026, 5, 19))
    with pytest.raises(RefusedError, match="was not signed by that day"):
        plan(loaded(shared), "fjordlys-helpdesk", STOP, DAY)


def test_an_address_that_the_facts_lack_is_a_finding_with_its_place_and_never_guessed(own: Path) -> None:
    changed(own, ACME, lambda facts: facts.replace("email: legal@acme.example}\n", "}\n").replace("    email: it@acme.example\n", ""))
    changed(own, ACME, lambda facts: facts.replace(", method: courier, copy: legal@acme.example}", "}").replace(", except: [termination]}", "}"))
    _sign_anew(own, ACME)
    with pytest.raises(FindingsError) as error:
        plan(loaded(own), ACME, replace(STOP, method="email"), DAY)
    [finding] = error.value.findings
    assert finding.code == "SLG470"
    assert finding.source.line
    assert "parties.customer.notices" in finding.hint
    assert plan(loaded(own), ACME, STOP, DAY).rule.method == "post"


def test_after_the_cut_off_at_the_place_of_receipt_the_next_business_day_counts_and_that_is_told(shared: Path) -> None:
    moment = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # 16:30 in Berlin, after 16:00
    found = plan(loaded(shared), GERMAN, replace(STOP, method="courier"), moment)
    assert (found.receipt.counted_from, found.receipt.received) == (date(2026, 11, 23), date(2026, 11, 24))
    assert any("16:00 in Europe/Berlin" in warning for warning in found.warnings)
    early = plan(loaded(shared), GERMAN, replace(STOP, method="courier"), moment.replace(hour=14))
    assert early.receipt.received == date(2026, 11, 23)


def test_a_notice_is_kept_recorded_and_ends_the_agreement_in_its_dates_and_the_same_one_is_recorded_once(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter.docx"
    given = give(own, loaded(own), ACME, STOP, how(), out)
    assert given.filed is not None
    [record] = given.filed.records
    assert (record.verb, record.purpose, record.to, record.method, record.ends_on) == (Verb.NOTICE, "non-renewal", "customer", "courier", date(2028, 12, 31))
    assert (own / record.kept).read_bytes() == out.read_bytes()
    assert dates(loaded(own), ACME, today=DAY).dates.ends_on == date(2028, 12, 31)
    again = give(own, loaded(own), ACME, STOP, how(), tmp_path / "again.md")
    assert again.filed is not None
    assert (again.filed.before, again.filed.records) == (True, (record,))
    assert "31 December 2028" in (tmp_path / "again.md").read_text(encoding="utf-8")
    assert [found for found in read_records(loaded(own), ACME).findings if found.severity == "error"] == []
    with pytest.raises(RefusedError, match="already"):
        give(own, loaded(own), ACME, STOP, how(date(2026, 11, 21)))


def test_a_breach_must_be_described_and_its_remedy_has_a_day(own: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="must say what it is about"):
        give(own, loaded(own), ACME, Ask(Purpose.BREACH), how())
    out = tmp_path / "draft.md"
    draft_only(own, loaded(own), ACME, Ask(Purpose.BREACH), DAY, out)
    assert "what has happened" in out.read_text(encoding="utf-8")
    given = give(own, loaded(own), ACME, Ask(Purpose.BREACH, because="Invoice 7 is unpaid."), how())
    assert given.plan.effect.remedy_by == date(2026, 12, 24)  # received on Tue 24 November, 30 days
    assert "Invoice 7 is unpaid." in text(given.plan)
    assert dates(loaded(own), ACME, today=DAY).dates.ends_on is None


def test_termination_for_cause_ends_with_the_receipt_or_on_the_day_that_it_names(shared: Path) -> None:
    cause = Ask(Purpose.TERMINATION, because="The breach of 1 October was not remedied.")
    found = plan(loaded(shared), ACME, cause, DAY)
    assert found.effect.ends_on == found.receipt.received
    assert plan(loaded(shared), ACME, replace(cause, ends_on=date(2026, 12, 31)), DAY).effect.ends_on == date(2026, 12, 31)
    with pytest.raises(UsageError, match="cannot end"):
        plan(loaded(shared), ACME, replace(cause, ends_on=DAY), DAY)


def test_the_sheet_of_a_termination_says_that_the_right_lapses_and_never_that_there_is_no_last_day(shared: Path) -> None:
    """Clause 44.7 of the contract as printed: 90 days after the Party learns of the breach."""
    found = plan(loaded(shared), ACME, Ask(Purpose.TERMINATION, because="The invoices of two months are unpaid."), DAY)
    sheet = text(found).partition(SHEET_TITLE)[2].replace("\n", " ")
    assert "within the time that clause 44.7 (Termination) states" in sheet
    assert "no last day" not in sheet


def test_a_party_with_a_rule_of_its_own_is_told_it_by_the_clause_and_not_by_the_provision_for_everybody(shared: Path) -> None:
    """Clause 6.2 has 90 days, for us; 60 days, for the customer, stand in 6.3, which has no name: so clause 6 is cited."""
    steps = dates(loaded(shared), ACME, today=DAY).steps
    cited = {step.clause for step in steps if "60 days" in step.text or "not before" in step.text}
    assert cited == {"renewal"}
    assert {step.clause for step in steps if "90 days" in step.text} == {"renewal.notice"}


def test_new_prices_are_the_providers_notice_and_apply_from_the_next_price_review_that_it_reaches(shared: Path) -> None:
    found = plan(loaded(shared), ACME, Ask(Purpose.PRICE_REVIEW), DAY)
    assert (found.effect.begins, found.window.last) == (date(2028, 1, 1), date(2027, 11, 2))


def test_a_notice_of_theirs_is_recorded_with_the_end_that_it_brings_and_a_late_one_ends_nothing(own: Path) -> None:
    letter_of_theirs = Document("kuendigung.pdf", b"%PDF-1.7 we leave")
    taken = take(own, loaded(own), GERMAN, replace(STOP, sender="customer"), how(), letter_of_theirs)
    assert (taken.effect.ends_on, taken.problem) == (date(2028, 12, 31), "")
    assert (own / taken.filed.files[0]).read_bytes() == letter_of_theirs.data
    assert take(own, loaded(own), GERMAN, replace(STOP, sender="customer"), how(), letter_of_theirs).filed.before
    ends = replace(STOP, sender="customer")
    early = take(own, loaded(own), ACME, ends, how())
    assert (early.effect.ends_on, "before the first day" in early.problem) == (None, True)
    assert dates(loaded(own), ACME, today=DAY).dates.ends_on is None
    with pytest.raises(UsageError, match="on our side"):
        take(own, loaded(own), ACME, replace(STOP, sender="provider"), how())


def test_an_option_that_they_exercise_by_notice_is_exercised_once(own: Path) -> None:
    ask = Ask(Purpose.OPTION_EXERCISE, sender="customer")
    taken = take(own, loaded(own), OPTION, ask, how())
    assert (taken.effect.begins, taken.problem) == (date(2028, 5, 18), "")
    again = take(own, loaded(own), OPTION, ask, how(date(2026, 11, 21)))
    assert "exercised before" in again.problem


def test_a_day_on_which_nobody_takes_a_letter_is_told(shared: Path) -> None:
    sunday = date(2026, 11, 22)
    assert any("no business day" in one for one in plan(loaded(shared), ACME, STOP, sunday).warnings)


@pytest.mark.parametrize(("on", "spare", "last"), [(date(2028, 9, 25), "1 day to spare", False), (date(2028, 9, 26), "no day to spare", True)])
def test_a_saturday_as_the_last_day_for_it_is_no_day_to_spare_for_nothing_is_received_then(shared: Path, on: date, spare: str, *, last: bool) -> None:
    # 30 September 2028 is a Saturday: by post, three business days, 25 September is received on Thursday, and 27 on Monday
    found = plan(loaded(shared), GERMAN, STOP, on)
    assert f"That leaves {spare}" in text(found)
    assert any("the very last day, 29.09.2028" in one or "the very last day, 29 September 2028" in one for one in found.warnings) == last


def test_the_letter_never_takes_the_place_of_a_source_and_that_is_told_before_anything_is_recorded(own: Path, tmp_path: Path) -> None:
    for out, kind in ((own / f"agreements/acme/{ACME}/contract.md", RefusedError), (tmp_path / "letter.pdf", UsageError)):
        with pytest.raises(kind):
            give(own, loaded(own), ACME, STOP, how(), out)
    assert list(own.glob(f"agreements/acme/{ACME}/records/*notice*")) == []


def test_where_two_readings_differ_a_letter_that_only_the_later_one_saves_is_written_with_a_warning(own: Path) -> None:
    changed(own, ACME, lambda facts: facts.replace("notice: {period: 90 days, before: last_day, clear_days: false}", "notice: {period: 90 days}"))
    _sign_anew(own, ACME)
    found = plan(loaded(own), ACME, STOP, date(2028, 10, 2))
    assert found.receipt.received == date(2028, 10, 3)
    assert any("expect it to be disputed" in warning for warning in found.warnings)
    with pytest.raises(RefusedError, match="after the last day"):
        plan(loaded(own), ACME, STOP, date(2028, 10, 3))


def test_without_ways_of_delivery_in_the_facts_those_that_the_clause_on_notices_prints_count(own: Path) -> None:
    changed(own, ACME, lambda facts: re.sub(r"  delivery:\n(?:    - .*\n)+", "", facts))
    _sign_anew(own, ACME)
    found = plan(loaded(own), ACME, STOP, datetime(2028, 10, 2, 15, 0, tzinfo=UTC))
    assert (found.rule.method, found.rule.cutoff, found.receipt.received) == ("courier", time(17), date(2028, 10, 2))
    with pytest.raises(RefusedError, match="after the last day"):
        plan(loaded(own), ACME, STOP, datetime(2028, 10, 2, 16, 30, tzinfo=UTC))  # 17:30 in London


def test_names_and_words_are_printed_as_they_are_whatever_they_hold(own: Path) -> None:
    changed(own, ACME, lambda facts: facts.replace("name: Acme plc", f"name: '{NASTY}'"))
    _sign_anew(own, ACME)
    found = plan(loaded(own), ACME, Ask(Purpose.BREACH, because=f"{NASTY}\n<w:p/> \x0b {{{{ title }}}} | ☠"), DAY)
    data = word(letter(found))
    assert faults(data) == []
    printed = [paragraph_text(one) for one in read_trees(data, "x")["word/document.xml"].iter(f"{{{NAMESPACE}}}p")]
    assert NASTY in printed
    assert any(NASTY in one and "Registered number 07654321" in one for one in printed)
    assert any(one.startswith("<w:p/>") and "{{ title }} | ☠" in one for one in printed)
    assert r"\<w:p/>" in text(found)


def test_the_record_says_with_which_holiday_data_its_days_were_worked_out(own: Path) -> None:
    given = give(own, loaded(own), ACME, STOP, how())
    assert given.filed is not None
    [record] = given.filed.records
    assert record.holidays == given.plan.data
    assert record.holidays.startswith("holidays ")


def outlined(data: bytes) -> list[int]:
    return [depth for depth, _ in outline(read_trees(data, "x"))]


def test_headings_skip_no_level_for_those_who_cannot_see_the_page(shared: Path) -> None:
    found = occasion(loaded(shared), ACME, DAY)
    files = [word(letter(plan(loaded(shared), name, STOP, date(2028, 9, 20)))) for name in (ACME, GERMAN)]
    files += [rendered(*agenda(found, edition), "docx") for edition in Edition]
    for data in files:
        depths = outlined(data)
        assert depths[0] == 0
        assert all(after <= before + 1 for before, after in pairwise(depths))
        for table in read_trees(data, "x")["word/document.xml"].iter(f"{{{NAMESPACE}}}tblPr"):
            assert table.find(f"{{{NAMESPACE}}}tblCaption") is not None


@pytest.fixture(scope="module")
def files(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Letters of two laws and both editions of an agenda."""
    folder = tmp_path_factory.mktemp("letters")
    made = {f"{name}.docx": word(letter(plan(loaded(shared), name, STOP, date(2028, 9, 20)))) for name in (ACME, GERMAN)}
    made |= {f"{edition}.docx": rendered(*agenda(occasion(loaded(shared), GERMAN, DAY), edition), "docx") for edition in Edition}
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return tuple(folder / name for name in made)


@pytest.mark.slow
@pytest.mark.outside
@needs_validator
def test_the_open_xml_validator_reports_nothing_on_letters_and_agendas(files: tuple[Path, ...]) -> None:
    assert validated(files) == []


@pytest.mark.slow
@pytest.mark.outside
@needs_office
def test_libreoffice_converts_letters_and_agendas_and_a_letter_has_two_pages(files: tuple[Path, ...]) -> None:
    pages = {name: data.count(b"/Type/Page/") for name, data in saved_by_office(files, PDF).items()}
    assert pages.keys() == {file.stem for file in files}
    assert {pages[ACME], pages[GERMAN]} == {2}
