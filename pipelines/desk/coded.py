"""Columns whose values are known before a file is read: kept as places in a list, not as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.desk.plain_text import value_of
from pipelines.desk.readers import reader, values_known_before
from pipelines.staged import UNTOLD

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.table import Table
    from pipelines.programme import Programme


def make_lists(
    connection: DuckDBPyConnection, table: Table, programme: Programme
) -> dict[str, str]:
    """Return for each column with values known before the name of the type that lists them.

    Millions of rows name a few units, periods and items. As places in a list they take a
    fraction of the room, and are counted and compared many times as fast.
    """
    types = {}
    for name in table.columns:
        known = values_known_before(connection, table, programme, name)
        if known:
            types[name] = list_type(name)
            members = ", ".join(_quoted(value) for value in known)
            connection.execute(f"DROP TYPE IF EXISTS {types[name]}")
            connection.execute(f"CREATE TEMP TYPE {types[name]} AS ENUM ({members})")
    return types


def list_type(name: str) -> str:
    """Return the name of the type that lists what is known of a column."""
    return f"known_{name}"


def look_again(
    connection: DuckDBPyConnection,
    table: Table,
    programme: Programme,
    *,
    rows: str,
    lists: dict[str, str],
) -> None:
    """Give values that break a rule as they stand their texts back, for a second look.

    Parameters
    ----------
    rows : str
        The table with the rows of one file.
    """
    known = {f'"{row[0]}"' for row in connection.execute(f"DESCRIBE {rows}").fetchall()}
    for name, kind in lists.items():
        read = reader(connection, table, programme, name)
        doubtful = [
            value
            for value in values_known_before(connection, table, programme, name)
            if (reading := read(value)).rule or reading.value != value
        ]
        if doubtful and value_of(name) in known:
            text = f"MAP {{'{name}': CAST({value_of(name)} AS VARCHAR)}}"
            connection.execute(
                f"UPDATE {rows} SET {UNTOLD} = map_concat(coalesce({UNTOLD}, MAP {{}}), {text}), "  # noqa: S608 - names of the contract
                f"{value_of(name)} = NULL WHERE {value_of(name)} IN "
                f"(SELECT CAST(unnest(?) AS {kind}))",
                [doubtful],
            )


def _quoted(value: str) -> str:
    """Return a SQL string literal."""
    return "'" + value.replace("'", "''") + "'"
