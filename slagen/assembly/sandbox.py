"""The part of Jinja that clauses may use: conditions, loops over facts, and a closed list of functions and filters.

Text from a library is untrusted. Anything that is not on the lists of `allowed` is refused before it runs, with its line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
import re
import traceback
from types import TracebackType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from slagen.assembly.allowed import FILTERS, TESTS, inspect
from slagen.assembly.facts import MISSING, Fact, bare, names_of
from slagen.assembly.limits import CHARGE, MOST_CHARACTERS, cased, charge, charged, gathered, joined, measured
from slagen.assembly.placeholders import line_marker
from slagen.assembly.text_error import TextError
from slagen.core.errors import BadInputError, SlagenError
from slagen.core.identifiers import did_you_mean

LOOP_FACTS = frozenset({"index", "index0", "first", "last", "length"})
MOST_LINES = 20_000
_TAG_START = re.compile(r"\{%|\{\{|\{##")
_TAG_ENDS = {"{%": "%}", "{{": "}}", "{##": "##}"}
_BLANKS = " \t"
_LINE_REST = re.compile(r"[ \t]*\n")


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

    intercepted_binops = frozenset({"+"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Add two values, paid for."""
        charge(context, left)
        charge(context, right)
        return super().call_binop(context, operator, left, right)

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
    own = {"listed": pass_context(listed), "join": joined, CHARGE: charged}
    cases = {"lower": cased(str.lower), "upper": cased(str.upper), "capitalize": cased(str.capitalize)}
    env.filters = {name: function for name, function in env.filters.items() if name in FILTERS} | own | cases
    env.tests = {name: function for name, function in env.tests.items() if name in TESTS}
    return env


def _tags(text: str) -> Iterator[tuple[int, int]]:
    """Where each tag starts and ends, up to the first that is not closed. Each sign is looked at once, however many tags are open."""
    here = 0
    while (opened := _TAG_START.search(text, here)) and (end := text.find(_TAG_ENDS[opened[0]], opened.end())) >= 0:
        here = end + len(_TAG_ENDS[opened[0]])
        yield opened.start(), here


def prepare(text: str) -> str:
    """Make a line that holds nothing but tags leave no line behind, without changing the count of lines."""
    out: list[str] = []
    done = 0
    for start, end, line_end in _lone_tags(text):
        closing = 2 if text.startswith("%}", end - 2) else 3
        out += text[done:start].rstrip(_BLANKS), text[start : end - closing], "\n", text[end - closing : end]
        done = line_end + 1
    return "".join((*out, text[done:]))


def _lone_tags(text: str) -> Iterator[tuple[int, int, int]]:
    """Tags that have a line to themselves: where the first starts, where the last ends, and where that line ends."""
    first, before = -1, 0
    for start, end in _tags(text):
        between = text[before:start]
        if not between.strip(_BLANKS) and first >= 0:
            pass
        elif not between.rpartition("\n")[2].strip(_BLANKS) and ("\n" in between or not before):
            first = start
        else:
            first = -1
        before = end
        if text.startswith("{{", start) or (text.startswith("{%", start) and "\n" in text[start:end]):
            first = -1
        following = _LINE_REST.match(text, end)
        if first >= 0 and following:
            yield first, end, following.end() - 1
            first = -1


def mark_lines(prepared: str) -> str:
    """Hide every line's number at its end, outside tags; `placeholders.unmark_lines` finds it again.

    Raises:
        TextError: there are more lines than can be told apart.
    """
    if prepared.count("\n") > MOST_LINES:
        raise TextError(f"the text has more than {MOST_LINES:,} lines", MOST_LINES, "Split the clause.")
    inside = deque(_tags(prepared))
    out: list[str] = []
    start, number = 0, 1
    for match in re.finditer("\n|$(?![\\s\\S])", prepared):
        while inside and inside[0][1] <= match.start():
            inside.popleft()
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
    if len(text) > MOST_CHARACTERS:
        raise TextError(f"the text has more than {MOST_CHARACTERS:,} characters", 1, "Split the clause.")
    try:
        tree = env.parse(mark_lines(prepare(text)))
        inspect(tree, functions)
        free = _free_names(tree)
        template = env.from_string(measured(tree))
    except TemplateSyntaxError as error:
        raise TextError(f"the placeholder cannot be read: {error.message}", error.lineno) from error
    except (RecursionError, SyntaxError, MemoryError) as error:  # Python's own limits
        raise TextError("the tags are nested too deeply, or one of them is too long", 1, "Split the clause.") from error

    def fill(names: Mapping[str, Any]) -> str:
        for name, line in free.items():
            if name not in names:
                raise TextError(f"there is no “{name}”", line, _known_names(name, names))
        with _Lines():
            return gathered(template.generate(names))

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
