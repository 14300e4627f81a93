"""The printed contract and the dates agree on how notices are delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from slagen.formats.files import Folder
from slagen.model.agreement import Agreement, ClauseChanges, ClauseSetting, RemovedClause
from slagen.workspace.dates import setting_of
from slagen.workspace.key_dates import dates
from slagen.workspace.load import Loaded, load, load_agreement
from slagen.workspace.ways import takes_printed_ways, with_ways

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    return load(Folder(ROOT))


@pytest.fixture(scope="module")
def silent(shipped: Loaded) -> Agreement:
    """An agreement whose facts have no ways of delivery."""
    found = load_agreement(shipped, "acme-hosting").agreement
    assert found is not None
    assert found.contract_term is not None
    return replace(found, contract_term=replace(found.contract_term, delivery=()))


def ways(loaded: Loaded, agreement: Agreement, **values: Any) -> dict[str, tuple[str, time | None, tuple[str, ...]]]:
    changed = replace(agreement, clauses=ClauseChanges({"notices": ClauseSetting(values)})) if values else agreement
    found = with_ways(loaded, changed).contract_term
    assert found is not None
    return {one.method: (str(one.deemed), one.cutoff, one.except_) for one in found.delivery}


def test_without_ways_in_the_facts_those_of_the_clause_count(shipped: Loaded, silent: Agreement) -> None:
    # clauses/common/notices.md: post two business days, email not for termination, everything until 17:00
    assert ways(shipped, silent) == {
        "hand": ("same day", time(17), ()),
        "courier": ("same day", time(17), ()),
        "post": ("2 business days", time(17), ()),
        "email": ("same day", time(17), ("termination",)),
    }


def test_what_the_agreement_sets_comes_before_the_clauses_own(shipped: Loaded, silent: Agreement) -> None:
    found = ways(shipped, silent, post_deemed="4 business days", email_allowed="false", cutoff="16:00")
    assert found["post"] == ("4 business days", time(16), ())
    assert "email" not in found
    assert ways(shipped, silent, email_excludes_termination="false")["email"] == ("same day", time(17), ())


def test_facts_come_before_the_clause(shipped: Loaded) -> None:
    found = load_agreement(shipped, "acme-hosting").agreement
    assert found is not None
    assert with_ways(shipped, found) is found
    assert not takes_printed_ways(shipped, found)


def test_a_contract_without_the_clause_prints_no_ways(shipped: Loaded, silent: Agreement) -> None:
    without = replace(silent, clauses=ClauseChanges(remove=(RemovedClause("notices"),)))
    assert with_ways(shipped, without) is without


def test_the_index_knows_that_the_ways_are_from_texts(shipped: Loaded, silent: Agreement) -> None:
    assert takes_printed_ways(shipped, silent)


def test_the_latest_safe_day_to_send_is_that_of_the_slowest_way_of_the_clause(shipped: Loaded, silent: Agreement) -> None:
    anywhere = {key: replace(party, notices=()) for key, party in silent.parties.items()}
    ours = setting_of(shipped, (), replace(silent, parties=anywhere), date(2028, 6, 1), "en_GB").key_dates(date(2028, 6, 1)).ours
    assert ours is not None
    assert ours.latest_safe_send is not None
    # last notice Mon 2 October 2028; by post, two business days: Thu 28 September
    assert (ours.reading.last_notice_date, ours.latest_safe_send.method, ours.latest_safe_send.send_by) == (date(2028, 10, 2), "post", date(2028, 9, 28))


def test_an_agreement_of_the_shop_window_without_ways_has_its_safe_days(shipped: Loaded) -> None:
    found = dates(shipped, "bramblewick-workplace", today=date(2026, 10, 1))
    ours = found.dates.ours
    assert ours is None or ours.ways
