"""The contract judged once per value finds the cells that pandera finds row by row."""

import datetime as dt
import itertools
from pathlib import Path

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from model.tables import TABLES
from pipelines.desk.contract_check import alike, check_contract
from pipelines.desk.delivery import Delivery
from pipelines.desk.findings import make_table
from pipelines.staged import Staged
from pipelines.warehouse import COLUMN_TYPES, memory

VALUES = {
    "id": ["R1", "R2", "x" * 64, "x" * 65, "y" * 65, "", "é" * 64, "é" * 65, None],
    "person": ["a" * 32, "b" * 32, None],
    "code": ["T01", "T 1", " T01", "T\u200b01", "x" * 64, "x" * 65, "", None],
    "period": ["2026-Q3", "2026", "2026-Q5", "", None],
    "number": [0.0, 1.0, -1.0, 1e15, 1.1e15, -2e15, float("inf"), None],
    "count": [0.0, 1.0, -1.0, 1e12, 2e12, None],
    "moment": [dt.date(2026, 7, 1), None],
    "day": [dt.date(2026, 7, 1), None],
    "flag": [True, False, None],
    "choice": ["rename", "belief", "", None],
    "words": ["x", "x" * 60, "x" * 61, "x" * 2001, "", None],
}


@pytest.mark.parametrize("name", TABLES)
def test_one_value_stands_for_all_rows_that_hold_it(name):
    table = TABLES[name]
    rows = [
        (0, number + 2, *cells)
        for number, cells in enumerate(
            itertools.islice(
                zip(*(itertools.cycle(VALUES[table.kind(c)]) for c in table.columns), strict=True),
                60,
            )
        )
    ]
    connection = memory()
    # Respondents are still texts when the contract is judged.
    types = COLUMN_TYPES | {"person": "VARCHAR"}
    columns = ", ".join(f"{c} {types[table.kind(c)]}" for c in table.columns)
    connection.execute(f"CREATE TABLE offered_rows (part INTEGER, source_row BIGINT, {columns})")
    connection.executemany(
        f"INSERT INTO offered_rows VALUES ({', '.join('?' * (2 + len(table.columns)))})", rows
    )
    make_table(connection)
    check_contract(connection, delivery_of(table))
    found = connection.execute("SELECT source_row, column_name FROM finding").fetchall()
    assert sorted(found) == sorted(broken_cells(table, connection))
    assert found


def delivery_of(table, **of_part):
    """A delivery of one part that has every column of a table."""
    part = Staged(Path(__file__), tuple(table.columns), 60, None, (), "", 0, "parquet", **of_part)
    types = {name: COLUMN_TYPES[table.kind(name)] for name in table.columns}
    return Delivery(table, (part,), ("a.parquet",), types=types)


def broken_cells(table, connection):
    """Row and column of every failure that pandera names in the whole table."""
    whole = pl.DataFrame(pl.from_arrow(connection.sql("FROM offered_rows").to_arrow_table()))
    with pytest.raises(SchemaErrors) as caught:
        table.schema_of(table.columns).validate(whole, lazy=True)
    failures = caught.value.failure_cases.select("index", "column").iter_rows()
    return [(whole["source_row"][int(index)], column) for index, column in failures]


@pytest.mark.parametrize("name", TABLES)
def test_values_are_taken_together_only_where_every_check_takes_them_alike(name):
    schema = TABLES[name].schema
    for column, contract in schema.columns.items():
        checks = {check.name for check in contract.checks}
        assert (alike(schema, column) == column) == bool(checks - {"str_length"})
