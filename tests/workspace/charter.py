"""One small charter in git, with figures of its standards, complaints and surveys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.small_workspace import AGREEMENT, clause, put_in_git, template

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
FACTS = "agreements/acme/agreement.yaml"
FOLDER = "agreements/acme/measurements"
TICKETS, COUNTS, VALUES = (
    "service_level,severity,opened,responded,workaround,resolved\n",
    "service_level,period,good,total\n",
    "service_level,period,value,sample\n",
)
CHARTER = """\
contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: none}}
time_zone: Europe/London
charter:
  values: [{title: We answer, text: You reach a person.}, {title: We own up, text: You hear it from us.}, {title: We think ahead, text: We ask early.}]
  commitments: [{text: We tell you before we change anything.}]
  standards:
    - {id: phone, channel: phone, acknowledge: 20 s, share: 90, source: {type: values, system: Exchange}}
    - {id: mail, channel: e-mail, acknowledge: 1 business day, reply: 3 business days, share: 95, source: {type: counts, system: Mail desk}}
    - {id: letter, channel: letter, acknowledge: 3 business days, reply: 10 business days, interim: true, source: {type: tickets, system: Post book}}
    - {id: counter, channel: counter, reply: 5 business days}
  complaints:
    stages: [{who: service manager, within: 5 business days}, {who: director, within: 15 business days}]
    outside_body: Ombudsman
    source: {type: tickets, system: Post book}
  feedback: {survey: 6 months, publish: 12 months, source: {type: values, system: Survey}}
review: {every: 12 months, anchor: effective_date, owner: jo@northwind.example}
accepted: [{code: SLG209, reason: a small charter, by: lee@northwind.example}]
"""
_ABOUT = "1. This charter is not legally binding.\n1. We acknowledge a complaint within {{ acknowledge }}."
_PARAMETERS = "{acknowledge: {type: duration, default: 2 business days}}"
CONTENTS = {
    "clauses/charter/charter-complaints.md": clause("charter-complaints", _ABOUT, kinds="[charter]", parameters=_PARAMETERS),
    "templates/plain/template.yaml": template("charter-complaints").replace("kind: sla", "kind: charter"),
}


def charter_in_git(root: Path, files: Mapping[str, str], facts: str = CHARTER) -> Path:
    """The workspace with measurement files, by their names."""
    written = AGREEMENT.replace("kind: sla", "kind: charter").replace("level: customer\n", "") + facts
    return put_in_git(root, CONTENTS | {FACTS: written} | {f"{FOLDER}/{name}": text for name, text in files.items()})
