"""What was loaded, and how complete each source is per unit and period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.tables import TABLES
from pipelines.warehouse import open_warehouse, statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.programme import Programme


def status(programme: Programme) -> dict[str, list[dict[str, object]]]:
    """Return the loads that stand, newest first, and the completeness of every source.

    Returns
    -------
    dict
        ``loads``: what was taken in. ``completeness``: per source, unit and period ``complete``,
        ``partial`` (fewer codes than the source had in that period) or ``missing``.
        ``waiting``: rows in quarantine per load and rule.
    """
    with open_warehouse(programme, read_only=True) as connection:
        return {
            "loads": _rows(connection, statement("loading/standing_loads")),
            "completeness": [
                cell
                for table in TABLES.values()
                if "unit_code" in table.columns and table.of_kind("period")
                for cell in _completeness(connection, table.name)
            ],
            "waiting": _rows(connection, statement("loading/waiting")),
        }


def _completeness(connection: DuckDBPyConnection, table: str) -> list[dict[str, object]]:
    """Return the state of one source per unit and period."""
    contract = TABLES[table]
    code = next(name for name in contract.columns if contract.refers(name) == "code")
    return _rows(connection, statement("loading/completeness", table=table, code=code))


def _rows(connection: DuckDBPyConnection, sql: str) -> list[dict[str, object]]:
    """Return the rows of a statement by column name, moments as text."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
