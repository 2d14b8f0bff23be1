"""From the full panel to the figures that may be seen: small groups hidden, the rest rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from scipy import stats

from model.disclosure import (
    END_SHARE,
    SMALLEST_SPREAD,
    band_floor,
    group_band,
    residuals,
    rounding_step,
    visible_units,
)
from pipelines.groups import SURVEYS, groups, with_instrument

if TYPE_CHECKING:
    from pipelines.groups import Group, Private

FIGURES = {
    "unit_code": pl.String,
    "period": pl.String,
    "measure": pl.String,
    "value": pl.Float64,
    "se": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n_band": pl.String,
    "n": pl.Int64,
    "state": pl.String,
    "bound": pl.String,
}
NUMBERS = ("value", "se", "low", "high", "n_band", "n", "bound")
CONFIDENCE = 0.95


def build_masks(private: Private, *, smallest_group: int) -> pl.DataFrame:
    """Return which units are visible, per instrument and period.

    Parameters
    ----------
    private : Private
        The panel, and the tree and the people behind it.
    smallest_group : int
        k of the programme.

    Returns
    -------
    DataFrame
        ``unit_code``, ``period``, ``instrument``, ``is_visible`` and ``block``: the visible unit
        in whose residual the unit's own people are, NULL where they are in none.
    """
    masks = [_mask(group, smallest_group) for group in groups(private)]
    return pl.concat(masks) if masks else pl.DataFrame(schema=_MASK)


def build_figures(private: Private, masks: pl.DataFrame, *, smallest_group: int) -> pl.DataFrame:
    """Return one row per unit, period and measure; hidden ones without any number.

    Parameters
    ----------
    masks : DataFrame
        Result of :func:`build_masks`.

    Returns
    -------
    DataFrame
        Columns ``FIGURES``. ``bound`` is ``at_least`` or ``at_most`` for a mean too near an end
        of its scale to be given.
    """
    state = (
        pl.when("is_cut")
        .then(pl.lit("not_comparable"))
        .when(pl.col("value").is_null())
        .then(pl.lit("no_data"))
        .when(pl.col("is_visible").fill_null(value=False))
        .then(pl.lit("shown"))
        .otherwise(pl.lit("too_few"))
    )
    figures = (
        _as_units_are_now(private, masks)
        .join(scales(private), on="measure", how="left")
        .with_columns(state=state)
    )
    shown = pl.col("state") == "shown"
    return (
        _rounded(_with_interval(_with_band(figures, smallest_group)))
        .with_columns(pl.when(shown).then(pl.col(name)).alias(name) for name in NUMBERS)
        .sort("measure", "unit_code", "period_index")
        .select(pl.col(name).cast(kind) for name, kind in FIGURES.items())
    )


def _as_units_are_now(private: Private, masks: pl.DataFrame) -> pl.DataFrame:
    """Return every figure with whether it may be seen, reorganised units with their history.

    History that a unit brought along is made of figures of then, so nothing can be learned from
    it that was not to be seen then as long as each of those is visible itself.
    """
    key = ["unit_code", "period", "instrument"]
    own = with_instrument(private.panel).join(masks, on=key, how="left")
    carried = with_instrument(private.carried)
    if carried.is_empty():
        return own.with_columns(is_cut=pl.lit(value=False))
    parts = carried.select(*key, "measure", part_code="parts").explode("part_code")
    seen = (
        parts.join(
            masks,
            left_on=["part_code", "period", "instrument"],
            right_on=key,
            how="left",
        )
        .group_by(*key, "measure")
        .agg(pl.col("is_visible").fill_null(value=False).all())
    )
    brought = carried.join(seen, on=[*key, "measure"], how="left").drop("parts")
    stays = own.join(carried, on=["unit_code", "period", "measure"], how="anti")
    return pl.concat([stays, brought], how="diagonal_relaxed").with_columns(
        pl.col("is_cut").fill_null(value=False)
    )


def _mask(group: Group, smallest_group: int) -> pl.DataFrame:
    """Return which units are visible in one period of one instrument."""
    visible = visible_units(
        group.parents, group.own, smallest_group=smallest_group, answers=group.answers
    )
    holders = residuals(group.parents, visible)
    return pl.DataFrame(
        {
            "unit_code": group.units,
            "period": [group.period] * len(group.units),
            "instrument": [group.instrument] * len(group.units),
            "is_visible": visible,
            "block": [None if holder < 0 else group.units[holder] for holder in holders],
        },
        schema=_MASK,
    )


def _with_band(figures: pl.DataFrame, smallest_group: int) -> pl.DataFrame:
    """Add in which band the number of people is, and the number where it is about no people."""
    sizes = figures["n"].unique().drop_nulls().to_list()
    bands = {n: group_band(n, smallest_group=smallest_group) for n in sizes}
    floors = {n: band_floor(n, smallest_group=smallest_group) for n in sizes}
    return figures.with_columns(
        n_band=pl.col("n").replace_strict(bands, default=None, return_dtype=pl.String),
        floor=pl.col("n").replace_strict(floors, default=None, return_dtype=pl.Int64),
        n=pl.when(pl.col("source") == "behaviour_indicators").then(pl.col("n")),
        is_small=pl.col("n") < SMALLEST_SPREAD,
    )


def _with_interval(figures: pl.DataFrame) -> pl.DataFrame:
    """Add standard error and interval, from the usual spread where the own would tell too much."""
    floors = figures["floor"].unique().drop_nulls().to_list()
    share = (1 + CONFIDENCE) / 2
    quantiles = {floor: float(stats.t.ppf(share, floor - 1)) for floor in floors}
    normal = float(stats.norm.ppf(share))
    usual = pl.col("pooled_sd") / pl.col("floor").sqrt()
    small = pl.col("is_small").fill_null(value=False)
    own = pl.col("floor").replace_strict(quantiles, default=normal, return_dtype=pl.Float64)
    figures = figures.with_columns(
        se=pl.when(small).then(usual).otherwise(pl.col("se")),
        quantile=pl.when(small).then(pl.lit(normal)).otherwise(own),
    )
    margin = pl.col("quantile") * pl.col("se")
    return figures.with_columns(low=pl.col("value") - margin, high=pl.col("value") + margin)


def _rounded(figures: pl.DataFrame) -> pl.DataFrame:
    """Round to steps, keep inside the scale, and keep means off its ends."""
    end = END_SHARE * (pl.col("highest") - pl.col("lowest"))
    is_mean = pl.col("source").is_in(SURVEYS) & (pl.col("statistic") == "mean")
    top, bottom = pl.col("highest") - end, pl.col("lowest") + end
    bound = (
        pl.when(is_mean & (pl.col("value") > top))
        .then(pl.lit("at_least"))
        .when(is_mean & (pl.col("value") < bottom))
        .then(pl.lit("at_most"))
    )
    value = pl.when(is_mean).then(pl.col("value").clip(bottom, top)).otherwise(pl.col("value"))
    inside = {name: pl.col(name).clip("lowest", "highest") for name in ("low", "high")}
    steps = {"value": pl.col("step"), "low": pl.col("step"), "high": pl.col("step")}
    steps["se"] = pl.col("step") / 10
    return figures.with_columns(value=value, bound=bound, **inside).with_columns(
        # The second rounding takes 3.3000000000000003 back to 3.3.
        pl.coalesce(((pl.col(name) / step).round() * step).round(9), name).alias(name)
        for name, step in steps.items()
    )


def scales(private: Private) -> pl.DataFrame:
    """Return per measure the ends of its scale, the rounding step and the usual spread."""
    counted = pl.col("sd").is_not_null() & (pl.col("n") > 1)
    squares = ((pl.col("n") - 1) * pl.col("sd") ** 2).sum()
    spread = (
        private.panel.filter(counted)
        .group_by("measure")
        .agg(pooled_sd=(squares / (pl.col("n") - 1).sum()).sqrt())
    )
    work = private.panel.filter(pl.col("source") == "behaviour_indicators")["measure"].unique()
    rows = [_scale(row, finer=row["measure"] in set(work)) for row in private.measures.to_dicts()]
    return pl.DataFrame(rows, schema=_SCALES, orient="row").join(spread, on="measure", how="left")


def _scale(measure: dict[str, object], *, finer: bool) -> tuple[object, ...]:
    """Return name, statistic, ends and rounding step; work indicators keep one digit more."""
    first, last = measure["scale_min"], measure["scale_max"]
    whole = 1.0 if isinstance(last, float) and last <= 1 else 100.0
    low, high = {"mean": (first, last), "nps": (-100.0, 100.0), "sum": (None, None)}.get(
        str(measure["statistic"]), (0.0, whole)
    )
    step = None
    if isinstance(low, float) and isinstance(high, float) and high > low:
        step = rounding_step(high - low) / (10 if finer else 1)
    return measure["measure"], measure["statistic"], low, high, step


_MASK = {
    "unit_code": pl.String,
    "period": pl.String,
    "instrument": pl.String,
    "is_visible": pl.Boolean,
    "block": pl.String,
}
_SCALES = {
    "measure": pl.String,
    "statistic": pl.String,
    "lowest": pl.Float64,
    "highest": pl.Float64,
    "step": pl.Float64,
}
