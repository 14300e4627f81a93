"""Credit bands that fit a target: the first begins at the target itself, the second where ten times the time allowed was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
import re
from typing import Any

from slagen.core.raw import RawValue
from slagen.schema.targets import parse_target

_HUNDRED = Decimal(100)
_DEEPER = 10
_TARGET = re.compile(r"service_levels\.([^.]+)\.target")


def bands_for(data: Any, values: Mapping[str, RawValue]) -> dict[str, RawValue]:
    """For each target among the values, the starter's bands of that level moved to fit it, by their keys."""
    moved: dict[str, RawValue] = {}
    for key, target in values.items():
        level = _TARGET.fullmatch(key)
        if level is None or not isinstance(target, str):
            continue
        for scheme in data.get("service_credits") or ():
            bands = scheme.get("bands", {}).get(level[1])
            edges = edges_below(target)
            if bands and edges and all("below" in band for band in bands):
                moved[f"service_credits.{scheme['id']}.bands.{level[1]}"] = _moved(bands, edges)
    return moved


def edges_below(target: str) -> tuple[Decimal, ...]:
    """Where bands begin below a target in per cent, shallowest first; none where the target is no such figure.

    99.9 gives 99.9 and 99; 99.5 gives 99.5 and 95; 100 gives 100 alone, and so does a target that leaves no room below.
    """
    read = parse_target(target)
    figure = read.share.per_hundred if read.share else read.value
    if (not read.share and (read.unit != "%" or not read.higher_is_better)) or figure <= 0:
        return ()
    deeper = _HUNDRED - _DEEPER * (_HUNDRED - figure)
    return (figure, deeper) if 0 < deeper < figure else (figure,)


def _moved(bands: Sequence[Mapping[str, RawValue]], edges: Sequence[Decimal]) -> RawValue:
    return [{**band, "below": f"{edge.normalize():f}"} for band, edge in zip(bands, edges, strict=False)]
