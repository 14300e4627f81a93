"""A charter and the agreement that it goes with."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.checks.charter_pairs import check
from slagen.core.findings import Severity
from tests.checks.desk import LEVEL, RESOLUTION, RESPONSE, Desk, agreement, clause, document

PHONE = {**RESPONSE, "id": "calls", "name": "Calls by phone", "target": {"comparison": "<=", "value": "20", "unit": "s", "share": "90 %"}}
SLA = agreement(paired_with="charter", service_levels=[LEVEL, RESPONSE, PHONE, {**RESOLUTION, "name": "Answer to a letter"}])
VALUES = [{"title": f"Value {number}", "text": "What it means."} for number in range(3)]
BINDS_NOBODY = clause("charter-purpose", "This charter is not legally binding.")


def charter(**facts: Any) -> dict[str, Any]:
    return {"id": "charter", "kind": "charter", "level": "", "paired_with": "acme", "charter": {"values": VALUES, **facts}}


def desk(paired: Any = SLA) -> Desk:
    return Desk(check, {"related": {"acme": paired}})


def test_a_charter_says_that_it_is_not_legally_binding() -> None:
    assert desk().codes(document(BINDS_NOBODY), **charter()) == []
    (finding,) = desk().found(document(clause("charter-purpose", "We keep our word.")), **charter())
    assert (finding.code, finding.severity) == ("SLG420", Severity.ERROR)
    assert desk().codes(document(clause("zweck", "Diese Charta ist rechtlich nicht bindend.")), **charter()) == []


@pytest.mark.parametrize(("standard", "codes"), [
    ({"id": "phone", "channel": "phone", "acknowledge": "20 s", "share": "90"}, []),
    ({"id": "phone", "channel": "phone", "acknowledge": "30 s", "share": "90"}, ["SLG421"]),
    ({"id": "phone", "channel": "phone", "acknowledge": "20 s", "share": "80"}, ["SLG421"]),
    ({"id": "phone", "channel": "phone", "acknowledge": "1 business day", "share": "80"}, ["SLG421", "SLG421"]),
    ({"id": "calls", "channel": "telephone", "acknowledge": "40 s"}, ["SLG421"]),
    ({"id": "e-mail", "channel": "e-mail", "acknowledge": "1 business day", "share": "95"}, []),
    ({"id": "letter", "channel": "letter", "acknowledge": "1 business day", "reply": "4 hours"}, []),
    ({"id": "letter", "channel": "letter", "reply": "5 hours"}, ["SLG421"]),
])  # fmt: skip
def test_like_figures_are_compared_with_like(standard: dict[str, str], codes: list[str]) -> None:
    assert desk().codes(document(BINDS_NOBODY), **charter(standards=[standard])) == codes


def test_figures_in_the_charters_words_agree_with_the_agreement() -> None:
    right, wrong = clause("values", "Availability is 99.9 %."), clause("values", "Availability is 99.99 %.")
    assert desk().codes(document(BINDS_NOBODY, right), **charter()) == []
    assert desk().codes(document(BINDS_NOBODY, wrong), **charter()) == ["SLG421"]


def test_a_charter_has_three_to_ten_values() -> None:
    for count, codes in ((2, ["SLG424"]), (3, []), (10, []), (11, ["SLG424"])):
        assert desk().codes(document(BINDS_NOBODY), **charter(values=[VALUES[0]] * count)) == codes


def test_the_two_name_each_other() -> None:
    assert Desk(check).codes(document(BINDS_NOBODY), **charter()) == ["SLG422"]
    assert desk(agreement()).codes(document(BINDS_NOBODY), **charter()) == ["SLG423"]
    pair = Desk(check, {"related": {"charter": agreement(id="charter", kind="charter", paired_with="acme")}})
    assert pair.codes(paired_with="charter") == []
    assert Desk(check, {"related": {"charter": agreement(id="charter", paired_with="acme")}}).codes(paired_with="charter") == ["SLG423"]


def test_an_agreement_alone_has_nothing_to_compare() -> None:
    assert Desk(check).codes() == []
    assert Desk(check).codes(document(BINDS_NOBODY), **{**charter(), "paired_with": ""}) == []
