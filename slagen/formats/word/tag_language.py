"""The part of Jinja that shells may use. A shell may come from anybody: it prints and repeats what a contract holds, and does no work of its own."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "length", "count", "first", "last", "default", "d", "escape", "e"})
LISTS = ("parties", "signatories")
"""What may be repeated: the outer loop over the first, a loop inside it over the second."""
TESTS = frozenset({"defined", "undefined", "none", "equalto", "eq", "==", "ne", "!=", "gt", "lt", "ge", "le", "in", "true", "false", "even", "odd"})
VALUES = frozenset({"name", "label", "id", "address", "number", "signatories", "title", "email", "power"})
"""What parties and signatories have."""
_LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
_DEEPEST = 40
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.List, nodes.Tuple, nodes.Keyword,
)  # fmt: skip


def refusals(tree: nodes.Template) -> Iterator[tuple[int, str, str]]:
    """What a shell's tags use that they may not: the line, the thing in words, and the name of a value that nothing has.

    Raises RecursionError as Jinja's parser does.
    """
    yield from _refusals(tree, 0, 0)


def _refusals(node: nodes.Node, depth: int, loops: int) -> Iterator[tuple[int, str, str]]:
    if depth > _DEEPEST:
        yield node.lineno, "tags nested too deeply", ""
        return
    own, unknown = _own_refusal(node, loops), _unknown_value(node)
    if own or unknown:
        yield node.lineno, own, unknown
        return
    within = loops + isinstance(node, nodes.For)
    for child in node.iter_child_nodes():
        yield from _refusals(child, depth + 1, within)


def _own_refusal(node: nodes.Node, loops: int) -> str:
    if not isinstance(node, _ALLOWED):
        return f"“{type(node).__name__.lower()}”"
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return f"the filter “{node.name}”"
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        return f"the test “{node.name}”"
    if isinstance(node, nodes.For) and (node.recursive or loops >= len(LISTS) or _last_name(node.iter) not in LISTS[loops:]):
        return "a loop over something else than parties and their signatories"
    return ""


def _unknown_value(node: nodes.Node) -> str:
    """The part of a value that a tag asks for where nothing has such a part."""
    if isinstance(node, nodes.Getattr):
        name = node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        name = node.arg.value
    else:
        return ""
    is_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
    return "" if name in (_LOOP if is_loop else VALUES) else name


def _last_name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return str(node.attr)
    return node.name if isinstance(node, nodes.Name) else ""
