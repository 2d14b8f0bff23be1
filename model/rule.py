"""A rule that delivered rows must keep: its words, how grave it is and how to mend a breach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.issue import Issue, Severity, safe_value
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong, or doubtful, in a delivery.

    Attributes
    ----------
    code : str
        Its name in every language and in the JSON.
    severity : {"error", "warning", "notice"}
        An error sets a row aside, or refuses the file when it names no row.
    message, fix : Text
        With the placeholders ``{column}``, ``{value}`` and ``{detail}``. Those of an error about a
        row hold no words that go with a number: the database fills them in.
    """

    code: str
    severity: Severity
    message: Text
    fix: Text

    def issue(
        self,
        *,
        column: str | None = None,
        value: str = "",
        detail: Text | str = "",
        row: int | None = None,
        count: int = 1,
    ) -> Issue:
        """Return the finding that this rule was broken somewhere."""
        words: Mapping[str, object] = {
            "column": column or "",
            "value": safe_value(value),
            "detail": detail,
            "count": count,
        }
        return Issue(
            code=self.code,
            severity=self.severity,
            message=self.message.fill(**words),
            fix=self.fix.fill(**words),
            row=row,
            column=column,
            value=safe_value(value),
            count=count,
        )


def rule(
    code: str, severity: Severity, *, nl: str, en: str, fix_nl: str, fix_en: str
) -> tuple[str, Rule]:
    """Return one entry of a catalogue of rules."""
    return code, Rule(code, severity, Text(nl=nl, en=en), Text(nl=fix_nl, en=fix_en))
