"""How a promise was kept over several months, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from slagen.model.measurement import Count, Figure, Measurements
from slagen.performance.attainment import results
from slagen.performance.charter_promises import Part, Promise
from slagen.performance.kept_promises import Keeping, KeptPromise, kept_promise
from tests.performance.conditions import conditions, level, months

FIRST, LAST = "2026-01-01", "2026-03-31"


def kept(*counted: tuple[int, int] | None, target: str = ">= 90 %") -> KeptPromise:
    """Good and all contacts, month by month from January 2026; None where nobody delivered figures."""
    answers = level("answers", target, "counts")
    windows = months(FIRST, LAST)
    named = [(window, told) for window, told in zip(windows, counted, strict=True) if told]
    data = Measurements(
        counts=tuple(Count("answers", window.name, Decimal(told[0]), Decimal(told[1])) for window, told in named),
        covered=tuple(window.span for window, _ in named),
    )
    found = results(answers, windows, data, conditions())
    return kept_promise(Promise(answers, Part.REPLY, "mail", "answers"), found, date.fromisoformat(FIRST), date.fromisoformat(LAST))


@pytest.mark.parametrize(
    ("counted", "keeping"),
    [
        (((90, 100), (80, 100), (100, 100)), Keeping.KEPT),  # 270 of 300 are 90 %: the contacts of all months together
        (((90, 100), (80, 100), (99, 100)), Keeping.NOT_KEPT),
        (((90, 100), None, (100, 100)), Keeping.INCOMPLETE),
        (((90, 100), None, (80, 100)), Keeping.NOT_KEPT),  # what is known falls short already
        ((None, None, None), Keeping.MISSING),
        (((0, 0), (0, 0), (0, 0)), Keeping.NOTHING),
    ],
)
def test_a_promise_is_judged_by_all_contacts_together_and_never_kept_while_figures_are_missing(
    counted: tuple[tuple[int, int] | None, ...], keeping: Keeping
) -> None:
    assert kept(*counted).keeping is keeping


def test_what_is_only_counted_is_neither_kept_nor_broken() -> None:
    found = kept((1, 2), (1, 2), (1, 2), target="")
    assert (found.keeping, found.share, found.aim) == (Keeping.COUNTED, Fraction(50), None)


def test_what_is_only_counted_is_not_kept_where_months_are_missing_either() -> None:
    assert kept((1, 1), None, None, target="").keeping is Keeping.COUNTED
    assert kept((0, 0), None, None, target="").keeping is Keeping.INCOMPLETE


def test_months_that_fell_short_and_months_without_figures_are_named() -> None:
    found = kept((90, 100), (80, 100), None)
    assert [one.window.name for one in found.missed] == ["2026-02"]
    assert [one.window.name for one in found.missing] == ["2026-03"]
    assert (found.good, found.total) == (Fraction(170), Fraction(200))


def test_shares_without_their_contacts_are_averaged_and_have_no_total() -> None:
    answers = level("answers", ">= 90 %", "values")
    shares = (("2026-01", 80), ("2026-02", 100), ("2026-03", 99))
    data = Measurements(figures=tuple(Figure("answers", name, Decimal(share)) for name, share in shares))
    found = kept_promise(
        Promise(answers, Part.REPLY, "mail", "answers"), results(answers, months(FIRST, LAST), data, conditions()), date(2026, 1, 1), date(2026, 3, 31)
    )
    assert (found.share, found.total, found.keeping) == (Fraction(93), None, Keeping.KEPT)
