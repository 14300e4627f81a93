"""The part of Jinja that shells may use. A shell may come from anybody: it prints and repeats what a contract holds, and does no work of its own."""

from __future__ import annotations

from jinja2 import nodes

FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "length", "count", "first", "last", "default", "d", "escape", "e"})
LISTS = ("parties", "signatories")
"""What may be repeated: the outer loop over the first, a loop inside it over the second."""
_DEEPEST = 40
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.List, nodes.Tuple, nodes.Keyword,
)  # fmt: skip


def refusal(tree: nodes.Template) -> str:
    """What a shell's tags use that they may not, in words; empty where there is nothing. Raises RecursionError as Jinja's parser does."""
    return _refusal(tree, 0, 0)


def _refusal(node: nodes.Node, depth: int, loops: int) -> str:
    found = "tags nested too deeply" if depth > _DEEPEST else _own_refusal(node, loops)
    within = loops + isinstance(node, nodes.For)
    return found or next((below for child in node.iter_child_nodes() if (below := _refusal(child, depth + 1, within))), "")


def _own_refusal(node: nodes.Node, loops: int) -> str:
    if not isinstance(node, _ALLOWED):
        return f"“{type(node).__name__.lower()}”"
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return f"the filter “{node.name}”"
    if isinstance(node, nodes.For) and (node.recursive or loops >= len(LISTS) or _last_name(node.iter) not in LISTS[loops:]):
        return "a loop over something else than parties and their signatories"
    return ""


def _last_name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return str(node.attr)
    return node.name if isinstance(node, nodes.Name) else ""
