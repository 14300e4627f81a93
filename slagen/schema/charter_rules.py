"""The rules of a client charter, as data: the keys are those of `model.charter`."""

from __future__ import annotations

from slagen.schema.service_level_rules import source_of
from slagen.schema.vocabulary import BOOLEAN, DURATION, ID, NAME, PERCENTAGE, TERM_LENGTH, TEXT, items, mapping, must

CHARTER = mapping(
    {
        "values": must(items(mapping({"title": must(NAME), "text": must(TEXT)}), maxlength=10)),
        "commitments": items(mapping({"text": must(TEXT)})),
        "standards": items(
            mapping(
                {
                    "id": must(ID),
                    "channel": must(NAME),
                    "acknowledge": {"type": "duration", "max": "5 business days"},
                    "reply": {"type": "duration", "max": "30 business days"},
                    "share": PERCENTAGE,
                    "interim": BOOLEAN,
                    "source": source_of("tickets", "counts", "values"),
                },
                implies=[{"one_of": ["acknowledge", "reply"], "hint": "Say within what time, such as 3 business days."}],
            ),
            identified="id",
        ),
        "customer_duties": items(TEXT),
        "complaints": mapping(
            {
                "stages": must(items(mapping({"who": must(NAME), "within": must(DURATION)}), maxlength=3)),
                "outside_body": NAME,
                "source": source_of("tickets", "counts"),
            },
        ),
        "feedback": mapping(
            {
                "survey": must(TERM_LENGTH),
                "publish": must(TERM_LENGTH),
                "source": source_of("counts", "values"),
                "minimum_sample": {"type": "number", "min": "0"},
            }
        ),
    }
)
