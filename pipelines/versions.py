"""Hold back changes so small that comparing two releases would show the people behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from model.period import period_label
from model.text import Text
from pipelines.figures import FIGURES, NUMBERS
from pipelines.read import list_releases, published_hashes, read_release
from pipelines.warehouse import statement

if TYPE_CHECKING:
    import duckdb

    from pipelines.programme import Programme


def changed_figures(
    connection: duckdb.DuckDBPyConnection,
    blocks: pl.DataFrame,
    *,
    last_index: int,
    smallest_group: int,
) -> pl.DataFrame:
    """Return which instruments changed in which periods, and where the change must wait.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The warehouse with a built panel.
    blocks : DataFrame
        Period, instrument, unit and the visible unit in whose residual its people are.
    last_index : int
        Running number of the last period of the release; later periods are no part of it.
    smallest_group : int
        k of the programme.

    Returns
    -------
    DataFrame
        ``period``, ``instrument``, ``is_held``.
    """
    connection.execute(statement("published_people"))
    connection.register("release_blocks", blocks)
    connection.execute(statement("candidate_people"))
    connection.unregister("release_blocks")
    rows: pl.DataFrame = connection.sql(
        statement("changed_figures"),
        params={"smallest_group": smallest_group, "version": _next_version(connection)},
    ).pl()
    periods = connection.table("unit_periods").filter(f"period_index <= {int(last_index)}")
    inside = periods.project("period").distinct().pl()["period"]
    return rows.filter(pl.col("period").is_in(inside.implode()))


def remember(connection: duckdb.DuckDBPyConnection, release: str, changed: pl.DataFrame) -> None:
    """Remember who stands behind the figures that a release shows for the first time.

    Parameters
    ----------
    changed : DataFrame
        Result of :func:`changed_figures`; what is held is not remembered, it was not shown.
    """
    connection.register("release_changes", changed.filter(~pl.col("is_held")))
    connection.execute(
        "INSERT INTO published_people"
        " SELECT $release, $version, period, instrument, measure, mark, block"
        " FROM candidate_people SEMI JOIN release_changes USING (period, instrument)",
        {"release": release, "version": _next_version(connection)},
    )
    connection.unregister("release_changes")


def with_held_figures(
    figures: pl.DataFrame,
    panel: pl.DataFrame,
    changed: pl.DataFrame,
    programme: Programme,
) -> pl.DataFrame:
    """Return the figures with those that must wait as they were published before.

    Parameters
    ----------
    figures : DataFrame
        Table ``figures`` of the release that is being made.
    panel : DataFrame
        ``period``, ``measure``, ``instrument`` of every figure.
    changed : DataFrame
        Result of :func:`changed_figures`.
    programme : Programme
        Where the figures that readers have now are; what is not there is not shown at all.
    """
    waiting = panel.join(changed.filter("is_held"), on=["period", "instrument"])
    cells = waiting.select("period", "measure").unique()
    if cells.is_empty():
        return figures
    stays = figures.join(cells, on=["period", "measure"], how="anti")
    before = pl.concat([_published(programme), figures.clear()]).join(
        cells, on=["period", "measure"], how="semi"
    )
    key = ["unit_code", "period", "measure"]
    unseen = figures.join(cells, on=["period", "measure"], how="semi").join(
        before, on=key, how="anti"
    )
    hidden = unseen.with_columns(
        *(pl.lit(None, dtype=figures.schema[name]).alias(name) for name in NUMBERS),
        state=pl.lit("too_few"),
    )
    return pl.concat([stays, before, hidden]).sort("measure", "unit_code", "period")


def held_checks(changed: pl.DataFrame, schema: dict[str, Any]) -> pl.DataFrame:
    """Return a check that does not hold for every period with changes that wait."""
    held = changed.filter("is_held")["period"].unique().sort()
    rows = [(*_both(_HELD.fill(p=_label(period))), False, *_both(_HELD_DETAIL)) for period in held]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _published(programme: Programme) -> pl.DataFrame:
    """Return every figure as it was published last."""
    hashes = published_hashes(programme.releases)
    releases = [
        read_release(programme.releases / entry.name, hashes[entry.name]).table("figures")
        for entry in list_releases(programme)
    ]
    every = pl.concat(releases, how="diagonal") if releases else pl.DataFrame(schema=FIGURES)
    key = ["unit_code", "period", "measure"]
    return every.unique(key, keep="first", maintain_order=True).select(*FIGURES)


def _both(text: Text) -> tuple[str, str]:
    """Return the words in both languages."""
    return text.nl, text.en


def _label(period: str) -> Text:
    """Return a period as people write it."""
    return Text(nl=period_label(period, "nl"), en=period_label(period, "en"))


def _next_version(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the version that is being made."""
    found = connection.table("published_people").aggregate("max(version)").fetchall()
    return int(found[0][0] or 0) + 1


_HELD = Text(nl="{p}: late antwoorden wachten", en="{p}: late answers wait")
_HELD_DETAIL = Text(
    nl="de wijzigingen gaan over te weinig mensen en zouden hen tonen; deze cijfers blijven zoals "
    "ze gepubliceerd zijn tot er genoeg zijn",
    en="the changes are about too few people and would show them; these figures stay as they were "
    "published until there are enough",
)
