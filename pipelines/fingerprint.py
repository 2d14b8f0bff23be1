"""Per table its number of rows and a hash of all of them that does not depend on their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.tables import TABLES
from pipelines.warehouse import open_warehouse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.programme import Programme


def fingerprint(programme: Programme) -> dict[str, dict[str, object]]:
    """Return rows and hash of every table; equal before and after what changed nothing.

    Where a row came from (its load and its row in the file) does not count.
    """
    with open_warehouse(programme, read_only=True) as connection:
        return {name: _of_table(connection, name) for name in TABLES}


def _of_table(connection: DuckDBPyConnection, table: str) -> dict[str, object]:
    """Return rows and hash of one table."""
    columns = ", ".join(TABLES[table].columns)
    rows, mark = connection.execute(
        f"SELECT count(*), coalesce(sum(CAST(hash({columns}) AS HUGEINT)), 0) FROM {table}"  # noqa: S608 - names of the contract
    ).fetchone() or (0, 0)
    return {"rows": int(rows), "hash": f"{int(mark):032x}"}
