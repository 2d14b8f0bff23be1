"""Numbers from text: comma or point, percent, odd signs; the ambiguous is asked, not guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.reading import Reading
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN = r"-?(0|[1-9]\d{0,14})(\.(\d{1,2}|\d{4,17}))?|-?0\.\d{3}"
"""A number that has one reading only, as a regular expression."""
THREE_DECIMALS = r"-?[1-9]\d{0,2}\.\d{3}"
"""What may be a thousand or three decimals."""

_ODD_SPACES = re.compile("[\u00a0\u202f\u2009\u2007]")
_GROUPED = re.compile(r"[+-]?\d{1,3}([., '])\d{3}(?:\1\d{3})*")
MISSING_WORDS = frozenset(
    {"nan", "null", "none", "nil", "na", "n/a", "#n/a", "#n/b", "#nb", "#na", "n.v.t.", "n.v.t"}
    | {"nvt", "n.a.", "nb", "wn", "-", "--", "?", ".", "x", "onbekend", "unknown", "missing"}
    | {"geen", "leeg", "inf", "+inf", "-inf", "infinity", "-infinity", "+infinity", "#deel/0!"}
    | {"#div/0!", "#waarde!", "#value!", "#verw!", "#ref!", "#naam?", "#name?", "weet niet"}
    | {"weet ik niet", "geen mening", "niet van toepassing", "not applicable", "no answer"}
)
AGREEMENT = {
    "helemaal mee oneens": 1,
    "helemaal oneens": 1,
    "zeer mee oneens": 1,
    "strongly disagree": 1,
    "mee oneens": 2,
    "oneens": 2,
    "disagree": 2,
    "neutraal": 3,
    "neutral": 3,
    "niet mee eens, niet mee oneens": 3,
    "neither agree nor disagree": 3,
    "mee eens": 4,
    "eens": 4,
    "agree": 4,
    "helemaal mee eens": 5,
    "helemaal eens": 5,
    "zeer mee eens": 5,
    "strongly agree": 5,
}


@dataclass(frozen=True)
class Notation:
    """How the numbers of one column are written, judged from all of them.

    Attributes
    ----------
    point, comma : bool
        Whether decimals after a point, or after a comma, certainly occur.
    three_decimals : bool
        Whether ``1.234`` in this column is one and a bit: other values prove three decimals.
    """

    point: bool = False
    comma: bool = False
    three_decimals: bool = False


def notation_of(texts: Iterable[tuple[str, int]]) -> Notation:
    """Return how a column writes its numbers, from its texts and how often each occurs.

    Parameters
    ----------
    texts : iterable of (str, int)
        Distinct texts with their counts.
    """
    seen = {".": 0, ",": 0}
    three = dict(seen)
    proof = dict(seen)
    for text, count in texts:
        shape = re.fullmatch(r"[+-]?(\d+)([.,])(\d+)%?", text.strip())
        if shape is None:
            _count_both(text, seen, count)
        elif len(shape[3]) != 3:
            seen[shape[2]] += count
            proof[shape[2]] += len(shape[3]) > 3
        elif shape[1] == "0" or len(shape[1]) > 3:
            seen[shape[2]] += count
            proof[shape[2]] += 1
        else:
            three[shape[2]] += count
    return _judged(seen, three, proof)


def _count_both(text: str, seen: dict[str, int], count: int) -> None:
    """Count a number that has both signs: the last is the decimal one."""
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", text.strip()):
        seen[","] += count
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+", text.strip()):
        seen["."] += count


def _judged(seen: dict[str, int], three: dict[str, int], proof: dict[str, int]) -> Notation:
    """Return the notation; three decimals need proof, or must be usual in the column."""
    sign = "," if seen[","] > seen["."] else "."
    other = "." if sign == "," else ","
    usual = seen[sign] > 0 and three[sign] >= 0.2 * (seen[sign] + three[sign])
    return Notation(
        point=seen["."] > 0,
        comma=seen[","] > 0,
        three_decimals=seen[other] == 0 and bool(proof[sign] or usual),
    )


def read_number(text: str, notation: Notation) -> Reading[float]:
    """Return the number in a text, or why there is none.

    ``7,5`` and ``7.5`` are read; ``1.234,5`` and ``12,5%`` too; ``1.234`` only when the column
    proves what it means.
    """
    bare = _without_odd_spaces(text)
    if not bare:
        return Reading()  # spaces alone are an empty cell
    if bare.casefold() in MISSING_WORDS:
        return Reading(rule="missing_word")
    if bare.casefold() in AGREEMENT:
        return Reading(rule="label_not_number", detail=str(AGREEMENT[bare.casefold()]))
    plain = _plain_digits(bare)
    if plain != bare.replace("−", "-"):
        return Reading(rule="odd_digits", detail=plain)
    number = _ODD_SPACES.sub(" ", plain).removesuffix("%").rstrip()
    reading = _read_plain(number, notation)
    if reading.value is None:
        return reading
    return Reading(value=reading.value, **_doubt(text, bare, plain, number))


def _doubt(text: str, bare: str, plain: str, number: str) -> dict[str, str]:
    """Return the rule that a readable number breaks, with how it was read, or nothing."""
    if plain != bare:
        return {"rule": "odd_minus", "detail": plain}
    if bare != text.strip(" ") or _ODD_SPACES.search(bare):
        return {"rule": "odd_space", "detail": _ODD_SPACES.sub(" ", bare)}
    return {"rule": "percent_sign", "detail": number} if bare.endswith("%") else {}


def _without_odd_spaces(text: str) -> str:
    """Return the text without spaces round it, no-break and other odd ones included."""
    return text.strip().strip("\u00a0\u202f\u2007\u200b\ufeff ").strip()


def _plain_digits(text: str) -> str:
    """Return the text with the digits of any script as 0 to 9, and a plain minus sign."""
    return "".join(
        str(unicodedata.digit(character)) if _is_odd_digit(character) else character
        for character in text.replace("−", "-").replace("٫", ",")
    )


def _is_odd_digit(character: str) -> bool:
    """Return whether this is a digit, though not one of 0 to 9."""
    return not character.isascii() and character.isdigit()


def _read_plain(text: str, notation: Notation) -> Reading[float]:
    """Return the number in a text of plain digits."""
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?(e[+-]?\d{1,3})?", text, re.IGNORECASE):
        if _GROUPED.fullmatch(text):
            return _three(text, notation)
        return _finite(text.replace(",", "."))
    if _GROUPED.fullmatch(text):
        return _finite(re.sub(r"[., ']", "", text))
    if re.fullmatch(r"[+-]?\d{1,3}([. ']\d{3})+,\d+", text):
        return _finite(re.sub(r"[. ']", "", text).replace(",", "."))
    if re.fullmatch(r"[+-]?\d{1,3}([, ']\d{3})+\.\d+", text):
        return _finite(re.sub(r"[, ']", "", text))
    return Reading(rule="not_a_number")


def may_be_a_thousand(text: str) -> bool:
    """Return whether a number has a point or comma before three digits, as in ``1.234``."""
    number = text.strip().removeprefix("+").replace(",", ".")
    return re.fullmatch(THREE_DECIMALS, number) is not None


def _three(text: str, notation: Notation) -> Reading[float]:
    """Return what ``1.234`` means here, when the column says so."""
    whole = text.lstrip("+-")
    if whole.startswith("0") or notation.three_decimals:
        return _finite(text.replace(",", "."))
    small, large = text.replace(",", "."), re.sub(r"[.,]", "", text)
    return Reading(
        rule="ambiguous_number",
        detail=Text(nl="{a} of {b}", en="{b} or {c}").fill(
            a=f"{small.replace('.', ',')}", b=large, c=small
        ),
    )


def _finite(text: str) -> Reading[float]:
    """Return a number that is not beyond all measure."""
    value = float(text) + 0.0  # so that -0 is 0
    return Reading(value=value) if abs(value) < 1e15 else Reading(rule="not_a_number")
