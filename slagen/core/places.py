"""Places (`GB`, `GB-ENG`) and time zones as agreements name them."""

from __future__ import annotations

from dataclasses import dataclass
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_PLACE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?", re.ASCII)
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}", re.ASCII)
_COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN
    CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
    VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - 249 quoted codes would be unreadable
)  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Place:
    """A country (ISO 3166-1) and perhaps a subdivision of it (ISO 3166-2), `GB-ENG` being England."""

    country: str
    subdivision: str = ""

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read `GB` or `GB-ENG`.

        Raises:
            ValueError: the form is wrong, or there is no such country. Subdivisions are not looked up here.
        """
        match = _PLACE.fullmatch(text.strip())
        if match is None or match[1] not in _COUNTRIES:
            raise ValueError(f"“{text}” is not a place: write a country such as DE, or a country and a part of it such as GB-ENG")
        return cls(match[1], match[2] or "")

    def __str__(self) -> str:
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country


def is_zone(text: str) -> bool:
    """Whether `text` names a time zone of the IANA database, such as `Europe/London`."""
    if not _ZONE.fullmatch(text):
        return False
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
