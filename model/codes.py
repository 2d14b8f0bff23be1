"""Codes from text: exact, or tidied with a doubt, or unknown with the code that may be meant."""

from __future__ import annotations

import difflib
import re
import string
import unicodedata
from typing import TYPE_CHECKING

from model.missing import is_no_value, is_spreadsheet_error
from model.reading import Reading
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

ID_SIGNS = f"{string.ascii_letters}{string.digits}_:/+-"
LONGEST_ID = 64
PLAIN_ID = rf"[{ID_SIGNS}]{{1,{LONGEST_ID}}}"
"""An id that needs no tidying, as a regular expression."""
PLACEHOLDERS = frozenset(
    {"anoniem", "anonymous", "anon", "onbekend", "unknown", "n.v.t.", "nvt", "n/a", "na", "null"}
    | {"none", "nan", "-", "--", "?", "x", "geen", "test", "medewerker", "respondent", "employee"}
)
_PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.[a-z]{2,}"  # an e-mail address
    r"|\bbsn\D{0,3}\d{8,9}"
    r"|(?<!\d)(?:\+31|0031|0)[\s-]?6[\s-]?(?:\d[\s-]?){8}(?!\d)"  # a Dutch mobile number
    r"|(?<![\w+])\+[1-9]\d{0,2}[\s-]?(?:\d[\s-]?){7,11}(?!\d)"  # a number with its country
    r"|(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!\D|$)|(?![\d.]))){4}",  # an IP address
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
_FULL_NAME = re.compile(r"[^\W\d_]{2,}(?:[.,]? [^\W\d_'’-]+\.?)* ?[^\W\d_]{2,}")
PERHAPS_PERSONAL = r"@|\d[\d\s-]{7}|\d\.\d+\.\d+\.\d|[A-Za-z]{2}\d\d ?[A-Za-z]{4}"
"""What every text that :func:`looks_personal` names has in it, as a regular expression."""
_PERHAPS_PERSONAL = re.compile(PERHAPS_PERSONAL)
CERTAIN_ID = r"[A-Za-df-z_][A-Za-z0-9_:/-]{0,63}|[0-9]{1,64}"
"""An id that is taken as it is, as a regular expression."""
DATE_FOR_ID = (
    r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]([T ].*)?|[0-3]?[0-9][-/][01]?[0-9][-/](19|20)[0-9]{2}"
    r"|[0-3]?[0-9]-(jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)(-[0-9]{2,4})?"
)
"""What a spreadsheet makes of an id that it takes for a date, as a regular expression."""
MANY_DIGITS = r"[0-9][0-9-]{7}"
"""What a certain id must hold to be perhaps a number about a person, as a regular expression."""
_CERTAIN_ID = re.compile(CERTAIN_ID)
_DATE_FOR_ID = re.compile(DATE_FOR_ID, re.IGNORECASE)
_LARGEST_EXACT = 2**53
_FORMULA = re.compile(r"[\t\r\n ]*([=@]|[+-](?![\d\s().]*$))")
# How a spreadsheet is told not to make a number of an id: ="00123".
_KEPT_AS_TEXT = re.compile(r'="([A-Za-z0-9_:/.-]+)"')
# Letters that people type, or read aloud, for the digits that they look like.
_LETTERS_AS_DIGITS = str.maketrans("oil", "011")
# Small letters of other alphabets that print like a Latin one, in small or in capitals.
_LOOKS_LATIN = str.maketrans(
    "авекмнорстухіјѕԁһαβεζηικμνορτυχ",
    "abekmhopctyxijsdhabezhikmnoptyx",
)


def tidy(text: str) -> str:
    """Return a text as it is compared: composed (NFC), without spaces round it."""
    return (
        unicodedata.normalize("NFC", text).strip().strip("\u00a0\u202f\u2007\u200b\ufeff").strip()
    )


def folded(text: str) -> str:
    """Return what two codes share when people take them for the same."""
    return unicodedata.normalize("NFKC", tidy(text)).casefold()


def look_alikes(codes: Iterable[str]) -> list[str]:
    """Return the codes that people cannot tell from another one of them."""
    alike: dict[str, list[str]] = {}
    for code in codes:
        alike.setdefault(seen(code), []).append(code)
    return [code for group in alike.values() if len(group) > 1 for code in group]


def seen(text: str) -> str:
    """Return what the eye makes of a code: no invisible characters, Cyrillic and Greek as Latin."""
    visible = "".join(c for c in folded(text) if not _has_invisible(c))
    return visible.translate(_LOOKS_LATIN)


def _at_a_glance(text: str) -> str:
    """Return what a hasty eye makes of a code: letters taken for the digits they look like."""
    return seen(text).translate(_LETTERS_AS_DIGITS)


def _has_invisible(text: str) -> bool:
    """Return whether a text holds controls or marks without width, which make doubles."""
    return any(unicodedata.category(c) in ("Cf", "Cc") for c in text)


class KnownCodes:
    """The codes that exist, to match delivered texts with.

    Parameters
    ----------
    names : mapping of str to str
        Every code with a name by which people may have written it instead.
    rule : str
        The rule that an unknown code breaks.

    Attributes
    ----------
    codes : frozenset of str
        Every code as it is written.
    """

    def __init__(self, names: Mapping[str, str], *, rule: str) -> None:
        self.codes = frozenset(names)
        self._rule = rule
        self._by_fold: dict[str, list[str]] = {}
        for code in names:
            self._by_fold.setdefault(folded(code), []).append(code)
        self._by_name = {folded(name): code for code, name in names.items() if name}
        self._by_sight = {_at_a_glance(code): code for code in names}

    def read(self, text: str) -> Reading[str]:
        """Return the code that a text is, or the rule it breaks."""
        tidied = tidy(text)
        if not tidied:
            return Reading()
        if tidied in self.codes:
            return _spelled(text, tidied)
        alike = self._by_fold.get(folded(tidied), [])
        if len(alike) == 1:
            return Reading(value=alike[0], rule="code_respelled", detail=alike[0])
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ][\d:.]+)?", tidied):
            return Reading(rule="code_is_date")
        return Reading(rule=self._rule, detail=self._meant(tidied))

    def _meant(self, text: str) -> Text:
        """Return the question which existing code was meant, when one comes near."""
        near = (
            self._by_name.get(folded(text))
            or self._by_sight.get(_at_a_glance(text))
            or next(iter(difflib.get_close_matches(text, sorted(self.codes)[:5000], 1, 0.75)), None)
        )
        if near is None:
            return Text(nl="", en="")
        meant = Text(nl=" Bedoelt u {c}?", en=" Do you mean {c}?").fill(c=near)
        if seen(text) != seen(near):
            return meant
        # On screen the two look the same, so the question alone would not be understood.
        return Text(
            nl=meant.nl + " Er staan onzichtbare tekens of letters uit een ander alfabet in.",
            en=meant.en + " It holds invisible characters or letters of another alphabet.",
        )


def read_new_code(text: str) -> Reading[str]:
    """Return a code that is introduced here, tidied; one like a formula is named."""
    tidied = tidy(text)
    if _FORMULA.match(text):
        return Reading(value=tidied, rule="formula_text")
    if is_no_value(tidied):
        return Reading(rule="no_value")
    return _spelled(text, tidied) if tidied else Reading()


def read_id(text: str) -> Reading[str]:
    """Return an id exactly as it is; a number that a spreadsheet spoiled is named."""
    if is_no_value(text):
        return Reading(rule="no_value")
    if _CERTAIN_ID.fullmatch(text):
        return Reading(value=text)
    tidied = tidy(text)
    if kept := _KEPT_AS_TEXT.fullmatch(tidied):
        return Reading(value=kept[1], rule="code_respelled", detail=kept[1])
    if rule := _why_no_id(text, tidied):
        return Reading(rule=rule)
    whole = re.fullmatch(r"(\d+)\.0+", tidied)
    if whole and int(whole[1]) < _LARGEST_EXACT:
        return Reading(value=whole[1], rule="id_fraction", detail=whole[1])
    if whole or re.fullmatch(r"\d(?:[.,]\d+)?e\+?\d+", tidied, re.IGNORECASE):
        return Reading(rule="id_not_exact")
    return Reading(value=tidied or None)


def _why_no_id(text: str, tidied: str) -> str | None:
    """Return the rule that a text breaks that cannot be an id."""
    if looks_personal(text):
        return "personal_id"
    if _DATE_FOR_ID.fullmatch(tidied):
        return "code_is_date"
    return "bad_code" if _has_invisible(tidied) or _FORMULA.match(text) else None


def read_person(text: str) -> Reading[str]:
    """Return a respondent's id; a placeholder is no person, and no two rows may count as one."""
    if folded(text) in PLACEHOLDERS or is_no_value(text):
        return Reading(rule="respondent_placeholder")
    if looks_personal(text):
        return Reading(value=tidy(text))  # the pseudonym hides it
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
    if _FORMULA.match(text):
        return Reading(value=tidy(text), rule="formula_text")
    if is_spreadsheet_error(text):
        return Reading(rule="no_value")
    # Only digits are the number of a desk rather than of somebody.
    if looks_personal(text) and re.search(r"[^\W\d_]", text):
        return Reading(rule="personal_words")
    return Reading(value=tidy(text) or None)


def looks_personal(text: str) -> bool:
    """Return whether a text holds an e-mail or IP address, a phone number, an IBAN or a BSN."""
    if not _PERHAPS_PERSONAL.search(text):
        return False
    if _PERSONAL.search(text) or any(map(_is_account, _ACCOUNT.findall(text))):
        return True
    return any(_is_citizen_number(digits) for digits in re.findall(r"(?<!\d)\d{9}(?!\d)", text))


def without_personal(text: str) -> str:
    """Return a text with addresses and numbers of people taken out."""
    return _PERSONAL.sub("…", text)


def looks_like_a_name(text: str) -> bool:
    """Return whether a text could be somebody's first and last name, which no number is."""
    return " " in text.strip() and _FULL_NAME.fullmatch(text.strip()) is not None


def _is_account(text: str) -> bool:
    """Return whether a text passes the test of an international bank account number."""
    bare = text.replace(" ", "").upper()
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def _is_citizen_number(digits: str) -> bool:
    """Return whether nine digits pass the test of a Dutch citizen service number."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 == 0


def _spelled(text: str, tidied: str) -> Reading[str]:
    """Return a code with the doubt that it was written with something round it."""
    if text == tidied:
        return Reading(value=tidied)
    return Reading(value=tidied, rule="code_respelled", detail=tidied)
