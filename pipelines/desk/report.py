"""What a steward is told about a load: its outcome, its counts and every finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from model.issue import Issue
    from model.text import Language

Outcome = Literal["accept", "accept_warn", "quarantine", "confirm", "reject", "no_change"]
EXIT_CODES: dict[Outcome, int] = {
    "accept": 0,
    "accept_warn": 0,
    "quarantine": 0,
    "no_change": 0,
    "reject": 3,
    "confirm": 4,
}


@dataclass(frozen=True)
class LoadReport:
    """The outcome of one load.

    Attributes
    ----------
    load_id : int or None
        The number by which to undo it; None when nothing was loaded.
    token : str or None
        What to confirm with, when the outcome is ``confirm``.
    difference : tuple of dict
        Old and new values per unit and period, when loaded rows would change.
    checked_only : bool
        Nothing was written; the outcome is what a load would have come to.
    compared : dict or None
        How many findings of the attempt before were ``solved``, are ``left`` or are ``new``.
    """

    table: str
    outcome: Outcome
    rows_in: int | None
    rows_loaded: int
    rows_set_aside: int
    rows_unchanged: int
    load_id: int | None
    issues: tuple[Issue, ...]
    token: str | None = None
    difference: tuple[dict[str, object], ...] = ()
    checked_only: bool = False
    compared: dict[str, int] | None = None

    @property
    def exit_code(self) -> int:
        """The exit code of the command line."""
        return EXIT_CODES[self.outcome]

    def as_json(self, language: Language = "nl") -> dict[str, object]:
        """Return the report as ``load --json`` prints it."""
        return {
            "table": self.table,
            "outcome": self.outcome,
            "rows_in": self.rows_in,
            "rows_loaded": self.rows_loaded,
            "rows_set_aside": self.rows_set_aside,
            "rows_unchanged": self.rows_unchanged,
            "load_id": self.load_id,
            "token": self.token,
            "difference": list(self.difference),
            "checked_only": self.checked_only,
            "compared": self.compared,
            "issues": [issue.as_json(language) for issue in self.issues],
        }
