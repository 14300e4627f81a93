"""Stored measurement files: what their names say about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
import re
import unicodedata

from slagen.core.periods import add_months

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})-(outages|samples|counts|values|tickets|use)-([a-z0-9-]{1,60})\.csv", re.ASCII)
_FIRST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class MeasurementFile:
    """The days that a file tells of, both included, the form of its figures, and the system that they come from, as its name has it."""

    first_day: date
    last_day: date
    form: str
    system: str

    @property
    def name(self) -> str:
        """`2026-10-01_2026-10-31-outages-statuspage.csv`."""
        return f"{self.first_day}_{self.last_day}-{self.form}-{self.system}.csv"

    @classmethod
    def parse(cls, name: str) -> MeasurementFile | None:
        """What a name says; None where it is not one of ours, as where its days are out of order or lie on the edge of all days."""
        match = _NAME.fullmatch(name)
        try:
            found = cls(date.fromisoformat(match[1]), date.fromisoformat(match[2]), match[3], match[4]) if match else None
        except ValueError:
            return None
        return found if found and _FIRST <= found.first_day <= found.last_day < date.max else None

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month that it tells of wholly."""
        first = self.first_day if self.first_day.day == 1 else add_months(self.first_day.replace(day=1), 1)
        over = self.last_day + timedelta(days=1)
        length = (over.year - first.year) * 12 + over.month - first.month
        return tuple(add_months(first, number) for number in range(length))

    def holds(self, other: MeasurementFile) -> bool:
        """Whether it tells of every day of the other."""
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def shares_days_with(self, other: MeasurementFile) -> bool:
        """Whether both tell of the same figures on some day."""
        same = (self.form, self.system) == (other.form, other.system)
        return same and self.first_day <= other.last_day and other.first_day <= self.last_day


def system_slug(system: str) -> str:
    """The name of a system as a file's name can have it: `Status Page (EU)` becomes `status-page-eu`."""
    plain = unicodedata.normalize("NFKD", system).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "system"
