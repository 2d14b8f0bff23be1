"""From the warehouse to the tables of one release: aggregates only, small groups left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from model.disclosure import coarse_count, group_band
from model.period import bounds, period_index, period_label
from pipelines.comparable import carried_figures
from pipelines.evidence import evidence_until
from pipelines.figures import build_figures, scales
from pipelines.groups import Private, published_measures
from pipelines.progress import silent
from pipelines.warehouse import statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from pipelines.programme import Programme
    from pipelines.progress import Progress

# Loads of these tables are about people: their numbers of rows are given in steps of k only.
ABOUT_PEOPLE = ("survey_responses", "customer_responses")


def release_tables(
    connection: duckdb.DuckDBPyConnection,
    programme: Programme,
    period: str,
    *,
    private: Private,
    masks: pl.DataFrame,
    progress: Progress = silent,
) -> dict[str, pl.DataFrame]:
    """Return every table of a release but ``checks`` and ``about``, which publishing adds.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The warehouse, with a panel that holds all loads.
    period : str
        The last period of the release.
    private : Private
        The panel up to that period.
    masks : DataFrame
        Which units are visible, per instrument and period.
    """
    last = {"last": period_index(period)}
    k = programme.smallest_group
    return {
        "figures": build_figures(private, masks, smallest_group=k),
        "units": _select(connection, "release_units", last | {"last_day": bounds(period)[1]}),
        "periods": _periods(private),
        "measures": private.measures.join(
            scales(private).select("measure", "lowest", "highest", "step"), on="measure"
        )
        .drop("construct", "is_rescaled")
        .sort("position"),
        **evidence_until(connection, programme, period, progress=progress),
        "loads": _coarse(
            _select(connection, "release_loads", {}),
            ("rows_in", "rows_loaded", "rows_set_aside"),
            smallest_group=k,
        ),
        "quarantine_counts": _coarse(
            _select(connection, "release_quarantine_counts", {}), ("n_rows",), smallest_group=k
        ),
        "coverage": _select(connection, "release_coverage", last),
        "hypotheses": _select(connection, "release_hypotheses", {}),
        "quality": _quality(connection.table("quality").pl(), period, smallest_group=k),
    }


def read_private(connection: duckdb.DuckDBPyConnection, period: str) -> Private:
    """Return the panel up to a period, and the tree and the people behind it."""
    last = period_index(period)
    measures = published_measures(connection.table("measures").order("position").pl())
    until = pl.col("period_index") <= last
    panel = connection.table("panel").pl().filter(until)
    units = connection.table("unit_periods").pl().filter(until)
    is_published = pl.col("measure").is_in(measures["measure"].implode())
    return Private(
        panel=panel.filter(is_published),
        carried=carried_figures(connection, last=period).filter(is_published),
        units=units.sort("period_index", "sort_order"),
        measures=measures,
        answers=connection.table("answer_counts").pl(),
    )


def _select(
    connection: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, object]
) -> pl.DataFrame:
    """Return the rows that one statement selects."""
    rows: pl.DataFrame = connection.sql(statement(name), params=values).pl()
    return rows


def _periods(private: Private) -> pl.DataFrame:
    """Return the periods of the release with the words and days for each."""
    found = private.units["period"].unique()
    names = sorted(found, key=period_index)
    return pl.DataFrame(
        {
            "period": names,
            "period_index": [period_index(name) for name in names],
            "label_nl": [period_label(name, "nl") for name in names],
            "label_en": [period_label(name, "en") for name in names],
            "first_day": [bounds(name)[0] for name in names],
            "last_day": [bounds(name)[1] for name in names],
        }
    )


def _quality(rows: pl.DataFrame, period: str, *, smallest_group: int) -> pl.DataFrame:
    """Return how sound the scores are, never about few people, their number as a band."""
    last = period_index(period)
    is_past = pl.col("period").map_elements(period_index, return_dtype=pl.Int64) <= last
    bands = pl.col("n_people").map_elements(
        lambda n: group_band(n, smallest_group=smallest_group), return_dtype=pl.String
    )
    return (
        rows.filter(pl.col("n_people") >= smallest_group)
        .filter(is_past)
        .with_columns(bands.alias("n_band"), pl.selectors.float().round(2))
        .drop("n_people")
    )


def _coarse(rows: pl.DataFrame, columns: tuple[str, ...], *, smallest_group: int) -> pl.DataFrame:
    """Return counts of rows about people in steps of k, so that no few of them can be seen."""
    about_people = pl.col("table_name").is_in(ABOUT_PEOPLE)
    return rows.with_columns(
        pl.when(about_people)
        .then(
            pl.col(name).map_elements(
                lambda n: coarse_count(n, smallest_group=smallest_group), return_dtype=pl.Int64
            )
        )
        .otherwise(pl.col(name))
        .alias(name)
        for name in columns
    )
