"""What can be wrong with the syntax of a clause's text (SLG040 to SLG049)."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Template

from slagen.core.findings import Finding, Severity, Source


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault. `message` and `hint` name their facts as `$name`."""

    code: str
    message: str
    hint: str


FOREIGN = Fault("SLG040", "$what cannot stand in a clause", "$way_out")
BAD_LINK = Fault("SLG041", "a link cannot lead to “$href”", "Links start with https://, http:// or mailto:; a reference to a clause is [](#clause-id).")
TEXT_IN_REFERENCE = Fault("SLG042", "the reference to “$target” has text of its own", "Only the number is printed: write clause [](#$target).")
BAD_TARGET = Fault(
    "SLG042", "“$target” cannot be referred to", "Write [](#clause-id) or [](#clause-id.label), with the label that stands as {#label} at the provision."
)
BAD_LABEL = Fault("SLG043", "“$label” cannot be a label", "Use $rule; a number alone is no label.")
LABEL_TWICE = Fault("SLG043", "the label “$label” is given to two provisions", "Give each provision a label of its own.")
STRAY_LABEL = Fault("SLG043", "a label stands where it names nothing", "Put {#label} at the end of the first paragraph of a numbered item.")
TYPED_NUMBER = Fault("SLG044", "an item is numbered by hand: “$marker”", "Write 1. for every numbered item; its number is worked out.")
TOO_DEEP = Fault("SLG045", "$what go deeper than $deepest levels", "Lift the items a level, or write them as text.")
TEXT_BETWEEN = Fault(
    "SLG046", "unnumbered text stands between numbered items", "Number it with 1., or indent it three spaces to make it part of the item above."
)
EMPTY_ITEM = Fault(
    "SLG047", "$what starts without text", "Write its text after the sign, or put {% if … %} and {% endif %} on lines of their own around the item."
)
NUMBERS_IN_BULLETS = Fault("SLG048", "a numbered list stands inside a bullet list", "Number the outer list as well, or make both bullet lists.")
BAD_INDENT = Fault(
    "SLG049",
    "an item is not indented by three spaces for each level",
    "It counts as level $level, which has $expected spaces before 1.; the next level has $deeper.",
)


@dataclass(slots=True)
class Findings:
    """Findings gathered while one text is read; their lines count from the text's first line, which is 1."""

    found: list[Finding] = field(default_factory=list)

    def add(self, fault: Fault, line: int, **facts: str | int) -> None:
        """Note a fault at `line`."""
        message, hint = (Template(text).safe_substitute(facts) for text in (fault.message, fault.hint))
        self.found.append(Finding(fault.code, Severity.ERROR, message, Source("", line), hint))
