"""What people call a term: “Availability: target” for `service_levels.availability.target`."""

from __future__ import annotations

from collections.abc import Sequence
import re

LISTS = {
    "parties": "",
    "services": "",
    "service_levels": "",
    "service_hours": "service hours",
    "severities": "severity",
    "service_credits": "service credits",
    "bands": "",
    "points": "",
    "weights": "weight of",
    "charges": "charge",
    "caps": "cap",
    "critical": "critical failure",
    "escalation": "escalation",
    "obligations": "obligation",
    "signatories": "signatory",
    "notices": "notices",
    "precedence": "precedence",
    "delivery": "delivery",
    "notice_by": "notice by",
    "targets": "target",
    "greater_of": "limb",
    "super_caps": "higher cap",
    "standards": "",
    "stages": "stage",
    "values": "value",
    "commitments": "commitment",
    "accepted": "accepted finding",
    "people": "",
}
"""Parts of keys that are followed by the name of an item, and the word that people put before it."""
_CHOICES = frozenset(
    {
        "authority",
        "before",
        "cadence",
        "changes",
        "combine",
        "denominator",
        "form",
        "from",
        "kind",
        "method",
        "metric",
        "missing",
        "mode",
        "per",
        "period",
        "right",
        "role",
    }
    | {"to", "type"}
)
"""Facts that are one of a few words which the program itself gives; others may be names of the agreement's own things."""
_CHOSEN = {
    "slo": "promised, with a remedy",
    "kpi": "reported only",
    "next_period": "from the next period on",
    "split": "from the day itself, the period being split",
    "e-signature": "electronic signature",
    "wet-ink": "in ink",
    "customer-chooses": "as the customer chooses",
    "later-of-period-end-and-report": "the later of the end of the period and the report",
}
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", re.ASCII)
_PLACE = re.compile(r"\d+", re.ASCII)


def fact_label(key: str, names: Sequence[str]) -> str:
    """A label from the key; `names` stand for the items of lists in it, in their order."""
    parts = key.split(".")
    left = list(names)
    heads: list[str] = []
    words: list[str] = []
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else ""
        if left and (before in LISTS or _PLACE.fullmatch(part)):
            heads.append(" ".join((*words, LISTS.get(before, ""), left.pop(0))).strip())
            words = []
        elif part not in LISTS or place == len(parts) - 1:
            words.append(words_of(part))
            if place == 0 and len(parts) > 1 and parts[1] not in LISTS:
                heads, words = words, []
    front, back = ", ".join(" ".join(head.split()) for head in heads), " ".join(words)
    return _capital(f"{front}: {back}" if front and back else front or back)


def clause_label(clause: str, parameter: str) -> str:
    """`Service credits: credited within`."""
    name = words_of(parameter)
    return f"{_capital(words_of(clause) if clause.islower() else clause)}: {name if name[:2].isupper() else name[:1].lower() + name[1:]}"


def chosen_words(key: str, text: str) -> str:
    """What a fact says that is one of a few given words: `next_period` as people say it; any other text as it is."""
    return choice_words(text) if key.rpartition(".")[2] in _CHOICES else text


def choice_words(text: str) -> str:
    """One of a few given words, as people say it."""
    return _CHOSEN.get(text, words_of(text)) if _SLUG.fullmatch(text) else text


def words_of(name: str) -> str:
    """An id or key as words."""
    return name.replace("_", " ").replace("-", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
