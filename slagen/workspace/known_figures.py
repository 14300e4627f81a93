"""What was known of an agreement's performance on a day: figures, results of the periods that are over, and what credits are worked out from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from slagen.core.calendar_periods import FIRST_YEAR
from slagen.core.locales import Formats
from slagen.core.periods import add_months
from slagen.core.spans import Spans, midnight, moment
from slagen.lifecycle.setting import Setting
from slagen.model.measurement import Measurements
from slagen.model.service_level import ServiceLevel
from slagen.performance.account import Account, Terms
from slagen.performance.attainment import Conditions
from slagen.performance.bases import Used
from slagen.performance.credits import side_by_side
from slagen.performance.known import changes_with_the_day, known_on
from slagen.performance.result import Result
from slagen.performance.statement import Printing
from slagen.performance.windows import Life
from slagen.workspace.claim_records import choices_of
from slagen.workspace.claim_standing import with_claims
from slagen.workspace.kept_figures import files_of, measurements_of, use_of
from slagen.workspace.load import Loaded
from slagen.workspace.printed_terms import credit_terms, timed_as_printed
from slagen.workspace.records import records_of
from slagen.workspace.results_by_version import conditions_of, downtime_of, editions_of, life_of, results_of
from slagen.workspace.stretches import Stretch, stretches

ONE_DAY = timedelta(days=1)
_LOOKED_AT = timedelta(days=200)
"""Days of which figures are read first: the longest period that runs, and the one before it."""
_EVER = datetime(9999, 12, 1, tzinfo=UTC)
_MOST_KEPT = 4


@dataclass
class KnownFigures:
    """One agreement on one day. `turns` are days on which what is foreseen changes though no figures come: each room that looks ahead notes its own."""

    loaded: Loaded
    setting: Setting
    turns: list[date] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day."""
        return self.setting.today

    @property
    def zone(self) -> str:
        """The time zone of the agreement."""
        return self.setting.agreement.time_zone

    @property
    def printing(self) -> Printing:
        """How figures are told."""
        return Printing(Formats("en", self.setting.locale or self.setting.agreement.locale), self.zone)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """What was in force, from the first day on."""
        return tuple(stretches(self.loaded, self.setting))

    @cached_property
    def life(self) -> Life:
        """The days on which the agreement runs."""
        return life_of(self.stretches)

    def on(self, day: date) -> Stretch:
        """What was in force on a day."""
        return next((one for one in reversed(self.stretches) if one.from_day <= day), self.stretches[0])

    @cached_property
    def conditions(self) -> list[Conditions]:
        """How things are measured in each of the stretches."""
        now, settings = moment(midnight(self.day, self.zone)), self.loaded.settings
        return [timed_as_printed(conditions_of(settings, one.agreement, now), one.printed, one.agreement) for one in self.stretches]

    @cached_property
    def read(self) -> Mapping[str, Measurements]:
        """The figures of the periods that run and of the ones before, as they stand in the files; of earlier ones only which days they cover.

        They are kept while one agreement is looked at: from one day to the next they are mostly the same.
        """
        first = max(self.day - _LOOKED_AT, date(FIRST_YEAR, 1, 1))
        return self._read(first.replace(month=(first.month - 1) // 3 * 3 + 1, day=1))

    @cached_property
    def is_over(self) -> bool:
        """Whether figures of later days are known: the day asked is a past one."""
        return any(file.last_day > self.day for file in files_of(self.loaded, self.setting.agreement.id))

    @cached_property
    def recent(self) -> dict[str, Measurements]:
        """The same as it was known on the day."""
        return self._known(self.read)

    @cached_property
    def every(self) -> dict[str, Measurements]:
        """Everything that was known on the day."""
        return self._known(self._read(date(FIRST_YEAR, 1, 1)))

    @cached_property
    def results(self) -> dict[str, tuple[Result, ...]]:
        """The results of every period that has ended."""
        return {name: self.results_of(name) for name in self.every}

    def results_of(self, name: str) -> tuple[Result, ...]:
        """Those of one level, by its id."""
        until, data = self.day - ONE_DAY, self.every.get(name, Measurements())
        return tuple(results_of(self.stretches, self.conditions, name, data, self.life, until))

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """What the credits of each scheme are worked out from, as a statement would: with what the clauses print.

        What the customer chose and claimed counts as far as it was recorded by the day. What lapses changes what limits leave, on the day after.
        """
        down = cache(downtime_of(self.stretches, self.conditions, self.every, self.life))
        schemes = dict.fromkeys(scheme.id for one in self.stretches for scheme in one.agreement.service_credits)
        records = [record for record in records_of(self.loaded, self.setting.agreement.id) if record.day <= self.day]
        chosen = choices_of(records)
        made = {
            one: Account(
                editions_of(self.stretches, one, _terms),
                self.results,
                self.life.first_day,
                down,
                self.life.last_day,
                chosen.get(one, {}),
                self.use,
                known_to=self.day - ONE_DAY,
            )
            for one in schemes
        }
        facts = {one.from_day: one.agreement for one in self.stretches}
        found = side_by_side({one: with_claims(self.loaded, account, facts, records, self.day) for one, account in made.items()})
        self.turns += [claiming.until + ONE_DAY for one in found.values() for claiming in one.claims.values()]
        return tuple(found.values())

    @cached_property
    def use(self) -> dict[Used, Decimal]:
        """What was used in months that are over."""
        found = use_of(self.loaded, self.setting.agreement.id, now=_EVER, signed=[one.agreement for one in self.stretches])
        return {used: quantity for used, quantity in found.items() if add_months(used[2], 1) <= self.day}

    def of(self, level: ServiceLevel) -> Measurements:
        """What was known of a level in the periods that run and the ones before."""
        return self.recent.get(level.id, Measurements())

    def last_day(self, covered: Spans) -> date | None:
        """The last day of some time; None where there is none."""
        return moment(covered[-1][1]).astimezone(ZoneInfo(self.zone)).date() - ONE_DAY if covered else None

    @property
    def changes_daily(self) -> bool:
        """Whether something still goes on, or there are figures of later days."""
        if self.is_over:
            return True
        levels = {level.id: level for one in self.stretches for level in one.levels}
        return any(changes_with_the_day(levels[name], data, self.day, self.zone) for name, data in self.read.items() if name in levels)

    def _read(self, since: date) -> Mapping[str, Measurements]:
        agreement_id, kept = self.setting.agreement.id, self.loaded.kept.figures
        until = self.day if self.is_over else date.max
        if (agreement_id, since, until) not in kept:
            for other in [key for key in kept if key[0] != agreement_id or len(kept) >= _MOST_KEPT]:
                del kept[other]
            kept[agreement_id, since, until] = measurements_of(
                self.loaded, agreement_id, now=_EVER, days=(since, until), signed=[one.agreement for one in self.stretches]
            )[0]
        return kept[agreement_id, since, until]

    def _known(self, found: Mapping[str, Measurements]) -> dict[str, Measurements]:
        return {name: known_on(data, self.day, self.zone) for name, data in found.items()}


def _terms(stretch: Stretch) -> Terms:
    return credit_terms(stretch.printed, stretch.notice_on)
