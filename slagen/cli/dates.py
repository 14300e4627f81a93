"""`slagen dates`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slagen.cli.options import AGREEMENT_ID, in_workspace, load_workspace, on_day, today, with_json
from slagen.cli.output import findings_text, print_json, print_table, printable, say
from slagen.core.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slagen.lifecycle.delivery import Sending
    from slagen.lifecycle.key_dates import PartyDates
    from slagen.lifecycle.notices import NoticeDate, PartyNotice
    from slagen.workspace.key_dates import Dated


@click.command(epilog="Example: slagen dates acme-hosting --on 2028-06-01 --explain")
@click.argument("agreement", type=AGREEMENT_ID)
@on_day
@click.option("--explain", is_flag=True, help="Say step by step how each date was found, and which clause says so.")
@with_json
@in_workspace
def dates(agreement: str, on: date | None, explain: bool, as_json: bool, folder: Path | None) -> int:
    """Every key date of one agreement: its current term, notice and the last safe day to send it, renewal, reviews, expiry.

    They count from the version that is in force on the day asked: the one signed last, or the draft before the first signature.
    Ends with 3 where the facts contradict themselves: the dates follow from one of the two readings then.
    """
    from slagen.workspace.key_dates import dates as run

    loaded = load_workspace(folder)
    found = run(loaded, agreement, today=on or today(loaded), explain=explain or as_json)
    if as_json:
        print_json(_data(found))
        return _worth(found)
    _tell(found)
    if explain:
        for number, step in enumerate(found.steps, 1):
            source = found.clauses.get(step.clause) or step.fact
            click.echo(printable(f"{number:>3}. {step.text}{f' [{source}]' if source else ''}"))
    if found.problems:
        say("These dates follow from one of two readings:")
        say(findings_text(found.problems, err=True))
    return _worth(found)


def _worth(found: Dated) -> int:
    return BadInputError.exit_code if found.problems else 0


def _data(found: Dated) -> dict[str, object]:
    from slagen.formats.due_rows import to_json
    from slagen.formats.findings import to_json as findings_json
    from slagen.formats.key_dates import dates_json, ends_json, steps_json

    return {
        "agreement": found.agreement,
        "title": found.title,
        "status": found.status.value,
        "version": found.version or None,
        **dates_json(found.dates, found.zone, found.here),
        "earliest_ends": ends_json(found.ends),
        "next_review": found.next_review.isoformat() if found.next_review else None,
        "items": to_json(found.items),
        "calendar": found.calendar,
        "holidays": found.data,
        "time_zone": found.zone,
        "explain": steps_json(found.steps, found.clauses),
        "findings": findings_json(found.problems),
    }


def _tell(found: Dated) -> None:
    version = f", by {found.version}" if found.version else ", by the draft: nothing is signed yet"
    click.echo(printable(f"{found.agreement} on {found.dates.on}: {found.status}{version}"))
    print_table(("What", "When", "Days"), list(_rows(found)), right=(2,))


def _rows(found: Dated) -> Iterator[tuple[str, str, str]]:
    for what, day in _days(found):
        yield what, f"{day:%a} {day}", str((day - found.dates.on).days)


def _before(found: Dated, way: Sending) -> str:
    """The cut-off time, at our clock as well where that shows another."""
    if way.cutoff is None:
        return ""
    from slagen.lifecycle.cutoff import last_moment, told

    moment = last_moment(way.send_by, way.cutoff, found.zone, found.here)
    return f", before {told(moment, found.zone, found.here, moment.here.date().isoformat())}"


def _open_question(notice: PartyNotice, reading: NoticeDate) -> str:
    """Which of several readings it is: of what notice counts back from, or of the month, quarter or year that it works to."""
    if len(notice.readings) == 1:
        return ""
    counted = f", if counted from the {reading.counted_from.replace('_', ' ')}"
    return f"{counted}, {reading.event}" if notice.rule.to else counted


def _days(found: Dated) -> Iterator[tuple[str, date]]:
    """The key dates by name, those of the term first."""
    from slagen.lifecycle.due_item import DueKind
    from slagen.lifecycle.terms import OPEN_ENDED

    key = found.dates
    if key.term:
        yield f"Contract term {key.term.number}: first day", key.term.first_day
        if key.term.last_day != OPEN_ENDED:
            yield f"Contract term {key.term.number}: last day", key.term.last_day
    for one in key.notices:
        yield from _of_party(found, one)
    for end in found.ends:
        if end.ends_on:
            yield f"Earliest end, if {'we give' if end.ours else 'they give'} notice today ({end.party})", end.ends_on
    for item in found.items:
        if item.kind is DueKind.CRITICAL_FAILURE:
            yield f"Last day to exercise the right after a critical failure ({item.who_acts})", item.due
    if key.window:
        yield "Renegotiation window opens", key.window[0]
        yield "Renegotiation window closes", key.window[1]
    if key.renewal_date:
        yield f"Renewal date{', if the option is exercised' if key.optional else ''}", key.renewal_date
    if found.next_review:
        yield "Next review", found.next_review
    if key.final_expiry and not key.ends_on:
        yield f"Final expiry{key.unless and ', ' + key.unless}", key.final_expiry
    if key.ends_on:
        yield "Ends on", key.ends_on


def _of_party(found: Dated, one: PartyDates) -> Iterator[tuple[str, date]]:
    """When a party may give notice, and by when we must send ours."""
    whose, party = "Our" if one.ours else "Their", f"({one.party})"
    if one.opens:
        yield f"{whose} {'first day to exercise the option' if found.dates.optional else 'earliest notice'} {party}", one.opens
    what = f"{whose} last {'day to exercise the option' if found.dates.optional else 'notice'} {party}"
    for reading in one.notice.readings:
        yield f"{what}{_open_question(one.notice, reading)}", reading.last_notice_date
    if one.ours:
        if one.act_by != one.reading.last_notice_date:
            yield f"{what}, on a business day{', by the earlier' if len(one.notice.readings) > 1 else ''}", one.act_by
        for way in one.ways:
            yield f"Send it by {way.method}{_before(found, way)}, at the latest", way.send_by
