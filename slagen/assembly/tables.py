"""The tables that clause text may ask for. Each cell keeps the key of the fact that it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from slagen.assembly.facts import bare, item_name, join
from slagen.assembly.placeholders import DefinitionsPlace, value_lines
from slagen.assembly.table_words import TableWords, table_words
from slagen.core.durations import Duration
from slagen.core.money import Percentage
from slagen.model.document import Cell, Inline, LineBreak, Table, Text, Value
from slagen.model.service_level import Band, CreditScheme, ServiceLevel, StagedTarget

if TYPE_CHECKING:
    from slagen.core.locales import Formats
    from slagen.model.agreement import Agreement, Party
    from slagen.model.charter import Standard


class Tables:
    """Builds tables from the facts of one agreement."""

    __slots__ = ("_agreement", "_formats", "_words")

    def __init__(self, agreement: Agreement, formats: Formats) -> None:
        self._agreement = agreement
        self._formats = formats
        self._words = table_words(formats.language)

    @property
    def words(self) -> TableWords:
        """The fixed words of the agreement's language."""
        return self._words

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """The functions by the names that clause text calls."""
        return {
            "service_level_table": self.service_levels,
            "credit_table": self.credits,
            "severity_table": self.severities,
            "escalation_table": self.escalation,
            "party_table": self.parties,
            "charges_table": self.charges,
            "standards_table": self.standards,
            "definitions": DefinitionsPlace,
        }

    def service_levels(self, service: object = None) -> Table:
        """Every service level (of one service, if given): what is measured, its target, period and role."""
        wanted = str(getattr(bare(service), "id", None) or bare(service) or "")
        levels = [level for level in self._agreement.service_levels if not wanted or level.service == wanted]
        names = ("service_level", "service", "target", "measured_over", "remedy")
        rows = [
            (
                self._level_name(level),
                self._service_name(level.service),
                self._targets(level),
                self._choice(f"service_levels.{level.id}.period", level.period),
                self._remedy(level),
            )
            for level in levels
        ]
        return self._table("service_levels", names, rows)

    def _remedy(self, level: ServiceLevel) -> tuple[Inline, ...]:
        credited = any(level.id in part for scheme in self._agreement.service_credits for part in (scheme.bands, scheme.points, scheme.weights))
        return self._choice(f"service_levels.{level.id}.role", "credited" if credited else level.role)

    def _level_name(self, level: ServiceLevel) -> tuple[Inline, ...]:
        key = f"service_levels.{level.id}"
        name = level.name or self._words.metrics.get(level.metric, self._formats.term(level.metric))
        printed: list[Inline] = [Value(f"{key}.{'name' if level.name else 'metric'}", name)]
        if level.severity and level.severity not in name:
            printed += [Text(" ("), Value(f"{key}.severity", level.severity), Text(")")]
        return tuple(printed)

    def _service_name(self, service: str) -> tuple[Inline, ...]:
        found = next((item for item in self._agreement.services if item.id == service), None)
        return (Value(f"services.{service}.name", found.name if found else service),)

    def _targets(self, level: ServiceLevel) -> tuple[Inline, ...]:
        key = f"service_levels.{level.id}"
        if not level.targets:
            return (Value(f"{key}.target", self._formats.value(level.target)),) if level.target else (Text("–"),)
        lines = [self._stage(f"{key}.targets.{index}", stage) for index, stage in enumerate(level.targets)]
        return tuple(part for index, line in enumerate(lines) for part in ((LineBreak(), *line) if index else line))

    def _stage(self, key: str, stage: StagedTarget) -> tuple[Inline, ...]:
        printed: list[Inline] = [Value(f"{key}.target", self._formats.value(stage.target))]
        for word, name, day in ((self._words.words["from"], "from", stage.from_), (self._words.words["until"], "to", stage.to)):
            if day:
                printed += [Text(f" {word} "), Value(f"{key}.{name}", self._formats.date(day))]
        if not stage.credits:
            printed.append(Text(f" ({self._words.words['no_credits']})"))
        return tuple(printed)

    def credits(self, scheme: object = None) -> Table:
        """What each result of each service level is credited with, in one scheme or in all of them."""
        wanted = bare(scheme)
        schemes = [item for item in self._agreement.service_credits if wanted is None or item is wanted or item.id == str(wanted)]
        rows = [row for item in schemes for row in self._scheme_rows(item)]
        names = ("service_level", "result", "points" if schemes and all(item.points for item in schemes) else "credit")
        if schemes and all(item.weights for item in schemes):
            names = ("service_level", "result", "weight")
        return self._table("credits", names, rows, right=(2,))

    def _scheme_rows(self, scheme: CreditScheme) -> Iterable[tuple[tuple[Inline, ...], ...]]:
        key = f"service_credits.{scheme.id}"
        for level_id, bands in (*scheme.bands.items(), *scheme.points.items()):
            part = "bands" if level_id in scheme.bands else "points"
            for index, band in enumerate(bands):
                here = f"{key}.{part}.{level_id}.{index}"
                yield (self._level_ref(level_id), self._range(here, band, self._unit(level_id)), self._reward(here, band))
        for level_id, weight in scheme.weights.items():
            reward = Value(f"{key}.weights.{level_id}", self._formats.value(Percentage(weight)))
            yield (self._level_ref(level_id), (Text(self._words.words["target_missed"]),), (reward,))

    def _level_ref(self, level_id: str) -> tuple[Inline, ...]:
        level = next((item for item in self._agreement.service_levels if item.id == level_id), None)
        return self._level_name(level) if level else (Text(level_id),)

    def _unit(self, level_id: str) -> str:
        level = next((item for item in self._agreement.service_levels if item.id == level_id), None)
        stage = next(iter(level.current_targets), None) if level else None
        if stage is None or stage.target.share is not None:
            return "%"
        return stage.target.unit

    def _range(self, key: str, band: Band, unit: str) -> tuple[Inline, ...]:
        printed: list[Inline] = []
        for name in ("at_least", "above", "below", "at_most"):
            bound: Decimal | None = getattr(band, name)
            if bound is not None:
                printed += [Text(f" {self._words.words['and']} ")] if printed else []
                printed += [Text(f"{self._words.bounds[name]} "), Value(f"{key}.{name}", self._measured(bound, unit))]
        return tuple(printed)

    def _measured(self, bound: Decimal, unit: str) -> str:
        if unit == "%":
            return self._formats.value(Percentage(bound))
        try:
            return self._formats.value(Duration.parse(f"{bound:f} {unit}"))
        except ValueError:
            return f"{self._formats.value(bound)} {unit}".rstrip()

    def _reward(self, key: str, band: Band) -> tuple[Inline, ...]:
        if band.points is not None:
            return (Value(f"{key}.points", self._formats.value(band.points)),)
        return (Value(f"{key}.credit", self._formats.value(band.credit)),) if band.credit is not None else (Text("–"),)

    def severities(self) -> Table:
        """The severity levels: what each means and in which hours its clock runs."""
        rows = [
            (
                (Value(f"severities.{code}", code), Text(" "), Value(f"severities.{code}.title", severity.title)),
                (Value(f"severities.{code}.means", severity.means),),
                self._hours(severity.hours),
            )
            for code, severity in self._agreement.severities.items()
        ]
        return self._table("severities", ("severity", "meaning", "hours"), rows)

    def _hours(self, hours_id: str) -> tuple[Inline, ...]:
        hours = self._agreement.service_hours.get(hours_id)
        if hours is None:
            return (Value(f"service_hours.{hours_id}", self._words.always if hours_id == "always" else hours_id),)
        if hours.title:  # the clause on service hours says what they are, holidays included
            return (Value(f"service_hours.{hours_id}.title", hours.title),)
        return (Value(f"service_hours.{hours_id}.weekly", self._formats.value(hours.weekly)),)

    def escalation(self) -> Table:
        """Whom a problem goes to, and after how long."""
        rows = [
            (
                (Value(f"escalation.{index}.level", self._formats.value(level.level)),),
                (Value(f"escalation.{index}.role", level.role),),
                (Value(f"escalation.{index}.after", self._formats.value(level.after)),),
            )
            for index, level in enumerate(self._agreement.escalation)
        ]
        return self._table("escalation", ("level", "goes_to", "after"), rows)

    def parties(self) -> Table:
        """The parties: in which role, under which name, and where."""
        rows = [
            ((Text(self._words.role(party.role)),), self._party_name(key, party), self._address(key, party)) for key, party in self._agreement.parties.items()
        ]
        return self._table("parties", ("party", "name", "address"), rows)

    def _party_name(self, key: str, party: Party) -> tuple[Inline, ...]:
        number: tuple[Inline, ...] = (
            (Text(f" ({self._words.words['number']} "), Value(f"parties.{key}.number", party.number), Text(")")) if party.number else ()
        )
        return (Value(f"parties.{key}.name", party.name), *number)

    def _address(self, key: str, party: Party) -> tuple[Inline, ...]:
        return (Value(f"parties.{key}.address", party.address),) if party.address else (Text("–"),)

    def charges(self) -> Table:
        """What each service costs."""
        rows = [
            (
                (Value(f"charges.{index}.description", charge.description),) if charge.description else self._service_name(charge.service),
                (Value(f"charges.{index}.amount", self._formats.money(charge.price)),),
                self._choice(f"charges.{index}.per", charge.per),
            )
            for index, charge in enumerate(self._agreement.charges)
        ]
        return self._table("charges", ("service", "charge", "per"), rows, right=(1,))

    def standards(self) -> Table:
        """The standards of service of a charter."""
        standards = self._agreement.charter.standards if self._agreement.charter else ()
        rows = [self._standard(f"charter.standards.{item_name(standard, index)}", standard) for index, standard in enumerate(standards)]
        return self._table("standards", ("channel", "acknowledge", "reply", "share"), rows)

    def _standard(self, key: str, standard: Standard) -> tuple[tuple[Inline, ...], ...]:
        def cell(name: str, value: object) -> tuple[Inline, ...]:
            return (Value(join(key, name), self._formats.value(value)),) if value is not None else (Text("–"),)

        reply = cell("reply", standard.reply)
        if standard.interim and standard.reply is not None:
            reply = (*reply, Text(f" ({self._words.words['interim']})"))
        return (
            (Value(f"{key}.channel", standard.channel[:1].upper() + standard.channel[1:]),),
            cell("acknowledge", standard.acknowledge),
            reply,
            cell("share", standard.share),
        )

    def _choice(self, key: str, text: str) -> tuple[Inline, ...]:
        return (Value(key, self._words.choices.get(text, self._formats.term(text))),)

    def _table(self, kind: str, names: Sequence[str], rows: Sequence[Sequence[tuple[Inline, ...]]], right: Sequence[int] = ()) -> Table:
        def cell(content: tuple[Inline, ...], column: int) -> Cell:
            return Cell(_broken(content), "right" if column in right else "left")

        header = tuple(cell((Text(self._words.headings[name]),), column) for column, name in enumerate(names))
        body = tuple(tuple(cell(content, column) for column, content in enumerate(row)) for row in rows)
        return Table(header, body, self._words.summaries[kind], kind)


def _broken(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A newline in a fact is a line break, here as in running text."""
    if not any(isinstance(inline, Value) and "\n" in inline.text for inline in content):
        return content
    return tuple(part for inline in content for part in (value_lines(inline) if isinstance(inline, Value) else (inline,)))
