"""The index answers what would be worked out afresh, whatever has happened to the files; and works out no more than that needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
import os
from pathlib import Path
import shutil
import sqlite3
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.errors import FindingsError
from slagen.core.findings import Finding
from slagen.formats.files import Folder
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.pain import in_order
from slagen.portfolio import database, questions
from slagen.portfolio.questions import Query
from slagen.portfolio.rows import Line
from slagen.workspace import indexing
from slagen.workspace.indexing import asked, index_file
from slagen.workspace.load import load
from tests.small_workspace import AGREEMENT, SETTINGS, TEMPLATE, clause, git, put, put_in_git
from tests.workspace.afresh import due_afresh, lines_afresh
from tests.workspace.deal import Deal

TODAY = date(2026, 10, 1)
TERM = (
    "contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: automatic, period: 12 months}, "
    "notice: {period: 90 days, before: last_day}}\nreview: {every: 1 month, owner: jo@northwind.example}\n"
)
ACME = "agreements/acme/agreement.yaml"
LAYER = "review: {every: 2 months, owner: lee@northwind.example}\n"


def facts(name: str, more: str = TERM) -> str:
    return AGREEMENT.replace("id: acme", f"id: {name}") + more


FILES: dict[str, str] = {
    ACME: facts("acme"),
    "agreements/north/beta/agreement.yaml": facts("beta", f"builds_on: [base]\n{TERM.splitlines()[0]}\n"),
    "agreements/north/base/agreement.yaml": facts("base", LAYER),
    "agreements/broken/agreement.yaml": "id: [\n",
    "clauses/common/scope.md": clause("scope", "1. x", review_by="2027-03-31"),
}


Answer = tuple[tuple[DueItem, ...], tuple[Finding, ...], tuple[Line, ...]]


class Portfolio:
    """A workspace that is asked through its index, and afresh."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.worked_out: set[str] = set()

    def asked(self, on: date = TODAY) -> Answer:
        self.worked_out = set()

        @contextmanager
        def watching(_count: int) -> Iterator[Callable[[Any], None]]:
            yield lambda entry: self.worked_out.add(entry.name) if entry else None

        def question(found: indexing.Indexed) -> Answer:
            return (
                in_order(questions.items(found.database, Query(found.today))),
                questions.problems(found.database, found.today),
                questions.lines(found.database, found.today),
            )

        return asked(self.root, lambda _zone: on, question, watching)

    def agrees(self, on: date = TODAY) -> set[str]:
        """The entries that were worked out for an answer that is the same as afresh."""
        loaded = load(Folder(self.root))
        assert self.asked(on) == (*due_afresh(loaded, on), tuple(lines_afresh(loaded, on)))
        return self.worked_out

    def write(self, path: str, text: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    made = Portfolio(put_in_git(tmp_path / "work", FILES))
    assert made.agrees() == {"", "acme", "base", "beta", "broken"}
    return made


def test_nothing_is_worked_out_twice_on_one_day_or_on_the_next_ones(portfolio: Portfolio) -> None:
    assert portfolio.agrees() == set()
    assert portfolio.agrees(TODAY + timedelta(days=40)) == set()
    assert portfolio.agrees(TODAY + indexing.AHEAD) == set()
    assert portfolio.agrees(TODAY + indexing.AHEAD + timedelta(days=1)) >= {"acme", "beta"}
    assert portfolio.agrees() == set()


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2026, 9, 30), date(2027, 2, 28), date(2028, 2, 29), date(2040, 1, 1)])
def test_each_day_is_answered_as_it_would_be_afresh(portfolio: Portfolio, on: date) -> None:
    portfolio.agrees(on)
    assert portfolio.agrees(on) == set()
    assert portfolio.agrees() == set()


def test_a_changed_agreement_is_worked_out_again_and_those_that_build_on_it(portfolio: Portfolio) -> None:
    portfolio.change(ACME, "36 months", "24 months")
    assert portfolio.agrees() == {"acme"}
    portfolio.change("agreements/north/base/agreement.yaml", "2 months", "6 months")
    assert portfolio.agrees() == {"base", "beta"}


def test_a_change_that_hides_its_time_and_size_is_seen(portfolio: Portfolio) -> None:
    portfolio.agrees()
    before = (portfolio.root / ACME).stat()
    portfolio.change(ACME, "36 months", "24 months")
    os.utime(portfolio.root / ACME, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert portfolio.agrees() == {"acme"}


def test_a_file_that_was_only_touched_is_not_worked_out_again(portfolio: Portfolio) -> None:
    (portfolio.root / ACME).touch()
    assert portfolio.agrees() == set()


def test_changes_in_the_very_moment_of_looking_are_seen_the_next_time(portfolio: Portfolio) -> None:
    for months in range(10, 30):
        portfolio.write(ACME, facts("acme", TERM.replace("36 months", f"{months} months")))
        portfolio.agrees()


def test_agreements_that_come_go_and_move_are_followed(portfolio: Portfolio) -> None:
    portfolio.write("agreements/south/gamma/agreement.yaml", facts("gamma"))
    assert portfolio.agrees() == {"gamma"}
    (portfolio.root / "agreements/acme").rename(portfolio.root / "agreements/south/acme")
    assert portfolio.agrees() == {"acme"}
    shutil.rmtree(portfolio.root / "agreements/south")
    assert portfolio.agrees() == set()
    shutil.rmtree(portfolio.root / "agreements")
    portfolio.agrees()
    portfolio.write(ACME, facts("acme"))
    assert portfolio.agrees() == {"acme"}


def test_a_layer_that_is_missing_may_come_later(portfolio: Portfolio) -> None:
    portfolio.write(ACME, facts("acme", f"builds_on: [later]\n{TERM.splitlines()[0]}\n"))
    portfolio.agrees()
    portfolio.write("agreements/later/agreement.yaml", facts("later", LAYER))
    assert portfolio.agrees() == {"acme", "later"}
    shutil.rmtree(portfolio.root / "agreements/later")
    assert portfolio.agrees() == {"acme"}


def test_of_two_agreements_of_one_name_the_other_counts_when_the_first_goes(portfolio: Portfolio) -> None:
    portfolio.write("agreements/zz/acme/agreement.yaml", facts("acme", LAYER))
    portfolio.agrees()
    shutil.rmtree(portfolio.root / "agreements/acme")
    assert portfolio.agrees() == {"acme"}


def test_settings_and_clauses_count_too(portfolio: Portfolio) -> None:
    portfolio.change("slagen.toml", "provider", "customer")
    assert portfolio.agrees() == {"", "acme", "base", "beta", "broken"}
    portfolio.change("clauses/common/scope.md", "2027-03-31", "2027-04-01")
    assert portfolio.agrees() == {""}
    portfolio.write("clauses/common/more.md", clause("more", "1. y", review_by="2026-03-31"))
    assert portfolio.agrees() == {""}


NOTICES = clause("notices", "1. x", parameters="{post_deemed: {type: duration, default: 3 business days}}")


def test_a_clause_or_a_template_that_was_not_there_counts_when_it_comes(portfolio: Portfolio) -> None:
    portfolio.write("clauses/common/notices.md", NOTICES)
    assert portfolio.agrees() == {"", "acme", "beta"}
    portfolio.change("clauses/common/notices.md", "3 business", "4 business")
    assert portfolio.agrees() == {"", "acme", "beta"}
    portfolio.write("clauses/common/other.md", clause("other", "1. y"))
    assert portfolio.agrees() == {""}
    portfolio.write("templates/other/template.yaml", TEMPLATE.replace("id: plain", "id: other"))
    assert portfolio.agrees() == set()
    portfolio.write("templates/plain/template.yaml", TEMPLATE.replace("[scope]", "[scope, notices]"))
    assert portfolio.agrees() == {"acme", "beta"}
    (portfolio.root / "templates/plain/template.yaml").unlink()
    assert portfolio.agrees() == {"acme", "beta"}


CHARTER = "charter: {values: [{title: We answer, text: You reach us.}], feedback: {survey: 6 months, publish: 12 months}}\n"
FEEDBACK = clause("charter-feedback", "1. x", kinds="[charter]", parameters="{published_within: {type: duration, default: 3 months}}")


def test_the_time_in_which_a_charter_is_published_counts_when_its_clause_or_template_changes(portfolio: Portfolio) -> None:
    def pages() -> list[date]:
        return [item.due for item in portfolio.asked()[0] if "how-we-did" in item.period]

    portfolio.write(ACME, facts("acme", TERM + CHARTER).replace("kind: sla\nlevel: customer", "kind: charter"))
    portfolio.write("templates/plain/template.yaml", TEMPLATE.replace("[scope]", "[charter-feedback]").replace("kind: sla", "kind: charter"))
    assert "acme" in portfolio.agrees()
    assert pages() == []
    portfolio.write("clauses/charter/charter-feedback.md", FEEDBACK)
    assert "acme" in portfolio.agrees()
    assert pages() == [date(2027, 3, 31)]
    portfolio.change("clauses/charter/charter-feedback.md", "3 months", "1 month")
    assert "acme" in portfolio.agrees()
    assert pages() == [date(2027, 1, 29)]
    for day in (date(2027, 1, 28), date(2027, 1, 29), date(2027, 1, 30), date(2027, 1, 31), date(2027, 2, 1)):
        portfolio.agrees(day)


def test_settings_that_cannot_be_used_are_told_and_mended(portfolio: Portfolio) -> None:
    portfolio.write("slagen.toml", "[workspace]\nwe = 3\n")
    with pytest.raises(FindingsError):
        portfolio.asked()
    portfolio.write("slagen.toml", SETTINGS)
    portfolio.agrees()


RECORD = "agreements/acme/records/2026-11-10-terminate-1.yaml"
TERMINATED = "verb: terminate\nat: 2026-11-10\nby: Jo <jo@northwind.example>\nends_on: 2026-12-31\nseal: " + 64 * "0" + "\n"


def test_a_record_counts_from_its_day_on(portfolio: Portfolio) -> None:
    portfolio.write(RECORD, TERMINATED)
    assert portfolio.agrees() == {"acme"}
    kinds = {item.kind.value for item in portfolio.asked(date(2026, 11, 10))[0] if item.agreement == "acme"}
    assert "expiry" in kinds, "the record is read"
    for day in range(38, 43):
        assert portfolio.agrees(TODAY + timedelta(days=day)) == set()
    portfolio.change(RECORD, "2026-12-31", "2027-01-31")
    assert portfolio.agrees() == {"acme"}
    (portfolio.root / RECORD).unlink()
    assert portfolio.agrees() == {"acme"}


MEASURED = "agreements/acme/measurements/2026-09-01_2026-09-30.outages.monitor.csv"


def test_figures_that_were_measured_count_and_other_tables_do_not(portfolio: Portfolio) -> None:
    portfolio.write(MEASURED, "level,start,end\n")
    assert portfolio.agrees() == {"acme"}
    portfolio.write(MEASURED, "level,start,end\nuptime,2026-09-02T10:00,2026-09-02T11:00\n")
    assert portfolio.agrees() == {"acme"}
    (portfolio.root / MEASURED).touch()
    assert portfolio.agrees() == set()
    portfolio.write("agreements/acme/files/prices.csv", "a,b\n")
    assert portfolio.agrees() == set()
    (portfolio.root / MEASURED).unlink()
    assert portfolio.agrees() == {"acme"}


def test_the_name_of_a_signed_version_counts_while_an_amendment_is_open(tmp_path: Path) -> None:
    deal = Deal(tmp_path)
    deal.change("accepted:", f"{TERM}accepted:")
    deal.save()
    deal.sign()
    deal.amend()
    portfolio = Portfolio(deal.root)
    portfolio.agrees()
    deal.change("36 months", "24 months")
    portfolio.agrees()
    commit = git(deal.root, "rev-parse", "acme/v1.0").strip()
    git(deal.root, "tag", "-d", "acme/v1.0")
    assert "acme" in portfolio.agrees()
    assert portfolio.asked()[1]
    git(deal.root, "tag", "acme/v1.0", commit)
    assert "acme" in portfolio.agrees()
    git(deal.root, "pack-refs", "--all")
    portfolio.agrees()
    assert not portfolio.asked()[1]
    assert portfolio.agrees() == set()


STEPS = st.sampled_from(["edit", "layer", "add", "remove", "move", "record", "unrecord", "clause", "touch"])


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(STEPS, st.integers(0, 3), st.integers(0, 120)), min_size=2, max_size=7))
def test_any_changes_in_any_order_are_followed(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]) -> None:
    portfolio = Portfolio(put_in_git(tmp_path_factory.mktemp("any"), FILES))
    portfolio.agrees()
    for step, number, days in steps:
        _take(portfolio, step, number)
        portfolio.agrees(TODAY + timedelta(days=days))


def _take(portfolio: Portfolio, step: str, number: int) -> None:
    folder = f"agreements/f{number % 2}/new{number}"
    match step:
        case "edit":
            portfolio.write(ACME, facts("acme", TERM.replace("36", str(12 + number))))
        case "layer":
            portfolio.write("agreements/north/base/agreement.yaml", facts("base", LAYER.replace("2", str(2 + number))))
        case "add":
            portfolio.write(f"{folder}/agreement.yaml", facts(f"new{number}", "builds_on: [acme]\n"))
        case "remove":
            shutil.rmtree(portfolio.root / folder, ignore_errors=True)
        case "move" if (portfolio.root / "agreements/north").exists():
            (portfolio.root / "agreements/north").rename(portfolio.root / f"agreements/m{number}")
        case "record":
            portfolio.write(RECORD, TERMINATED.replace("2026-12-31", f"2026-12-{28 + number}"))
        case "unrecord":
            (portfolio.root / RECORD).unlink(missing_ok=True)
        case "clause":
            portfolio.write("clauses/common/scope.md", clause("scope", "1. x", review_by=f"2027-03-{10 + number}"))
        case _:
            (portfolio.root / "slagen.toml").touch()


def test_without_a_repository_the_index_stands_in_memory(tmp_path: Path) -> None:
    portfolio = Portfolio(put(tmp_path, FILES))
    assert index_file(portfolio.root) is None
    assert portfolio.agrees() == portfolio.agrees() == {"", "acme", "base", "beta", "broken"}


def _file(portfolio: Portfolio) -> Path:
    file = index_file(portfolio.root)
    assert file is not None
    assert file.is_file()
    return file


def _foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE place (path)")
        other.commit()


def _older(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA user_version = 0")


def _with_trigger(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TRIGGER hidden AFTER INSERT ON item BEGIN DELETE FROM item; END")
        other.commit()


def _sql(*statements: str) -> Callable[[Path], None]:
    def run(file: Path) -> None:
        with closing(sqlite3.connect(file)) as other:
            for statement in statements:
                other.execute(statement)
            other.commit()

    return run


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no database": lambda file: file.write_bytes(b"not a database, but long enough to be looked at as one" * 40),
    "empty": lambda file: file.write_bytes(b""),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:9000]),
    "overwritten": lambda file: file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 20000),
    "another program's": _foreign,
    "older": _older,
    "with a trigger": _with_trigger,
    "items that are none": _sql("UPDATE item SET facts = '[1, 2'"),
    "items of other types": _sql("UPDATE item SET facts = '[1, \"x\", 3, 4, 5, 6, 7, 8, 9, 10]'"),
    "no days": _sql("UPDATE item SET due = 99999999999"),
    "unknown kinds": _sql("UPDATE item SET kind = 'rm -rf'"),
    "bytes for text": _sql("UPDATE item SET owner = x'ff00'", "UPDATE entry SET content = x'00'"),
    "numbers for paths": _sql("UPDATE place SET path = 7 WHERE path = 'agreements/'"),
    "problems that are none": _sql("UPDATE problem SET facts = 'x'"),
    "a day later": _sql("UPDATE item SET due = due + 1, first = first, last = last"),
    "another text": _sql("UPDATE item SET facts = replace(facts, 'renews', 'ends')"),
    "another owner": _sql("UPDATE item SET owner = 'eve@evil.example'"),
    "a row lost": _sql("DELETE FROM item WHERE rowid = (SELECT min(rowid) FROM item)"),
    "a row too many": _sql("INSERT INTO item SELECT * FROM item LIMIT 1"),
    "no lines": _sql("DELETE FROM line"),
    "another status": _sql("UPDATE line SET facts = replace(facts, 'draft', 'sent')"),
    "no time zone": _sql("UPDATE fact SET value = x'00' WHERE name = 'zone'"),
    "no facts": _sql("DELETE FROM fact WHERE name = 'zone'"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_index_that_is_not_ours_is_built_again(portfolio: Portfolio, damage: str) -> None:
    DAMAGE[damage](_file(portfolio))
    portfolio.agrees()
    assert portfolio.agrees() == set()


def test_links_in_the_place_of_the_index_are_not_followed(portfolio: Portfolio, tmp_path: Path) -> None:
    file, other = _file(portfolio), tmp_path / "precious.sqlite"
    other.write_bytes(b"precious")
    file.unlink()
    file.symlink_to(other)
    portfolio.agrees()
    assert other.read_bytes() == b"precious"
    assert not file.is_symlink()
    shutil.rmtree(file.parent)
    (tmp_path / "elsewhere").mkdir()
    file.parent.symlink_to(tmp_path / "elsewhere")
    portfolio.agrees()
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("end", ["", "-journal", "-wal"])
def test_nobody_waits_at_a_pipe_in_the_place_of_the_index_or_its_journal(portfolio: Portfolio, end: str) -> None:
    file = _file(portfolio)
    place = file.with_name(file.name + end)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    portfolio.agrees()
    assert portfolio.agrees() == set()


def test_an_index_that_somebody_else_keeps_to_himself_is_not_waited_for_for_ever(portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.05)
    with closing(sqlite3.connect(_file(portfolio), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert portfolio.agrees() == {"", "acme", "base", "beta", "broken"}
    assert portfolio.agrees() == set()


def test_where_nothing_can_be_written_what_is_there_is_read(portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_opened", _refuse)
    portfolio.agrees()
    assert portfolio.agrees() == set()


def _refuse(_file: Path, _patience: float) -> database.Database:
    raise sqlite3.OperationalError("attempt to write a readonly database")


def test_what_another_process_worked_out_at_the_same_time_does_not_count_twice(portfolio: Portfolio) -> None:
    file = _file(portfolio)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("DELETE FROM span WHERE entry = 'acme'")
        other.executescript("DELETE FROM item WHERE entry = 'acme'; DELETE FROM line WHERE entry = 'acme'; UPDATE entry SET rows = 0 WHERE name = 'acme'")
    seen: list[set[str]] = []

    @contextmanager
    def meanwhile(_count: int) -> Iterator[Callable[[Any], None]]:
        seen.append(Portfolio(portfolio.root).agrees())
        yield lambda _entry: None

    items = asked(portfolio.root, lambda _zone: TODAY, lambda found: len(list(questions.items(found.database, Query(TODAY)))), meanwhile)
    assert seen == [{"acme"}]
    assert items == len(portfolio.asked()[0])


def test_a_time_zone_that_is_none_is_read_again_from_the_settings(portfolio: Portfolio) -> None:
    _sql("UPDATE fact SET value = '../../etc/passwd' WHERE name = 'zone'")(_file(portfolio))
    zones: list[str] = []

    def day_in(zone: str) -> date:
        zones.append(ZoneInfo(zone).key)
        return TODAY

    assert asked(portfolio.root, day_in, lambda found: found.today) == TODAY
    assert set(zones) == {"Europe/London"}
