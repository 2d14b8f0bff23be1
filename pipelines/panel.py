"""Join every source into one row per unit, period and measure."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from model.errors import RejectedError
from model.period import length_of, period_index, period_range
from model.text import Text
from model.unit import Membership, Tree, head_counts, trees_of
from pipelines.progress import silent
from pipelines.warehouse import statement

if TYPE_CHECKING:
    import duckdb

    from pipelines.programme import Programme
    from pipelines.progress import Progress

# In this order: each reads what the ones before it made.
STATEMENTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("codes", {}),
    ("measures", {}),
    ("respondent_homes", {}),
    ("item_points", {}),
    ("respondent_points", {}),
    ("delivered_points", {}),
    ("unit_sums", {}),
    ("unit_blocks", {}),
    ("rolled_sums", {}),
    ("unit_scores", {"sums": "rolled_sums", "scores": "unit_scores"}),
    ("figure_origins", {}),
    ("spreads", {}),
    ("panel", {"stood": "unit_periods", "scores": "unit_scores", "panel": "TABLE panel"}),
    ("answer_counts", {}),
    ("person_marks", {}),
    # Units that were reorganised once more, as the lines that they are the end of.
    ("line_parts", {}),
    ("line_periods", {}),
    ("line_sums", {}),
    ("unit_scores", {"sums": "line_sums", "scores": "line_scores"}),
    ("panel", {"stood": "line_periods", "scores": "line_scores", "panel": "TEMP TABLE line_panel"}),
    ("comparable", {}),
    ("carried", {}),
    ("carried_origins", {}),
)
# A respondent gets a construct score when at least this share of its items was answered.
ANSWERED_SHARE = 0.5
SOURCES = (
    "survey_responses",
    "survey_scores",
    "behaviour_indicators",
    "leadership_measures",
    "customer_responses",
    "customer_scores",
)
_STEP = Text(nl="Paneel bouwen", en="Building the panel")


def build_panel(
    connection: duckdb.DuckDBPyConnection, programme: Programme, *, progress: Progress = silent
) -> int:
    """Write the tables ``panel``, ``measures``, ``unit_periods`` and what disclosure needs.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The programme's warehouse, open for writing; the caller holds the transaction.
    programme : Programme
        Its period length decides which periods count.

    Returns
    -------
    int
        Rows in the panel.

    Raises
    ------
    RejectedError
        When there are no units, no codebook or no data yet.
    """
    progress(_STEP, 0.0)
    periods = data_periods(connection, programme)
    memberships, heads = read_units(connection)
    _require(connection, memberships, periods)
    trees = trees_of(memberships, periods)
    _write_tree(connection, trees, heads)
    for number, (name, names) in enumerate(STATEMENTS, start=1):
        sql = statement(name, **names)
        values = {"answered_share": ANSWERED_SHARE} if "$answered_share" in sql else {}
        connection.execute(sql, values)
        progress(_STEP, number / len(STATEMENTS))
    connection.execute(
        "CREATE OR REPLACE TABLE panel_state AS SELECT $state AS state",
        {"state": data_state(connection)},
    )
    return count(connection, "panel")


def data_periods(connection: duckdb.DuckDBPyConnection, programme: Programme) -> list[str]:
    """Return every period from the first to the last with data, without a gap."""
    found: set[str] = set()
    for table in SOURCES:
        rows = (
            connection.table(table)
            .filter("period IS NOT NULL")
            .project("period")
            .distinct()
            .fetchall()
        )
        found.update(period for (period,) in rows if length_of(period) == programme.period_length)
    if not found:
        return []
    return period_range(min(found, key=period_index), max(found, key=period_index))


def read_units(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[list[Membership], dict[Membership, int]]:
    """Return where every unit stood and when, and its head count there if delivered."""
    rows = connection.execute(
        "SELECT unit_code, parent_code, valid_from, valid_to, head_count FROM units"
        " ORDER BY unit_code, valid_from"
    ).fetchall()
    memberships = [Membership(*row[:4]) for row in rows]
    heads = {m: int(row[4]) for m, row in zip(memberships, rows, strict=True) if row[4]}
    return memberships, heads


def data_state(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a fingerprint of which loads the data consist of; it changes with every load."""
    rows = connection.execute(
        "SELECT load_id, outcome, rows_loaded, undone_at::VARCHAR FROM loads ORDER BY load_id"
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def is_built(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether every step was run on exactly the loads of now."""
    tables = {
        name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    }
    if not {"panel_state", "quality", "comparable", "moderation"} <= tables:
        return False
    rows = connection.execute("SELECT state FROM panel_state").fetchall()
    return rows == [(data_state(connection),)]


def not_built() -> RejectedError:
    """Return the refusal to go on from a panel that does not hold the loads of now."""
    return RejectedError(
        Text(
            nl="Er is na de laatste levering nog niet gebouwd.",
            en="Nothing was built since the last load.",
        ),
        where=Text(nl="het paneel", en="the panel"),
        remedy=Text(nl="draai eerst: onderstroom build", en="run first: onderstroom build"),
    )


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Return the number of rows of a table."""
    return int(connection.table(table).aggregate("count(*)").fetchall()[0][0])


def _write_tree(
    connection: duckdb.DuckDBPyConnection,
    trees: dict[str, Tree],
    heads: dict[Membership, int],
) -> None:
    """Write which units stood in each period, who stands above whom, and who counts where."""
    units: list[tuple[object, ...]] = []
    lines: list[tuple[object, ...]] = []
    homes: list[tuple[object, ...]] = []
    for period, tree in trees.items():
        own = {m.unit_code: n for m, n in heads.items() if m.stood_in(period)}
        total = head_counts(tree, own)
        leaves = tree.leaves
        for place, (unit, parent) in enumerate(tree.parents.items()):
            stood = (unit, period, period_index(period), parent, unit in leaves)
            units.append((*stood, total.get(unit), place))
            lines.extend((period, above, unit) for above in tree.line(unit))
        homes.extend((period, unit, home) for unit, home in tree.homes.items())
    replace_table(
        connection, "unit_periods", pl.DataFrame(units, schema=_UNIT_PERIODS, orient="row")
    )
    replace_table(connection, "unit_ancestry", pl.DataFrame(lines, schema=_ANCESTRY, orient="row"))
    replace_table(connection, "unit_homes", pl.DataFrame(homes, schema=_HOMES, orient="row"))


def replace_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    """Write a frame as a table, in place of the one that was there."""
    connection.register("rows_of_table", rows)
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM rows_of_table")  # noqa: S608 - fixed names
    connection.unregister("rows_of_table")


def _require(
    connection: duckdb.DuckDBPyConnection, memberships: list[Membership], periods: list[str]
) -> None:
    """Refuse to build from nothing."""
    for table, present in (
        ("units", bool(memberships)),
        ("codebook", count(connection, "codebook") > 0),
        (Text(nl="metingen", en="measurements"), bool(periods)),
    ):
        if not present:
            raise RejectedError(
                Text(
                    nl="Er zijn nog geen gegevens om op te bouwen.",
                    en="There is no data to build on yet.",
                ),
                where=table,
                remedy=Text(
                    nl="laad eerst eenheden, codeboek en metingen met: onderstroom load",
                    en="first load units, codebook and measurements with: onderstroom load",
                ),
            )


_UNIT_PERIODS = {
    "unit_code": pl.String,
    "period": pl.String,
    "period_index": pl.Int64,
    "parent_code": pl.String,
    "is_leaf": pl.Boolean,
    "head_count": pl.Int64,
    "sort_order": pl.Int64,
}
_ANCESTRY = {"period": pl.String, "ancestor_code": pl.String, "unit_code": pl.String}
_HOMES = {"period": pl.String, "unit_code": pl.String, "home_code": pl.String}
