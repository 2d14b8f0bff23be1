"""The words by which suppliers call our columns and answers, in Dutch and English."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from model.codes import folded
from model.numerals import AGREEMENT

if TYPE_CHECKING:
    from model.table import Table

KNOWN_WORDS: dict[str, tuple[str, ...]] = {
    "unit_code": (
        *("team", "teamcode", "afdeling", "eenheid", "vestiging", "locatie", "onderdeel"),
        *("unit", "department", "division", "branch", "site", "business unit", "org unit"),
        *("filiaal", "organisatieonderdeel", "kostenplaats"),
    ),
    "period": (
        *("periode", "kwartaal", "meetmoment", "meting", "maand", "jaar", "golf"),
        *("period", "quarter", "wave", "month", "year", "yyyyq"),
    ),
    "item_code": ("vraag", "vraagcode", "item", "stelling", "question", "statement"),
    "metric": ("meting", "maat", "soort score", "metric", "measure", "kpi"),
    "code": ("code", "vraag", "vraagcode", "meting", "question", "item", "metric"),
    "indicator_code": ("indicator", "kpi", "kengetal", "meting", "metric", "measure"),
    "measure_code": ("maat", "meting", "gedrag", "measure", "metric", "dimension"),
    "score": ("score", "antwoord", "waarde", "cijfer", "answer", "response", "value", "rating"),
    "value": (
        *("waarde", "gemiddelde", "score", "cijfer", "percentage", "aandeel", "uitkomst"),
        *("value", "mean", "average", "score", "result"),
    ),
    "n": ("n", "aantal", "aantal antwoorden", "respons", "count", "respondents", "n respondents"),
    "sd": ("sd", "standaardafwijking", "std", "st dev", "standard deviation", "spreiding"),
    "numerator": ("teller", "numerator"),
    "denominator": ("noemer", "denominator"),
    "promoters": ("promoters", "promotors"),
    "passives": ("passives", "passief", "neutraal"),
    "detractors": ("detractors", "criticasters"),
    "response_id": (
        *("id", "antwoord id", "antwoordnummer", "responseid", "response id", "recordedid"),
        *("record", "nummer", "volgnummer", "volgnr", "nr", "answer id", "survey id"),
    ),
    "respondent_id": (
        *("respondent", "respondentnummer", "medewerkernummer", "personeelsnummer"),
        *("respondent id", "medewerker id", "employee id", "employee number", "token"),
    ),
    "submitted_at": (
        *("datum", "ingevuld op", "tijd van voltooien", "datum ingevuld", "afgerond op"),
        *("date", "submitdate", "completion time", "recordeddate", "enddate", "timestamp"),
    ),
    "weight": ("gewicht", "weging", "weegfactor", "weight"),
    "method": ("methode", "kanaal", "method", "channel", "mode"),
    "leader_level": ("niveau", "leiderschapslaag", "level", "leader level"),
    "name": ("naam", "omschrijving", "name", "description"),
    "parent_code": ("hoort bij", "valt onder", "bovenliggend", "parent", "reports to", "part of"),
    "valid_from": ("vanaf", "begindatum", "startdatum", "ingangsdatum", "from", "start date"),
    "valid_to": ("tot", "tot en met", "einddatum", "to", "until", "end date"),
    "head_count": ("aantal mensen", "medewerkers", "fte", "headcount", "employees"),
}  # fmt: skip
STABLE_PERSON = ("medewerker", "personeel", "employee", "respondent", "staff")
"""In the name of a column whose numbers stay the same person's in every survey."""
TOTALS = frozenset(
    {"totaal", "total", "gemiddelde", "average", "organisatie", "eindtotaal", "grand total"}
)
NO_ANSWER = frozenset(
    {"n.v.t.", "nvt", "niet van toepassing", "weet niet", "weet ik niet", "geen mening", "n/a"}
    | {"not applicable", "don't know", "do not know", "no opinion", "no answer", "-", "n.a."}
    | {"geen antwoord", "onbekend", "unknown", "prefer not to say", "wil ik niet zeggen"}
)
_FIVE: dict[str, int] = AGREEMENT | {
    word: place
    for scale in (
        ("volledig mee oneens", "mee oneens", "neutraal", "mee eens", "volledig mee eens"),
        ("volledig oneens", "oneens", "neutraal", "eens", "volledig eens"),
        ("nooit", "zelden", "soms", "vaak", "altijd"),
        ("never", "rarely", "sometimes", "often", "always"),
        ("zeer ontevreden", "ontevreden", "neutraal", "tevreden", "zeer tevreden"),
        ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
        ("zeer slecht", "slecht", "voldoende", "goed", "zeer goed"),
        ("very poor", "poor", "fair", "good", "very good"),
        ("helemaal niet", "nauwelijks", "enigszins", "grotendeels", "helemaal"),
    )
    for place, word in enumerate(scale, start=1)
}
_LEFT_OUT_BY_SUPPLIER = re.compile(r"n?\s*<\s*\d+%?")
_YES = {"ja": 1, "yes": 1, "waar": 1, "true": 1, "nee": 0, "no": 0, "onwaar": 0, "false": 0}
_ALIKE = 0.8


def words_of(table: Table, column: str) -> tuple[str, ...]:
    """Return every word by which a column of a table may be called, its own name first."""
    title, _ = table.words(column)
    return (column, title.nl, title.en, *KNOWN_WORDS.get(column, ()))


def likeness(name: str, words: tuple[str, ...]) -> float:
    """Return how much a name is like one of several: 1 the same, 0 nothing of it.

    Parameters
    ----------
    words : tuple of str
        The first is our own name; of several alike the best counts.
    """
    return max((_alike(_plain(name), _plain(word)) for word in words), default=0.0)


def is_no_answer(word: str) -> bool:
    """Return whether a word says that there is no answer, or that it was left out on purpose."""
    plain = folded(word)
    return plain in NO_ANSWER or _LEFT_OUT_BY_SUPPLIER.fullmatch(plain) is not None


def label_value(word: str, low: float, high: float) -> int | None:
    """Return the number that an answer in words stands for on a scale; None when unsure."""
    plain = folded(word)
    # Such as "5 - altijd" and "A5"; what is no more than a number is none of our business.
    leading = re.match(r"(\d{1,2})\s*[-–:=.)(]", plain) or re.fullmatch(
        r"[a-z]{1,2}(\d{1,2})", plain
    )
    found = int(leading[1]) if leading else None
    if found is None and (low, high) == (1, 5):
        found = _FIVE.get(plain)
    if found is None and (low, high) == (0, 1):
        found = _YES.get(plain)
    return found if found is not None and low <= found <= high else None


def _alike(name: str, word: str) -> float:
    """Return how much two plain names are alike."""
    if name == word:
        return 1.0
    if len(word) > 2 and f" {word} " in f" {name} ":
        return 0.75
    ratio = SequenceMatcher(None, name, word).ratio()
    return 0.9 * ratio if ratio >= _ALIKE and len(word) > 3 else 0.0


def _plain(name: str) -> str:
    """Return a name in small letters with single spaces for all that is no letter or digit."""
    return " ".join(re.findall(r"[^\W_]+", folded(name)))
