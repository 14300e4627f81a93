"""The parts of a performance report about what follows from misses: credits, and rights after critical failures."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.model.document import Block, Figure
from slagen.performance.caps import CapApplied
from slagen.performance.claim_lines import how_it_stands, total_parts
from slagen.performance.credit_totals import totals_of
from slagen.performance.month_credits import MonthCredits
from slagen.performance.statement import critical_account
from slagen.workspace.report_charts import credit_charts
from slagen.workspace.report_words import NOTHING, Words
from slagen.workspace.review_blocks import line, table


def credits_part(words: Words) -> Iterator[Block]:
    """What each miss earned, what the limits left of it, what was given and by when it must be claimed."""
    found = words.found
    if not found.agreement.service_credits and not found.months:
        return
    if found.open:
        months = words.formats.listed(list(dict.fromkeys(f"{month:%Y-%m}" for _, month in found.open)))
        yield line(f"What is credited for {months} is open, not nothing: it is a part of charges by use, and how much was used was not delivered.")
    if not found.months:
        if not found.open:
            yield line("No measurement period that earns Service Credits has ended.")
        return
    earned = [row for month in found.months for row in _earned(month, words)]
    given = [_given(month, words) for month in found.months if month.misses or month.credit.amount or month.regained or month.bonus]
    if not given:
        yield line("No Service Credits were earned.")
        return
    yield from (Figure(chart) for chart in credit_charts(words))
    if earned:
        yield table(("Month", "Service level", "Period", "Earns", "By itself"), earned, "What each miss earns by itself", right=(3, 4))
    yield table(("Month", "Scheme", "Together", "Limits", "Comes to", "How it stands"), given, "What the Service Credits come to", right=(2, 4))
    total = words.formats.listed([words.formats.money(one) for one in found.total])
    yield line(f"Together: {total}. The credit statement of each month shows every step, with the provision that it rests on.")
    yield from (line(text) for text in _claiming(words))


def parts_of_claims(words: Words) -> Iterator[str]:
    """What of the credits is given, may still be claimed, and has lapsed, each currency apart; nothing where none must be claimed."""
    if any(one.must_be_claimed and one.credit.amount for one in words.found.months):
        for total in totals_of(words.found.months):
            yield "; ".join(f"{name} {sum_}" + (f" ({more})" if more else "") for name, sum_, more in total_parts(total, words.formats))


def _claiming(words: Words) -> Iterator[str]:
    """What is to be said where credits are given only if they are claimed."""
    found, told = words.found, tuple(parts_of_claims(words))
    if not told:
        return
    for parts in told:
        yield f"A credit that must be claimed is given once it is claimed in time, and lapses otherwise. By the claims on record: {parts}."
    if any(one.claiming.is_latest and (one.standing.open.amount or one.standing.lapsed.amount) for one in found.months if one.claiming is not None):
        yield (
            "The days are those for reports received on the last day for them: where a report came earlier or later, so does the last day to claim its credits."
        )


def _names(words: Words) -> dict[str, str]:
    return {one.level.id: one.name for one in words.found.levels}


def _earned(month: MonthCredits, words: Words) -> Iterator[tuple[str, ...]]:
    names, money = _names(words), words.formats.money
    for miss in month.misses:
        level = names.get(miss.result.level, miss.result.level)
        estimated = ", figures missing" if miss.estimated else ""
        yield (
            f"{month.month:%Y-%m}",
            level,
            miss.result.window.name + estimated,
            f"{words.printing.rate(miss.percent)} of {money(miss.base)}",
            money(miss.amount),
        )


def _given(month: MonthCredits, words: Words) -> tuple[str, ...]:
    money = words.formats.money
    notes = [_limit(one, words) for one in month.caps if one.reduced]
    notes += [f"compensation {money(month.instead)} in place of credits"] if month.instead is not None else []
    notes += [f"{money(month.banked_used)} set off against banked amounts"] if month.banked_used.amount else []
    notes += [f"{money(one.amount)} of {one.given.month:%Y-%m} earned back" for one in month.regained]
    notes += [f"bonus {money(month.bonus)}"] if month.bonus is not None else []
    stands = how_it_stands(month, words.formats) or ("comes by itself" if month.credit.amount else NOTHING)
    return f"{month.month:%Y-%m}", month.scheme, money(month.combined), "; ".join(notes) or "none exceeded", money(month.credit), stands


def _limit(one: CapApplied, words: Words) -> str:
    money = words.formats.money
    used = f", {money(one.used)} earned before" if one.used.amount else ""
    return (
        f"at most {words.formats.percentage(one.cap.percent)} of {words.formats.term(one.cap.of)} per {one.cap.per.replace('-', ' ')}: {money(one.limit)}{used}"
    )


def critical_part(words: Words) -> Iterator[Block]:
    """What brought a critical failure, and the right that it gives."""
    rows = [
        (f"{month.month:%Y-%m}", step.working, step.outcome)
        for month in words.found.months
        for step in critical_account(month.critical, words.printing, _names(words))
    ]
    if rows:
        yield table(("Month", "What happened", "Right"), rows, "Critical Failures")
