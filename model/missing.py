"""Words and signs that stand for "nothing here", in whatever column they stand."""

from __future__ import annotations

import re

NO_VALUE = r"null|none|nil|nan|na|n/a|nvt|-+"
"""A small word that is no id or code, as a regular expression; each has at most five letters."""
LONGEST_NO_VALUE = 5
_NO_VALUE = re.compile(rf"{NO_VALUE}|n\.a\.|n\.v\.t\.?|\?+|<null>", re.IGNORECASE)
_SPREADSHEET_ERROR = re.compile(r"#(?:n/?[ab]|[a-z/0-9]+[!?])|#{2,}", re.IGNORECASE)


def is_spreadsheet_error(text: str) -> bool:
    """Return whether a text is what a spreadsheet shows for a failed formula or a narrow column."""
    return _SPREADSHEET_ERROR.fullmatch(text.strip()) is not None


def is_no_value(text: str) -> bool:
    """Return whether a text in place of an id or code says that there is none."""
    return _NO_VALUE.fullmatch(text.strip()) is not None or is_spreadsheet_error(text)
