"""How much of a difference there is."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """How much of a difference there is: none, looks only, places (and perhaps looks) only, or substance."""

    SAME = "same"
    COSMETIC = "cosmetic"
    MOVED = "moved"
    SUBSTANCE = "substance"


EXIT_CODES = {Verdict.SAME: 0, Verdict.SUBSTANCE: 1, Verdict.COSMETIC: 6, Verdict.MOVED: 7}
"""What `--exit-code` answers."""
VERDICTS = {
    Verdict.SAME: "Nothing differs.",
    Verdict.COSMETIC: "Only looks differ: white space, quotation marks, dashes or capitals.",
    Verdict.MOVED: "Only the order differs: nothing was added, taken away or reworded.",
    Verdict.SUBSTANCE: "",
}
"""In one sentence; substance speaks for itself."""
