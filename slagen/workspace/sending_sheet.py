"""The sheet that goes with a notice letter and stays in the house: by when to send, when it counts as received, and the proofs to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time

from slagen.core.hours import DAYS
from slagen.core.locales import Formats
from slagen.lifecycle.cutoff import last_moment
from slagen.lifecycle.giving_notice import Purpose
from slagen.model.agreement import DeliveryRule
from slagen.model.document import Block, Cell, Clause, ItemList, Paragraph, Strong, Table, Text
from slagen.workspace.notice_plan import Plan, reasons
from slagen.workspace.notice_ways import last_receipt

_PROOFS: Mapping[str, Sequence[tuple[str, str]]] = {
    "courier": (
        ("Book the courier to exactly the address in the letter, with a signature on delivery", "Booking with the consignment number"),
        ("Hand it over in time", "The courier’s receipt with day and time"),
        ("See that it was delivered", "Proof of delivery: name, signature, day and time"),
    ),
    "post": (
        ("Send it by recorded post to exactly the address in the letter", "Certificate of posting with the address, the day and the office’s stamp"),
        ("Hand it in at the counter in time, not through a letter box", "Receipt with the tracking number"),
        ("See that it was delivered", "Print of the tracking page; the returned slip, where there is one"),
    ),
    "hand": (
        ("Hand it over at exactly the address in the letter, to somebody who may take it", "Receipt on a copy: name, function, signature, day and time"),
        ("Take a witness along, in case nobody signs", "Note of the witness: who, where, day and time, photograph of the place"),
    ),
    "email": (
        ("Send the signed letter as a PDF, from an address of our house, to exactly the email address in the letter", "The sent message with all its headers"),
        ("Ask for confirmation of delivery, and for an answer", "The server’s delivery report; the answer"),
        ("Look for a message that it could not be delivered, on that day and on the next", "Note that none came; if one came, send at once by another way"),
    ),
    "portal": (("Upload it to the place for notices", "The portal’s confirmation with day and time; a picture of the page"),),
}
_AFTER = {"courier": "it is handed to the courier", "post": "it is posted"}


def sheet(found: Plan, formats: Formats) -> Iterator[Clause]:
    """The parts of the sheet, under headings."""
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
        ("When it must be sent", tuple(_send_by(found, formats))),
        ("When it counts as received", tuple(_received(found, formats))),
        ("What follows", tuple(_follows(found, formats))),
        ("Proof of sending", tuple(_proofs(found, formats))),
        ("Worked out from", (_line(_worked_out(found, formats)),)),
    )
    yield from (Clause(f"sheet-{position}", (Text(title),), blocks) for position, (title, blocks) in enumerate(parts))


def _line(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _send_by(found: Plan, formats: Formats) -> Iterator[Block]:
    window = found.window
    if window.last is None:
        yield _line("What this notice does counts from the day of its receipt.")
        lapse = found.basis.clauses.get("termination.lapse", "")
        if found.ask.purpose is Purpose.TERMINATION and lapse:
            yield _line(f"A right to terminate for a breach lapses: make sure that it is received within the time that {lapse} states.")
        return
    yield Paragraph((Text("It must have been received by "), Strong((Text(formats.date(window.last)),)), Text(".")))
    told = reasons(found)
    if told:
        yield ItemList(tuple((_line(_capital(text)),) for text in told))
    if not found.ways:
        yield _line("By none of the ways that the agreement knows can it be received by then.")
        return
    rows = tuple(_way(found, formats, way.method, way.send_by, way.cutoff, way.received) for way in found.ways)
    yield _table(("Way", "Last safe day to send", "Before", "Then received on"), rows, "The last safe day to send, by each way that is open")


def _way(found: Plan, formats: Formats, method: str, send_by: date, cutoff: time | None, received: date) -> tuple[str, ...]:
    chosen = " (this letter)" if method == found.rule.method else ""
    return (f"{_capital(method)}{chosen}", _weekday(send_by, formats), cutoff_text(found, send_by, cutoff), _weekday(received, formats))


def _weekday(day: date, formats: Formats) -> str:
    return f"{DAYS[day.weekday()].capitalize()} {formats.date(day)}"


def cutoff_text(found: Plan, day: date, cutoff: time | None) -> str:
    """The cut-off time in the time zone of the agreement, and in ours where that differs on the day."""
    if cutoff is None:
        return "the end of that day"
    there, here = found.basis.agreement.time_zone, found.basis.home_zone
    moment = last_moment(day, cutoff, there, here)
    if not moment.differs:
        return f"{cutoff:%H:%M} ({there})"
    ours = moment.here.date()
    other = "" if ours == day else " on the day before" if ours < day else " on the day after"
    return f"{cutoff:%H:%M} ({there}), which is {moment.here:%H:%M}{other} ({here})"


def _received(found: Plan, formats: Formats) -> Iterator[Block]:
    sent, rule = found.receipt, found.rule
    place = found.basis.setting.calendars.of(found.recipient).place
    clause = found.basis.clauses.get("notices.receipt", "")
    before = f", before {cutoff_text(found, sent.day, rule.cutoff)}," if rule.cutoff and sent.counted_from == sent.day else ""
    counts = f", which counts as sent on {formats.date(sent.counted_from)}" if sent.counted_from != sent.day else ""
    yield Paragraph(
        (
            Text(f"Sent by {rule.method} on {formats.date(sent.day)}{counts}{before} it counts as received on "),
            Strong((Text(formats.date(sent.received)),)),
            Text("."),
        )
    )
    yield _line(
        f"The rule{f' ({clause})' if clause else ''}: {_rule(rule, formats)}. A day that is no business day in {place} does not count; the next one does."
    )
    last = last_receipt(found.basis, found.recipient, found.window)
    if last is not None and sent.received <= last:
        left = (last - sent.received).days
        yield _line(f"That leaves {left} {'day' if left == 1 else 'days'} to spare." if left else "That leaves no day to spare.")
    yield from (_line(warning) for warning in found.warnings)


def _rule(rule: DeliveryRule, formats: Formats) -> str:
    if not rule.deemed.count:
        return f"by {rule.method}, it is received on the day on which it is {'sent' if rule.method in {'email', 'portal'} else 'delivered'}"
    return f"by {rule.method}, it is received {formats.duration(rule.deemed)} after {_AFTER.get(rule.method, 'it is sent')}"


def _follows(found: Plan, formats: Formats) -> Iterator[Block]:
    effect = found.effect
    match found.ask.purpose:
        case Purpose.NON_RENEWAL | Purpose.TERMINATION if effect.ends_on:
            yield _line(f"The agreement ends on {formats.date(effect.ends_on)}. Begin with the exit: what must be handed over, deleted and settled by then.")
        case Purpose.OPTION_EXERCISE if effect.begins and effect.until:
            yield _line(f"The agreement goes on from {formats.date(effect.begins)} until {formats.date(effect.until)}.")
        case Purpose.PRICE_REVIEW if effect.begins:
            yield _line(f"The new charges apply from {formats.date(effect.begins)}. Put them into the facts by an amendment.")
        case Purpose.BREACH if effect.remedy_by:
            yield _line(f"The breach can be remedied until {formats.date(effect.remedy_by)}. Decide on the day after what is to follow.")
        case _:
            yield _line("The agreement does not say by when the breach must be remedied: ask counsel what is reasonable.")


def _proofs(found: Plan, formats: Formats) -> Iterator[Block]:
    yield _line(f"The proofs are kept by {keeper_of(found)}, together with this sheet, until {_keep_until(found, formats)}.")
    steps = [("Have it signed by somebody who may sign for us, and dated", "Scan of the signed letter"), *_PROOFS[found.rule.method]]
    if found.address.copy:
        steps.append((f"Send a copy, for information only, to {found.address.copy}", "The sent message"))
    yield _table(
        ("To do", "Proof to keep", "Done on, by"),
        tuple((f"☐ {what}", proof, "…" * 8) for what, proof in steps),
        "What to do, and the proof to keep of each step",
    )


def keeper_of(found: Plan) -> str:
    """Who keeps the proofs: the legal owner, else whoever looks after the agreement."""
    return found.basis.agreement.people.get("legal", "") or found.basis.setting.owner() or "the owner of the agreement"


def _keep_until(found: Plan, formats: Formats) -> str:
    end = found.effect.ends_on or found.effect.until
    return f"the time for claims after {formats.date(end)} has passed" if end else "the matter is settled and the time for claims has passed"


def _worked_out(found: Plan, formats: Formats) -> str:
    basis = found.basis
    places = sorted({basis.setting.calendar.place, basis.setting.calendars.of(found.recipient).place})
    return (
        f"{basis.agreement.id}, version {basis.version}, as in force on {formats.date(found.receipt.day)}; "
        f"business days in {formats.listed(places)} by {found.data}."
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], summary: str) -> Table:
    return Table(tuple(Cell((Text(text),)) for text in header), tuple(tuple(Cell((Text(text),)) for text in row) for row in rows), summary, "notice")
