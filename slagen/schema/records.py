"""Records: one file, checked and typed."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath
import re

from slagen.core.findings import Finding, Severity, has_errors
from slagen.core.raw import Raw
from slagen.model.native import from_native
from slagen.model.record import WITH_FILE, Excuse, Ground, Record, Verb, seal_of
from slagen.schema.faults import finding, without_echoes
from slagen.schema.rule_set import RuleSet
from slagen.schema.vocabulary import DATE, ID, STRING, TEXT, keyed, mapping, must, one_of

PURPOSES = ["non-renewal", "termination", "option-exercise", "price-review", "breach"]
OUTCOMES = ["keep", "amend", "renegotiate", "terminate"]
RECORD = mapping(
    {
        "verb": must(one_of([verb.value for verb in Verb])),
        "at": must({"type": "moment"}),
        "by": must(STRING),
        "version": {"type": "version-name"},
        "commit": {"type": "commit"},
        "base": {"type": "version-name"},
        "file": {"type": "file"},
        "name": STRING,
        "sha256": {"type": "sha256"},
        "text_hash": {"type": "sha256"},
        "to": STRING,
        "method": STRING,
        "note": TEXT,
        "due": DATE,
        "done_on": DATE,
        "outcome": one_of(OUTCOMES),
        "ends_on": DATE,
        "ground": one_of([ground.value for ground in Ground]),
        "purpose": one_of(PURPOSES),
        "item": STRING,
        "until": DATE,
        "holidays": STRING,
        "baselines": keyed("id", {"type": "number", "min": "0"}),
        "scheme": ID,
        "period": {"type": "month"},
        "party": {"type": "party"},
        "amount": {"type": "money"},
        "excuse": one_of([excuse.value for excuse in Excuse]),
        "seal": must({"type": "sha256"}),
    },
    implies=[
        {"when": {"verb": [verb.value for verb in WITH_FILE]}, "need": ["version", "file", "sha256"]},
        {"when": {"verb": [Verb.AMEND.value]}, "need": ["version"]},
        {"when": {"verb": [Verb.REVIEW.value]}, "need": ["outcome"]},
        {"when": {"verb": [Verb.ACKNOWLEDGE.value]}, "need": ["item"]},
        {"when": {"verb": [Verb.SNOOZE.value]}, "need": ["item", "until", "note"]},
        {"when": {"verb": [Verb.CLAIM.value, Verb.CREDIT.value]}, "need": ["scheme", "period"]},
        {"when": {"excuse": [excuse.value for excuse in Excuse]}, "need": ["note"]},
    ],
)
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z]+-([1-9]\d{0,5})\.yaml", re.ASCII)
_BRING_BACK = "Bring back the record as it was saved: git checkout -- and the file's name; what is to be added goes into a new record."


@cache
def record_rule_set() -> RuleSet:
    """The rule set of records, made once."""
    return RuleSet(RECORD)


def read_record(raw: Raw) -> tuple[Record | None, tuple[Finding, ...]]:
    """The record, or None where it cannot be read. A record that was changed by hand is a finding, and still a record."""
    if raw.data is None and raw.findings:
        return None, raw.findings
    facts, faults = record_rule_set().check(raw.data if raw.data is not None else {})
    findings = (*raw.findings, *sorted((finding(fault, raw.data, raw.source) for fault in without_echoes(faults)), key=Finding.sort_key))
    if has_errors(findings):
        return None, findings
    name = PurePosixPath(raw.file).name
    record = from_native(Record, {**facts, "number": number_of(raw.file), "path": raw.file})
    if record.amount is not None and record.amount.amount <= 0:
        hint = "Bring back the record as it was saved; or delete it, where it never was, and record the event again."
        return None, (*findings, Finding("SLG024", Severity.ERROR, f"amount: {record.amount} is no sum above nothing", raw.source(("amount",)), hint))
    return record, (*findings, *_broken(raw, record, name))


def number_of(path: str) -> int:
    """The number that the name of a record's file gives it; 0 where it has none."""
    match = _NAME.fullmatch(PurePosixPath(path).name)
    return int(match[1]) if match else 0


def _broken(raw: Raw, record: Record, name: str) -> tuple[Finding, ...]:
    if record.seal != seal_of(record):
        message = "the record was changed after it was written: its seal does not fit"
        return (Finding("SLG521", Severity.ERROR, message, raw.source(("seal",)), _BRING_BACK),)
    if name != record.file_name:
        message = f"the file is called “{name}”, and what it records is {record.day:%Y-%m-%d}, {record.verb}"
        hint = "Give the file its name back: date, verb and number, such as 2026-05-03-send-1.yaml."
        return (Finding("SLG520", Severity.ERROR, message, raw.source(), hint),)
    return ()
