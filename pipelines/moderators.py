"""From a judged pair to whether its effect differs with leadership, always with its MDE."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from model.statistics.applicability import not_applicable
from model.statistics.error_var import error_var
from model.statistics.moderation import Moderation, moderation, refused
from model.statistics.multiple_testing import adjusted_p
from model.text import Text
from model.verdict_rule import FEWEST_UNITS
from pipelines.evidence_tables import TABLES, known, names_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipelines.evidence import Judged
    from pipelines.pairs import Series

    Array = NDArray[np.float64]

LEADERSHIP = "leadership"
_NUMBERS = ("estimate", "se", "low", "high", "p", "mde", "main")
_IN_SERIES_UNITS = tuple(part for part in _NUMBERS if part != "p")
_FEW_UNITS = Text(
    nl="{units} eenheden hebben beide reeksen en een score op leiderschap; nodig zijn er minstens "
    "{needed}",
    en="{units} units have both series and a score on leadership; at least {needed} are needed",
)


def moderation_rows(
    one: Judged, panel: pl.DataFrame, measures: pl.DataFrame
) -> list[dict[str, Any]]:
    """Return the rows of ``moderation`` for one pair, one per measure of leadership, without ``q``.

    No verdict depends on them. A pair that is about leadership itself has none.

    Parameters
    ----------
    panel, measures : DataFrame
        Tables ``panel`` and ``measures``.
    """
    kinds = dict(measures.select("measure", "kind").iter_rows())
    if LEADERSHIP in (kinds[one.pair.cause], kinds[one.pair.outcome]):
        return []
    is_usual = (pl.col("kind") == LEADERSHIP) & pl.col("construct").is_null()
    leaders = measures.filter(is_usual).sort("position")["measure"].to_list()
    found = _moderations(one, [standing(panel, leader, one.series) for leader in leaders])
    return [
        {
            **names_of(one.pair),
            "moderator": leader,
            "lag": one.verdict.forward.lag,
            **{part: known(getattr(answer, part)) for part in _NUMBERS},
            "n_units": answer.n_units,
            "applicable": answer.applicable,
            "note_nl": answer.note.nl,
            "note_en": answer.note.en,
        }
        for leader, answer in zip(leaders, found, strict=True)
    ]


def moderation_table(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Return the table ``moderation``: every p corrected for how many there are.

    As with the verdicts, questions that were registered are corrected apart from explored ones.
    """
    table = pl.DataFrame(rows, schema=TABLES["moderation"])
    p, q = table["p"].to_numpy(), np.full(table.height, np.nan)
    is_registered = (table["hypothesis"] != "").to_numpy()
    for family in (is_registered, ~is_registered):
        q[family] = adjusted_p(p[family], method="benjamini-hochberg")
    return table.with_columns(pl.Series("q", q).fill_nan(None))


def standing(panel: pl.DataFrame, leader: str, series: Series) -> Array:
    """Return where each unit of a pair stands on a measure of leadership, on average.

    Returns
    -------
    array, shape (units,)
        The mean over the pair's own periods of the difference with what the units have in that
        period: a unit that was measured only in good times does not stand high because of that.
        NaN where a unit was never measured.
    """
    cells = panel.filter(
        pl.col("is_leaf"),
        pl.col("value").is_not_null(),
        pl.col("measure") == leader,
        pl.col("unit_code").is_in(series.units),
        pl.col("period").is_in(series.periods),
    )
    around = cells.with_columns(pl.col("value") - pl.col("value").mean().over("period"))
    means = dict(around.group_by("unit_code").agg(pl.col("value").mean()).iter_rows())
    return np.array([means.get(unit, np.nan) for unit in series.units], dtype=np.float64)


def _moderations(one: Judged, standings: Sequence[Array]) -> list[Moderation]:
    """Return the answer for each measure of leadership, at the lag of the verdict."""
    series, verdict = one.series, one.verdict
    if not verdict.method:
        # Nothing was fitted: what kept the verdict back holds here as well.
        return [refused(one.shared or verdict.reasons[0]) for _ in standings]
    if not standings:
        return []
    var_x, var_y = series.se_x**2, series.se_y**2
    # The verdict's own fit once more, for the standard deviations that its estimates stand in.
    scale = error_var(
        series.x,
        series.y,
        var_x=var_x,
        var_y=var_y,
        lags=(verdict.forward.lag, verdict.reverse.lag),
        start="free" if verdict.method == "free" else "stationary",
    ).scale
    found = [
        moderation(series.x, series.y, each, var_x=var_x, var_y=var_y, lag=verdict.forward.lag)
        for each in standings
    ]
    return [_in_deviations(_enough(answer), float(scale[0] / scale[1])) for answer in found]


def _enough(found: Moderation) -> Moderation:
    """Return the answer, or why there is none where fewer units take part than in a verdict."""
    if not found.applicable or found.n_units >= FEWEST_UNITS:
        return found
    return refused(not_applicable(_FEW_UNITS.fill(units=found.n_units, needed=FEWEST_UNITS)))


def _in_deviations(found: Moderation, ratio: float) -> Moderation:
    """Return an answer in the series' own units as one in standard deviations."""
    return replace(found, **{part: getattr(found, part) * ratio for part in _IN_SERIES_UNITS})
