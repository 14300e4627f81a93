"""Key dates of one agreement as of any day, from the version that is in force on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from slagen.core.calendars import holiday_data_version
from slagen.core.errors import FindingsError
from slagen.core.findings import Finding
from slagen.core.locales import Formats
from slagen.lifecycle.due import calendar_name, due_items, impossible_dates
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.key_dates import KeyDates
from slagen.lifecycle.mandatory import mandatory_steps
from slagen.lifecycle.notice_today import EarliestEnd, earliest_ends, notice_today_steps
from slagen.lifecycle.status import status_on
from slagen.lifecycle.steps import Step, steps
from slagen.model.agreement import Agreement
from slagen.model.standing import Status
from slagen.workspace.contradictory import contradicted
from slagen.workspace.dates import setting_of
from slagen.workspace.drafting import draft
from slagen.workspace.foreseeing import with_outlook
from slagen.workspace.in_force import InForce, in_force
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.provisions import provisions


@dataclass(frozen=True, slots=True)
class Dated:
    """The key dates of an agreement.

    `version` is the signed version that they are taken from, empty for the draft; `clauses` gives the printed number and title of each clause that a
    step comes from; `data` says which holidays were counted with, `zone` in which time zone a day begins and ends, `here` which one we
    send from, `formats` how days and money are written. `ends` tells what notice of today would do, `problems` are
    contradictions of the facts, with the two ways to read them.
    """

    agreement: str
    title: str
    version: str
    status: Status
    dates: KeyDates
    items: tuple[DueItem, ...]
    steps: tuple[Step, ...]
    clauses: Mapping[str, str]
    calendar: str
    data: str
    zone: str
    formats: Formats
    here: str
    ends: tuple[EarliestEnd, ...] = ()
    problems: tuple[Finding, ...] = ()

    @property
    def next_review(self) -> date | None:
        """The day of the next review, where one is planned."""
        return next((item.due for item in self.items if item.kind is DueKind.REVIEW), None)


def dates(loaded: Loaded, agreement_id: str, *, today: date, explain: bool = False) -> Dated:
    """The key dates as of `today`; `explain` numbers the clauses that the steps come from.

    Raises:
        NotFoundError: there is no such agreement.
        FindingsError: its facts cannot be used.
        BadInputError: a date cannot be worked out.
    """
    with in_force(loaded, agreement_id, today) as found:
        agreement = facts_of(found, agreement_id)
        setting = setting_of(loaded, found.records, agreement, today, agreement.locale, found.loaded)
        try:
            key = setting.key_dates(today)
        except (ValueError, OverflowError) as error:
            raise impossible_dates(agreement_id, error) from error
        ends = tuple(earliest_ends(setting, key))
        told = (*steps(setting, key), *mandatory_steps(setting, key), *notice_today_steps(setting, ends))
        numbered = provisions(draft(found.loaded, agreement_id), sorted({step.clause for step in told})) if explain else {}
        status, place = status_on(found.standing, key), calendar_name(agreement, loaded.settings.calendar)
        return Dated(
            agreement_id,
            agreement.title,
            found.version,
            status,
            key,
            due_items(with_outlook(loaded, setting)),
            told,
            {place: str(one) for place, one in numbered.items()},
            place,
            holiday_data_version(),
            agreement.time_zone,
            setting.formats,
            loaded.settings.time_zone,
            ends,
            contradicted(found.loaded, agreement, today),
        )


def facts_of(found: InForce, agreement_id: str) -> Agreement:
    """The facts of what is in force."""
    read = load_agreement(found.loaded, agreement_id)
    if read.agreement is None:
        raise FindingsError(f"The facts of “{agreement_id}” cannot be used.", read.findings, hint=f"Mend what is listed: slagen check {agreement_id}")
    return read.agreement
