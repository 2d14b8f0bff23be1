"""Columns of text to columns of values: plain spellings in SQL, all others one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from model.text import Text
from pipelines.warehouse import COLUMN_TYPES

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
        SQL expression for the value of a row of ``delivered``.
    join : str
        SQL that joins the texts that were read one by one; empty when there are none.
    names : str
        Table (given, meant) in which every text of the column is looked up; empty for none.
    """

    value: str
    join: str = ""
    names: str = ""


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
        SQL expression for the value of any other text.
    read : callable
        From an odd text to its reading.
    """
    if not odd:
        return Spelled(value)
    readings = [read(text) for text in odd]
    if _all_as_they_are(odd, readings):
        return Spelled(column)
    name = f"read_{column}"
    _keep(connection, name, odd, readings, kind)
    _note(connection, name, column, shown=kind != "person")
    return Spelled(
        f"CASE WHEN {name}.given IS NULL THEN {value} ELSE {name}.meant END",
        f"LEFT JOIN {name} ON delivered.{column} = {name}.given",
    )


def odd_texts(connection: DuckDBPyConnection, column: str, plain: str) -> list[str]:
    """Return the different texts of a column that need a second look.

    Parameters
    ----------
    plain : str
        SQL condition under which a text needs none; ``false`` for no text.
    """
    rows = connection.execute(
        f"SELECT DISTINCT {column} FROM delivered "  # noqa: S608 - a name of the contract
        f"WHERE {column} IS NOT NULL AND NOT coalesce({plain}, false)"
    ).fetchall()
    return [str(row[0]) for row in rows]


def _all_as_they_are(texts: list[str], readings: list[Reading[object]]) -> bool:
    """Return whether every text simply is its own value."""
    return all(
        reading.rule is None and reading.value == text
        for text, reading in zip(texts, readings, strict=True)
    )


def _keep(
    connection: DuckDBPyConnection,
    name: str,
    texts: list[str],
    readings: list[Reading[object]],
    kind: Kind,
) -> None:
    """Make the table of texts with their values and the rules they break."""
    details = [_both(reading.detail) for reading in readings]
    frame = pl.DataFrame(
        {
            "given": pl.Series(texts, dtype=pl.String),
            "meant": pl.Series(
                [reading.value for reading in readings], dtype=FRAME_KIND.get(kind, pl.String)
            ),
            "rule": pl.Series([reading.rule for reading in readings], dtype=pl.String),
            "detail_nl": pl.Series([detail.nl for detail in details], dtype=pl.String),
            "detail_en": pl.Series([detail.en for detail in details], dtype=pl.String),
        }
    )
    connection.register("readings", frame)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS "  # noqa: S608 - a name of the contract
        f"SELECT * REPLACE (CAST(meant AS {COLUMN_TYPES[kind]}) AS meant) FROM readings"
    )
    connection.unregister("readings")


def _note(connection: DuckDBPyConnection, name: str, column: str, *, shown: bool) -> None:
    """Keep one finding for every row whose text breaks a rule."""
    value = "given" if shown else "NULL"
    connection.execute(
        f"INSERT INTO finding SELECT part, source_row, '{column}', rule, {value}, detail_nl, "  # noqa: S608
        f"detail_en FROM delivered JOIN {name} ON delivered.{column} = {name}.given "
        "WHERE rule IS NOT NULL"
    )


def _both(detail: Text | str) -> Text:
    """Return a detail in two languages."""
    return Text(nl=detail, en=detail) if isinstance(detail, str) else detail
