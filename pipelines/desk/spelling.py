"""Columns of text to columns of values: plain spellings in SQL, all others one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from model.text import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from model.reading import Reading
    from model.table import Kind

Reader = Callable[[str], "Reading[object]"]
FRAME_KIND: dict[Kind, type[pl.DataType]] = {
    "number": pl.Float64,
    "count": pl.Float64,
    "moment": pl.Date,
    "day": pl.Date,
    "flag": pl.Boolean,
}


@dataclass(frozen=True)
class Spelled:
    """How one column is read.

    Attributes
    ----------
    value : str
        The column of ``delivered`` with the value of a usual row.
    odd : str
        SQL condition for the rows whose text is looked up; empty when there are none.
    table : str
        Table (given, meant) in which it is looked up.
    """

    value: str
    odd: str = ""
    table: str = ""

    def joined(self, column: str) -> str:
        """Return the SQL that joins the texts that are looked up to ``delivered``."""
        return f"LEFT JOIN {self.table} ON delivered.{column} = {self.table}.given" * bool(self.odd)

    def looked_up(self, kind: str) -> str:
        """Return the SQL for the value of any row, of a type of the database."""
        usual = f"CAST(delivered.{self.value} AS {kind})"
        if not self.odd:
            return usual
        known = f"CAST({self.table}.meant AS {kind})"
        return f"CASE WHEN {self.table}.given IS NULL THEN {usual} ELSE {known} END"


def spell(
    connection: DuckDBPyConnection,
    column: str,
    kind: Kind,
    *,
    odd: list[str],
    value: str,
    read: Reader,
) -> Spelled:
    """Return how a column is read, and keep what is wrong with it as findings.

    Parameters
    ----------
    odd : list of str
        The texts that need a second look.
    value : str
        The column with the value of any other text: the column itself where that is the text.
    read : callable
        From an odd text to its reading.
    """
    readings = {text: read(text) for text in odd}
    told = {text: one for text, one in readings.items() if one.rule or one.value != text}
    if not told:
        return Spelled(value)
    name = f"read_{column}"
    _keep(connection, name, told, FRAME_KIND.get(kind, pl.String))
    # What has a value of its own was not odd: no text needs to be compared.
    where = "true" if value == column else f"{value} IS NULL"
    _note(connection, name, column, where=where, shown=kind != "person")
    if value != column:
        return Spelled(value, f"{where} AND {column} IS NOT NULL", name)
    if all(one.value == text for text, one in told.items()):
        return Spelled(value)
    return Spelled(value, f"{column} IN (SELECT given FROM {name})", name)  # noqa: S608 - a name of the contract


def odd_texts(connection: DuckDBPyConnection, column: str, plain: str) -> list[str]:
    """Return the different texts of a column that need a second look.

    Parameters
    ----------
    plain : str
        SQL condition under which a text needs none; ``false`` for no text.
    """
    rows = connection.execute(
        f"SELECT DISTINCT {column} FROM delivered "  # noqa: S608 - a name of the contract
        f"WHERE NOT coalesce({plain}, false) AND {column} IS NOT NULL"
    ).fetchall()
    return [str(row[0]) for row in rows]


def _keep(
    connection: DuckDBPyConnection,
    name: str,
    readings: dict[str, Reading[object]],
    frame_type: type[pl.DataType],
) -> None:
    """Make the table of texts with their values and the rules they break."""
    details = [_both(one.detail) for one in readings.values()]
    frame = pl.DataFrame(
        {
            "given": pl.Series(list(readings), dtype=pl.String),
            "meant": pl.Series([one.value for one in readings.values()], dtype=frame_type),
            "rule": pl.Series([one.rule for one in readings.values()], dtype=pl.String),
            "detail_nl": pl.Series([detail.nl for detail in details], dtype=pl.String),
            "detail_en": pl.Series([detail.en for detail in details], dtype=pl.String),
        }
    )
    connection.register("readings", frame)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM readings")  # noqa: S608
    connection.unregister("readings")


def _note(
    connection: DuckDBPyConnection, name: str, column: str, *, where: str, shown: bool
) -> None:
    """Keep one finding for every row whose text breaks a rule."""
    value = "given" if shown else "NULL"
    connection.execute(
        f"INSERT INTO finding SELECT part, source_row, '{column}', rule, {value}, detail_nl, "  # noqa: S608
        f"detail_en FROM (FROM delivered WHERE {where}) JOIN {name} ON {column} = given "
        "WHERE rule IS NOT NULL"
    )


def _both(detail: Text | str) -> Text:
    """Return a detail in two languages."""
    return Text(nl=detail, en=detail) if isinstance(detail, str) else detail
