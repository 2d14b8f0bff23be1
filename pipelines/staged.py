"""The rows of a delivered file as text, and what was found while reading them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from duckdb import CSVLineTerminator

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from model.issue import Issue
    from pipelines.reading.kind import Kind

# Where a row stands among the rows of its file. No column of a file is called so.
PLACE = '"place\n"'
# The texts of a row that no value tells, by column; NULL for nearly all rows.
UNTOLD = '"untold\n"'
_LINE_ENDS = (CSVLineTerminator.LINE_FEED, CSVLineTerminator.CARRIAGE_RETURN_LINE_FEED)


@dataclass(frozen=True)
class Staged:
    """The rows of a delivered file as text, and what was found while reading them.

    Attributes
    ----------
    rows : Path
        The folder with the staged rows, or the checked file itself; read them with
        :meth:`make_view`. Absent when the file was refused.
    columns : tuple of str
        The column names, cleaned.
    rows_in : int or None
        Rows offered, the unreadable ones included; None when nobody can tell.
    issues : tuple of Issue
        Findings about the file and about rows that cannot be read as rows.
    unreadable : tuple of int
        The rows of the file that cannot be read as rows.
    origin : dict
        For each column its name in the file.
    plain : dict or None
        How the database reads the file itself, when it is large and was checked throughout.
    stored : dict of str to str
        Columns that stand among the rows as they were stored, not as text, and as what.
    plain_ids : frozenset of str
        Columns of ids of which no cell needs a second look.
    row_of_first : int or None
        The number of the first row, where all rows follow it; None where each has its own.
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
    plain: dict[str, Any] | None = None
    stored: dict[str, str] = field(default_factory=dict)
    plain_ids: frozenset[str] = frozenset()
    row_of_first: int | None = None

    def make_view(
        self,
        connection: DuckDBPyConnection,
        name: str,
        *,
        values: Mapping[str, str] = MappingProxyType({}),
        told_by: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    ) -> None:
        """Make the temporary view ``name`` of the rows, for a connection that may read them.

        The ``columns`` as text, NULL where a cell is empty, ``source_row``, the row that a person
        sees in the file, and `PLACE`, its place in the table ``NAME_rows``. The rows are read
        once: every check looks at them again.

        Parameters
        ----------
        values : mapping of str to str
            Columns to make from the texts while they are read, with their SQL.
        told_by : mapping of str to tuple of str
            Columns whose text is kept only where the column that tells it is NULL: that column,
            and the SQL of the text.
        """
        rows = f"{name}_rows"
        given = self.relation(connection).sql_query()
        columns = ", ".join(["*", *(f"{sql} AS {value}" for value, sql in values.items())])
        read = f"SELECT {columns} FROM ({given})"  # noqa: S608 - SQL of our own
        if told_by:
            read = _without_told(read, told_by)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {rows} AS {read}")
        first = self.row_of_first
        number = [] if first is None else [f"rowid + {first} AS source_row"]
        texts = [f"{UNTOLD}['{column}'] AS {column}" for column in told_by]
        shown = ", ".join([f"rowid AS {PLACE}", *number, *texts])
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT *, {shown} FROM {rows}"  # noqa: S608 - our own names
        )

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """Return the rows as text, in the order of the file."""
        if self.plain is None:
            # Names have one sign: their order is the order of the rows.
            return connection.read_parquet([str(part) for part in sorted(self.rows.iterdir())])
        plain = self.plain
        names = [f"c{place}" for place in range(len(self.columns))]
        rows = connection.read_csv(
            str(self.rows),
            header=False,
            skiprows=plain["skip"],
            sep=plain["separator"],
            quotechar='"' if plain["quoted"] else "",
            escapechar='"' if plain["quoted"] else "",
            lineterminator=_LINE_ENDS[bool(plain["returns"])],
            columns=dict.fromkeys(names, "VARCHAR"),
            auto_detect=False,
        )
        wanted = zip(names, self.columns, strict=True)
        return rows.project(", ".join(f"{name} AS {_quoted(column)}" for name, column in wanted))

    @property
    def refused(self) -> bool:
        """Whether the file as a whole cannot be taken: an error that is not about one row."""
        rows = set(self.unreadable)
        return any(issue.severity == "error" and issue.row not in rows for issue in self.issues)


def _without_told(read: str, told_by: Mapping[str, tuple[str, str]]) -> str:
    """Return the SQL of rows without the texts that values tell, the few others in one column.

    A column of texts takes room for every row, filled or not.
    """
    is_untold = " OR ".join(
        f"{value} IS NULL AND {column} IS NOT NULL" for column, (value, _) in told_by.items()
    )
    texts = ", ".join(
        f"'{column}': CASE WHEN {value} IS NULL THEN {text} END"
        for column, (value, text) in told_by.items()
    )
    return (
        f"SELECT * EXCLUDE ({', '.join(told_by)}), "  # noqa: S608 - SQL of our own
        f"CASE WHEN {is_untold} THEN MAP {{{texts}}} END AS {UNTOLD} FROM ({read})"
    )


def _quoted(name: str) -> str:
    """Return a column name as the database takes it, whatever characters it holds."""
    return '"' + name.replace('"', '""') + '"'
