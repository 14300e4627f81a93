from __future__ import annotations

from itertools import product

import pytest

from slagen.workspace.recommending import CHARTER, CORPORATE, CUSTOMER, INTERNAL, SERVICE, Audience, Circumstances, recommend

EVERY = [Circumstances(a, b, c, d, e, audience) for a, b, c, d, e in product([True, False], repeat=5) for audience in Audience]


def customer(*, measurable: bool = False, money: bool = False, several: bool = False, outage: bool = False, relationship: bool = False) -> tuple[str, ...]:
    return recommend(Circumstances(measurable, money, several, outage, relationship, Audience.ONE_CUSTOMER)).templates


@pytest.mark.parametrize("stake", ["money", "several", "outage"])
def test_measurable_quality_on_which_something_hangs_asks_for_an_sla(stake: str) -> None:
    assert customer(measurable=True, **{stake: True}) == (CUSTOMER,)


@pytest.mark.parametrize("stake", ["money", "several", "outage"])
def test_with_values_that_cannot_be_counted_it_asks_for_the_pair(stake: str) -> None:
    assert customer(measurable=True, relationship=True, **{stake: True}) == (CUSTOMER, CHARTER)


def test_where_only_the_relationship_matters_a_charter_is_enough() -> None:
    assert customer(measurable=True, relationship=True) == (CHARTER,)


@pytest.mark.parametrize("circumstances", [one for one in EVERY if not one.measurable and one.audience in {Audience.ONE_CUSTOMER, Audience.EVERY_USER}])
def test_what_cannot_be_measured_is_never_promised_in_figures(circumstances: Circumstances) -> None:
    assert recommend(circumstances).templates == (CHARTER,)


@pytest.mark.parametrize(("audience", "template"), [(Audience.EVERY_USER, SERVICE), (Audience.SHARED, CORPORATE), (Audience.INTERNAL, INTERNAL)])
def test_the_audience_settles_the_level(audience: Audience, template: str) -> None:
    assert recommend(Circumstances(True, True, False, True, False, audience)).templates == (template,)  # noqa: FBT003 - a row of answers


@pytest.mark.parametrize("circumstances", EVERY)
def test_the_reason_is_one_sentence(circumstances: Circumstances) -> None:
    reason = recommend(circumstances).reason
    assert reason.endswith(".")
    assert reason.count(".") == 1
