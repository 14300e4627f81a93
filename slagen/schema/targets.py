"""Targets as agreements write them: `>= 99.9 %`, `95 % <= 30 min`."""

from __future__ import annotations

from decimal import Decimal
import re

from slagen.core.money import Percentage, parse_decimal
from slagen.model.target import Comparison, Target

_SIGNS = {
    ">=": Comparison.AT_LEAST, "≥": Comparison.AT_LEAST, "at least": Comparison.AT_LEAST,
    "<=": Comparison.AT_MOST, "≤": Comparison.AT_MOST, "at most": Comparison.AT_MOST,
    ">": Comparison.ABOVE, "<": Comparison.BELOW,
}  # fmt: skip
_NUMBER = r"\d{1,15}(?:\.\d{1,9})?"
_UNIT = r"(%|(?=.{1,30}$)[^\W\d_]+(?:[ ./-]+\w+)*)?"
_FORM = re.compile(rf"(?:({_NUMBER})\s*%\s*)?(>=|<=|≥|≤|>|<|at least|at most)\s*({_NUMBER})\s*{_UNIT}")
_BARE = re.compile(rf"({_NUMBER})\s*{_UNIT}")
_HUNDRED = Decimal(100)


def parse_target(text: str) -> Target:
    """Read a target.

    Raises:
        ValueError: there is no comparison or no number, or a percentage is above 100.
    """
    cleaned = " ".join(text.split())
    match = _FORM.fullmatch(cleaned)
    if match is None:
        raise ValueError(_problem(cleaned))
    share, sign, number, unit = match.groups()
    value = parse_decimal(number)
    if (unit == "%" and value > _HUNDRED) or (share and Decimal(share) > _HUNDRED):
        raise ValueError(f"“{text}” asks for more than 100 %")
    return Target(_SIGNS[sign], value, unit or "", Percentage(Decimal(share)) if share else None)


def _problem(text: str) -> str:
    if _BARE.fullmatch(text):
        return f"“{text}” does not say which way it counts: write “>= {text}” (at least) or “<= {text}” (at most)"
    return f"“{text}” is not a target: write >= 99.9 %, <= 200 ms, or 95 % <= 30 min"
