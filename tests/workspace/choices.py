"""An agreement that lets the customer choose among the credits of a month, and outages that miss two of its levels."""

from __future__ import annotations

from tests.workspace.test_performing import HEADER, TERM

__all__ = ["CHOOSES", "HEADER", "MISSED"]
SECOND = (
    '  - {id: mail, service: hosting, metric: availability, role: slo, target: ">= 99.9 %", period: calendar-month, source: {type: outages, system: Pages}}\n'
)
ONE = "bands: {uptime: [{below: 99.9, credit: 10}, {below: 99.0, credit: 25}]}"
BOTH = "combine: customer-chooses\n    bands: {uptime: [{below: 99.9, credit: 10}], mail: [{below: 99.9, credit: 25}]}"
CHOOSES = TERM.replace("service_credits:\n", f"{SECOND}service_credits:\n").replace(ONE, BOTH)
MISSED = "uptime,2026-04-05T09:00:00Z,2026-04-05T11:00:00Z,\nmail,2026-04-05T09:00:00Z,2026-04-05T11:00:00Z,\n"
