"""“How we did”: what the page about a charter says, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
import json
from pathlib import Path

import pytest

from slagen.assembly.number import number
from slagen.core.errors import FindingsError, NotFoundError, RefusedError, UsageError
from slagen.formats.files import Folder
from slagen.formats.markdown.write import write
from slagen.model.chart import Chart, Mark
from slagen.model.document import Figure
from slagen.performance.kept_promises import Keeping
from slagen.workspace.charter_data import charter_data
from slagen.workspace.charter_page import TO_BE_WRITTEN, charter_page
from slagen.workspace.charter_report import CharterReport, charter_report, is_charter
from slagen.workspace.crediting import statement
from slagen.workspace.document_files import Order
from slagen.workspace.load import load
from slagen.workspace.report_files import charter_report_written
from tests.workspace.charter import CHARTER, COUNTS, FACTS, NOW, TICKETS, VALUES, charter_in_git
from tests.workspace.deal import CONTENTS

ROOT = Path(__file__).resolve().parents[2]


def months(form: str, system: str, rows: Mapping[int, str], year: int = 2026) -> dict[str, str]:
    """One file for each month."""
    headers = {"counts": COUNTS, "values": VALUES, "tickets": TICKETS}
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return {
        f"{year}-{month:02}-01_{year}-{month:02}-{days[month - 1]}-{form}-{system}.csv": headers[form] + row.replace("M", f"{year}-{month:02}")
        for month, row in rows.items()
    }


MAIL = months("counts", "mail-desk", dict.fromkeys(range(1, 13), "mail.acknowledge,M,98,100\nmail.reply,M,96,100\n"))


def found(tmp_path: Path, files: Mapping[str, str], period: str = "2026", facts: str = CHARTER) -> CharterReport:
    return charter_report(load(Folder(charter_in_git(tmp_path / "ws", files, facts))), "acme", period, now=NOW)


def text(report: CharterReport) -> str:
    document, _ = charter_page(report)
    return write(document, number(document))


def keeping(report: CharterReport) -> dict[str, Keeping]:
    return {one.promise.level.id: one.now.keeping for one in report.promises}


def test_the_contacts_of_all_months_together_are_what_a_promise_is_held_against(tmp_path: Path) -> None:
    """One month of 10 contacts that misses (8 of 10) does not break a year of 1,110 (1,064 in time, 95.9 %)."""
    rows = MAIL | months("counts", "mail-desk", {7: "mail.acknowledge,M,98,100\nmail.reply,M,8,10\n"})
    reply = next(one for one in found(tmp_path, rows).promises if one.promise.level.id == "mail.reply")
    assert (reply.now.good, reply.now.total, reply.now.keeping) == (Fraction(1064), Fraction(1110), Keeping.KEPT)
    assert [one.window.name for one in reply.now.missed] == ["2026-07"]


def test_a_promise_is_not_simply_kept_while_a_month_is_missing_and_is_broken_all_the_same_where_the_others_fall_short(tmp_path: Path) -> None:
    rows = {name: told.replace("reply,2026-02,96", "reply,2026-02,10") for name, told in MAIL.items() if "2026-08" not in name}
    report = found(tmp_path, rows)
    assert keeping(report)["mail.acknowledge"] is Keeping.INCOMPLETE
    assert keeping(report)["mail.reply"] is Keeping.NOT_KEPT
    assert "There are no figures of August 2026 for e-mail." in text(report)


def test_nobody_who_wrote_is_no_broken_promise(tmp_path: Path) -> None:
    report = found(tmp_path, months("tickets", "post-book", dict.fromkeys(range(1, 13), "")))
    assert keeping(report)["letter.reply"] is Keeping.NOTHING
    assert "nobody contacted us this way" in text(report)
    assert keeping(report)["counter.reply"] is Keeping.MISSING


def test_shares_without_the_number_of_calls_count_alike_and_with_it_by_that(tmp_path: Path) -> None:
    alike = found(tmp_path / "a", months("values", "exchange", {1: "phone,M,80,\n", 2: "phone,M,100,\n"}), "2026-Q1").promises[0].now
    weighed = found(tmp_path / "b", months("values", "exchange", {1: "phone,M,80,300\n", 2: "phone,M,100,100\n"}), "2026-Q1").promises[0].now
    assert (alike.share, alike.total) == (Fraction(90), None)
    assert (weighed.share, weighed.total) == (Fraction(85), Fraction(400))


def test_a_share_is_printed_on_its_own_side_of_what_was_promised(tmp_path: Path) -> None:
    report = found(tmp_path, months("counts", "mail-desk", {5: "mail.acknowledge,M,9499,10000\nmail.reply,M,1,1\n"}), "2026-05")
    assert "| 94.99% | 9,499 of 10,000 | not kept |" in text(report)


def test_the_same_months_of_the_year_before_stand_beside(tmp_path: Path) -> None:
    facts = CHARTER.replace("effective_date: 2026-01-01", "effective_date: 2025-01-01")
    before = months("counts", "mail-desk", {5: "mail.acknowledge,M,90,100\nmail.reply,M,99,100\n"}, 2025)
    report = found(tmp_path, MAIL | before, "2026-05", facts)
    assert "| 98.0% | 98 of 100 | 90.0% | kept |" in text(report)
    assert "did not run then" not in text(report)


def test_a_period_under_way_tells_of_the_months_that_have_ended(tmp_path: Path) -> None:
    facts = CHARTER.replace("effective_date: 2026-01-01", "effective_date: 2025-06-01")
    report = found(tmp_path, months("counts", "mail-desk", {1: "mail.acknowledge,M,98,100\n"}, 2027), "2027", facts)
    assert charter_page(report)[0].meta.title.startswith("How we did, January 2027")
    assert "what came after 31 January 2027 will be told" in text(report)


def test_complaints_are_told_stage_by_stage_with_what_was_upheld(tmp_path: Path) -> None:
    rows = "complaints.1,,2026-05-05T09:00:00Z,2026-05-07T09:00:00Z,,2026-05-12T09:00:00Z\n"
    more = months("tickets", "post-book", {5: rows + rows.replace("-12T", "-20T")}) | months("counts", "post-book", {5: "complaints.upheld,M,1,2\n"})
    page = text(found(tmp_path, more, "2026-05"))
    assert "| 1 | Service manager | 5 Business Days | 2 | 50.0% (1 of 2) |" in page
    assert "We acknowledged 2 of 2 within 2 Business Days, which we promise every time." in page
    assert "Of 2 complaints that we decided, we found in 1 that we were at fault." in page
    assert "can go to the Ombudsman" in page


def test_few_answers_to_a_survey_are_told_as_too_few(tmp_path: Path) -> None:
    surveys = {"2026-01-01_2026-06-30-values-survey.csv": f"{VALUES}feedback,2026-H1,90,29\n"}
    surveys |= {"2026-07-01_2026-12-31-values-survey.csv": f"{VALUES}feedback,2026-H2,80,30\n"}
    page = text(found(tmp_path / "a", surveys))
    assert "| 90.0% | 29 | too few answers to speak for everybody |" in page
    assert "| 80.0% | 30 | enough answers to go by |" in page
    facts = CHARTER.replace("system: Survey}", "system: Survey}, minimum_sample: 20")
    assert "| 90.0% | 29 | enough answers to go by |" in text(found(tmp_path / "b", surveys, facts=facts))


def test_what_people_wrote_stands_beside_a_promise_that_was_not_kept_and_the_place_is_marked_until_then(tmp_path: Path) -> None:
    rows = months("counts", "mail-desk", {5: "mail.acknowledge,M,90,100\nmail.reply,M,90,100\n"})
    words = {"../how-we-did/2026-05.yaml": "actions: {mail.reply: We write sooner.}\n"}
    page = text(found(tmp_path, rows | words, "2026-05"))
    assert page.count("We write sooner.") == page.count(TO_BE_WRITTEN) == 1


def test_words_about_a_promise_that_nobody_made_are_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        found(tmp_path, MAIL | {"../how-we-did/2026.yaml": "actions: {mail.repli: We write sooner.}\n"})
    assert "mail.reply" in f"{caught.value.findings[0].message} {caught.value.findings[0].hint}"


def test_the_page_names_no_system_ticket_or_credit_and_no_law(tmp_path: Path) -> None:
    page = text(found(tmp_path, MAIL)).lower()
    for word in ("mail desk", "credit", "ticket", "hereby", "shall", "penalt", "breach", "service level"):
        assert word not in page


@pytest.mark.parametrize(
    ("period", "error"),
    [("2028", RefusedError), ("2025", RefusedError), ("2026-13", UsageError), ("2026-05-05/2026-05-20", RefusedError), ("2026", NotFoundError)],
)
def test_a_period_of_which_nothing_can_be_said_is_refused(tmp_path: Path, period: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        found(tmp_path, {}, period)


def test_only_a_charter_has_the_page(tmp_path: Path) -> None:
    root = charter_in_git(tmp_path / "ws", {})
    assert is_charter(load(Folder(root)), "acme")
    (root / FACTS).write_text(CONTENTS[FACTS], encoding="utf-8")
    assert not is_charter(load(Folder(root)), "acme")


def test_the_page_is_written_in_every_format_and_its_figures_are_those_of_the_data(tmp_path: Path) -> None:
    report = found(tmp_path, MAIL)
    files = charter_report_written(tmp_path, report, Order(("docx", "html", "md", "json"), tmp_path / "out"))
    assert [file.name for file in files] == [f"acme-how-we-did-2026.{kind}" for kind in ("docx", "html", "md", "json")]
    data = json.loads(files[3].read_text(encoding="utf-8"))
    assert data == charter_data(report)
    assert data["credits"] == data["credit_total"] == []
    assert next(one for one in data["promises"] if one["id"] == "mail.reply")["share"] == "96"


def test_the_page_of_the_sample_charter_says_what_its_figures_say() -> None:
    report = charter_report(load(Folder(ROOT)), "acme-charter", "2026-Q3", now=NOW)
    told = keeping(report)
    assert (told["phone.acknowledge"], told["portal.acknowledge"], told["e-mail.reply"]) == (Keeping.NOT_KEPT, Keeping.INCOMPLETE, Keeping.KEPT)


def test_a_charter_has_no_statement_of_credits_and_the_page_is_named_instead(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        statement(load(Folder(charter_in_git(tmp_path / "ws", MAIL))), "acme", "2026-05", now=NOW)
    assert "slagen report acme --period 2026-05" in caught.value.hint


def charts(report: CharterReport) -> list[Chart]:
    document, _ = charter_page(report)
    return [block.chart for section in document.sections for clause in section.clauses for block in clause.body if isinstance(block, Figure)]


def test_each_promise_has_its_course_as_a_chart_that_says_the_same_in_words(tmp_path: Path) -> None:
    rows = MAIL | months("counts", "mail-desk", {7: "mail.acknowledge,M,90,100\nmail.reply,M,96,100\n"})
    report = found(tmp_path, {name: told for name, told in rows.items() if "2026-08" not in name})
    [acknowledged, replied] = charts(report)
    assert acknowledged.title == "E-mail: we acknowledge within 1 Business Day"
    assert {point.limit for point in acknowledged.points} == {Decimal(95)}
    assert [(point.text, point.mark) for point in acknowledged.points[6:8]] == [("90.0%", Mark.MISSED), ("no figures", Mark.NO_FIGURES)]
    assert "July 2026 90.0% (fell short); August 2026 no figures" in acknowledged.description
    assert "| July 2026 | 90.0%, 90 of 100; fell short | 96.0%, 96 of 100 |" in text(report)
    assert {point.mark for point in replied.points} == {Mark.PLAIN, Mark.NO_FIGURES}


def test_one_month_has_no_course(tmp_path: Path) -> None:
    assert charts(found(tmp_path, MAIL, "2026-05")) == []


def test_months_that_follow_each_other_are_told_together(tmp_path: Path) -> None:
    rows = {name: told for name, told in MAIL.items() if name[5:7] in {"01", "06", "08", "12"}}
    assert "There are no figures of February to May, July and September to November 2026 for e-mail." in text(found(tmp_path, rows))


def test_nobody_in_the_months_that_are_known_is_not_told_as_kept(tmp_path: Path) -> None:
    report = found(tmp_path, months("values", "exchange", {1: "phone,M,90,0\n"}))
    assert "| Phone | We acknowledge within 20 seconds | 90% | – | 0 of 0 | nobody contacted us this way in the months" in text(report)
    assert "| Counter | We reply within 5 Business Days | every time | – | – | no figures |" in text(report)


def test_a_charter_without_standards_or_complaints_has_no_such_parts(tmp_path: Path) -> None:
    start, end = CHARTER.index("  standards:"), CHARTER.index("  feedback:")
    survey = {"2026-01-01_2026-06-30-values-survey.csv": f"{VALUES}feedback,2026-H1,90,40\n"}
    page = text(found(tmp_path / "a", survey | months("tickets", "post-book", {5: ""}), facts=CHARTER[:start] + CHARTER[CHARTER.index("  complaints:") :]))
    assert "How soon we answered" not in page
    assert "| Complaints | none in the months that we have figures of |" in page
    assert "Complaints" not in text(found(tmp_path / "b", MAIL, facts=CHARTER[: CHARTER.index("  complaints:")] + CHARTER[end:]))
