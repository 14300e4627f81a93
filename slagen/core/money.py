"""Money and percentages: decimal, with their unit, rounded once and on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
import re

_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,9})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_NO_MINOR_UNIT = frozenset({"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"})
_THREE_DIGITS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def parse_decimal(text: str) -> Decimal:
    """Read a plain decimal number such as `10000.00`.

    Raises:
        ValueError: the text is not a number of at most 15 whole and 9 fractional digits.
    """
    cleaned = text.strip()
    if not _NUMBER.fullmatch(cleaned):
        raise ValueError(f"“{text}” is not a plain number such as 10000.00")
    return Decimal(cleaned)


@dataclass(frozen=True, slots=True, order=True)
class Percentage:
    """So many per hundred: `Percentage(Decimal("99.9"))` is 99.9 %."""

    per_hundred: Decimal

    @classmethod
    def parse(cls, text: str) -> Percentage:
        """Read `99.9 %`, `99.9%` or `99.9`.

        Raises:
            ValueError: there is no number, or it is negative.
        """
        value = parse_decimal(text.strip().removesuffix("%").strip())
        if value < 0:
            raise ValueError(f"“{text}” is below 0 %")
        return cls(value)

    def __str__(self) -> str:
        return f"{self.per_hundred} %"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read `10000.00 GBP` or `GBP 10000.00`.

        Raises:
            ValueError: the amount or the currency is missing.
        """
        words = text.split()
        if len(words) == 2:
            first, second = words
            if is_currency(second):
                return cls(parse_decimal(first), second)
            if is_currency(first):
                return cls(parse_decimal(second), first)
        raise ValueError(f"“{text}” is not money: write an amount and a currency, such as 10000.00 GBP")

    @classmethod
    def of(cls, amount: Fraction, currency: str) -> Money:
        """An exact amount that is not negative, rounded half up to the currency's minor unit."""
        digits = minor_digits(currency)
        return cls(Decimal(floor(amount * 10**digits + Fraction(1, 2))).scaleb(-digits), currency)

    def rounded(self) -> Money:
        """Rounded half up to the currency's minor unit."""
        return Money(self.amount.quantize(Decimal(1).scaleb(-minor_digits(self.currency)), ROUND_HALF_UP), self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def is_currency(text: str) -> bool:
    """Whether `text` has the form of an ISO 4217 code."""
    return _CURRENCY.fullmatch(text) is not None


def minor_digits(currency: str) -> int:
    """Decimals of the currency's minor unit (ISO 4217)."""
    if currency in _NO_MINOR_UNIT:
        return 0
    return 3 if currency in _THREE_DIGITS else 2
