"""How much one text may do. Clauses are untrusted: without limits a line of tags could fill the memory or never come to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from jinja2 import nodes, pass_context

from slagen.assembly.facts import Budget
from slagen.core.errors import BadInputError

if TYPE_CHECKING:
    from jinja2.runtime import Context

MOST_CHARACTERS = 100_000
"""Characters of one text: a clause of fifteen thousand words."""
MOST_PRINTED = 500_000
"""Characters that one text may come to when its loops are carried out."""
LONGEST_LITERAL = 1_000
MOST_ITEMS = 200
"""Items of a list that is written out in a tag."""
BUDGET = "_budget"
CHARGE = "_charged"
_CHARACTERS_A_STEP = 100


def charge(context: Context, value: object) -> None:
    """Take as many steps as it takes to go through `value`; a fact charges for itself when it is gone through.

    Raises:
        BadInputError: no steps are left.
    """
    budget: Budget = context[BUDGET]
    if isinstance(value, str):
        budget.spend(len(value) // _CHARACTERS_A_STEP + 1)
    elif isinstance(value, (list, tuple)):
        budget.spend(len(value))


@pass_context
def charged(context: Context, value: Any) -> Any:
    """The value itself, paid for: what loops and filters take goes through this."""
    charge(context, value)
    return value


def measured(tree: nodes.Template) -> nodes.Template:
    """The tree, with everything that is gone through paid for."""
    loops, filters = [*tree.find_all(nodes.For)], [*tree.find_all(nodes.Filter)]
    for loop in loops:
        loop.iter = _paid(loop.iter)
    for found in filters:
        found.node = _paid(found.node) if found.node else None
    return tree


def _paid(node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(node, CHARGE, [], [], None, None, lineno=node.lineno)


@pass_context
def joined(context: Context, items: Iterable[Any], separator: Any = "") -> str:
    """The items with a separator between them: Jinja's `join`, paid for."""
    parts, between = [str(item) for item in items], str(separator)
    context[BUDGET].spend(sum(len(part) + len(between) for part in parts) // _CHARACTERS_A_STEP)
    return between.join(parts)


def cased(change: Callable[[str], str]) -> Callable[..., str]:
    """A filter that changes the case of a text, paid for."""

    @pass_context
    def changed(context: Context, value: Any) -> str:
        text = str(value)
        charge(context, text)
        return change(text)

    return changed


def gathered(pieces: Iterable[str]) -> str:
    """The printed pieces as one text.

    Raises:
        BadInputError: it would be too long.
    """
    kept: list[str] = []
    left = MOST_PRINTED
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise BadInputError(f"the text comes to more than {MOST_PRINTED:,} characters", hint="Loop over fewer facts.")
        kept.append(piece)
    return "".join(kept)


def paid_call(function: Callable[..., Any], budget: Budget, steps: int) -> Callable[..., Any]:
    """A function each call of which takes so many steps."""

    def call(*arguments: Any, **named: Any) -> Any:
        budget.spend(steps)
        return function(*arguments, **named)

    return call
