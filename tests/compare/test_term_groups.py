from __future__ import annotations

from slagen.compare.directions import Direction
from slagen.compare.term_groups import gathered
from slagen.compare.terms import TermChange

ROLE = TermChange("escalation.3.role", "Escalation 4: role", None, "Director", Direction.NEUTRAL)
AFTER = TermChange("escalation.3.after", "Escalation 4: after", None, "8 hours", Direction.BETTER)
CHANGED = TermChange("escalation.2.after", "Escalation 3: after", "4 hours", "3 hours", Direction.BETTER)
GONE = TermChange("clauses.ai.keep", "Machines: records are kept for", "6 months", None, Direction.WORSE)
GONE_TOO = TermChange("clauses.ai.told", "Machines: told", "20 days", None, Direction.BETTER)


def test_facts_of_one_thing_that_came_together_are_told_as_one() -> None:
    came = TermChange("escalation.3", "Escalation 4", None, "role: Director; after: 8 hours", Direction.BETTER)
    assert list(gathered([CHANGED, ROLE, AFTER])) == [CHANGED, came]


def test_facts_that_went_together_are_neutral_where_they_pull_both_ways() -> None:
    went = TermChange("clauses.ai", "Machines", "records are kept for: 6 months; told: 20 days", None, Direction.NEUTRAL)
    assert list(gathered([GONE, GONE_TOO])) == [went]


def test_a_fact_that_came_alone_stays_as_it_is() -> None:
    assert list(gathered([ROLE, GONE])) == [ROLE, GONE]
    assert list(gathered([])) == []
