"""The part of Jinja that clauses may use: conditions, loops over facts, and a closed list of functions and filters.

Text from a library is untrusted. Anything that is not on the lists below is refused before it runs, with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
import re
import traceback
from types import TracebackType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from slagen.assembly.facts import MISSING, Fact, bare, names_of
from slagen.assembly.placeholders import line_marker
from slagen.core.errors import BadInputError, SlagenError
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
LOOP_FACTS = frozenset({"index", "index0", "first", "last", "length"})
DEEPEST_LOOP = 4
MOST_LINES = 20_000
_ALLOWED_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.NSRef, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Call, nodes.Keyword, nodes.Filter, nodes.Test, nodes.List, nodes.Tuple,
    nodes.CondExpr, nodes.Add, nodes.Sub,
)  # fmt: skip
_TAG = re.compile(r"\{%.{0,5000}?%\}|\{\{.{0,5000}?\}\}|\{##.{0,5000}?##\}", re.DOTALL)
_LONE_TAGS = re.compile(r"^[ \t]*((?:(?:\{%(?:(?!%\})[^\n]){0,5000}%\}|\{##(?s:(?!##\}).){0,5000}##\})[ \t]*)+)\n", re.MULTILINE)


class TextError(BadInputError):
    """A clause's text cannot be filled; `line` counts from the first line of the text."""

    def __init__(self, message: str, line: int, hint: str = "") -> None:
        self.line = line
        super().__init__(message, hint=hint)


class _Missing(StrictUndefined):
    """A misspelt name: an error that names the nearest known one."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *_args: object, **_kwargs: object) -> Any:
        name = str(self._undefined_name)
        if isinstance(self._undefined_obj, Fact) and self._undefined_obj.value is None:
            hint = "State it in agreement.yaml, or guard the text with {% if … %}."
            raise BadInputError(f"“{self._undefined_obj.key}” has no value, so it has no “{name}”", hint=hint)
        known = names_of(self._undefined_obj) if isinstance(self._undefined_obj, Fact) else ()
        owner = f" in {self._undefined_obj.key or 'agreement'}" if isinstance(self._undefined_obj, Fact) else ""
        raise BadInputError(f"there is no “{name}”{owner}", hint=did_you_mean(name, known))

    __str__ = __iter__ = __bool__ = __len__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __call__ = __getitem__ = __add__ = __sub__ = _fail_with_undefined_error


class _Environment(ImmutableSandboxedEnvironment):
    """Facts are reached through their own lookup; nothing of Python's objects is reachable."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self._reach(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._reach(obj, argument)

    def _reach(self, obj: Any, name: Any) -> Any:
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()  # noqa: SLF001 - Jinja offers no public way to raise it
        if isinstance(obj, Fact):
            part = obj.lookup(name)
            return self.undefined(obj=obj, name=str(bare(name))) if part is MISSING else part
        if name in LOOP_FACTS:
            return getattr(obj, name)
        if isinstance(obj, (list, tuple)) and isinstance(name, int):
            return obj[name]
        return self.undefined(obj=None, name=str(name))


def environment(printer: Callable[[Context, Any], str], listed: Callable[[Context, Iterable[Any]], Any]) -> _Environment:
    """An environment whose printed values all go through `printer`; `listed` joins items in words."""
    env = _Environment(
        undefined=_Missing,
        finalize=pass_context(printer),
        comment_start_string="{##",
        comment_end_string="##}",
        keep_trailing_newline=True,
        autoescape=False,
        optimized=False,
    )
    env.globals.clear()
    env.filters = {name: function for name, function in env.filters.items() if name in FILTERS} | {"listed": pass_context(listed)}
    env.tests = {name: function for name, function in env.tests.items() if name in TESTS}
    return env


def prepare(text: str) -> str:
    """Make a line that holds nothing but tags leave no line behind, without changing the count of lines."""
    return _LONE_TAGS.sub(_close_on_next_line, text)


def _close_on_next_line(match: re.Match[str]) -> str:
    tags = match[1].rstrip()
    end = "%}" if tags.endswith("%}") else "##}"
    return f"{tags.removesuffix(end)}\n{end}"


def mark_lines(prepared: str) -> str:
    """Hide every line's number at its end, outside tags; `placeholders.unmark_lines` finds it again.

    Raises:
        TextError: there are more lines than can be told apart.
    """
    if prepared.count("\n") > MOST_LINES:
        raise TextError(f"the text has more than {MOST_LINES:,} lines", MOST_LINES, "Split the clause.")
    inside = [match.span() for match in _TAG.finditer(prepared)]
    out: list[str] = []
    start, number = 0, 1
    for match in re.finditer("\n|$(?![\\s\\S])", prepared):
        while inside and inside[0][1] <= match.start():
            inside.pop(0)
        line = prepared[start : match.start()]
        hidden = bool(inside) and inside[0][0] < match.start()
        out.append(line if hidden or not line.strip() else line + line_marker(number))
        out.append(match[0])
        start, number = match.end(), number + 1
    return "".join(out)


def compile_text(env: _Environment, text: str, functions: frozenset[str]) -> Callable[[Mapping[str, Any]], str]:
    """A function from names to the filled text.

    Raises:
        TextError: the text uses what clauses may not use, or is not well formed.
    """
    try:
        tree = env.parse(mark_lines(prepare(text)))
        _inspect(tree, functions)
        free = _free_names(tree)
        template = env.from_string(tree)
    except TemplateSyntaxError as error:
        raise TextError(f"the placeholder cannot be read: {error.message}", error.lineno) from error

    def fill(names: Mapping[str, Any]) -> str:
        for name, line in free.items():
            if name not in names:
                raise TextError(f"there is no “{name}”", line, _known_names(name, names))
        with _Lines():
            return template.render(names)

    return fill


def compile_condition(env: _Environment, expression: str, functions: frozenset[str]) -> Callable[[Mapping[str, Any]], bool]:
    """A function from names to whether the condition holds; raises TextError as `compile_text` does."""
    fill = compile_text(env, "{% if " + expression + " %}y{% endif %}", functions)
    return lambda names: fill(names).startswith("y")


def _free_names(tree: nodes.Template) -> dict[str, int]:
    """The names that a text takes from outside, with the line of their first use; also those in a branch that is not taken."""
    found = sorted(_names_from_outside(tree, frozenset()), reverse=True)
    return {name: line for line, name in found}


def _names_from_outside(node: nodes.Node, bound: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Every such name with its line. Only loops bind names: `_inspect` lets nothing else through that does (`meta` would compile the text to find out)."""
    if isinstance(node, nodes.Name):
        if node.name not in bound:
            yield node.lineno, node.name
        return
    if isinstance(node, nodes.For):
        inside = bound | {"loop"} | {name.name for name in (node.target, *node.target.find_all(nodes.Name)) if isinstance(name, nodes.Name)}
        yield from _names_from_outside(node.iter, bound)
        parts = [(part, inside) for part in (*node.body, *([node.test] if node.test else ()))] + [(part, bound) for part in node.else_]
    else:
        parts = [(part, bound) for part in node.iter_child_nodes()]
    for part, known in parts:
        yield from _names_from_outside(part, known)


def _known_names(name: str, names: Mapping[str, Any]) -> str:
    known = [known for known in names if not known.startswith("_")]
    own = [known for known in known if isinstance(names[known], Fact) and known != "agreement"]
    return did_you_mean(name, known) or f"Facts stand under agreement.; {'the parameters are: ' + ', '.join(own) if own else 'this clause has no parameters'}."


class _Lines:
    """Turns whatever goes wrong while a text is filled into a TextError with its line."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, TextError) or error is None:
            return
        line = next((frame.lineno or 1 for frame in reversed(traceback.extract_tb(trace)) if frame.filename in {"<template>", "<unknown>"}), 1)
        if isinstance(error, SlagenError):
            raise TextError(error.message, line, error.hint) from error
        if isinstance(
            error, (UndefinedError, SecurityError, TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
        ):
            raise TextError(f"the placeholder cannot be filled: {error}", line) from error


def _inspect(tree: nodes.Template, functions: frozenset[str]) -> None:
    for node in tree.find_all(nodes.Node):
        _inspect_node(node, functions)
    _inspect_depth(tree, 0)


def _inspect_node(node: nodes.Node, functions: frozenset[str]) -> None:
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        _refuse(f"“{node.name}” is not a name that clauses may use", node, "Names start with a letter.")
    if isinstance(node, nodes.Operand | nodes.Keyword):
        return
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


def _inspect_depth(node: nodes.Node, depth: int) -> None:
    deeper = depth + isinstance(node, nodes.For)
    if deeper > DEEPEST_LOOP:
        _refuse(f"loops stand more than {DEEPEST_LOOP} deep", node, "Loop over one list at a time.")
    for child in node.iter_child_nodes():
        _inspect_depth(child, deeper)


def _refuse(message: str, node: nodes.Node, hint: str) -> None:
    raise TextError(message, node.lineno, hint)
