"""Staged files as one delivery, and what was found about it so far."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.issue import Issue
    from model.table import Table
    from pipelines.staged import Staged


@dataclass
class Delivery:
    """What one load is about: the contract, the staged parts, what was found so far.

    Attributes
    ----------
    names : tuple of str
        The name of each file as a person may see it.
    issues : list of Issue
        Findings about the files and about groups of rows; row findings stand in ``finding``.
    without_value : tuple of str
        Optional columns that must be filled and hold nothing at all, as if they were absent.
    types : dict of str to str
        How the database holds the values of each column while they are checked.
    """

    table: Table
    parts: tuple[Staged, ...]
    names: tuple[str, ...]
    issues: list[Issue] = field(default_factory=list)
    without_value: tuple[str, ...] = ()
    types: dict[str, str] = field(default_factory=dict)

    @property
    def present(self) -> tuple[str, ...]:
        """The contract's columns that the delivery has."""
        return tuple(
            name
            for name in self.table.columns
            if name not in self.without_value and all(name in part.columns for part in self.parts)
        )

    @property
    def readable(self) -> tuple[tuple[int, Staged], ...]:
        """The parts that have rows, with their numbers."""
        return tuple((n, part) for n, part in enumerate(self.parts) if part.rows.exists())

    @property
    def row_tables(self) -> tuple[str, ...]:
        """The temporary tables in which the rows of the parts stand, those moved apart left out."""
        return tuple(f"part_{number}_rows" for number, _ in self.readable)

    @property
    def file_hash(self) -> str:
        """The hash of the file, or of the hashes of several."""
        hashes = [part.file_hash for part in self.parts]
        if len(hashes) == 1:
            return hashes[0]
        return hashlib.sha256("".join(hashes).encode()).hexdigest()

    @property
    def rows_in(self) -> int | None:
        """How many rows were offered, or None when a part could not be counted."""
        counts = [part.rows_in for part in self.parts]
        return None if any(count is None for count in counts) else sum(c or 0 for c in counts)

    @property
    def refused(self) -> bool:
        """Whether something is wrong with a file as a whole."""
        return any(part.refused for part in self.parts) or any(
            issue.severity == "error" and issue.row is None for issue in self.issues
        )

    def has_plain_ids(self, column: str) -> bool:
        """Return whether a column was seen to hold nothing but usual ids while it was read."""
        return all(column in part.plain_ids for _, part in self.readable)

    def lacks(self, column: str) -> bool:
        """Return whether a required column was found to be missing."""
        return any(i.code == "missing_column" and i.column == column for i in self.issues)
