"""Foreseeing: what the figures of the periods that run now foretell, as of a day, by what was known on that day.

An agreement that nobody delivers figures for costs one look into its folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import chain
from statistics import median_high
from zoneinfo import ZoneInfo

from slagen.core.calendar_periods import FIRST_YEAR
from slagen.core.errors import SlagenError
from slagen.core.locales import Formats
from slagen.core.money import Money
from slagen.core.periods import add_months
from slagen.core.spans import Spans, common, midnight, moment
from slagen.lifecycle.outlook import NOTHING_FORESEEN, Foreseen, Outlook
from slagen.lifecycle.performance_dates import report_by
from slagen.lifecycle.periods import Rhythm
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.charter import STANDARD, SURVEY
from slagen.model.measurement import Measurements
from slagen.model.record import Verb
from slagen.model.service_level import ServiceLevel, StagedTarget
from slagen.performance.account import Account, Terms
from slagen.performance.alarm import Alarm, alarm
from slagen.performance.attainment import Conditions, attain, parts
from slagen.performance.bases import Used
from slagen.performance.charter_promises import promises
from slagen.performance.claimable import claimable
from slagen.performance.consequence import Consequence, if_missed
from slagen.performance.forewarning import if_nobody_acts, money_of, no_figures_since, reasons
from slagen.performance.known import changes_with_the_day, known_on
from slagen.performance.projection import Projection, project
from slagen.performance.result import Result, Verdict
from slagen.performance.statement import Printing
from slagen.performance.windows import Life, Window, windows
from slagen.workspace.in_force import history_of, in_force
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.measuring import files_of, measurements_of, use_of
from slagen.workspace.performing import conditions_of, downtime_of, editions_of, life_of, results_of
from slagen.workspace.records import records_of

SILENT = timedelta(days=10)
"""How much later than usual the next figures of a period that runs may come."""
BEFORE_THE_REPORT, WITHOUT_A_REPORT = timedelta(days=5), timedelta(days=15)
"""How long before its report a period without figures is told; and by when they should be there where no report is agreed."""
_ONE_DAY = timedelta(days=1)
_LOOKED_AT = timedelta(days=200)
"""Days of which figures are read first: the longest period that runs, and the one before it."""
_AHEAD = timedelta(days=100)
_EVER = datetime(9999, 12, 1, tzinfo=UTC)
_LAST_YEAR = 9000
_MOST_KEPT = 4


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The facts that were in force from a day on."""

    from_day: date
    agreement: Agreement
    ends_on: date | None

    @property
    def levels(self) -> tuple[ServiceLevel, ...]:
        """Everything that is measured: service levels, and what a charter promises."""
        return (*self.agreement.service_levels, *(one.level for one in promises(self.agreement.charter)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A period that runs: of which level, in whose facts, and the target that holds."""

    place: int
    level: ServiceLevel
    window: Window
    staged: StagedTarget | None


def with_outlook(loaded: Loaded, setting: Setting) -> Setting:
    """The setting of an agreement with what is foreseen on its day."""
    return replace(setting, outlook=outlook(loaded, setting))


def outlook(loaded: Loaded, setting: Setting) -> Outlook:
    """What is foreseen for an agreement on the day of `setting`; nothing where nobody has measured anything, or its figures cannot be used.

    Figures of later days are not looked at, and those of the day itself so far as they are known.
    """
    agreement, day = setting.agreement, setting.today
    if agreement.contract_term is None or not FIRST_YEAR <= day.year <= _LAST_YEAR or not files_of(loaded, agreement.id):
        return NOTHING_FORESEEN
    try:
        return _View(loaded, setting).outlook()
    except (SlagenError, ValueError, OverflowError):  # told where results are asked for; other dates must not suffer
        return Outlook(until=day, changes_daily=True)


@dataclass
class _View:
    """One agreement on one day."""

    loaded: Loaded
    setting: Setting
    turns: list[date] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.setting.today

    @property
    def zone(self) -> str:
        return self.setting.agreement.time_zone

    @cached_property
    def stretches(self) -> tuple[_Stretch, ...]:
        return tuple(_stretches(self.loaded, self.setting))

    @cached_property
    def life(self) -> Life:
        return life_of(self.stretches)

    @cached_property
    def conditions(self) -> list[Conditions]:
        now = moment(midnight(self.day, self.zone))
        return [conditions_of(self.loaded.settings, one.agreement, now) for one in self.stretches]

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
        until = self.day - _ONE_DAY
        return {name: tuple(results_of(self.stretches, self.conditions, name, data, self.life, until)) for name, data in self.every.items()}

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        down = downtime_of(self.stretches, self.conditions, self.every, self.life)
        schemes = dict.fromkeys(scheme.id for one in self.stretches for scheme in one.agreement.service_credits)
        editions = {scheme: editions_of(self.stretches, scheme, _unread) for scheme in schemes}
        return tuple(Account(own, self.results, self.life.first_day, down, self.life.last_day, use=self.use) for own in editions.values())

    @cached_property
    def use(self) -> dict[Used, Decimal]:
        """What was used in months that are over."""
        found = use_of(self.loaded, self.setting.agreement.id, now=_EVER, signed=[one.agreement for one in self.stretches])
        return {used: quantity for used, quantity in found.items() if add_months(used[2], 1) <= self.day}

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

    def outlook(self) -> Outlook:
        foreseen = {one.period: one for one in chain(self._without_figures(), self._running())}
        daily = self._changes_daily()
        until = self.day if daily else min((turn - _ONE_DAY for turn in self.turns if turn > self.day), default=date.max)
        return Outlook(tuple(foreseen.values()), until, daily, self._earned())

    def _earned(self) -> dict[str, tuple[Money, ...]]:
        """What can be claimed for periods that are over, where every level that has a part in it was measured."""
        if not any(scheme.claim.mode == "claimed" for scheme in self.setting.agreement.service_credits):
            return {}
        return dict(chain.from_iterable(claimable(account) for account in self.accounts))

    def _changes_daily(self) -> bool:
        """Whether something still goes on, or there are figures of later days."""
        if self.is_over:
            return True
        levels = {level.id: level for one in self.stretches for level in one.levels}
        return any(changes_with_the_day(levels[name], data, self.day, self.zone) for name, data in self.read.items() if name in levels)

    def _parts(self) -> Iterator[_Part]:
        """Every level’s period that runs on the day, by the facts that were in force as it began; the days on which this changes are noted."""
        for place, level, window in self._windows(self.day, self.day + _AHEAD):
            for part, staged in parts(level, window):
                self.turns += [part.first_day, part.last_day + _ONE_DAY]
                if part.first_day <= self.day <= part.last_day:
                    yield _Part(place, level, part, staged)

    def _windows(self, first: date, last: date) -> Iterator[tuple[int, ServiceLevel, Window]]:
        """The periods that end from one day to another, of levels that anybody ever delivered figures for."""
        for place, stretch in enumerate(self.stretches):
            begins = stretch.from_day if place else self.life.first_day
            ends = self.stretches[place + 1].from_day - _ONE_DAY if place + 1 < len(self.stretches) else date.max
            for level in stretch.levels:
                if self._data(level).covered and level.period != SURVEY:  # a survey is over when it is known
                    found = windows(level.period, self.life, first, last)
                    yield from ((place, level, one) for one in found if begins <= one.first_day <= ends)

    def _data(self, level: ServiceLevel) -> Measurements:
        return self.recent.get(level.id, Measurements())

    def _running(self) -> Iterator[Foreseen]:
        for part in self._parts():
            found = project(part.level, part.window, part.staged, self._data(part.level), self.conditions[part.place])
            silent = self._silent_since(part)
            warned = self._warned(found, part, silent) if found and alarm(found, decisive=True) else None
            if warned is not None:
                yield warned
            elif silent is not None:
                yield self._silence(part, silent)

    def _warned(self, found: Projection, part: _Part, silent: date | None) -> Foreseen | None:
        decisive = any(one.is_reached for one in self._if_missed(part, replace(found.so_far, value=None, verdict=Verdict.MISSED)).nearing)
        kind = alarm(found, decisive=decisive)
        if kind is None:
            return None
        then, printing = self._if_missed(part, _expected(found, kind)), self.printing
        why = reasons(found, self._known_until(part), then, printing)
        if silent is not None:
            why = (*why, f"no figures have come for the days after {printing.formats.date(silent)}")
        return Foreseen(
            self._name(part.level, part.window),
            part.window.last_day,
            if_nobody_acts(found, kind, then, printing),
            why,
            certain=kind is Alarm.OUT_OF_REACH and found.is_certain and part.level.role != STANDARD,
            cost=money_of(then),
        )

    def _if_missed(self, part: _Part, result: Result) -> Consequence:
        return if_missed(part.level, result, self.accounts)

    def _silent_since(self, part: _Part) -> date | None:
        """The last day with figures of a period that runs, where none have come for long."""
        last = self._known_until(part)
        if last is None or last >= part.window.last_day:
            return None
        expected = last + self._rhythm(part.level) + SILENT
        self.turns.append(expected)
        return last if expected <= self.day else None

    def _rhythm(self, level: ServiceLevel) -> timedelta:
        """How many days the files of a level tell of, mostly: who delivers by the month is not asked after ten days."""
        files = files_of(self.loaded, self.setting.agreement.id, level)
        return timedelta(days=median_high([(file.last_day - file.first_day).days + 1 for file in files])) if files else timedelta()

    def _known_until(self, part: _Part) -> date | None:
        covered = common(self._data(part.level).covered, (part.window.span,))
        return self._last_day(covered)

    def _last_day(self, covered: Spans) -> date | None:
        return moment(covered[-1][1]).astimezone(ZoneInfo(self.zone)).date() - _ONE_DAY if covered else None

    def _silence(self, part: _Part, since: date) -> Foreseen:
        printing, end = self.printing, part.window.last_day
        then = self._if_missing(part)
        why = (
            f"{part.level.name or part.level.id}: the measurement period {part.window.name} runs until {printing.formats.date(end)}",
            f"figures are known until {printing.formats.date(since)}, and the next should have come by now, as they came before",
            f"clauses: {'charter-standards' if part.level.role == STANDARD else 'measurement, reporting'}",
        )
        sentence = no_figures_since(part.level, printing.formats.date(since), then, printing)
        return Foreseen(self._name(part.level, part.window), end, sentence, why, cost=money_of(then))

    def _if_missing(self, part: _Part) -> Consequence:
        """What a period without figures brings: nothing, unless the level says that it counts as missed."""
        if part.level.missing != "misses":
            return Consequence()
        return self._if_missed(part, Result(part.level.id, part.window, part.staged, Verdict.MISSING))

    def _without_figures(self) -> Iterator[Foreseen]:
        """Levels whose last period has ended, and whose figures should be there by now or soon."""
        for part in self._ended():
            found = attain(part.level, part.window, part.staged, self._data(part.level), self.conditions[part.place])
            if found.verdict is Verdict.MISSING:
                by = report_by(self.setting, part.window.last_day) or part.window.last_day + WITHOUT_A_REPORT
                self.turns.append(by - BEFORE_THE_REPORT)
                if by - BEFORE_THE_REPORT <= self.day:
                    yield self._absence(part, by)

    def _ended(self) -> Iterator[_Part]:
        """The last period of each level that has ended, or the last part of it."""
        last: dict[str, _Part] = {}
        for place, level, window in self._windows(max(self.day - _AHEAD, date(FIRST_YEAR, 1, 1)), self.day - _ONE_DAY):
            for part, staged in parts(level, window):
                last[level.id] = _Part(place, level, part, staged)
        yield from last.values()

    def _absence(self, part: _Part, by: date) -> Foreseen:
        printing, then = self.printing, self._if_missing(part)
        written = printing.formats.date
        known = self._last_day(self._data(part.level).covered)
        has_report = self.setting.agreement.reporting is not None
        why = (
            f"{part.level.name or part.level.id}: the measurement period {part.window.name} ended on {written(part.window.last_day)}",
            f"figures are known until {written(known)}" if known else "no figures are known",
            f"{'its report is due' if has_report else 'they should be there'} by {written(by)}",
            f"clauses: {'charter-standards' if part.level.role == STANDARD else 'measurement, reporting'}",
        )
        sentence = no_figures_since(part.level, written(known) if known else "the beginning", then, printing)
        return Foreseen(self._name(part.level, part.window), by, sentence, why, cost=money_of(then))

    def _name(self, level: ServiceLevel, window: Window) -> str:
        """`availability-2026-11`: periods of 30 days by their number, rolling ones by the month that they end with, as in other dates."""
        rhythm = Rhythm(level.period, self.life.first_day)
        return f"{level.id}-{rhythm.period(rhythm.number_of(window.last_day)).name}"

    @property
    def printing(self) -> Printing:
        return Printing(Formats("en", self.setting.locale or self.setting.agreement.locale), self.zone)


def _expected(found: Projection, kind: Alarm) -> Result:
    """The result that the consequence is worked out from; without a figure where it is only near the target."""
    if kind is Alarm.NEARLY_USED:
        return replace(found.so_far, value=None, verdict=Verdict.MISSED)
    shared = found.so_far.staged is not None and found.target != found.so_far.staged.target
    value = found.so_far.value if shared else found.pace if found.pace is not None else found.best
    return replace(found.so_far, value=value, verdict=Verdict.MISSED)


def _stretches(loaded: Loaded, setting: Setting) -> Iterator[_Stretch]:
    """One for each version that was signed up to the day; the draft, where none was."""
    agreement_id, day = setting.agreement.id, setting.today
    records = [record for record in records_of(loaded, agreement_id) if record.day <= day]
    signed = sorted({record.day for record in records if record.verb == Verb.SIGN}) or [day]
    for place, first in enumerate(signed):
        with in_force(loaded, agreement_id, first) as bound:
            agreement = load_agreement(bound.loaded, agreement_id).agreement
            if agreement is None or agreement.contract_term is None:
                continue
            begins = first if place else min(first, agreement.contract_term.effective_date)
            yield _Stretch(begins, agreement, history_of(records, agreement).ends_on)


def _unread(_stretch: _Stretch) -> Terms:
    """What the clauses say beyond the facts is in the contract, which is not assembled to look ahead."""
    return Terms()
