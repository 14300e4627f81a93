"""What of Jinja clauses may use. Text from a library is untrusted: what is not on these lists is refused before it runs."""

from __future__ import annotations

import unicodedata

from jinja2 import nodes

from slagen.assembly.limits import LONGEST_LITERAL, MOST_ITEMS
from slagen.assembly.text_error import TextError
from slagen.core.identifiers import did_you_mean

FILTERS = frozenset(
    {
        "listed",
        "map",
        "select",
        "selectattr",
        "reject",
        "rejectattr",
        "list",
        "length",
        "count",
        "first",
        "last",
        "unique",
        "join",
        "lower",
        "upper",
        "capitalize",
    }
)
TESTS = frozenset({"defined", "none", "eq", "equalto", "ne", "in", "gt", "ge", "lt", "le", "true", "false", "greaterthan", "lessthan", "sameas"})
DEEPEST_LOOP = 4
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_ALLOWED_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.NSRef, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Call, nodes.Keyword, nodes.Filter, nodes.Test, nodes.List, nodes.Tuple,
    nodes.CondExpr, nodes.Add, nodes.Sub,
)  # fmt: skip


def inspect(tree: nodes.Template, functions: frozenset[str]) -> None:
    """Look at every node of a text, before any of it runs; `functions` are those that it may call.

    Raises:
        TextError: it uses something that is not on the lists.
    """
    for node in tree.find_all(nodes.Node):
        _inspect_node(node, functions)
    _inspect_depth(tree, 0)


def _inspect_node(node: nodes.Node, functions: frozenset[str]) -> None:
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        _refuse(f"“{node.name}” is not a name that clauses may use", node, "Names start with a letter.")
    if isinstance(node, nodes.Operand | nodes.Keyword):
        return
    if isinstance(node, nodes.Const):
        _inspect_literal(node)
    if isinstance(node, nodes.List | nodes.Tuple) and len(node.items) > MOST_ITEMS:
        _refuse(f"a list in a tag has more than {MOST_ITEMS} items", node, "State the list in agreement.yaml.")
    if not isinstance(node, _ALLOWED_NODES):
        _refuse(f"“{type(node).__name__.lower()}” may not be used in a clause", node, "Use if, for, and the functions of docs/authoring.md.")
    if isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name in functions):
        name = node.node.name if isinstance(node.node, nodes.Name) else "this"
        _refuse(f"“{name}” is not a function that clauses may use", node, did_you_mean(name, functions) or f"There are: {', '.join(sorted(functions))}.")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        _refuse(f"“{node.name}” is not a filter that clauses may use", node, did_you_mean(node.name, FILTERS) or f"There are: {', '.join(sorted(FILTERS))}.")
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        _refuse(f"“{node.name}” is not a test that clauses may use", node, did_you_mean(node.name, TESTS))
    if isinstance(node, nodes.For) and node.recursive:
        _refuse("a loop may not call itself", node, "Loop over the list once.")


def _inspect_literal(node: nodes.Const) -> None:
    r"""Jinja reads `\u202e` in quotation marks as the character itself, past the check of the file's own characters."""
    if not isinstance(node.value, str):
        return
    if len(node.value) > LONGEST_LITERAL:
        _refuse(f"a text in a tag has more than {LONGEST_LITERAL:,} characters", node, "Write it into the clause itself.")
    if any(unicodedata.category(sign) in _UNSEEN for sign in node.value if sign != "\n"):
        _refuse("a text in a tag holds a character that cannot be seen", node, "Write plain letters, without “\\x” or “\\u”.")


def _inspect_depth(node: nodes.Node, depth: int) -> None:
    deeper = depth + isinstance(node, nodes.For)
    if deeper > DEEPEST_LOOP:
        _refuse(f"loops stand more than {DEEPEST_LOOP} deep", node, "Loop over one list at a time.")
    for child in node.iter_child_nodes():
        _inspect_depth(child, deeper)


def _refuse(message: str, node: nodes.Node, hint: str) -> None:
    raise TextError(message, node.lineno, hint)
