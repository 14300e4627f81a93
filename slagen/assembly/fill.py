"""Filling: a clause's text with this agreement's facts, every value left as a token."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined

from slagen.assembly.blanks import blank
from slagen.assembly.facts import Budget, Fact, bare
from slagen.assembly.limits import BUDGET, paid_call
from slagen.assembly.placeholders import DefinitionsPlace, Tokens, unmark_lines
from slagen.assembly.sandbox import compile_condition, compile_text, environment
from slagen.core.errors import BadInputError
from slagen.core.money import Money
from slagen.model.agreement import Agreement
from slagen.model.document import Blank, Table, Value

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from slagen.core.locales import Formats

TABLES = frozenset(
    {"service_level_table", "credit_table", "severity_table", "escalation_table", "party_table", "charges_table", "standards_table", "definitions"}
)
_TABLE_STEPS = 500
_LONGEST_TITLE = 1_000
FUNCTIONS = TABLES | {"has", "party", "money", "blank"}


class Sink:
    """Takes every value that a text prints."""

    __slots__ = ("formats", "tokens")

    def __init__(self, formats: Formats) -> None:
        self.formats = formats
        self.tokens = Tokens()

    def put(self, value: Any) -> str:
        """The token for a value.

        Raises:
            BadInputError: the value is empty, or is a group of facts.
        """
        if isinstance(value, (Table, DefinitionsPlace, Blank)):
            return self.tokens.put(value)
        if isinstance(value, Undefined):
            str(value)
        key = value.key if isinstance(value, Fact) else ""
        return self.tokens.put(Value(key, self._text(key, bare(value))))

    def _text(self, key: str, plain: Any) -> str:
        if plain is None or plain in ("", ()):
            raise BadInputError(f"“{key or 'this value'}” has no value", hint="State it in agreement.yaml, or guard the text with {% if … %}.")
        if isinstance(plain, Mapping) or callable(plain):
            raise BadInputError(f"“{key or 'this'}” is a group of facts, not one value", hint="Name one of its parts.")
        try:
            return self.formats.value(plain)
        except TypeError as error:
            raise BadInputError(f"“{key or 'this'}” is a group of facts, not one value", hint="Name one of its parts.") from error

    def listed(self, items: Iterable[Any]) -> Value:
        """Items in words: a, b and c. The key is that of the list where every item comes from one."""
        parts = list(items)
        if not parts:
            raise BadInputError("the list is empty", hint="Guard the text with {% if … %}.")
        keys = {part.key.rpartition(".")[0] for part in parts if isinstance(part, Fact)}
        return Value(keys.pop() if len(keys) == 1 else "", self.formats.listed([self._text("", bare(part)) for part in parts]))


def _print(context: Context, value: Any) -> str:
    sink: Sink = context["_sink"]
    return sink.tokens.put(value) if isinstance(value, Value) else sink.put(value)


def _listed(context: Context, items: Iterable[Any]) -> Value:
    sink: Sink = context["_sink"]
    return sink.listed(items)


_ENVIRONMENT = environment(_print, _listed)


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Callable[[Mapping[str, Any]], str]:
    return compile_text(_ENVIRONMENT, text, FUNCTIONS)


@lru_cache(maxsize=1024)
def _condition(expression: str) -> Callable[[Mapping[str, Any]], bool]:
    return compile_condition(_ENVIRONMENT, expression, FUNCTIONS)


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its values taken out. `lines` gives for each line of `text` the line of the source that it came from."""

    text: str
    lines: tuple[int, ...]
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Facts:
    """What texts and conditions may name: the agreement, whether a clause is there, who has a role, and the tables."""

    agreement: Agreement
    formats: Formats
    tables: Mapping[str, Callable[..., Any]]
    selected: frozenset[str] = frozenset()

    def names(self, clause_id: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Everything one text may name."""
        budget = Budget()
        agreement = Fact("", self.agreement, budget)

        def party(role: Any) -> Any:
            wanted = bare(role)
            for key, value in self.agreement.parties.items():
                if value.role == wanted:
                    return Fact(f"parties.{key}", value, budget)
            return Fact(f"parties.{wanted}", None, budget)

        def money(amount: Any, currency: Any) -> Any:
            key = amount.key if isinstance(amount, Fact) else ""
            return Fact(key, Money(bare(amount), str(bare(currency))), budget)

        own = {name: Fact(f"clauses.{clause_id}.{name}", value, budget) for name, value in parameters.items()}
        tables = {name: paid_call(function, budget, _TABLE_STEPS) for name, function in self.tables.items()}
        functions = {"party": party, "money": money, "blank": blank, "has": lambda clause: bare(clause) in self.selected}
        return {**tables, **functions, BUDGET: budget, "agreement": agreement, **own}


def fill(text: str, names: Mapping[str, Any], formats: Formats) -> Filled:
    """`text` with its conditions and loops carried out and its values left as tokens.

    Raises:
        TextError: a name is misspelt, a value is missing, or the text uses what clauses may not use.
    """
    if len(text) < _LONGEST_TITLE and "{" not in text and text.isprintable():
        return Filled(text, (1,), Tokens())  # one line without tags, as most titles are
    sink = Sink(formats)
    filled, lines = unmark_lines(_compiled(text)({**names, "_sink": sink}))
    return Filled(filled, lines, sink.tokens)


def holds(expression: str, names: Mapping[str, Any], formats: Formats) -> bool:
    """Whether a template's condition holds; raises TextError as `fill` does."""
    return _condition(expression)({**names, "_sink": Sink(formats)})
