"""The performance report as a document: its parts in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.model.document import Block, Clause, Document, Meta, Section, Text
from slagen.workspace.report_credits import credits_part, critical_part
from slagen.workspace.report_levels import budgets, each_level, level_table, month_by_month
from slagen.workspace.report_misses import left_out_part, misses, missing, other_interruptions
from slagen.workspace.report_words import Words
from slagen.workspace.reporting import Report
from slagen.workspace.review_blocks import Part, capital, line, table


def document_of(found: Report) -> tuple[Document, Labels]:
    """The report, and the numbers of its parts."""
    words = Words(found)
    parts = [(title, blocks) for title, blocks in _parts(found, words) if blocks]
    clauses = tuple(Clause(f"part-{position}", (Text(title),), blocks) for position, (title, blocks) in enumerate(parts))
    so_far = f", up to {words.formats.date(found.period.until)}" if found.period.under_way else ""
    title = f"Performance report for {found.period.title}{so_far}: {found.agreement.title}"
    version = found.versions[-1].version if found.versions else ""
    meta = Meta(found.agreement.id, title, "report", version=version or "draft", status="report", language="en", locale=found.agreement.locale)
    document = Document(meta, sections=(Section("", clauses),))
    return document, number(document)


def _parts(found: Report, words: Words) -> Iterator[Part]:
    yield "In brief", tuple(_in_brief(found, words))
    yield "Service levels", tuple(level_table(found.objectives, words))
    if found.is_long:
        yield "Month by month", tuple(month_by_month(words))
    yield "Error budgets", tuple(budgets(words))
    yield "Misses and their causes", tuple(misses(words))
    yield "Other interruptions", tuple(other_interruptions(words))
    yield "Time left out", tuple(left_out_part(words))
    yield "Service Credits", tuple(credits_part(words))
    yield "Critical Failures", tuple(critical_part(words))
    yield "What is missing", tuple(missing(words))
    yield "Reported only: key performance indicators", tuple(level_table(found.indicators, words))
    for one in found.levels:
        yield f"Over time: {one.name}", tuple(each_level(one, words))


def _in_brief(found: Report, words: Words) -> Iterator[Block]:
    parties = [(capital(party.role or key), party.name) for key, party in found.agreement.parties.items()]
    first, last = (words.formats.date(day) for day in (found.period.first_day, found.period.last_day))
    versions = [
        (one.version or "a draft, not signed yet: worked out as if it were in force")
        + (f", from {words.formats.date(one.first_day)} to {words.formats.date(one.last_day)}" if len(found.versions) > 1 else "")
        for one in found.versions
    ]
    rows = [
        *parties,
        ("Period", f"{first} to {last}, by the clock of {found.agreement.time_zone}"),
        ("Contract in force" if any(one.version for one in found.versions) else "Contract", "; ".join(versions)),
    ]
    rows += [("Service levels", _counted(found)), *_given(found, words)]
    yield table(("What", "How it stands"), rows, "The report in brief")
    if found.period.under_way:
        yield line(
            f"The period is under way: this report counts up to the end of {words.formats.date(found.period.until)}. "
            "Results of measurement periods that have not ended are marked “so far”; credits follow when they end."
        )
    yield line(
        "Results are compared with their targets unrounded. Where figures were not delivered, they are missing; a target is never met by missing figures."
    )


def _counted(found: Report) -> str:
    """How many results met their targets, of those with a remedy."""
    results = [result for one in found.objectives for result in one.results if not found.runs(result)]
    running = sum(found.runs(result) for one in found.objectives for result in one.results)
    words = {"missed": "missed", "missing": "without figures"}
    bad = [f"{count} {word}" for verdict, word in words.items() if (count := sum(one.verdict.value == verdict for one in results))]
    met = sum(one.verdict.value not in {*words, "reported"} for one in results)
    told = [f"{met} of {len(results)} results met their targets", *bad] if results else []
    return ", ".join([*told, *([f"{running} still running"] if running else [])]) or "none was to be measured"


def _given(found: Report, words: Words) -> Iterator[tuple[str, str]]:
    if not found.agreement.service_credits:
        return
    given = [words.formats.money(one) for one in found.total if one.amount]
    known = words.formats.listed(given) if given else "" if found.open else "none"
    yield "Service Credits", " and ".join([*([known] if known else []), *(["some that are open"] if found.open else [])])
