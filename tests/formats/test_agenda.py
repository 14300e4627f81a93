from __future__ import annotations

from datetime import date

from slagen.formats.agenda import rows, to_csv, to_markdown
from slagen.lifecycle.due_item import DueItem, DueKind

DAY = date(2027, 3, 31)


def clause(name: str, owner: str, due: date = DAY) -> DueItem:
    return DueItem("", f"Clause “{name}”", DueKind.CLAUSE_REVIEW, due, 65, owner, legal=False, who_acts="we", if_nothing="the clause stays")


DUTY = DueItem("acme", "Hosting", DueKind.OBLIGATION, DAY, 65, "legal", legal=True, who_acts="we", if_nothing="a duty is missed: =Test")
ITEMS = (DUTY, clause("a", "legal"), clause("b", "finance"), clause("c", "legal"), clause("d", "legal", date(2027, 4, 1)))


def test_clauses_that_one_owner_reviews_on_one_day_share_a_row_so_that_they_do_not_bury_the_rest() -> None:
    assert [(row[0], row[2], row[5]) for row in rows(ITEMS)] == [
        ("2027-03-31", "acme", "legal"),
        ("2027-03-31", "2 clauses", "legal"),
        ("2027-03-31", "Clause “b”", "finance"),
        ("2027-04-01", "Clause “d”", "legal"),
    ]
    assert "2 clauses" in to_markdown(ITEMS)


def test_asked_for_by_kind_each_clause_has_a_row_of_its_own() -> None:
    assert [row[2] for row in rows(ITEMS, each_clause=True)] == ["acme", "Clause “a”", "Clause “b”", "Clause “c”", "Clause “d”"]


def test_programs_and_spreadsheets_get_each_clause() -> None:
    assert len(to_csv(ITEMS).splitlines()) == 1 + len(ITEMS)
