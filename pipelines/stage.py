"""From a delivered file to staged rows of text: read by a process that can do no harm."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.reading.finding import unpacked
from pipelines.reading.kind import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from model.issue import Issue
    from pipelines.reading.kind import Kind

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Staged:
    """The rows of a delivered file as text, and what was found while reading them.

    Attributes
    ----------
    rows : Path
        Parquet: the ``columns`` as text (NULL where a cell is empty) and ``source_row``, the
        row that a person sees in the file. Absent when the file was refused.
    columns : tuple of str
        The column names, cleaned.
    rows_in : int or None
        Rows offered, the unreadable ones included; None when nobody can tell.
    issues : tuple of Issue
        Findings about the file and about rows that cannot be read; a finding of severity
        ``error`` whose row is not in ``unreadable`` refuses the file.
    unreadable : tuple of int
        The rows of the file that cannot be read as rows.
    origin : dict
        For each column its name in the file.
    """

    rows: Path
    columns: tuple[str, ...]
    rows_in: int | None
    sheet: str | None
    issues: tuple[Issue, ...]
    file_hash: str
    file_bytes: int
    file_kind: Kind | None
    unreadable: tuple[int, ...] = ()
    origin: dict[str, str] = field(default_factory=dict)

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """Return the staged rows, in the order of the file, for a connection that may read them."""
        return connection.read_parquet(str(self.rows))

    @property
    def refused(self) -> bool:
        """Whether the file as a whole cannot be taken."""
        rows = set(self.unreadable)
        return any(issue.severity == "error" and issue.row not in rows for issue in self.issues)


def stage(
    path: Path,
    *,
    upload_name: str,
    expected: Collection[str],
    mapping: object | None,  # noqa: ARG001 - mappings are read in the next step
    folder: Path,
    progress: Callable[[float], None] | None = None,  # noqa: ARG001 - told in the next step
) -> Staged:
    """Read a delivered file in a process of its own, into ``folder``.

    Parameters
    ----------
    upload_name : str
        The name the file was offered under; only shown, never used as a path.
    expected : collection of str
        The column names of the table, required ones first.
    mapping : Mapping, optional
        How to read a file with another layout.
    folder : Path
        An empty folder for the staged rows; the caller removes it.
    progress : callable, optional
        Told the part of the file that was read, from 0 to 1.
    """
    request = {
        "path": str(path),
        "upload_name": upload_name,
        "expected": list(expected),
        "folder": str(folder),
    }
    subprocess.run(
        [sys.executable, "-m", "pipelines.reading.child"],
        input=json.dumps(request).encode(),
        cwd=PROJECT,
        check=True,
    )
    answer = json.loads((folder / "staged.json").read_text(encoding="utf-8"))
    name = shown_name(upload_name)
    return Staged(
        rows=folder / "rows.parquet",
        columns=tuple(answer["columns"]),
        rows_in=answer["rows_in"],
        sheet=answer["sheet"],
        issues=tuple(unpacked(issue).at(file=name) for issue in answer["issues"]),
        file_hash=_sha256(path),
        file_bytes=path.stat().st_size,
        file_kind=answer["kind"],
        unreadable=tuple(answer["unreadable"]),
        origin=answer["origin"],
    )


def _sha256(path: Path) -> str:
    """Return the fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
