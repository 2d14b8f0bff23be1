"""From every published figure back to the deliveries it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import duckdb

CELL = ("unit_code", "period", "measure")


def origins_of(connection: duckdb.DuckDBPyConnection, figures: pl.DataFrame) -> pl.DataFrame:
    """Return the deliveries behind the figures that are shown.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The warehouse, with the table ``figure_origins`` that the panel was built with.
    figures : DataFrame
        The table ``figures`` of the release.

    Returns
    -------
    DataFrame
        ``unit_code``, ``period``, ``measure`` and ``load_ids``, the numbers of the deliveries in
        table ``loads``. A figure that is not shown has no row: who delivered about few people
        would say that there are some.
    """
    shown = figures.filter(pl.col("state") == "shown").select(CELL)
    origins = connection.table("figure_origins").pl()
    return shown.join(origins, on=CELL, how="inner", maintain_order="left")
