"""How the page about a charter prints what was promised and how often it was kept: plain English, figures in the charter's locale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from slagen.core.locales import Formats
from slagen.core.periods import add_months
from slagen.model.agreement import Agreement
from slagen.performance.charter_promises import Part, Promise
from slagen.performance.kept_promises import Keeping, KeptPromise
from slagen.performance.result import Result
from slagen.performance.statement import Printing
from slagen.workspace.review_blocks import capital

NOTHING = "–"
_MOST_DECIMALS = 6
_STANDING = {
    Keeping.KEPT: "kept",
    Keeping.NOT_KEPT: "not kept",
    Keeping.NOTHING: "nobody contacted us this way",
    Keeping.INCOMPLETE: "kept in the months that we have figures of; others are missing",
    Keeping.MISSING: "no figures",
    Keeping.COUNTED: NOTHING,
}


@dataclass(frozen=True, slots=True)
class CharterWords:
    """The words that figures of one charter are told in."""

    agreement: Agreement

    @property
    def formats(self) -> Formats:
        """The digits of the charter's locale."""
        return Formats("en", self.agreement.locale)

    @property
    def printing(self) -> Printing:
        """Numbers and percentages."""
        return Printing(self.formats, self.agreement.time_zone, 1)

    def promise(self, one: Promise) -> str:
        """What is promised, as the charter prints it."""
        within = self.formats.duration(one.within) if one.within else ""
        if one.part is Part.ACKNOWLEDGE:
            return f"We acknowledge within {within}"
        return f"We reply within {within}{' (with an interim reply if we need longer)' if one.interim else ''}"

    def title(self, one: Promise) -> str:
        """A promise where it stands by itself: `Letter: we reply within 15 Business Days`."""
        if one.part is Part.UPHELD:
            return "Complaints in which we were at fault"
        if one.part is Part.COMPLAINT:
            return f"Complaints, stage {one.of}: we answer within {self.formats.duration(one.within) if one.within else NOTHING}"
        promise = self.promise(one)
        return f"{self.channel(one)}: {promise[:1].lower()}{promise[1:]}"

    def channel(self, one: Promise) -> str:
        """How customers reach us; for what is no standard, what it is about."""
        charter = self.agreement.charter
        return next((capital(standard.channel) for standard in (charter.standards if charter else ()) if standard.id == one.of), capital(one.of))

    def aim(self, kept: KeptPromise) -> str:
        """In what share of cases it is promised."""
        return NOTHING if kept.aim is None else "every time" if kept.aim == 100 else self.percent(kept.aim)

    def share(self, kept: KeptPromise) -> str:
        """How often it was kept: `96.4% (1,203 of 1,248)`."""
        return self.percent_of(kept) if kept.share is None or kept.total is None else f"{self.percent_of(kept)} ({self.contacts(kept)})"

    def percent_of(self, kept: KeptPromise) -> str:
        """How often it was kept, in per cent."""
        return NOTHING if kept.share is None else self.result(kept.share, kept.aim)

    def contacts(self, kept: KeptPromise) -> str:
        """How many of how many: `1,203 of 1,248`; only of how many, where the share alone was delivered."""
        if kept.total is None:
            return NOTHING
        exact = kept.good is not None and kept.good.denominator == 1
        return f"{self.number(kept.good)} of {self.number(kept.total)}" if exact else f"of {self.number(kept.total)}"

    def cases(self, kept: KeptPromise) -> str:
        """The same by itself: `1,203 of 1,248`, or `1,248 in all`."""
        told = self.contacts(kept)
        return f"{told.removeprefix('of ')} in all" if told.startswith("of ") else told

    def percent(self, value: Fraction) -> str:
        """A percentage that the charter states, with the digits that it has."""
        return self.printing.rate(value)

    def result(self, value: Fraction, beside: Fraction | None = None) -> str:
        """A share with one decimal, but for all and none; with as many decimals as it takes to be seen on the right side of `beside`."""
        for decimals in range(0 if value in {0, 100} else 1, _MOST_DECIMALS):
            printed = self.printing.percent(value, decimals)
            if beside is None or value == beside or printed != self.printing.percent(beside, decimals):
                return printed
        return self.printing.percent(value, _MOST_DECIMALS)

    def number(self, value: Fraction | None) -> str:
        """A count."""
        return NOTHING if value is None else self.printing.number(value, 1)

    def standing(self, kept: KeptPromise) -> str:
        """How it stands."""
        nobody = kept.keeping is Keeping.INCOMPLETE and kept.share is None
        return "nobody contacted us this way in the months that we have figures of; others are missing" if nobody else _STANDING[kept.keeping]

    def months(self, results: Sequence[Result]) -> str:
        """Months by their names: `March and July 2026`, `May to August and October 2026`, `December 2026 and January 2027`."""
        runs = list(_runs([one.window.first_day for one in results]))
        same = len({day.year for run in runs for day in run}) == 1
        told = [months_between(run[0], run[-1]) for run in runs]
        return self.formats.listed([name.rpartition(" ")[0] if same and name is not told[-1] else name for name in told]) if told else ""


def _runs(months: Sequence[date]) -> Iterator[list[date]]:
    """Months that follow each other, three or more of them together."""
    found: list[list[date]] = []
    for month in months:
        if found and add_months(found[-1][-1].replace(day=1), 1) == month.replace(day=1):
            found[-1].append(month)
        else:
            found.append([month])
    for run in found:
        yield from [run] if len(run) > 2 else [[month] for month in run]


def months_between(first: date, last: date) -> str:
    """`October 2026`, `January to October 2026`, `July 2026 to June 2027`."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"
