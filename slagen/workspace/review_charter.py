"""A charter in the agenda of its review: how often each promise was kept since the last one, and what customers said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from slagen.model.document import Block
from slagen.performance.charter_promises import FEEDBACK, Part
from slagen.performance.kept_promises import KeptPromise, kept_promise
from slagen.workspace.charter_words import CharterWords
from slagen.workspace.performing import Performance
from slagen.workspace.review_blocks import line, table
from slagen.workspace.review_occasion import Occasion

_ONE_DAY = timedelta(days=1)


def standards_achieved(found: Occasion, known: Performance, since: date | None) -> Iterator[Block]:
    """Every promise over the months that ended since the last review, and each survey."""
    words, last = CharterWords(found.agreement), found.on - _ONE_DAY
    first = since or date.min
    made = [one for one in known.on(last).promises if one.part is not Part.FEEDBACK]
    kept = [kept_promise(one, known.results.get(one.level.id, ()), first, last) for one in made]
    yield line(f"Results of the months that ended {f'since the review of {found.day(since)}' if since else 'so far'}:")
    header = ("Promise", "Aim", "Kept", "Fell short in", "No figures of")
    yield table(header, [_row(one, words) for one in kept if one.results], "Promises with their results")
    surveys = [one for one in known.results.get(FEEDBACK, ()) if first <= one.window.last_day and one.value is not None]
    for one in surveys:
        answers = f" of {words.number(one.total)} who answered" if one.total is not None else ""
        days = f"{found.day(one.window.first_day)} to {found.day(one.window.last_day)}"
        yield line(f"Survey of {days}: {words.result(one.value or Fraction())}{answers} were satisfied.")


def _row(one: KeptPromise, words: CharterWords) -> tuple[str, ...]:
    return words.title(one.promise), words.aim(one), words.share(one), words.months(one.missed) or "none", words.months(one.missing) or "none"
