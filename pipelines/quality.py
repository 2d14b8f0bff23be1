"""From single answers to one row per construct and period: may they be averaged to a score."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from model.statistics.aggregation import may_be_averaged
from model.statistics.agreement import ceiling_share, r_wg, unit_icc
from model.statistics.reliability import cronbach_alpha, mcdonald_omega
from model.text import Text
from pipelines.panel import replace_table
from pipelines.progress import silent
from pipelines.warehouse import statement

if TYPE_CHECKING:
    import duckdb

    from pipelines.programme import Programme
    from pipelines.progress import Progress

_STEP = Text(nl="Antwoorden wegen", en="Weighing the answers")
SCHEMA: dict[str, pl.DataType] = {
    "measure": pl.String(),
    "period": pl.String(),
    "n_people": pl.Int64(),
    "n_units": pl.Int64(),
    "n_items": pl.Int64(),
    "alpha": pl.Float64(),
    "omega": pl.Float64(),
    "icc1": pl.Float64(),
    "icc2": pl.Float64(),
    "r_wg": pl.Float64(),
    "at_the_end": pl.Float64(),
    "sound": pl.Boolean(),
    "cautions_nl": pl.List(pl.String()),
    "cautions_en": pl.List(pl.String()),
}


def build_quality(
    connection: duckdb.DuckDBPyConnection, programme: Programme, *, progress: Progress = silent
) -> int:
    """Write the table ``quality``: per construct of several items and period.

    Parameters
    ----------
    connection : DuckDBPyConnection
        In which the panel was just built: it left the answers behind.
    programme : Programme
        In units with fewer people than its smallest group, agreement is not looked at.

    Returns
    -------
    int
        Rows in the table. α and ω are those of people who answered every item; ICC(1), ICC(2) and
        the median r_wg those of people's construct scores within units at the foot of the tree;
        ``at_the_end`` is the larger share of answers at one end of their scale.
    """
    progress(_STEP, 0.0)
    items = connection.sql(statement("quality_items")).pl()
    groups = items.partition_by("measure", "period", as_dict=True, maintain_order=True)
    rows = []
    for number, ((measure, period), answers) in enumerate(groups.items(), start=1):
        figures = _row(answers, smallest_group=programme.smallest_group)
        rows.append({"measure": measure, "period": period, **figures})
        progress(_STEP, number / len(groups))
    replace_table(connection, "quality", pl.DataFrame(rows, schema=SCHEMA))
    return len(rows)


def _row(answers: pl.DataFrame, *, smallest_group: int) -> dict[str, object]:
    """Return the figures of one construct in one period.

    Parameters
    ----------
    answers : DataFrame
        unit_code, respondent, code, points (0 to 1 of the item's scale), options (how many
        answers can be given), is_scored (enough items answered for a score).
    """
    wide = answers.pivot(on="code", index=["unit_code", "respondent"], values="points")
    items = wide.drop("unit_code", "respondent").to_numpy().astype(np.float64)
    scored = (
        answers.filter("is_scored")
        .group_by("unit_code", "respondent", maintain_order=True)
        .agg(pl.col("points").mean(), pl.col("options").max())
    )
    unit = scored["unit_code"].rank("dense").cast(pl.Int64).to_numpy()
    scores = scored["points"].to_numpy()
    alpha, omega, icc = cronbach_alpha(items), mcdonald_omega(items), unit_icc(scores, unit)
    options = int(scored["options"].max() or 2)  # type: ignore[arg-type]
    agreement = r_wg(scores * (options - 1), unit, points=options) if unit.size else np.array([])
    _, sizes = np.unique(unit, return_counts=True)
    agreement = np.where(sizes >= smallest_group, agreement, np.nan)
    at_the_end = ceiling_share(items, low=0.0, high=1.0)
    found = may_be_averaged(icc, alpha=alpha.raw, r_wg=agreement, at_the_end=at_the_end)
    known = agreement[np.isfinite(agreement)]
    return {
        "n_people": wide["respondent"].n_unique(),
        "n_units": icc.n_units,
        "n_items": items.shape[1],
        "alpha": _known(alpha.raw),
        "omega": _known(omega.omega),
        "icc1": _known(icc.icc1),
        "icc2": _known(icc.icc2),
        "r_wg": float(np.median(known)) if known.size else None,
        "at_the_end": _known(at_the_end),
        "sound": found.sound,
        "cautions_nl": [text.nl for text in found.cautions],
        "cautions_en": [text.en for text in found.cautions],
    }


def _known(value: float) -> float | None:
    """Return a number, or nothing when it could not be computed."""
    return float(value) if math.isfinite(value) else None
