"""What-if: the past under proposed terms, beside the past as it was; nothing is written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, UsageError
from slagen.formats.files import Folder
from slagen.workspace.crediting import statement
from slagen.workspace.events import sign
from slagen.workspace.load import load
from slagen.workspace.proposing import Proposal, facts_of_version, parse_settings
from slagen.workspace.simulating import Simulation, simulate
from slagen.workspace.simulation_words import Words
from slagen.workspace.term_events import amend
from tests.small_workspace import AGREEMENT, loaded, put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY, Deal
from tests.workspace.test_performing import APRIL, HEADER, MAY, NOW, TERM

JULY = APRIL.replace("2026-04-01_2026-04-30", "2026-07-01_2026-07-31")
HOUR_IN_APRIL = HEADER + "uptime,2026-04-05T09:00:00Z,2026-04-05T10:00:00Z,\n"
HALF_AN_HOUR_IN_MAY = HEADER + "uptime,2026-05-05T09:00:00Z,2026-05-05T09:30:00Z,\n"
STRICTER = "service_levels.uptime.target=>= 99.95 %"
BANDS = "service_credits.standard.bands.uptime=[{below: 99.95, credit: 10}, {below: 99.0, credit: 25}]"
FILES = {"agreements/acme/agreement.yaml": AGREEMENT + TERM, APRIL: HOUR_IN_APRIL, MAY: HALF_AN_HOUR_IN_MAY}
ROOT = Path(__file__).resolve().parents[2]


def simulated(*changes: str, files: dict[str, str] | None = None, periods: tuple[str, str] = ("2026-04", "2026-06")) -> Simulation:
    return simulate(loaded(FILES if files is None else files), "acme", Proposal(parse_settings(changes)), periods, now=NOW)


def verdicts(found: Simulation) -> list[tuple[str, str, str, str]]:
    return [
        (row.period, row.before.verdict.value, row.after.verdict.value, row.direction.value) for row in found.levels if row.before is not None and row.after
    ]


def amounts(found: Simulation) -> list[tuple[str, str, str]]:
    return [(f"{row.month:%Y-%m}", f"{row.given[0].amount}", f"{row.given[1].amount}") for row in found.credits]


def test_a_stricter_target_turns_a_met_month_into_a_miss_and_gives_its_credit() -> None:
    """Half an hour of May's 44,640 minutes: 99.93 %."""
    found = simulated(STRICTER, BANDS)
    assert verdicts(found) == [("2026-04", "missed", "missed", "neutral"), ("2026-05", "met", "missed", "better"), ("2026-06", "missing", "missing", "neutral")]
    assert amounts(found) == [("2026-04", "1000.00", "1000.00"), ("2026-05", "0.00", "1000.00"), ("2026-06", "0.00", "0.00")]
    assert [(f"{one.before}", f"{one.after}", f"{one.difference}") for one in found.totals] == [("1000.00 GBP", "2000.00 GBP", "1000.00 GBP")]
    assert Words(found).summary() == (
        "Under the proposed terms 2 of 2 results miss their targets instead of 1. There are no figures for 1 more (uptime), which does not count as a miss."
        " Service Credits come to £2,000.00 instead of £1,000.00: £1,000.00 more for the customer."
    )
    assert next((one.key, one.direction.value) for one in found.terms) == ("service_levels.uptime.target", "better")


def test_a_miss_above_all_bands_earns_nothing_and_that_is_said() -> None:
    found = simulated(STRICTER)
    assert amounts(found)[1] == ("2026-05", "0.00", "0.00")
    assert "1 further miss earned nothing: no credit band begins at the proposed target." in Words(found).summary()
    assert [one.code for one in found.findings] == ["SLG323"]


def test_lower_credits_are_worse_for_the_customer() -> None:
    found = simulated("service_credits.standard.bands.uptime.0.credit=4")
    assert next((row.direction.value, f"{row.given[1]}") for row in found.credits) == ("worse", "400.00 GBP")
    assert "£600.00 less for the customer" in Words(found).summary()


def test_other_ways_of_measuring_give_other_results() -> None:
    found = simulated("service_levels.uptime.minimum_outage=45 min")
    assert Words(found).level_rows(found.levels)[1] == ("uptime", "2026-05", "99.93% → 100.00%", "met", "met", "–")
    assert [row.period for row in Words(found).changed()] == ["2026-04", "2026-05", "2026-06"]


def test_another_period_or_currency_stands_beside_what_there_was() -> None:
    june = APRIL.replace("2026-04-01_2026-04-30", "2026-06-01_2026-06-30")
    quarters = simulated("service_levels.uptime.period=calendar-quarter", files=FILES | {june: HEADER})
    assert [(row.period, row.before is not None, row.after is not None) for row in quarters.levels] == [
        ("2026-04", True, False),
        ("2026-05", True, False),
        ("2026-Q2", False, True),
        ("2026-06", True, False),
    ]
    assert Words(quarters).summary().startswith("Under the proposed terms 0 of 1 result miss their targets instead of 1 of 3.")
    euros = simulated("charges.hosting.currency=EUR")
    assert [(f"{one.before}", f"{one.after}") for one in euros.totals] == [("0.00 EUR", "1000.00 EUR"), ("1000.00 GBP", "0.00 GBP")]
    assert Words(euros).credit_rows()[0][-1] == "as it is: nothing in EUR"


def test_a_level_that_is_only_proposed_has_no_past() -> None:
    level = "{id: mail, service: hosting, metric: availability, role: slo, target: '>= 99 %', period: calendar-month, source: {type: outages, system: Pages}}"
    facts = FILES["agreements/acme/agreement.yaml"].replace("service_credits:", f"  - {level}\nservice_credits:")
    found = simulate(loaded(FILES), "acme", Proposal({}, facts.encode(), "counter.yaml"), ("2026-04", "2026-04"), now=NOW)
    assert [(row.level.id, row.before and row.before.verdict.value, row.after and row.after.verdict.value) for row in found.levels] == [
        ("uptime", "missed", "missed"),
        ("mail", None, "missing"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("service_credits.standard.bands.uptime=[{below: 99.9, above: 99.0, credit: 10}, {below: 99.0, credit: 25}]", "SLG320"),
        ("service_credits.standard.bands.uptime=[{below: 99.9, at_least: 98, credit: 10}, {below: 99.0, credit: 25}]", "SLG320"),
        ("service_levels.uptime.target=>= 99.5 %", "SLG322"),
    ],
)
def test_bands_with_a_gap_or_an_overlap_or_that_credit_what_is_met_are_refused(change: str, code: str) -> None:
    with pytest.raises(FindingsError) as error:
        simulated(change)
    assert code in [one.code for one in error.value.findings]


def test_a_key_that_no_version_has_is_not_found() -> None:
    with pytest.raises(NotFoundError) as told:
        simulated("service_levels.uptme.target=>= 99 %")
    assert told.value.near == ("service_levels.uptime.target",)


def test_nothing_measured_is_nothing_to_compare() -> None:
    with pytest.raises(NotFoundError, match="No measurements of “acme”"):
        simulated(STRICTER, files={"agreements/acme/agreement.yaml": AGREEMENT + TERM})


@pytest.mark.parametrize(
    ("periods", "error"),
    [(("2026-13", ""), UsageError), (("2026-06", "2026-04"), UsageError), (("2027-01", "2027-02"), RefusedError), (("soon", "2026-04"), UsageError)],
)
def test_periods_that_are_none_or_still_to_come_are_refused(periods: tuple[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        simulated(STRICTER, periods=periods)


def test_what_has_not_ended_is_left_out_and_said() -> None:
    found = simulated(STRICTER, periods=("2026-04", "2026-12"))
    assert (found.span.last, found.span.cut) == (date(2026, 11, 21), True)
    assert found.levels[-1].period == "2026-10"
    assert simulated(STRICTER, periods=("", "")).levels == found.levels


def test_as_it_is_says_what_the_statement_of_each_month_says() -> None:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    workspace = load(Folder(ROOT))
    found = simulate(workspace, "acme-hosting", Proposal({"service_levels.availability.minimum_outage": "5 min"}), ("2026-01", "2026-10"), now=at)
    assert len(found.credits) == 10
    for row in found.credits:
        assert statement(workspace, "acme-hosting", f"{row.month:%Y-%m}", now=at).months == (row.before,)


LENGTHS = st.lists(st.integers(0, 1500), min_size=2, max_size=3)


@settings(deadline=None, max_examples=12)
@given(LENGTHS, st.sampled_from(["99.9", "99.95", "99.99", "100"]))
def test_a_stricter_target_never_gives_fewer_misses_nor_lower_credits(lengths: list[int], target: str) -> None:
    rows = [
        f"uptime,2026-04-{day * 5 + 1:02}T00:00:00Z,2026-04-{day * 5 + 1 + length // 1440:02}T{length // 60 % 24:02}:{length % 60:02}:00Z,\n"
        for day, length in enumerate(lengths)
    ]
    files = FILES | {APRIL: HEADER + "".join(row for row, length in zip(rows, lengths, strict=True) if length)}
    found = simulated(f"service_levels.uptime.target=>= {target} %", files=files, periods=("2026-04", "2026-05"))
    assert all(row.missed_after >= row.missed_before for row in found.levels)
    assert all(row.given[1].amount >= row.given[0].amount for row in found.credits)


@settings(deadline=None, max_examples=8)
@given(LENGTHS)
def test_where_nothing_is_proposed_both_sides_are_the_same(lengths: list[int]) -> None:
    rows = "".join(f"uptime,2026-04-0{day + 1}T00:00:00Z,2026-04-0{day + 2}T00:{length % 60:02}:00Z,\n" for day, length in enumerate(lengths))
    found = simulated(files=FILES | {APRIL: HEADER + rows})
    assert all(row.before == row.after for row in found.levels)
    assert all(row.before == row.after for row in found.credits)
    assert (found.terms, found.findings) == ((), ())
    assert Words(found).changed() == []


MAIL = "  - {id: mail, service: hosting, metric: availability, role: slo, target: '>= 99 %', period: calendar-month, source: {type: outages, system: Pages}}\n"


def signed_twice(root: Path) -> Deal:
    """Hosting from 3 May on, mail as well from 10 June on; then a draft that nobody has signed."""
    deal = Deal(root)
    deal.change("accepted:", f"{TERM}accepted:")
    deal.save()
    deal.sign()
    deal.amend()
    deal.change("service_credits:", f"{MAIL}service_credits:")
    deal.save("mail as well")
    made = deal.built(execution=True)
    sign(deal.root, deal.loaded, "acme", (made,), deal.how(at=datetime(2026, 6, 10, 12, tzinfo=UTC)))
    amend(deal.root, deal.loaded, "acme", deal.how(note="once more", at=datetime(2026, 6, 11, 12, tzinfo=UTC)), restate=False)
    deal.change("99.9 %", "99.99 %")
    for path, rows in ((APRIL, HOUR_IN_APRIL), (MAY, HALF_AN_HOUR_IN_MAY), (JULY, HEADER)):
        place = deal.root / path
        place.parent.mkdir(exist_ok=True)
        place.write_text(rows, encoding="utf-8")
    return deal


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_proposal_is_laid_over_each_version_and_one_without_the_key_stays_and_nothing_is_written(tmp_path: Path) -> None:
    deal = signed_twice(tmp_path / "ws")
    before = contents(deal.root)
    found = simulate(deal.loaded, "acme", Proposal(parse_settings([STRICTER, "service_levels.mail.target=>= 99.5 %"])), ("2026-04", "2026-07"), now=NOW)
    assert [(row.level.id, row.period, *(f"{one.staged.target}" for one in (row.before, row.after) if one and one.staged)) for row in found.levels] == [
        ("uptime", "2026-04", ">= 99.9 %", ">= 99.95 %"),
        ("uptime", "2026-05", ">= 99.9 %", ">= 99.95 %"),
        ("uptime", "2026-06", ">= 99.9 %", ">= 99.95 %"),
        ("uptime", "2026-07", ">= 99.9 %", ">= 99.95 %"),
        ("mail", "2026-07", ">= 99 %", ">= 99.5 %"),
    ]
    assert found.versions == ("v1.0", "v1.1")
    [absent] = [one for one in found.findings if one.code == "SLG636"]
    assert absent.message == "version v1.0 has no “service_levels.mail.target”, and stays as it was in this"
    assert contents(deal.root) == before


def test_what_was_measured_of_a_level_counts_though_a_draft_has_renamed_it_since(tmp_path: Path) -> None:
    deal = signed_twice(tmp_path / "ws")
    deal.change("id: uptime", "id: online")
    deal.change("bands: {uptime:", "bands: {online:")
    found = simulate(deal.loaded, "acme", Proposal(parse_settings([STRICTER])), ("2026-04", "2026-05"), now=NOW)
    assert [one[:3] for one in verdicts(found)] == [("2026-04", "missed", "missed"), ("2026-05", "met", "missed")]
    assert found.findings[1:] == ()


@pytest.mark.parametrize(("version", "target"), [("draft", ">= 99.99 %"), ("v1.0", ">= 99.9 %")])
def test_what_a_version_says_can_be_what_is_proposed(version: str, target: str, tmp_path: Path) -> None:
    deal = signed_twice(tmp_path / "ws")
    found = simulate(deal.loaded, "acme", Proposal({}, *facts_of_version(deal.loaded, "acme", version)), ("2026-05", "2026-05"), now=NOW)
    [after] = [row.after for row in found.levels if row.level.id == "uptime"]
    assert after is not None
    assert f"{after.staged.target if after.staged else None}" == target


def test_what_was_never_signed_is_simulated_by_its_draft(tmp_path: Path) -> None:
    root = put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + TERM, APRIL: HOUR_IN_APRIL, MAY: HALF_AN_HOUR_IN_MAY})
    found = simulate(load(Folder(root)), "acme", Proposal(parse_settings([STRICTER])), ("2026-04", "2026-05"), now=NOW)
    assert found.versions == ("draft",)


def test_periods_without_figures_are_told_apart_from_results_whatever_they_count_as() -> None:
    words = Words(simulated(STRICTER, "service_levels.uptime.missing=misses"))
    assert [row[2:5] for row in words.level_rows(words.found.levels)][-1] == ("–", "no figures", "no figures: a miss")
    assert (
        "2 of 2 results miss their targets instead of 1. There are no figures for 1 more (uptime), of which none counts as a miss as it is, and 1 as proposed."
        in (words.summary())
    )
