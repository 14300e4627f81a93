"""What keeps a charter's promises from being measured."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.checks.charter_measures import check
from tests.checks.desk import Desk, document

VALUES = [{"title": f"Value {number}", "text": "What it means."} for number in range(3)]
PHONE = {"id": "phone", "channel": "phone", "acknowledge": "20 s"}


def codes(standard: dict[str, Any], within: str = "5 business days") -> list[str]:
    complaints = {"stages": [{"who": "manager", "within": within}]}
    return Desk(check, {}).codes(document(), kind="charter", level="", charter={"values": VALUES, "standards": [standard], "complaints": complaints})


@pytest.mark.parametrize(("name", "found"), [("phone", []), ("complaints", ["SLG647"]), ("feedback", ["SLG647"]), ("complaint", [])])
def test_a_standard_is_not_called_as_complaints_and_surveys_are_in_files(name: str, found: list[str]) -> None:
    assert codes({**PHONE, "id": name}) == found


@pytest.mark.parametrize(("time", "found"), [("5 business days", []), ("10 days", []), ("2 weeks", []), ("1 month", ["SLG648"])])
def test_a_time_in_months_is_no_number_of_days(time: str, found: list[str]) -> None:
    assert codes({**PHONE, "reply": time}) == found
    assert codes(PHONE, time) == found


def test_an_agreement_without_a_charter_is_left_alone() -> None:
    assert Desk(check, {}).codes(document()) == []
