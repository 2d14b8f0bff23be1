"""A list of units against itself, and against the figures that were loaded by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.period import bounds
from model.tables import TABLES
from model.unit_tree import UnitRow, check_tree
from pipelines.desk.findings import keep
from pipelines.warehouse import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_OF_UNITS = [
    name for name, table in TABLES.items() if {"unit_code", "period"} <= set(table.columns)
]


def check_unit_list(connection: DuckDBPyConnection) -> None:
    """Keep findings about the units as they would stand after the delivery."""
    rows = connection.execute(
        "SELECT source_row, unit_code, parent_code, valid_from, valid_to, name FROM offered "
        "WHERE unit_code IS NOT NULL "
        # A unit that is no longer in the list gets a last day, so that nothing can be part of it.
        "UNION ALL SELECT 0, unit_code, parent_code, valid_from, "
        "least(coalesce(valid_to, current_date), current_date), name FROM units "
        "WHERE unit_code NOT IN (SELECT unit_code FROM offered WHERE unit_code IS NOT NULL) "
        "ORDER BY 1"
    ).fetchall()
    findings = check_tree([UnitRow(*row) for row in rows])
    keep(connection, [(0, f.row, f.column, f.rule, f.value, f.detail) for f in findings])
    _check_figures(connection)


def _check_figures(connection: DuckDBPyConnection) -> None:
    """Keep a finding for every unit with figures in a period in which it would not exist."""
    figures = " UNION ".join(f"SELECT unit_code, period FROM {name}" for name in _OF_UNITS)  # noqa: S608 - fixed names
    connection.execute(f"CREATE OR REPLACE TEMP TABLE unit_period AS {figures}")
    make_period_days(connection, "SELECT DISTINCT period FROM unit_period")
    connection.execute(statement("findings/figures_outside_validity"))


def make_period_days(connection: DuckDBPyConnection, periods: str) -> None:
    """Make the table of the first and last day of each period that a query gives."""
    known = [str(row[0]) for row in connection.execute(periods).fetchall()]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE period_days (period VARCHAR, first_day DATE, last_day DATE)"
    )
    if known:
        connection.executemany(
            "INSERT INTO period_days VALUES (?, ?, ?)", [[p, *bounds(p)] for p in known]
        )
