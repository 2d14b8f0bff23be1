"""Codes from text: exact, or tidied with a doubt, or unknown with the code that may be meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

from model.reading import Reading
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

PLAIN_ID = r"[A-Za-z0-9_:/+-]{1,64}"
"""An id that needs no tidying, as a regular expression."""
PLACEHOLDERS = frozenset(
    {"anoniem", "anonymous", "anon", "onbekend", "unknown", "n.v.t.", "nvt", "n/a", "na", "null"}
    | {"none", "nan", "-", "--", "?", "x", "geen", "test", "medewerker", "respondent", "employee"}
)
_PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.[a-z]{2,}"  # an e-mail address
    r"|\bbsn\D{0,3}\d{8,9}"
    r"|(?<!\d)(?:\+31|0031|0)[\s-]?6[\s-]?(?:\d[\s-]?){8}(?!\d)",  # a Dutch mobile number
    re.IGNORECASE,
)
_PERHAPS_PERSONAL = re.compile(r"@|\d[\d\s-]{7}")
CERTAIN_ID = r"[A-Za-df-z_][A-Za-z0-9_:/-]{0,63}|[0-9]{1,64}"
"""An id that is taken as it is, as a regular expression."""
MANY_DIGITS = r"[0-9][0-9-]{7}"
"""What a certain id must hold to be perhaps a number about a person, as a regular expression."""
_CERTAIN_ID = re.compile(CERTAIN_ID)
_LARGEST_EXACT = 2**53


def tidy(text: str) -> str:
    """Return a text as it is compared: composed (NFC), without spaces round it."""
    return (
        unicodedata.normalize("NFC", text).strip().strip("\u00a0\u202f\u2007\u200b\ufeff").strip()
    )


def folded(text: str) -> str:
    """Return what two codes share when people take them for the same."""
    return unicodedata.normalize("NFKC", tidy(text)).casefold()


class KnownCodes:
    """The codes that exist, to match delivered texts with.

    Parameters
    ----------
    names : mapping of str to str
        Every code with a name by which people may have written it instead.
    rule : str
        The rule that an unknown code breaks.
    """

    def __init__(self, names: Mapping[str, str], *, rule: str) -> None:
        self._codes = frozenset(names)
        self._rule = rule
        self._by_fold: dict[str, list[str]] = {}
        for code in names:
            self._by_fold.setdefault(folded(code), []).append(code)
        self._by_name = {folded(name): code for code, name in names.items() if name}

    def read(self, text: str) -> Reading[str]:
        """Return the code that a text is, or the rule it breaks."""
        tidied = tidy(text)
        if not tidied:
            return Reading()
        if tidied in self._codes:
            return _spelled(text, tidied)
        alike = self._by_fold.get(folded(tidied), [])
        if len(alike) == 1:
            return Reading(value=alike[0], rule="code_respelled", detail=alike[0])
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ][\d:.]+)?", tidied):
            return Reading(rule="code_is_date")
        return Reading(rule=self._rule, detail=self._meant(tidied))

    def _meant(self, text: str) -> Text:
        """Return the question which existing code was meant, when one comes near."""
        near = self._by_name.get(folded(text)) or next(
            iter(difflib.get_close_matches(text, sorted(self._codes)[:5000], n=1, cutoff=0.75)),
            None,
        )
        if near is None:
            return Text(nl="", en="")
        return Text(nl=" Bedoelt u {c}?", en=" Do you mean {c}?").fill(c=near)


def read_new_code(text: str) -> Reading[str]:
    """Return a code that is introduced here, tidied."""
    tidied = tidy(text)
    return _spelled(text, tidied) if tidied else Reading()


def read_id(text: str) -> Reading[str]:
    """Return an id exactly as it is; a number that a spreadsheet spoiled is named."""
    if _CERTAIN_ID.fullmatch(text):
        return Reading(value=text)
    tidied = tidy(text)
    if not tidied:
        return Reading()
    if re.fullmatch(r"\d+\.0+", tidied):
        whole = tidied.split(".", 1)[0]
        if int(whole) >= _LARGEST_EXACT:
            return Reading(rule="id_not_exact")
        return Reading(value=whole, rule="id_fraction", detail=whole)
    if re.fullmatch(r"\d(?:[.,]\d+)?e\+?\d+", tidied, re.IGNORECASE):
        return Reading(rule="id_not_exact")
    return Reading(value=tidied)


def read_person(text: str) -> Reading[str]:
    """Return a respondent's id; a placeholder is no person, and no two rows may count as one."""
    if folded(text) in PLACEHOLDERS:
        return Reading(rule="respondent_placeholder")
    return read_id(text)


def read_choice(text: str, choices: Collection[str]) -> Reading[str]:
    """Return the allowed word that a text is, whatever its capitals."""
    word = folded(text)
    for choice in choices:
        if word == choice:
            return Reading(value=choice)
    return Reading(rule="not_a_choice", detail=", ".join(choices)) if word else Reading()


def read_flag(text: str) -> Reading[bool]:
    """Return yes or no."""
    word = folded(text)
    if word in {"1", "1.0", "true", "waar", "ja", "yes", "j", "y"}:
        return Reading(value=True)
    if word in {"0", "0.0", "false", "onwaar", "nee", "no", "n"}:
        return Reading(value=False)
    return Reading(rule="not_a_flag") if word else Reading()


def read_words(text: str) -> Reading[str]:
    """Return free words as they are; what a spreadsheet would run as a formula is named."""
    if re.match(r"[\t\r\n ]*([=@]|[+-](?![\d\s().]*$))", text):
        return Reading(value=tidy(text), rule="formula_text")
    return Reading(value=tidy(text) or None)


def looks_personal(text: str) -> bool:
    """Return whether a text holds an e-mail address, a mobile number or a valid BSN."""
    if not _PERHAPS_PERSONAL.search(text):
        return False
    if _PERSONAL.search(text):
        return True
    return any(_is_citizen_number(digits) for digits in re.findall(r"(?<!\d)\d{9}(?!\d)", text))


def _is_citizen_number(digits: str) -> bool:
    """Return whether nine digits pass the test of a Dutch citizen service number."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 == 0


def _spelled(text: str, tidied: str) -> Reading[str]:
    """Return a code with the doubt that it was written with something round it."""
    if text == tidied:
        return Reading(value=tidied)
    return Reading(value=tidied, rule="code_respelled", detail=tidied)
