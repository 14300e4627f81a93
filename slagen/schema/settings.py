"""slagen.toml: the settings of a workspace."""

from __future__ import annotations

from functools import cache
import re
from typing import Any

from slagen.core.findings import Finding, has_errors
from slagen.core.raw import Raw
from slagen.model.native import from_native
from slagen.model.settings import Settings
from slagen.schema.faults import UNKNOWN, Fault, finding
from slagen.schema.rule_set import RuleSet
from slagen.schema.vocabulary import BOOLEAN, DATE, EMAIL, ID, NAME, STRING, TERM_LENGTH, items, keyed, mapping, must, one_of

SETTINGS = mapping(
    {
        "workspace": mapping(
            {
                "name": NAME,
                "id": ID,
                "we": one_of(["provider", "customer"]),
                "language": {"type": "language"},
                "locale": {"type": "locale"},
                "time_zone": {"type": "zone"},
                "calendar": {"type": "place"},
            }
        ),
        "calendars": keyed("place", mapping({"closed": items(DATE)})),
        "mail": mapping(
            {
                "host": must(STRING),
                "port": {"type": "integer", "min": "1", "max": "65535"},
                "from": EMAIL,
                "security": one_of(["starttls", "tls", "none"]),
                "user": STRING,
                "unencrypted": BOOLEAN,
            }
        ),
        "people": keyed("key", EMAIL),
        "reminders": mapping({"lead": items(TERM_LENGTH), "grace": TERM_LENGTH, "url": {"type": "url"}}),
    }
)
_SECRET = re.compile(r"pass|secret|token|credential|^pw", re.IGNORECASE)


@cache
def settings_rule_set() -> RuleSet:
    """The rule set of settings, made once."""
    return RuleSet(SETTINGS)


def read_settings(raw: Raw) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings; the defaults where anything is wrong, so that the workspace can still be looked at."""
    if raw.data is None:
        return Settings(), raw.findings
    facts, faults = settings_rule_set().check(raw.data)
    findings = (*raw.findings, *sorted((finding(_no_secret(fault), raw.data, raw.source) for fault in faults), key=Finding.sort_key))
    if has_errors(findings):
        return Settings(), findings
    made: dict[str, Any] = dict(facts)
    return from_native(Settings, {**made.pop("workspace", {}), **made}), findings


def _no_secret(fault: Fault) -> Fault:
    """A password under [mail] is told as that, and never shown."""
    if fault.code != UNKNOWN or fault.path[:1] != ("mail",) or not _SECRET.search(str(fault.path[-1])):
        return fault
    hint = "Delete the line, put the password into the environment variable SLAGEN_MAIL_PASSWORD, and change it: whoever has the repository may have read it."
    return Fault("SLG485", "a password does not belong into a file that others read", hint, fault.path)
