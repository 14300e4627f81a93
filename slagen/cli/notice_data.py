"""What `slagen notice --json` prints; docs/json.md describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slagen.cli.events import record_data

if TYPE_CHECKING:
    from datetime import date

    from slagen.lifecycle.delivery import Sending
    from slagen.workspace.notice_effects import Effect
    from slagen.workspace.noticing import Given, Taken


def given_data(given: Given) -> dict[str, object]:
    """The shape `notice` of docs/json.md: a notice that we give, drafted or recorded."""
    found = given.plan
    filed = given.filed
    return {
        "agreement": found.basis.agreement.id,
        "kind": found.ask.purpose.value,
        "version": found.basis.version,
        "from": found.sender,
        "to": found.recipient,
        "address": found.address.address or None,
        "email": found.address.email or None,
        "copy": found.address.copy or None,
        "method": found.rule.method,
        "clause": found.basis.clauses.get(found.effect.provision),
        "sent_on": _day(found.receipt.day),
        "counts_as_sent_on": _day(found.receipt.counted_from),
        "received_on": _day(found.receipt.received),
        "not_before": _day(found.window.first),
        "last_notice_date": _day(found.window.last),
        "ways": [_way(way) for way in found.ways],
        "time_zone": found.basis.agreement.time_zone,
        **_effect_data(found.effect),
        "holidays": found.data,
        "warnings": list(found.warnings),
        "written": str(given.written) if given.written else None,
        "commit": filed.outcome.commit if filed else None,
        "before": filed.before if filed else False,
        "record": record_data(filed.records[0]) if filed else None,
    }


def taken_data(taken: Taken) -> dict[str, object]:
    """A notice that came from the other side and was recorded."""
    return {
        "agreement": taken.filed.agreement,
        "kind": taken.purpose.value,
        "from": taken.sender,
        **_effect_data(taken.effect),
        "problem": taken.problem or None,
        "commit": taken.filed.outcome.commit,
        "before": taken.filed.before,
        "record": record_data(taken.filed.records[0]),
    }


def _way(way: Sending) -> dict[str, object]:
    cutoff = f"{way.cutoff:%H:%M}" if way.cutoff else None
    return {"method": way.method, "send_by": _day(way.send_by), "cutoff": cutoff, "received_on": _day(way.received)}


def _effect_data(effect: Effect) -> dict[str, object]:
    return {"ends_on": _day(effect.ends_on), "remedy_by": _day(effect.remedy_by), "begins": _day(effect.begins), "until": _day(effect.until)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
