"""“How we did”: the page that a charter promises to publish, in plain English and without anything that is nobody's business outside.

Nothing here names tickets, people, systems or causes, and nothing is credited.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.core.counts import counted
from slagen.model.document import Block, Clause, Document, Meta, Paragraph, Section, Strong, Text
from slagen.performance.charter_promises import Part
from slagen.performance.kept_promises import Keeping
from slagen.performance.result import Result
from slagen.workspace.charter_charts import month_by_month
from slagen.workspace.charter_report import CharterReport, Compared
from slagen.workspace.charter_words import NOTHING, CharterWords
from slagen.workspace.review_blocks import Part as Chapter
from slagen.workspace.review_blocks import capital, line, lines, table

FEW_ANSWERS = 30
"""Fewer answers do not speak for everybody, where the charter does not say how many do."""
STATUS = "how-we-did"
TO_BE_WRITTEN = "To be written before this page is published: why, and what we change."


def charter_page(found: CharterReport) -> tuple[Document, Labels]:
    """The page as a document, and the numbers of its parts."""
    words = CharterWords(found.agreement)
    parts = [(title, blocks) for title, blocks in _parts(found, words) if blocks]
    clauses = tuple(Clause(f"part-{position}", (Text(title),), blocks) for position, (title, blocks) in enumerate(parts))
    title = f"How we did, {found.span}: {found.agreement.title}"
    meta = Meta(found.agreement.id, title, STATUS, version=found.period.name, status=STATUS, language="en", locale=found.agreement.locale)
    document = Document(meta, sections=(Section("", clauses),))
    return document, number(document)


def _parts(found: CharterReport, words: CharterWords) -> Iterator[Chapter]:
    yield "In brief", tuple(_in_brief(found, words))
    yield "What we stand for", tuple(_values(found))
    yield "How soon we answered", tuple(_standards(found, words))
    yield "What we did not keep, and what we do about it", tuple(_not_kept(found, words))
    yield "Complaints", tuple(_complaints(found, words))
    yield "What you told us", tuple(_feedback(found, words))
    yield "About these figures", tuple(_about(found, words))
    yield from month_by_month(found, words)


def _in_brief(found: CharterReport, words: CharterWords) -> Iterator[Block]:
    ours, theirs = (next((party.name for key, party in found.agreement.parties.items() if role in {party.role, key}), "") for role in ("provider", "customer"))
    span = f"{'from' if ' to ' in found.span else 'in'} {found.span}"
    yield line(f"This page says how well {ours or 'we'} kept the promises of this charter{f' to {theirs}' if theirs else ''} {span}.")
    first = _first_complaints(found)
    rows = [("Promises about answering you", _tally(found.standards, words))] if found.standards else []
    if first is not None:
        rows.append(("Complaints", _complaints_in_brief(first, words)))
    if found.surveys:
        rows.append(("What you told us", _survey_in_brief(found.surveys[-1], _enough(found), words)))
    yield table(("What", "How we did"), rows, "How we did, in brief")


def _tally(standards: tuple[Compared, ...], words: CharterWords) -> str:
    counts = {keeping: sum(one.now.keeping is keeping for one in standards) for keeping in Keeping}
    told = [f"{counts[Keeping.KEPT] + counts[Keeping.NOTHING]} of {len(standards)} kept"]
    others = {Keeping.NOT_KEPT: "not kept", Keeping.INCOMPLETE: "kept in the months that we have figures of", Keeping.MISSING: "without any figures"}
    return words.formats.listed([*told, *(f"{counts[keeping]} {text}" for keeping, text in others.items() if counts[keeping])])


def _complaints_in_brief(first: Compared, words: CharterWords) -> str:
    if first.now.total is None:
        return words.percent_of(first.now) if first.now.share is not None else words.standing(first.now)
    known = " in the months that we have figures of" if first.now.missing else ""
    told = f"{words.number(first.now.total)}{known}, of which we answered {words.number(first.now.good)} in time"
    return told if first.now.total else f"none{known}"


def _survey_in_brief(survey: Result, enough: Fraction, words: CharterWords) -> str:
    if survey.value is None:
        return "nobody answered our last survey"
    many = f"the {words.number(survey.total)}" if survey.total is not None else "those"
    few = ", too few to speak for everybody" if survey.total is not None and survey.total < enough else ""
    return f"{words.result(survey.value)} of {many} who answered our last survey were satisfied{few}"


def _enough(found: CharterReport) -> Fraction:
    """How many answers speak for everybody."""
    facts = found.agreement.charter.feedback if found.agreement.charter else None
    return Fraction(facts.minimum_sample if facts and facts.minimum_sample is not None else FEW_ANSWERS)


def _values(found: CharterReport) -> Iterator[Block]:
    charter = found.agreement.charter
    if charter is None:
        return
    yield from _bullets([(value.title, value.text) for value in charter.values])
    if charter.commitments:
        yield line("And this is what we undertake:")
        yield from lines([one.text for one in charter.commitments])


def _bullets(told: list[tuple[str, str]]) -> Iterator[Block]:
    """One paragraph for each value, its name in bold."""
    for title, text in told:
        yield Paragraph((Strong((Text(f"{title.rstrip('.')}."),)), Text(f" {text}")))


def _standards(found: CharterReport, words: CharterWords) -> Iterator[Block]:
    if not found.standards:
        return
    ran = any(one.before.results for one in found.standards)
    header = ("How you contact us", "Our promise", "We aim for", "Kept", "In how many cases", *(["A year before"] if ran else []), "How it stands")
    rows = []
    for one in found.standards:
        before = [words.percent_of(one.before)] if ran else []
        rows.append(
            (
                words.channel(one.promise),
                words.promise(one.promise),
                words.aim(one.now),
                words.percent_of(one.now),
                words.cases(one.now),
                *before,
                words.standing(one.now),
            )
        )
    yield table(header, rows, "Our promises about answering you, and how often we kept them", right=(2, 3))
    if not ran:
        yield line("There are no figures of the year before: this charter did not run then.")


def _not_kept(found: CharterReport, words: CharterWords) -> Iterator[Block]:
    broken = [one for one in found.promises if one.now.keeping is Keeping.NOT_KEPT]
    if not broken:
        yield line("There is no promise in these figures that we did not keep.")
        return
    rows = [(words.title(one.promise), _fell_short(one, words), found.actions.get(one.promise.level.id, TO_BE_WRITTEN)) for one in broken]
    yield table(("Promise", "How far we fell short", "What we do about it"), rows, "Promises that were not kept")


def _fell_short(one: Compared, words: CharterWords) -> str:
    aim = "every time" if one.now.aim == 100 else f"in {words.aim(one.now)} of cases"
    months = f"; it fell short in {words.months(one.now.missed)}" if one.now.missed and len(one.now.results) > 1 else ""
    return f"{words.share(one.now)}, and we promised it {aim}{months}"


def _first_complaints(found: CharterReport) -> Compared | None:
    return next((one for one in found.complaints if one.promise.part is Part.COMPLAINT), None)


def _complaints(found: CharterReport, words: CharterWords) -> Iterator[Block]:
    facts = found.agreement.charter.complaints if found.agreement.charter else None
    if facts is None:
        return
    if all(one.now.keeping is Keeping.MISSING for one in found.complaints):
        yield line("Complaints were not counted, so that nothing can be said about them.")
        return
    ran = any(one.before.results for one in found.complaints)
    header = ("Stage", "Who answers", "Within", "Complaints", "Answered in time", *(["A year before"] if ran else []))
    rows = []
    for one in (one for one in found.complaints if one.promise.part is Part.COMPLAINT):
        stage = facts.stages[int(one.promise.of) - 1]
        shown, total = (NOTHING if one.now.share is None else words.share(one.now)), words.number(one.now.total)
        rows.append((one.promise.of, capital(stage.who), words.formats.duration(stage.within), total, shown, *([words.share(one.before)] if ran else [])))
    yield table(header, rows, "Complaints by stage", right=(3,))
    yield from _acknowledged_and_upheld(found, words)
    if facts.outside_body:
        yield line(f"Whoever does not agree with our last answer can go to the {facts.outside_body}.")


def _acknowledged_and_upheld(found: CharterReport, words: CharterWords) -> Iterator[Block]:
    told = {one.promise.part: one for one in found.complaints}
    acknowledged, upheld = told.get(Part.ACKNOWLEDGE), told.get(Part.UPHELD)
    if acknowledged and acknowledged.now.total and acknowledged.promise.within:
        of = f"{words.number(acknowledged.now.good)} of {words.number(acknowledged.now.total)}"
        yield line(f"We acknowledged {of} within {words.formats.duration(acknowledged.promise.within)}, which we promise every time.")
    if upheld and upheld.now.total:
        yield line(f"Of {counted(int(upheld.now.total), 'complaint')} that we decided, we found in {words.number(upheld.now.good)} that we were at fault.")
    elif upheld and upheld.now.keeping is Keeping.MISSING:
        yield line("In how many of them we were at fault was not counted.")


def _feedback(found: CharterReport, words: CharterWords) -> Iterator[Block]:
    facts = found.agreement.charter.feedback if found.agreement.charter else None
    if facts is None:
        return
    every = words.formats.duration(facts.survey)
    if not found.surveys:
        yield line(f"We ask every {every} how satisfied you are. There are no answers of this time.")
        return
    yield line(f"We ask every {every} how satisfied you are. {capital(counted(len(found.surveys), 'survey'))} ended in this time.")
    yield table(
        ("Asked", "Satisfied", "Answers", "What it says"),
        [_survey(one, _enough(found), words) for one in found.surveys],
        "What customers told us",
        right=(1, 2),
    )


def _survey(survey: Result, enough: Fraction, words: CharterWords) -> tuple[str, str, str, str]:
    asked = f"{words.formats.date(survey.window.first_day)} to {words.formats.date(survey.window.last_day)}"
    if survey.value is None:
        return asked, NOTHING, words.number(Fraction()), "nobody answered"
    if survey.total is None:
        return asked, words.result(survey.value), NOTHING, "how many answered was not told"
    few = survey.total < enough
    return asked, words.result(survey.value), words.number(survey.total), "too few answers to speak for everybody" if few else "enough answers to go by"


def _about(found: CharterReport, words: CharterWords) -> Iterator[Block]:
    last = words.formats.date(found.until)
    told = [f"The figures are those of {words.formats.date(found.period.first_day)} to {last}, month by month."]
    if found.period.under_way:
        told.append(f"The time is not over: what came after {last} will be told when it is.")
    told.append("Business Days are those that the charter means; they are counted from the one after the day on which a message reached us.")
    if any(one.promise.interim for one in found.standards):
        told.append("An interim reply that came in time counts as the reply where we promise one.")
    told.append("Whether a promise was kept is judged before figures are rounded. A month without figures does not count as kept.")
    yield from lines([*told, *_gaps(found, words)])
    if found.published_within is not None:
        yield line(f"We promise to publish this within {words.formats.duration(found.published_within)} after the end of the time that it covers.")
    if found.paired:
        yield line(f"What we promise in the {found.paired} is measured and reported by itself.")


def _gaps(found: CharterReport, words: CharterWords) -> Iterator[str]:
    """What is missing, the same months once."""
    gaps: dict[str, list[str]] = {}
    for one in found.promises:
        if one.now.missing and one.promise.part is not Part.UPHELD:
            gaps.setdefault(words.months(one.now.missing), []).append("complaints" if one in found.complaints else words.channel(one.promise).lower())
    for months, names in gaps.items():
        yield f"There are no figures of {months} for {words.formats.listed(list(dict.fromkeys(names)))}."
