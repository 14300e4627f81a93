"""Where the customer may choose among the credits of a month, its choice is recorded once and counted from then on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from slagen.cli.main import run
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.workspace.choosing import Choice, choose
from slagen.workspace.crediting import statement
from tests.workspace.choices import CHOOSES, HEADER, MISSED
from tests.workspace.deal import Deal

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OUTAGES = MISSED.replace("-04-", "-05-")


@pytest.fixture
def deal(tmp_path: Path) -> Deal:
    found = Deal(tmp_path / "deal")
    found.change("accepted:", CHOOSES + "accepted:")
    found.save("terms")
    found.sign()
    folder = found.root / "agreements/acme/measurements"
    folder.mkdir()
    (folder / "2026-05-01_2026-05-31-outages-pages.csv").write_text(HEADER + OUTAGES, encoding="utf-8")
    (folder / "2026-06-01_2026-06-30-outages-pages.csv").write_text(HEADER, encoding="utf-8")
    return found


def chosen(deal: Deal, level: str, period: str = "2026-05", day: date = date(2026, 6, 3)) -> str:
    filed = choose(deal.root, deal.loaded, "acme", Choice(period, level), deal.how(note="letter of 2 June", at=day), now=NOW)
    return filed.records[0].item


def given(deal: Deal) -> tuple[str, str]:
    found = statement(deal.loaded, "acme", "2026-05", now=NOW)
    [together] = [line for working in found.schemes for line in working.lines if line.what == "Misses together"]
    return f"{found.months[0].credit.amount}", together.working


def test_until_the_customer_chooses_the_highest_counts_and_then_what_it_chose(deal: Deal) -> None:
    assert given(deal) == ("2500.00", "until the Customer has chosen, the highest of uptime £1,000.00, mail £2,500.00")
    assert chosen(deal, "uptime") == "acme:customer-choice:standard-2026-05:uptime"
    assert given(deal) == ("1000.00", "of uptime £1,000.00, mail £2,500.00, the Customer has chosen uptime")


def test_a_choice_is_made_once_and_the_same_again_is_no_second_one(deal: Deal) -> None:
    assert chosen(deal, "uptime") == chosen(deal, "uptime")
    with pytest.raises(RefusedError, match="was made on 2026-06-03: uptime"):
        chosen(deal, "mail")
    with pytest.raises(RefusedError, match="was made on 2026-06-03: uptime"):
        chosen(deal, "uptime", day=date(2026, 6, 4))


def test_nothing_is_chosen_where_there_is_no_choice(deal: Deal) -> None:
    with pytest.raises(RefusedError, match="nothing to choose for 2026-06"):
        chosen(deal, "uptime", "2026-06")
    with pytest.raises(NotFoundError):
        chosen(deal, "uptme")
    with pytest.raises(UsageError, match="is not a month"):
        chosen(deal, "uptime", "2026-Q2")


def test_the_command_records_the_choice_and_states_by_it(deal: Deal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Jo")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "jo@northwind.example")
    asked = ["statement", "acme", "--period", "2026-05", "--choose", "uptime", "--on", "2026-06-03", "--author", "Jo <jo@northwind.example>", "--to", "md"]
    assert run([*asked, "--workspace", str(deal.root)]) == 0
    assert "£1,000.00" in capsys.readouterr().out
