"""A delivery beside the attempt before it: which findings were solved, are left, or are new."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from model.rules import RULES
from pipelines.desk.findings import of_files
from pipelines.warehouse import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.issue import Issue
    from pipelines.desk.delivery import Delivery

MOST_REMEMBERED = 100_000
# It only says that there are many others.
_TO_SOLVE = [
    code
    for code, rule in RULES.items()
    if rule.severity != "notice" and code != "too_many_bad_rows"
]


def compare_with_previous(
    connection: DuckDBPyConnection, delivery: Delivery
) -> dict[str, int] | None:
    """Return how many findings were solved, are left and are new, or None at a first attempt.

    Also None when there are more findings than are remembered.
    """
    _gather(connection, delivery)
    before = _previous(connection, delivery)
    if before is None or _count(connection) > MOST_REMEMBERED:
        return None
    row = connection.execute(statement("loading/compared"), [before]).fetchone()
    n_before, n_now, left = (int(number) for number in row or (0, 0, 0))
    return {"solved": n_before - left, "left": left, "new": n_now - left}


def remember(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Keep the findings of this attempt in place of those of the one before it."""
    before = _previous(connection, delivery)
    row = connection.execute("SELECT coalesce(max(attempt_id), 0) + 1 FROM attempts").fetchone()
    connection.execute("DELETE FROM attempt_findings WHERE attempt_id = ?", [before])
    connection.execute("DELETE FROM attempts WHERE attempt_id = ?", [before])
    if _count(connection) > MOST_REMEMBERED:
        return
    number = int(row[0]) if row else 1
    connection.execute(
        "INSERT INTO attempts VALUES (?, ?, ?, ?, ?)",
        [
            number,
            delivery.table.name,
            ", ".join(delivery.names),
            _periods(connection),
            dt.datetime.now(dt.UTC),
        ],
    )
    connection.execute(
        "INSERT INTO attempt_findings BY NAME SELECT ? AS attempt_id, * FROM found_now", [number]
    )


def _gather(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Make the table ``found_now`` of every finding that a steward can solve."""
    table = delivery.table
    # A respondent is no part of a mark: it could be guessed back from one.
    key = [name for name in table.key if table.kind(name) != "person"]
    has_rows = any(part.rows.exists() for part in delivery.parts)
    mark = (
        f"md5(concat_ws('|', {', '.join(f'doubted.{name}' for name in key)}))"
        if key and has_rows
        else "NULL"
    )
    rows = "LEFT JOIN doubted USING (part, source_row)" if has_rows else ""
    connection.execute("SET VARIABLE rules_to_solve = ?", [_TO_SOLVE])
    connection.execute(statement("loading/found_now", mark=mark, doubted=rows))
    found = [
        [issue.code, issue.column or "", row]
        for issue in of_files(delivery)
        for row in _rows(issue)
    ]
    columns = {"code": pl.String, "column_name": pl.String, "source_row": pl.Int64}
    # All of them at once: one by one, the rows of a large broken file would take minutes.
    connection.register("of_files", pl.DataFrame(found, schema=columns, orient="row"))
    connection.execute("INSERT INTO found_now BY NAME SELECT *, 1 AS nth FROM of_files")
    connection.unregister("of_files")


def _rows(issue: Issue) -> tuple[int | None, ...]:
    """Return the rows of a finding about the file, none when there is nothing to solve."""
    if issue.severity == "notice" or issue.code == "too_many_bad_rows":
        return ()
    return issue.rows or (issue.row,)


def _previous(connection: DuckDBPyConnection, delivery: Delivery) -> int | None:
    """Return the attempt before this one: of the same periods, else of the same file's name."""
    periods = _periods(connection)
    row = connection.execute(
        "SELECT max(attempt_id) FROM attempts WHERE table_name = ? AND CASE "
        "WHEN len(periods) > 0 AND len(?::VARCHAR[]) > 0 THEN list_has_any(periods, ?::VARCHAR[]) "
        "ELSE file_name = ? OR ? END",
        [
            delivery.table.name,
            periods,
            periods,
            ", ".join(delivery.names),
            not delivery.table.of_kind("period"),
        ],
    ).fetchone()
    return None if row is None or row[0] is None else int(row[0])


def _periods(connection: DuckDBPyConnection) -> list[str]:
    """Return the periods that the delivery is about, when it got as far as being read."""
    known = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'offered_period'"
    ).fetchone()
    if not known or not known[0]:
        return []
    rows = connection.execute("FROM offered_period ORDER BY 1").fetchall()
    return [str(row[0]) for row in rows]


def _count(connection: DuckDBPyConnection) -> int:
    """Return how many findings there are now."""
    row = connection.execute("SELECT count(*) FROM found_now").fetchone()
    return int(row[0]) if row else 0
