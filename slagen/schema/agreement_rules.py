"""The rules of agreement.yaml, as data: the keys are those of `model.agreement` and what it is made of."""

from __future__ import annotations

from slagen.schema.charter_rules import CHARTER
from slagen.schema.service_level_rules import (
    CREDIT_SCHEME,
    ESCALATION_LEVEL,
    MAINTENANCE,
    SERVICE_HOURS,
    SERVICE_LEVEL,
    SEVERITY,
)
from slagen.schema.vocabulary import (
    ANCHOR,
    BASES,
    BOOLEAN,
    DATE,
    EMAIL,
    ID,
    KINDS,
    LEVELS,
    NAME,
    NOTICE_LENGTH,
    PERCENTAGE,
    STRING,
    TERM_LENGTH,
    TEXT,
    Rules,
    items,
    keyed,
    mapping,
    must,
    one_of,
)

_DAY: Rules = {"type": "date", "max": "2999-12-31"}
_METHOD = one_of(["hand", "courier", "post", "email", "portal"])

PERSON = mapping({"name": NAME, "title": NAME, "email": EMAIL, "power_of_attorney": _DAY})
PARTY = mapping(
    {
        "name": must(NAME),
        "id": ID,
        "role": ID,
        "number": NAME,
        "jurisdiction": {"type": "place"},
        "address": TEXT,
        "members": items(NAME),
        "signatories": items(PERSON),
        "notices": items(mapping({"address": must(TEXT), "for": ID, "method": _METHOD, "copy": EMAIL, "email": EMAIL})),
        "email": EMAIL,
        "kind": one_of(["organisation", "individual"]),
    }
)
_NOTICE = mapping(
    {
        "period": must(NOTICE_LENGTH),
        "before": one_of(["last_day", "renewal_date"]),
        "clear_days": BOOLEAN,
        "not_before": NOTICE_LENGTH,
        "to": one_of(["month-end", "quarter-end", "year-end"]),
    }
)
_RENEWAL = mapping(
    {
        "mode": must(one_of(["none", "option", "automatic", "evergreen"])),
        "period": TERM_LENGTH,
        "max_renewals": {"type": "integer", "min": "0", "max": "10"},
        "exercised_by": {"type": "party"},
    },
    implies=[{"when": {"mode": ["option", "automatic"]}, "need": ["period"], "hint": "Say how long each renewal term is, such as 12 months."}],
)
CONTRACT_TERM = mapping(
    {
        "effective_date": must(_DAY),
        "initial": must({**TERM_LENGTH, "max": "120 months"}),
        "renewal": _RENEWAL,
        "notice": _NOTICE,
        "notice_by": keyed("id", _NOTICE),
        "delivery": items(
            mapping(
                {
                    "method": must(_METHOD),
                    "deemed": must({**NOTICE_LENGTH, "max": "5 business days"}),
                    "cutoff": {"type": "time"},
                    "except": items(ID),
                }
            )
        ),
        "signature_date": _DAY,
    }
)
REVIEW = mapping(
    {
        "every": must({**TERM_LENGTH, "min": "1 month", "max": "24 months"}),
        "anchor": ANCHOR,
        "lead": NOTICE_LENGTH,
        "owner": NAME,
        "deputy": NAME,
    }
)
_CAP = mapping(
    {
        "greater_of": must(
            items(
                mapping(
                    {
                        "amount": {"type": "number", "min": "0"},
                        "currency": {"type": "currency"},
                        "percent": PERCENTAGE,
                        "of": one_of(BASES),
                    },
                    at_most_one=[("amount", "percent")],
                    implies=[
                        {"one_of": ["amount", "percent"]},
                        {"when": {"amount": None}, "need": ["currency"]},
                        {"when": {"percent": None}, "need": ["of"]},
                    ],
                )
            )
        )
    }
)
LIABILITY = mapping(
    {
        "cap": must(_CAP),
        "per": one_of(["contract-year", "calendar-year", "contract-term", "claim"]),
        "credits_count": BOOLEAN,
        "super_caps": items(mapping({"topic": must(STRING), "cap": must(_CAP)})),
    }
)
_OBLIGATION = mapping(
    {
        "id": must(ID),
        "who": must({"type": "party"}),
        "what": must(STRING),
        "every": TERM_LENGTH,
        "anchor": ANCHOR,
        "on": _DAY,
        "owner": NAME,
    },
    at_most_one=[("every", "on")],
    implies=[{"one_of": ["every", "on"], "hint": "Say how often (every: 12 months) or on which day (on: 2026-06-30)."}],
)
_APPROVAL: Rules = {"reason": STRING, "approved_by": STRING, "approved_on": DATE}
_CLAUSE: Rules = {"type": "clause"}
CLAUSE_CHANGES = mapping(
    {
        "set": keyed("id", mapping({"values": keyed("key", {"type": "value"}), **_APPROVAL})),
        "add": items(mapping({"id": must(_CLAUSE), "after": must(_CLAUSE), **_APPROVAL}), identified="id"),
        "remove": items(mapping({"id": must(_CLAUSE), **_APPROVAL}), identified="id"),
        "replace": items(mapping({"id": must(_CLAUSE), "file": must({"type": "file"}), **_APPROVAL}), identified="id"),
    }
)

AGREEMENT = mapping(
    {
        "id": must(ID),
        "title": must(NAME),
        "kind": must(one_of(KINDS)),
        "template": must(ID),
        "parties": must(keyed("id", PARTY)),
        "level": one_of(LEVELS),
        "builds_on": items(ID),
        "supports": items(ID),
        "paired_with": ID,
        "master": mapping({"ref": must(STRING), "date": DATE, "external": BOOLEAN}),
        "precedence": items(mapping({"topic": must(STRING), "first": must(ID), "reason": STRING, "approved_by": STRING})),
        "governing_law": mapping({"law": must(STRING), "courts": must(STRING), "calendar": {"type": "place"}}),
        "language": {"type": "language"},
        "locale": {"type": "locale"},
        "time_zone": {"type": "zone"},
        "contract_term": CONTRACT_TERM,
        "review": REVIEW,
        "renegotiation": mapping({"opens": must(NOTICE_LENGTH), "closes": {"type": "closing"}, "owner": NAME}),
        "price_review": mapping(
            {
                "every": must({**TERM_LENGTH, "min": "1 month"}),
                "anchor": ANCHOR,
                "notice": NOTICE_LENGTH,
                "owner": NAME,
            }
        ),
        "charges": items(
            mapping(
                {
                    "service": must(ID),
                    "amount": must({"type": "number", "min": "0"}),
                    "currency": must({"type": "currency"}),
                    "per": must(NAME),
                    "description": STRING,
                }
            )
        ),
        "services": items(
            mapping({"id": must(ID), "name": must(NAME), "description": TEXT, "included": items(STRING), "excluded": items(STRING)}),
            identified="id",
        ),
        "service_hours": keyed("id", SERVICE_HOURS),
        "severities": {**keyed("key", SEVERITY), "minlength": 2, "maxlength": 5},
        "service_levels": items(SERVICE_LEVEL, identified="id"),
        "service_credits": items(CREDIT_SCHEME, identified="id"),
        "escalation": items(ESCALATION_LEVEL, identified="level", maxlength=5),
        "maintenance": MAINTENANCE,
        "liability": LIABILITY,
        "reporting": mapping(
            {
                "cadence": must(one_of(["weekly", "monthly", "quarterly", "half-yearly", "yearly"])),
                "due": must({**NOTICE_LENGTH, "min": "1 business day", "max": "20 business days"}),
            }
        ),
        "obligations": items(_OBLIGATION, identified="id"),
        "people": keyed("key", EMAIL),
        "execution": mapping(
            {"form": one_of(["simple", "deed"]), "method": one_of(["wet-ink", "e-signature"]), "counterparts": BOOLEAN},
        ),
        "languages": mapping({"prevails": must({"type": "any-language"})}),
        "charter": CHARTER,
        "clauses": CLAUSE_CHANGES,
        "accepted": items(mapping({"code": must({"type": "code"}), "reason": must(STRING), "by": must(STRING), "about": STRING})),
    }
)
