"""Characters that no table holds: controls, and letters that another encoding has damaged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.reading.finding import finding

if TYPE_CHECKING:
    from model.issue import Issue

_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff]"
)
_GARBLED_TWICE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u2122]|â€")
WRONG_ANYWHERE = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffd}-\x{ffff}]"
    r"|[ÃÂ][\x{80}-\x{bf}\x{152}-\x{2122}]|â€"
)
"""The same as both of these, as an expression for a whole column; its text has no surrogates."""


def wrong_characters(text: str) -> Issue | None:
    """Return what is wrong with the characters of a row or cell, or None."""
    found = _NOT_TEXT.search(text)
    if found is None:
        return None if text.isascii() or not _GARBLED_TWICE.search(text) else _other_encoding()
    lost = "\ud800" <= found[0] <= "\udfff" or found[0] == "\ufffd"
    return _other_encoding() if lost else _control_character(found[0])


def _control_character(character: str) -> Issue:
    """Return the finding for a character that no text holds, such as a NUL byte."""
    name = f"U+{ord(character):04X}"
    shown = "NUL (U+0000)" if name == "U+0000" else name
    return finding(
        "control_character",
        "error",
        (
            f"In deze regel staat een onzichtbaar stuurteken: {shown}.",
            f"This row holds an invisible control character: {shown}.",
        ),
        ("verwijder dat teken", "remove that character"),
        value=name,
    )


def _other_encoding() -> Issue:
    """Return the finding for a row whose letters were damaged by another encoding."""
    return finding(
        "encoding_mixed",
        "error",
        (
            "De letters met accenten in deze regel zijn in een andere tekenset geschreven "
            "dan de rest (UTF-8), of zijn al beschadigd.",
            "The letters with accents in this row are in another encoding than the rest "
            "(UTF-8), or were damaged before.",
        ),
        ("herstel de letters en sla op als CSV UTF-8", "mend the letters and save as CSV UTF-8"),
    )
