"""The panel as series that may be compared: reorganised units joined where sound, else cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from model.period import period_index

if TYPE_CHECKING:
    import duckdb


def comparable_panel(
    connection: duckdb.DuckDBPyConnection, *, last: str | None = None
) -> pl.DataFrame:
    """Return the panel in which every unit is one comparable series.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The warehouse with a built panel.
    last : str, optional
        The last period that counts: later ones, and later reorganisations, are not known yet.

    Returns
    -------
    DataFrame
        Columns of ``panel``; a unit that was reorganised stands as its line, under its own code
        or under a code such as ``T1 < 2026-Q3`` for what it was until then.
    """
    rows: pl.DataFrame = connection.table("comparable").pl()
    now = rows["period_index"].max() if last is None else period_index(last)
    is_known = (pl.col("period_index") <= now) & (pl.col("since") <= now)
    is_absorbed = (pl.col("absorbed_since") <= now).fill_null(value=False)
    return rows.filter(is_known & ~is_absorbed).drop("since", "absorbed_since")


def carried_figures(connection: duckdb.DuckDBPyConnection, *, last: str) -> pl.DataFrame:
    """Return the history that units have from before their reorganisations up to a period.

    Returns
    -------
    DataFrame
        Columns of ``panel``, ``parts`` (the units of then that it is made of) and ``is_cut``
        (there were figures, but they cannot be compared).
    """
    now = period_index(last)
    rows: pl.DataFrame = connection.table("carried").pl()
    return rows.filter(
        pl.col("period_index") <= now, pl.col("since") <= now, pl.col("until") > now
    ).drop("since", "until")
