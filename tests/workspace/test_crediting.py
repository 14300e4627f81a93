"""The credit statement: every step can be followed with a pencil, and its lines add up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest

from slagen.cli.main import run
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.formats.files import Folder
from slagen.workspace.answering import acknowledge
from slagen.workspace.crediting import Statement, statement
from slagen.workspace.document_files import Order
from slagen.workspace.load import load
from slagen.workspace.statement_document import written
from tests.formats.printed_text import as_read
from tests.small_workspace import clause, put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY, Deal
from tests.workspace.test_performing import APRIL, HEADER, TERM


@pytest.fixture
def deal(tmp_path: Path) -> Deal:
    return Deal(tmp_path / "deal")


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WHILE_OPEN = datetime(2026, 5, 20, 12, tzinfo=UTC)
"""While the credit of April can still be claimed."""
OUTAGES = """\
uptime,2026-04-05T09:00:00+01:00,2026-04-05T10:00:00+01:00,
uptime,2026-04-05T09:30:00+01:00,2026-04-05T10:15:00+01:00,
uptime,2026-04-12T02:00:00+01:00,2026-04-12T04:00:00+01:00,planned-maintenance
uptime,2026-04-20T11:00:00+01:00,2026-04-20T11:00:40+01:00,
"""
FACTS_OF = TERM.replace("period: calendar-month", "period: calendar-month, minimum_outage: 60 s, exclusions: [planned-maintenance]").replace(
    "    critical:", "    caps: [{percent: 8, of: monthly-charges, per: month}]\n    claim: {mode: claimed, within: 30 days, from: period-end}\n    critical:"
)


def root_of(tmp_path: Path, facts: str = FACTS_OF) -> Path:
    return put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + facts, APRIL: HEADER + OUTAGES})


def stated(tmp_path: Path, period: str = "2026-04", facts: str = FACTS_OF) -> Statement:
    return statement(load(Folder(root_of(tmp_path, facts))), "acme", period, now=WHILE_OPEN)


def test_the_steps_of_a_month_worked_out_by_hand(tmp_path: Path) -> None:
    """75 minutes count once, 120 of maintenance leave both sides, 40 seconds are too short: (43,080 - 75) / 43,080 = 99.8259 %."""
    found = stated(tmp_path)
    [level], [scheme] = found.levels, found.schemes
    assert [(step.what, step.outcome) for step in level.lines] == [
        ("Version", "draft"),
        ("Measurement period", "43,200 min"),
        ("Interruption", "60 min count"),
        ("Interruption", "45 min count"),
        ("Interruption", "120 min left out"),
        ("Interruption", "too short to count"),
        ("Downtime (D)", "75 min"),
        ("Time left out", "120 min"),
        ("Measured time (T)", "43,080 min"),
        ("Availability", "99.8259%"),
        ("Result", "99.83%"),
        ("Target", "missed"),
        ("Row of the credit table", "10%"),
        ("Base", "£10,000.00"),
        ("Service Credit by itself", "£1,000.00"),
    ]
    assert [(step.what, step.outcome) for step in scheme.lines] == [
        ("Misses together", "£1,000.00"),
        ("Limit", "£800.00"),
        ("Service Credit earned", "£800.00"),
        ("To be claimed", "30 May 2026"),
    ]
    assert [f"{one}" for one in found.total] == ["800.00 GBP"]


def test_the_statement_says_the_same_in_word_html_and_markdown(tmp_path: Path) -> None:
    files = written(tmp_path, stated(tmp_path), Order(out=tmp_path / "out"))
    word = docx.Document(str(files[0]))
    cells = [as_read(cell.text) for table in word.tables for row in table.rows for cell in row.cells]
    texts = [as_read(path.read_text(encoding="utf-8")) for path in files[1:]]
    for told in ("99.8259%", "£1,000.00", "30 May 2026", "too short to count"):
        assert told in cells
        assert all(told in text for text in texts)


def test_a_period_that_is_no_month_or_has_not_ended_is_refused(tmp_path: Path) -> None:
    root = root_of(tmp_path)
    loaded = load(Folder(root))
    for period in ("2026-04-01/2026-04-30", "2026-13", "april"):
        with pytest.raises(UsageError, match="not a period of whole months"):
            statement(loaded, "acme", period, now=NOW)
    with pytest.raises(RefusedError, match="No measurement period"):
        statement(loaded, "acme", "2026-03", now=NOW)
    with pytest.raises(RefusedError, match="has not ended"):
        statement(loaded, "acme", "2026-11", now=NOW)


def test_an_agreement_without_credits_has_no_statement(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        stated(tmp_path, facts=FACTS_OF[: FACTS_OF.index("service_credits:")])


def test_the_command_writes_files_or_prints_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = root_of(tmp_path)
    assert run(["statement", "acme", "--period", "2026-04", "--to", "html", "--workspace", str(root)]) == 0
    assert (root / "build/acme-statement-2026-04.html").exists()
    assert "£800.00" in capsys.readouterr().out
    assert run(["statement", "acme", "--period", "2026-04", "--to", "pages", "--workspace", str(root)]) == 2
    assert run(["statement", "acme", "--period", "2026-04", "--json", "--workspace", str(root)]) == 0


def test_credits_for_missing_figures_are_told_as_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = root_of(tmp_path, FACTS_OF.replace("minimum_outage: 60 s", "minimum_outage: 60 s, missing: misses"))
    assert run(["statement", "acme", "--period", "2026-05", "--to", "md", "--workspace", str(root)]) == 0
    printed = capsys.readouterr()
    assert "£800.00" in printed.out
    assert "Figures are missing for: uptime" in printed.err


MONTHS = {f"{APRIL.rpartition('/')[0]}/2026-{month}-01_2026-{month}-{last}-outages-pages.csv": HEADER for month, last in (("05", 31), ("06", 30), ("07", 31))}
LONG = "uptime,2026-{0}-05T00:00:00+01:00,2026-{0}-05T10:00:00+01:00,\n"


def test_a_quarter_is_its_months_one_after_another_with_a_total(tmp_path: Path) -> None:
    """75 minutes in April, ten hours in June: 10 % and 25 %, limited to 8 % of 10,000 each."""
    june = next(path for path in MONTHS if "2026-06" in path)
    root = put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + FACTS_OF, APRIL: HEADER + OUTAGES} | MONTHS | {june: HEADER + LONG.format("06")})
    found = statement(load(Folder(root)), "acme", "2026-q2", now=NOW)
    assert [working.title for working in found.parts] == [
        text.format(f"2026-0{month}") for month in (4, 5, 6) for text in ("uptime, {}", "Scheme “standard”, {}")
    ]
    assert [f"{month.credit.amount}" for month in found.months] == ["800.00", "0.00", "800.00"]
    assert [f"{one}" for one in found.total] == ["1600.00 GBP"]
    assert [(one.month.month, one.day.isoformat()) for one in found.claims] == [(4, "2026-05-30"), (5, "2026-06-30"), (6, "2026-07-30")]
    document = (written(root, found, Order(("md",), tmp_path / "out"))[0]).read_text(encoding="utf-8")
    assert "Credit statement for 2026-Q2" in document
    assert "| Together | £1,600.00 |" in document


def test_the_provisions_of_a_signed_version_keep_the_numbers_that_it_was_printed_with(deal: Deal) -> None:
    """A clause is put in front, and the shell counts by letters, after the signature: neither changes what a statement of that version cites."""
    deal.change("accepted:", TERM + "accepted:")
    deal.save("terms")
    deal.sign()
    before = statement(deal.loaded, "acme", "2026-04", now=NOW)
    contents = (deal.root / "templates/plain/template.yaml").read_text(encoding="utf-8")
    (deal.root / "templates/plain/template.yaml").write_text(contents.replace("scope", "notes, scope", 1), encoding="utf-8")
    (deal.root / "clauses/common/notes.md").write_text(clause("notes", "1. First of all."), encoding="utf-8")
    after = statement(deal.loaded, "acme", "2026-04", now=NOW)
    assert [line.cited for working in after.parts for line in working.lines] == [line.cited for working in before.parts for line in working.lines]


BY_USE = FACTS_OF.replace("amount: 10000.00, currency: GBP, per: month", "amount: 29.00, currency: GBP, per: user and month")


def test_where_charges_depend_on_use_the_percentage_is_told_and_the_amount_is_open_never_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = stated(tmp_path, facts=BY_USE)
    [level], [scheme] = found.levels, found.schemes
    assert [(line.what, line.outcome) for line in level.lines][-3:] == [
        ("Row of the credit table", "10%"),
        ("Base", "open"),
        ("Service Credit by itself", "open"),
    ]
    assert [line.outcome for line in scheme.lines] == ["open"]
    assert (found.total, [one.code for one in found.findings]) == ((), ["SLG655"])
    assert run(["statement", "acme", "--period", "2026-04", "--to", "md", "--workspace", str(tmp_path / "ws")]) == 0
    assert "open: its base depends on use" in capsys.readouterr().out


def test_of_several_months_it_is_told_which_are_open_for_want_of_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = root_of(tmp_path, BY_USE)
    found = statement(load(Folder(root)), "acme", "2026-Q2", now=NOW)
    assert found.open_schemes == tuple(("standard", date(2026, month, 1)) for month in (4, 5, 6))
    document = written(root, found, Order(("md",), tmp_path / "out"))[0].read_text(encoding="utf-8")
    assert run(["statement", "acme", "--period", "2026-Q2", "--to", "md", "--workspace", str(root)]) == 0
    printed = capsys.readouterr().out
    for month, name in (("2026-04", "April"), ("2026-05", "May"), ("2026-06", "June")):
        assert f"Scheme standard, {month}" in printed
        assert f"| Service Credit, scheme “standard”, {name} 2026 | open: its base depends on use |" in document


def test_a_claim_runs_from_the_receipt_of_the_report_also_where_that_was_recorded_later(deal: Deal) -> None:
    """Due on 15 May, so by 14 June; received on 12 May, so by 11 June."""
    claimed = TERM.replace("    critical:", "    claim: {mode: claimed, within: 30 days}\n    critical:")
    deal.change("accepted:", f"{claimed}reporting: {{cadence: monthly, due: 10 business days}}\naccepted:")
    deal.save("terms")
    deal.sign()
    assert [one.day.isoformat() for one in statement(deal.loaded, "acme", "2026-04", now=NOW).claims] == ["2026-06-14"]
    acknowledge(deal.root, deal.loaded, "acme:report-due:2026-04", deal.how(at=date(2026, 5, 12)), done=True)
    assert [one.day.isoformat() for one in statement(deal.loaded, "acme", "2026-04", now=NOW).claims] == ["2026-06-11"]


EARNED = """    earn_back: {mode: all, after: 1}
    bonus: {mode: percent, percent: 2, cap: 5}
"""


def test_what_the_provider_gains_stands_in_brief_beside_what_the_customer_is_given(tmp_path: Path) -> None:
    """25 % of April are earned back by May, which is better than its target; May earns a bonus of 2 % too."""
    may = next(path for path in MONTHS if "2026-05" in path)
    root = put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + TERM + EARNED, APRIL: HEADER + LONG.format("04"), may: HEADER})
    found = statement(load(Folder(root)), "acme", "2026-05", now=NOW)
    text = written(root, found, Order(("md",), tmp_path / "out"))[0].read_text(encoding="utf-8")
    for told in (
        "| Service Credit, scheme “standard” | £0.00 |",
        "| Earned back by the Provider, scheme “standard” | £2,500.00 |",
        "| Bonus of the Provider, scheme “standard” | £200.00 |",
        "| Worked out on | 22 November 2026, from the figures delivered by then |",
        "| Earned back | £2,500.00, uptime, 2026-04; better than the target in 2026-05 | £2,500.00 |",
        "| Bonus | better than the target: uptime; 2% of £10,000.00, at most 5% | £200.00 |",
    ):
        assert told in text


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def july() -> Statement:
    return statement(load(Folder(ROOT)), "acme-hosting", "2026-07", now=datetime(2026, 8, 10, 12, tzinfo=UTC))


def test_what_must_be_claimed_is_earned_and_not_given(july: Statement) -> None:
    steps = {step.what: step for step in july.schemes[0].lines}
    assert "it is given once it is claimed in time" in steps["Service Credit earned"].working
    assert "Service Credit given" not in steps
    assert steps["To be claimed"].working.endswith("what is not claimed by then lapses")


def test_a_rolling_limit_names_the_months_that_count_and_what_of_them_may_still_be_claimed() -> None:
    """March’s £1,500 can be claimed until 16 May, and lapse with it."""
    april = [statement(load(Folder(ROOT)), "acme-hosting", "2026-04", now=datetime(2026, month, 10, 12, tzinfo=UTC)) for month in (5, 6)]
    may, june = ([step for step in found.schemes[0].lines if step.what == "Limit"][-1] for found in april)
    assert may.working.endswith("of which £1,500.00 for 2026-03 counts: what was given before, and what may still be claimed (2026-03)")
    assert may.cited.startswith("clause 22.")
    assert june.working.endswith("in 12 months in a row: £12,000.00")


def test_the_last_day_to_claim_is_told_as_the_latest_while_nobody_recorded_the_report(july: Statement, tmp_path: Path) -> None:
    """Acme's report on July is due by 14 August; one that came on the third would end the time on 2 September and not on 13 September."""
    assert [one.is_latest for one in july.claims] == [True]
    text = written(ROOT, july, Order(("md",), tmp_path))[0].read_text(encoding="utf-8")
    assert "13 September 2026; earlier or later, if its report did not come on the last day for it" in text
    assert "13 September 2026; earlier" not in text.replace("13 September 2026; earlier or later, if its report did not come on the last day for it", "", 1)


def test_a_draft_is_not_said_to_be_in_force(july: Statement, tmp_path: Path) -> None:
    text = written(ROOT, july, Order(("md",), tmp_path))[0].read_text(encoding="utf-8")
    assert "Version in force" not in text
    assert "a draft, not signed yet: nothing is in force" in text
    assert "not signed yet: worked out as if it were in force" in text


def test_each_line_cites_the_provision_that_says_so(july: Statement) -> None:
    """Of the printed contract: 4.1 defines Availability, 22 has the limits, 20.7 the order; a limit that is just reached is not exceeded."""
    cited = {step.what: step.cited.partition(" (")[0] for part in july.parts for step in part.lines}
    assert (cited["Availability"], cited["Limit"], cited["Service Credit earned"]) == ("clause 4.1", "clause 22", "clause 20.7")
    assert {step.outcome for step in july.schemes[0].lines if step.what == "Limit"} == {"not exceeded"}


def test_rows_are_printed_as_the_contract_prints_them_and_points_do_not_cite_the_order_of_calculation() -> None:
    """Points, what they are worth and what a repeated miss makes of them stand in a provision of their own scheme."""
    [availability, *_] = statement(load(Folder(ROOT)), "strathmuir-casework", "2026-08", now=NOW).levels
    steps = {step.what: step for step in availability.lines}
    assert steps["Row of the credit table"].working == "below 98%"
    for told in ("Repeated miss", "Points"):
        assert steps[told].cited.startswith("clause 20 (Service credits")


def test_a_credit_has_lapsed_only_as_far_as_is_known_when_its_report_was_received(tmp_path: Path) -> None:
    found = statement(load(Folder(ROOT)), "acme-hosting", "2026-03", now=NOW)
    text = written(ROOT, found, Order(("md",), tmp_path))[0].read_text(encoding="utf-8")
    assert "| Lapsed: not claimed by 16 May 2026 (counted from the last day for its report, whose receipt is not on record) |" in text
    assert "the time runs from its receipt, which is not on record: it is counted from that day" in text


def test_limits_count_what_is_claimed_or_must_be_given_and_not_only_what_was_given(tmp_path: Path) -> None:
    """Between claim and invoice a credit is neither given nor still to be claimed; the clause counts it, as the program does."""
    names = ("acme-hosting", "strathmuir-casework")
    assert run(["build", *names, "--to", "md", "-o", str(tmp_path), "--workspace", str(ROOT)]) == 0
    claimed, automatic = (as_read((tmp_path / f"{name}.md").read_text(encoding="utf-8")).replace("\n", " ") for name in names)
    told = "It counts what was or must be given for the earlier Months of that time"
    assert f"{told}, and what the Customer has claimed or may still claim for them." in claimed
    assert "What has lapsed or was rightly rejected is not counted." in claimed
    assert f"{told}." in automatic
