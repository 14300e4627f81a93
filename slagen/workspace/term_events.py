"""Events of the contract term: an agreement is amended, renewed or terminated, on a day that its own rules allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from slagen.core.errors import UsageError
from slagen.core.periods import ContractTerm
from slagen.lifecycle.acting import our_party, party_named, received
from slagen.lifecycle.due import impossible_dates
from slagen.lifecycle.endings import why_no_end
from slagen.lifecycle.options import ANEW, Refusal, ended, why_no_renewal
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import contract_term
from slagen.model.record import Ground, Verb
from slagen.model.standing import Standing, standing_of
from slagen.vault.tags import next_version
from slagen.workspace.failing import why_no_failure
from slagen.workspace.in_force import exercises_option
from slagen.workspace.load import Loaded
from slagen.workspace.permitting import refuse, require, setting_on
from slagen.workspace.recording import Circumstances, Desk, Filed, desk, file_records, recorded_before, said


def amend(root: Path, loaded: Loaded, agreement_id: str, how: Circumstances, *, restate: bool = False) -> Filed:
    """Open an amendment of an executed agreement: its facts may be changed again, and what is signed next is v1.1, or v2.0 for a restatement.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: it was never signed, an amendment is open, it was terminated, or it has ended.
    """
    with desk(root, loaded, agreement_id) as at:
        now = require(at, Verb.AMEND, how.day)
        version = next_version(now.version, restated=restate)
        record = replace(said(at, Verb.AMEND, how), version=version, base=now.version)
        return file_records(at, [(record, None)], f"{agreement_id}: amendment {version} of {now.version} opened", how)


@dataclass(frozen=True, slots=True)
class Renewed:
    """An option on record as exercised, and the contract term that follows from it."""

    filed: Filed
    term: ContractTerm | None


def renew(root: Path, loaded: Loaded, agreement_id: str, how: Circumstances) -> Renewed:
    """Record that an option to renew was exercised, on a day on which it was open. The same is recorded once a day, as when the command was interrupted.

    `how.by` may name the party that exercised it; `how.method` a way of delivery of the agreement: then it counts when it is received.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: it was never signed, has ended, has no option, or none that is still open on that day or is that party's.
        BadInputError: its dates cannot be worked out.
    """
    with desk(root, loaded, agreement_id) as at:
        record = replace(said(at, Verb.RENEW, how), base=standing_of(at.recorded.records).version)
        before = recorded_before(at, record)
        if before is None:
            require_option(at, how)
        filed = before or file_records(at, [(record, None)], f"{agreement_id}: renewed", how)
        return Renewed(filed, _following(setting_on(at, how.day)))


def _following(setting: Setting) -> ContractTerm | None:
    """The contract term after the one that runs on the day of `setting`."""
    facts, now = setting.agreement.contract_term, setting.key_dates(setting.today).term
    return contract_term(facts, now.number + 1) if facts and now else None


@dataclass(frozen=True, slots=True)
class Ending:
    """How an agreement ends: its last day, and the ground.

    A critical failure must have been measured, and the time to act on it must run, unless the facts lie `outside` what is measured. `now` is the moment up to
    which figures may tell of something: the end of the day on which it is declared, where nothing is said.
    """

    last_day: date
    ground: Ground = Ground.NOTICE
    outside: bool = False
    now: datetime | None = None


def terminate(root: Path, loaded: Loaded, agreement_id: str, ending: Ending, how: Circumstances) -> Filed:
    """Record that an executed agreement ends, and on which day: one that its rules on notice allow, or on another ground, which the note must state.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: it was never signed, was terminated before, has ended, notice does not end it on that day, or no critical failure gives the right.
        UsageError: its last day lies before the termination, or no note states the ground.
        BadInputError: its dates cannot be worked out.
    """
    ends_on, ground = ending.last_day, ending.ground
    if ground is not Ground.NOTICE and not how.note.strip():
        raise UsageError(f"The ground “{ground}” needs a note that states it.", hint='Say which clause or agreement it rests on: --note "clause 14.2, …"')
    if ends_on < how.day:
        raise UsageError(f"The last day, {ends_on}, lies before the termination itself, {how.day}.", hint="Look at --ends and --on.")
    with desk(root, loaded, agreement_id) as at:
        standing = require_end(at, ends_on, ground, how)
        if ground is Ground.CRITICAL_FAILURE and not ending.outside:
            moment = ending.now or datetime.combine(how.day, time.max, UTC)
            _refuse(at, Verb.TERMINATE, why_no_failure(loaded, agreement_id, how.day, now=moment))
        record = replace(said(at, Verb.TERMINATE, how), base=standing.version, ends_on=ends_on, ground=ground.value)
        return file_records(at, [(record, None)], f"{agreement_id}: terminated, ends on {ends_on}", how)


def require_option(at: Desk, how: Circumstances) -> Standing:
    """Where the agreement stands, if an option to renew can be exercised.

    Raises:
        RefusedError: it cannot.
        BadInputError: its dates cannot be worked out.
    """
    now, setting = require(at, Verb.RENEW, how.day), setting_on(at, how.day)
    _refuse(at, Verb.RENEW, _no_renewal(setting, how) or _renewed_later(at, setting, how.day))
    return now


def require_end(at: Desk, ends_on: date, ground: Ground, how: Circumstances) -> Standing:
    """Where the agreement stands, if it can be ended on a day.

    Raises:
        RefusedError: it cannot.
        BadInputError: its dates cannot be worked out.
    """
    now = require(at, Verb.TERMINATE, how.day)
    _refuse(at, Verb.TERMINATE, _went_on(at, ends_on) or _no_end(setting_on(at, how.day), ends_on, ground, how))
    return now


def _renewed_later(at: Desk, setting: Setting, day: date) -> Refusal | None:
    """That the option of the same contract term is on record for a later day: it is exercised once."""
    term = setting.key_dates(day).term
    later = next((record for record in at.recorded.records if exercises_option(record) and record.day > day), None)
    if later is None or term is None or later.day > term.last_day:
        return None
    return f"the option of this contract term is on record as exercised on {later.day}", "It is exercised once: nothing is left to record."


def _went_on(at: Desk, ends_on: date) -> Refusal | None:
    """That something was agreed after the day on which it is said to have ended."""
    later = next((record for record in at.recorded.of(Verb.SIGN, Verb.AMEND, Verb.RENEW) if record.day > ends_on), None)
    if later is None:
        return None
    return f"on {later.day}, after that last day, it was still on record ({later.verb})", "Name the last day: --ends DATE"


def _refuse(at: Desk, verb: Verb, found: Refusal | None) -> None:
    if found:
        refuse(at, verb, found)


def _no_renewal(setting: Setting, how: Circumstances) -> Refusal | None:
    party = party_named(setting.agreement, how.by)
    facts = setting.agreement.contract_term
    holder = party or party_named(setting.agreement, facts.renewal.exercised_by if facts else "") or our_party(setting)
    try:
        return why_no_renewal(setting, setting.key_dates(how.day), received(setting, holder, how.method), party)
    except (ValueError, OverflowError) as error:
        raise impossible_dates(setting.agreement.id, error) from error


def _no_end(setting: Setting, ends_on: date, ground: Ground, how: Circumstances) -> Refusal | None:
    party = party_named(setting.agreement, how.by) or our_party(setting)
    try:
        dates = setting.key_dates(how.day)
        if ground is Ground.NOTICE:
            return why_no_end(setting, dates, ends_on, received(setting, party, how.method), party)
    except (ValueError, OverflowError) as error:
        raise impossible_dates(setting.agreement.id, error) from error
    if setting.agreement.contract_term is not None and dates.term is None:
        return ended(setting, dates), ANEW
    last = dates.ends_on or dates.final_expiry
    if last is not None and ends_on > last:
        return f"it ends on {setting.formats.date(last)} at the latest", "Name a day up to then, or agree on a longer term by an amendment: slagen amend ID"
    if ground is Ground.CRITICAL_FAILURE and not _ends_on_failure(setting):
        return "it gives no right to terminate for a critical failure of service levels", "Name the ground that there is: --ground breach, with --note"
    return None


def _ends_on_failure(setting: Setting) -> bool:
    return any(one.right.startswith("terminate") for scheme in setting.agreement.service_credits for one in scheme.critical)
