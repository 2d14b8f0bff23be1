"""Numbers that a file holds as numbers, as text with one reading only."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from model.numerals import THREE_DECIMALS

_THREE = re.compile(THREE_DECIMALS)


def number_text(text: str) -> str:
    """Return a number as the shortest text that gives the same number back.

    One with three decimals gets a fourth: in text ``48.725`` may be a thousand, a number is not.
    """
    if text.isascii() and text.isdigit():
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    short = repr(value)
    return f"{short}0" if _THREE.fullmatch(short) else short


def with_one_reading(texts: pa.Array) -> pa.Array:
    """Return the texts of numbers, three decimals followed by a fourth."""
    return pc.replace_substring_regex(texts, rf"^({THREE_DECIMALS})$", r"\10")
