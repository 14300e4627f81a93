"""The few words that figures need around them, in each language that sentences can be printed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one language. `world` is the regional form to use where the agreement's locale is another country's."""

    world: str
    yes: str
    no: str
    same_day: str
    business_day: tuple[str, str]
    always: str
    to: str
    comparison: Mapping[str, str]
    within: str


WORDS: Mapping[str, Words] = {
    "en": Words(
        world="en_001", yes="yes", no="no", same_day="same day", business_day=("Business Day", "Business Days"),
        always="24 hours a day, every day", to="to",
        comparison={">=": "at least", "<=": "at most", ">": "more than", "<": "less than"},
        within="{share} within {figure}",
    ),
    "de": Words(
        world="de_DE", yes="ja", no="nein", same_day="am selben Tag", business_day=("Arbeitstag", "Arbeitstage"),
        always="rund um die Uhr an allen Tagen", to="bis",
        comparison={">=": "mindestens", "<=": "höchstens", ">": "mehr als", "<": "weniger als"},
        within="{share}: höchstens {figure}",
    ),
    "fr": Words(
        world="fr_FR", yes="oui", no="non", same_day="le jour même", business_day=("jour ouvré", "jours ouvrés"),
        always="24 heures sur 24, tous les jours", to="à",
        comparison={">=": "au moins", "<=": "au plus", ">": "plus de", "<": "moins de"},
        within="{share} en {figure} au plus",
    ),
    "es": Words(
        world="es_ES", yes="sí", no="no", same_day="el mismo día", business_day=("día hábil", "días hábiles"),
        always="las 24 horas, todos los días", to="a",
        comparison={">=": "al menos", "<=": "como máximo", ">": "más de", "<": "menos de"},
        within="{share} en un máximo de {figure}",
    ),
}  # fmt: skip
