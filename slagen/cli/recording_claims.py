"""What `slagen statement` records about credits: the customer's choice, a claim, and that the provider has given them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from slagen.cli.events import how_of
from slagen.cli.options import DAY, F, load_workspace, now, root_of
from slagen.cli.output import printable, say
from slagen.cli.versions import tell_index_behind
from slagen.core.counts import counted
from slagen.core.errors import UsageError
from slagen.core.hashes import short

if TYPE_CHECKING:
    from slagen.performance.month_credits import MonthCredits
    from slagen.workspace.crediting import Statement
    from slagen.workspace.load import Loaded


class Event(NamedTuple):
    """What is to be recorded: at most one of the three, with what belongs to it."""

    choose: str
    claimed: date | None
    credited: date | None
    scheme: str
    amount: str
    excuse: str

    @property
    def day(self) -> date | None:
        """The day of a claim, or of its credit."""
        return self.claimed or self.credited


def claim_options(command: F) -> F:
    """Add the options that record something about the credits of the month."""
    options = (
        click.option("--choose", default="", help="The level whose credit the customer has chosen for the month, where it may choose: recorded once."),
        click.option("--claimed", type=DAY, help="The day on which the claim for the credits of the month was received: recorded once."),
        click.option("--credited", type=DAY, help="The day on which the provider gave the credits of the month, by an invoice or a payment: recorded once."),
        click.option("--scheme", default="", help="With --claimed or --credited: of which scheme. Default: of every one that has something."),
        click.option("--amount", default="", help='With --claimed or --credited: of how much, such as "500.00 GBP". Default: of everything.'),
        click.option("--excuse", default="", help="With --claimed: why a late claim counts, waived, corrected or withheld; needs --note."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def event_of(given: dict[str, Any]) -> Event:
    """The event that the options ask for, taken out of them.

    Raises:
        UsageError: they ask for several at once, or for a part of none.
    """
    found = Event(*(given.pop(name) for name in Event._fields))
    if sum(bool(one) for one in (found.choose, found.claimed, found.credited)) > 1:
        raise UsageError("Only one of --choose, --claimed and --credited can be recorded at a time.", hint="Record them one after another.")
    alone = next((f"--{name}" for name in ("scheme", "amount", "excuse") if getattr(found, name)), "")
    if alone and found.day is None:
        raise UsageError(f"{alone} belongs to --claimed or --credited.", hint="Say what happened, and on which day: --claimed DAY")
    beside = next((f"--{name}" for name in ("on", "by", "method", "note", "author") if given[name]), "")
    if beside and not found.choose and found.day is None:
        raise UsageError(f"{beside} belongs to what is recorded, and nothing is.", hint="A statement says how things stand today: leave it out.")
    if found.day is not None and given["on"] not in {None, found.day}:
        raise UsageError("The day is told twice.", hint="Leave --on out.")
    return found


def record(event: Event, loaded: Loaded, agreement: str, period: str, folder: Path | None, how: Mapping[str, Any]) -> Loaded:
    """Record what happened, if anything did; the workspace as it is after that."""
    from slagen.workspace.choosing import Choice, choose
    from slagen.workspace.claim_grounds import Asked
    from slagen.workspace.claiming import claim, credit

    if not event.choose and event.day is None:
        return loaded
    root, moment, circumstances = root_of(folder), now(loaded), how_of(loaded, **{**how, "on": event.day or how["on"]})
    if event.choose:
        filed = choose(root, loaded, agreement, Choice(period, event.choose), circumstances, now=moment)
    else:
        asked = Asked(period, event.scheme, event.amount, event.excuse)
        filed = (claim if event.claimed else credit)(root, loaded, agreement, asked, circumstances, now=moment)
    say(f"Recorded {'before' if filed.before else f'as {short(filed.outcome.commit)}'}: see slagen history {agreement}")
    tell_index_behind(filed.outcome)
    return load_workspace(folder)


def tell_late(event: Event, found: Statement) -> None:
    """Say that a claim was too late, and what follows."""
    from slagen.core.locales import Formats

    formats = Formats("en", found.agreement.locale)
    for month in found.months:
        late = _late(month, event.claimed)
        if late and month.claiming and month.standing.lapsed.amount and event.scheme in {"", month.scheme}:
            until = formats.date(month.claiming.until)
            lapses = f"The claim came {counted(late, 'day')} after the last day for it, {until}: the credit of “{month.scheme}” has lapsed."
            say(printable(f"{lapses} Where it counts all the same, record why: --excuse waived|corrected|withheld, with --note"))


def _late(month: MonthCredits, day: date | None) -> int:
    claims = [one for one in month.claiming.claims if one.day == day] if month.claiming else []
    return max((month.claiming.days_late(one) for one in claims if month.claiming and not month.claiming.counts(one)), default=0)
