"""The rows ``delivered``: what the files say, with the values that need no second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.desk.coded import look_again, make_lists
from pipelines.desk.plain_text import plain_value, value_of
from pipelines.desk.stored import shown_value, stored_text, stored_value
from pipelines.staged import PLACE
from pipelines.warehouse import COLUMN_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection

    from duckdb import DuckDBPyConnection

    from pipelines.desk.delivery import Delivery
    from pipelines.programme import Programme


def make_view(connection: DuckDBPyConnection, delivery: Delivery, programme: Programme) -> None:
    """Make the view ``delivered``: part, source_row and every contract column as text.

    Beside them stand, under `value_of`, the values of texts that can be read in one way only.
    The tables ``apart`` and ``doubted`` are for the few rows of many that need care.
    """
    if not delivery.row_tables:
        return
    table = delivery.table
    lists = make_lists(connection, table, programme)
    values = {name: f"TRY_CAST({name} AS {kind})" for name, kind in lists.items()}
    for name in table.columns:
        if name not in lists and (sql := plain_value(name, table.kind(name), programme.zone)):
            values[name] = sql
    delivery.types = {name: COLUMN_TYPES[table.kind(name)] for name in table.columns} | lists
    # What was found in a list is its own text, and of a moment no more is kept than its day.
    told = {*lists, *table.of_kind("moment", "day")}
    for number, part in delivery.readable:
        stored = part.stored
        found = {name: sql for name, sql in values.items() if name in part.columns}
        found |= {name: stored_value(name, stored[name], programme.zone) for name in stored}
        part.make_view(
            connection,
            f"part_{number}",
            values={value_of(name): sql for name, sql in found.items()},
            told_by={
                name: (value_of(name), stored_text(name, stored.get(name)))
                for name in found
                if name in told or name in stored
            },
        )
        look_again(connection, table, programme, rows=f"part_{number}_rows", lists=lists)
        _make_part(connection, delivery, number, valued=values, told={*told, *stored})
    parts = " UNION ALL ".join(
        f"SELECT * EXCLUDE ({PLACE}) FROM delivered_{number}"  # noqa: S608 - our own names
        for number, _ in delivery.readable
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW delivered_parts AS {parts}")
    for name in ("apart", "doubted"):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM delivered_parts LIMIT 0")
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW delivered AS FROM delivered_parts UNION ALL FROM apart"
    )


def gather_doubted(connection: DuckDBPyConnection, delivery: Delivery) -> None:
    """Make the table ``doubted`` of the delivered rows with a finding: few of many, found once."""
    connection.execute("INSERT INTO doubted FROM apart SEMI JOIN finding USING (part, source_row)")
    for number, part in delivery.readable:
        rows = f"SELECT source_row FROM finding WHERE part = {number}"  # noqa: S608 - a number
        # By its place a row is found at once, by its number among all.
        found = (
            f"source_row IN ({rows})"
            if part.row_of_first is None
            else f"{PLACE} IN (SELECT source_row - {part.row_of_first} FROM ({rows}))"  # noqa: S608 - numbers
        )
        connection.execute(
            f"INSERT INTO doubted SELECT * EXCLUDE ({PLACE}) FROM delivered_{number} WHERE {found}"  # noqa: S608 - our own names
        )


def _make_part(
    connection: DuckDBPyConnection,
    delivery: Delivery,
    number: int,
    *,
    valued: Collection[str],
    told: Collection[str],
) -> None:
    """Make the view of the rows of one file, NULL where it lacks a column of the contract."""
    columns, part = [], delivery.parts[number]
    for name, kind in delivery.types.items():
        value = value_of(name)
        if name not in part.columns:
            columns.append(f"CAST(NULL AS VARCHAR) AS {name}")
            value = f"CAST(NULL AS {kind}) AS {value}"
        else:
            shown = shown_value(value, part.stored.get(name))
            columns.append(f"coalesce({name}, {shown}) AS {name}" if name in told else name)
        columns += [value] if name in valued else []
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW delivered_{number} AS SELECT {number} AS part, source_row, "  # noqa: S608 - names of the contract
        f"{PLACE}, {', '.join(columns)} FROM part_{number}"
    )
