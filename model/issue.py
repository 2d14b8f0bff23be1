"""One finding about a delivered file: what, where and how to mend it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from model.text import Language, Text

Severity = Literal["error", "warning", "notice"]
LONGEST_VALUE = 80


@dataclass(frozen=True)
class Issue:
    """A problem or doubt in a delivery, or several equal ones together.

    Attributes
    ----------
    code : str
        Which rule, such as ``score_out_of_range``; the same in every language.
    row : int or None
        The row a person sees in the file: line or spreadsheet row, the header is 1.
    value : str
        What stood there, made safe to show; empty where it may be personal.
    count : int
        How many rows this finding stands for.
    rows : tuple of int
        All of those rows, when it stands for several.
    """

    code: str
    severity: Severity
    message: Text
    fix: Text
    file: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str = ""
    count: int = 1
    rows: tuple[int, ...] = ()

    def at(self, **place: object) -> Issue:
        """Return the same finding at another place."""
        return replace(self, **place)  # type: ignore[arg-type]

    def as_json(self, language: Language) -> dict[str, object]:
        """Return the finding as ``load --json`` prints it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message.in_language(language),
            "fix": self.fix.in_language(language),
            "count": self.count,
            "rows": list(self.rows),
        }


def safe_value(value: object) -> str:
    """Return a value that is safe to show: cut, and with control characters made visible."""
    words = "".join(
        character if unicodedata.category(character)[0] != "C" else f"\\u{ord(character):04x}"
        for character in str(value)[: LONGEST_VALUE + 1]
    )
    return words if len(words) <= LONGEST_VALUE else words[: LONGEST_VALUE - 1] + "…"
