"""Notices: the letter that we give is written, kept and recorded; one that came from the other side is recorded with its effect on the dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from slagen.core.errors import BadInputError, RefusedError, UsageError
from slagen.formats.files import write_file
from slagen.lifecycle.acting import party_named
from slagen.lifecycle.giving_notice import Purpose, Window
from slagen.lifecycle.key_dates import is_ours
from slagen.model.agreement import Agreement
from slagen.model.record import Record, Verb
from slagen.workspace.building import standard_folder
from slagen.workspace.document_files import paper_of
from slagen.workspace.identifying import Document
from slagen.workspace.in_force import in_force
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.locate import keep_sources
from slagen.workspace.notice_basis import Ask, Basis, basis_of, known_by_now, our_side, party_called, require_signed
from slagen.workspace.notice_effects import Effect, effect_of, window_of
from slagen.workspace.notice_letter import NEEDS_WORDS, SHEET_TITLE, Letter, letter
from slagen.workspace.notice_plan import Plan, plan
from slagen.workspace.permitting import require
from slagen.workspace.recording import Circumstances, Desk, Filed, already, desk, file_records, said


@dataclass(frozen=True, slots=True)
class Given:
    """A notice that we give: its plan, what was recorded (None: it was only drafted), and the file that was written where one was asked for."""

    plan: Plan
    filed: Filed | None
    written: Path | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice that came from the other side. `problem` says why it does not work by the facts; then it ends nothing."""

    filed: Filed
    sender: str
    purpose: Purpose
    window: Window
    effect: Effect
    problem: str = ""


def give(root: Path, loaded: Loaded, agreement_id: str, ask: Ask, how: Circumstances, out: Path | None = None) -> Given:
    """Write the letter, keep it, and record that the notice is given. The same notice of the same day is recorded once.

    Raises:
        NotFoundError: there is no such agreement or party.
        RefusedError: the notice cannot work; the message says the day and what happens instead.
        FindingsError: the facts lack what must be known, or the records are not as they were written.
        UsageError: what is wanted does not make sense, or what the letter must describe is missing.
    """
    if not ask.because and ask.purpose in NEEDS_WORDS:
        raise UsageError(
            f"A notice of {ask.purpose.words} must say what it is about.", hint='Describe it: --because "…". To see the letter with a blank for it: --draft'
        )
    _require_place(root, out)
    with desk(root, loaded, agreement_id) as at:
        known = _known(at, ask, how)
        found = plan(loaded, agreement_id, ask, how.at, before=known.number if known else 0)
        made = letter(found)
        if known is not None:
            filed = already(at, [known])
            data = loaded.files.read(known.kept)
        else:
            require(at, Verb.NOTICE, how.day)
            data = word(made)
            filed = _file(at, found, Document(f"{agreement_id}-{ask.purpose}.docx", data), how)
    return Given(found, filed, _write(made, data, out) if out else None)


def draft_only(root: Path, loaded: Loaded, agreement_id: str, ask: Ask, on: date, out: Path | None = None) -> Given:
    """Write the letter as it would be, and record nothing; raises as `give` does."""
    _require_place(root, out)
    found = plan(loaded, agreement_id, ask, on)
    made = letter(found)
    place = out or standard_folder(root) / f"{agreement_id}-{ask.purpose}.docx"
    return Given(found, None, _write(made, word(made), place))


def word(made: Letter) -> bytes:
    """The letter as a Word file."""
    from slagen.formats.word.letter_shell import letter_shell  # noqa: PLC0415 - start-up
    from slagen.formats.word.write import write  # noqa: PLC0415 - start-up

    return write(*made.for_word(), letter_shell(SHEET_TITLE, paper_of(made.meta.locale)))


def markdown(made: Letter) -> bytes:
    """The letter as Markdown."""
    from slagen.formats.markdown.write import write  # noqa: PLC0415 - start-up

    return write(*made.for_markdown()).encode()


def _require_place(root: Path, out: Path | None) -> None:
    """Refuse a place for the letter before anything is recorded."""
    if out is not None and out.suffix.lower() not in {".docx", ".md"}:
        raise UsageError(f"“{out.name}” says neither Word nor Markdown.", hint="End it in .docx or in .md.")
    keep_sources(root, out)


def _write(made: Letter, data: bytes, out: Path) -> Path:
    write_file(out, data if out.suffix.lower() == ".docx" else markdown(made))
    return out


def _known(at: Desk, ask: Ask, how: Circumstances) -> Record | None:
    """The record of the same notice on the same day, as an interrupted command leaves it."""
    found = load_agreement(at.loaded, at.agreement).agreement
    if found is None:
        return None
    given = (record for record in at.recorded.of(Verb.NOTICE) if record.purpose == ask.purpose and record.day == how.day)
    ours = (record for record in given if record.kept and not is_ours(found, record.to, at.loaded.settings.we))
    return next((record for record in ours if _matches(found, record, ask)), None)


def _matches(agreement: Agreement, record: Record, ask: Ask) -> bool:
    return ask.method in {"", record.method} and (not ask.to or party_named(agreement, ask.to) == record.to)


def _file(at: Desk, found: Plan, document: Document, how: Circumstances) -> Filed:
    effect, purpose = found.effect, found.ask.purpose
    record = _record(at, replace(how, to=found.recipient, method=found.rule.method), found.basis.version, purpose, effect)
    message = f"{at.agreement}: notice of {purpose.words} given to {found.party_to.name} by {found.rule.method}"
    return file_records(at, [(record, document)], message, how)


def _record(at: Desk, how: Circumstances, base: str, purpose: Purpose, effect: Effect) -> Record:
    """`due` is the day that it leads to, where that is not the end: until when to remedy, from when the next term or the new prices count."""
    leads_to = effect.remedy_by or effect.begins
    return replace(said(at, Verb.NOTICE, how), version=_name(at), base=base, due=leads_to, ends_on=effect.ends_on, purpose=purpose.value)


def _name(at: Desk) -> str:
    """`notice-2` for the second one."""
    return f"notice-{1 + sum(1 for record in at.recorded.of(Verb.NOTICE))}"


def take(root: Path, loaded: Loaded, agreement_id: str, ask: Ask, how: Circumstances, file: Document | None = None) -> Taken:
    """Record a notice that came from another party (`ask.sender`) and was received on the day of `how`, with the letter where there is one.

    What it ends is worked out by the latest reading: the one to reckon with. One that does not work by the facts is recorded all the same, and ends nothing.

    Raises:
        NotFoundError: there is no such agreement or party.
        RefusedError: nothing was signed, or the sender is on our side.
        UsageError: the day that it names cannot be.
    """
    with desk(root, loaded, agreement_id) as at:
        known = _known_taken(at, ask, how, file)
        with in_force(loaded, agreement_id, how.day) as found:
            require_signed(found, agreement_id)
            basis = basis_of(loaded, agreement_id, known_by_now(loaded, found, agreement_id, known.number if known else 0), how.day)
            party = party_called(basis, ask.sender)
            if basis.setting.is_ours(party):
                raise UsageError(f"“{ask.sender}” is on our side.", hint="Leave --from out for a notice of ours.")
            window, effect, problem = _judged(basis, ask, party, how.day)
            to = our_side(basis)
        if known:
            filed = already(at, [known])
        else:
            require(at, Verb.NOTICE, how.day)
            record = _record(at, replace(how, to=to), basis.version, ask.purpose, effect)
            message = f"{agreement_id}: notice of {ask.purpose.words} received from {basis.agreement.parties[party].name}"
            filed = file_records(at, [(record, file)], message, how)
    return Taken(filed, party, ask.purpose, window, effect, problem)


def _known_taken(at: Desk, ask: Ask, how: Circumstances, file: Document | None) -> Record | None:
    found = load_agreement(at.loaded, at.agreement).agreement
    given = (record for record in at.recorded.of(Verb.NOTICE) if record.purpose == ask.purpose and record.day == how.day)
    theirs = (record for record in given if found is not None and is_ours(found, record.to, at.loaded.settings.we))
    return next((record for record in theirs if record.sha256 == (file.sha256 if file else "")), None)


def _judged(basis: Basis, ask: Ask, sender: str, received: date) -> tuple[Window, Effect, str]:
    """What a notice of theirs does, and why it does nothing where that is so."""
    write = basis.setting.formats.date
    try:
        window = window_of(basis, ask, sender, received)
        effect = effect_of(basis, ask, sender, received, received)
    except RefusedError as error:
        if ask.purpose is Purpose.TERMINATION and ask.ends_on:
            return Window(), Effect("termination", ask.ends_on), error.message
        return Window(), Effect(""), error.message
    except (ValueError, OverflowError) as error:
        raise BadInputError(f"The dates of this notice cannot be worked out: {error}", hint="Correct contract_term.") from error
    if window.last is not None and received > window.last:
        return window, Effect(""), f"it was received on {write(received)}, after the last day for it by any reading, {write(window.last)}"
    if window.first is not None and received < window.first:
        return window, Effect(""), f"it was received on {write(received)}, before the first day for it, {write(window.first)}"
    return window, effect, ""
