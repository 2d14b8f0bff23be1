"""Two-way fixed effects: a panel regression with an effect per unit and one per period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.within_moments import two_way_residuals
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FEW = Text(
    nl="er zijn {rows} volledige rijen van {units} eenheden in {periods} perioden, te weinig voor "
    "alle effecten en {columns} verklarende reeks(en)",
    en="there are {rows} complete rows of {units} units in {periods} periods, too few for all "
    "effects and {columns} explaining series",
)


@dataclass(frozen=True)
class TwoWayRegression:
    """Coefficients within units and periods, with every usual standard error.

    Parameters
    ----------
    coefficients : array, shape (regressors,)
        In units of the outcome per unit of the regressor.
    se : array, shape (regressors,)
        Classical, with n − N − T + 1 − k degrees of freedom.
    se_cluster : array, shape (regressors,)
        Clustered by unit, no small-sample factor: HC0 of plm's vcovHC.
    se_cluster_small : array, shape (regressors,)
        × √(N/(N−1) · (n−1)/(n−k)): "sss" of plm's vcovHC.
    se_cluster_stata : array, shape (regressors,)
        × √(N/(N−1) · (n−1)/(n−k−T)): Stata's xtreg with period dummies, reghdfe, R's fixest.
    n_rows, n_units, n_periods : int
        n, N and T: of what takes part.
    applicable : bool
        Whether the numbers may be used; they are NaN otherwise.
    note : Text
        ``not applicable, because …``, or empty.
    """

    coefficients: Floats
    se: Floats
    se_cluster: Floats
    se_cluster_small: Floats
    se_cluster_stata: Floats
    n_rows: int
    n_units: int
    n_periods: int
    applicable: bool
    note: Text


def two_way_regression(outcome: Floats, regressors: Sequence[Floats]) -> TwoWayRegression:
    """Regress an outcome on other series, with unit and period effects.

    Parameters
    ----------
    outcome : array, shape (units, periods)
        NaN is a gap.
    regressors : sequence of arrays, shape (units, periods)
        Each counts in its own period; a row with any gap is left out.

    Returns
    -------
    TwoWayRegression
        Not applicable when rows or units do not suffice, or a regressor does not move within
        units and periods.

    Notes
    -----
    b = (Σ x̃x̃′)⁻¹ Σ x̃ỹ, ỹ and x̃ cleared of both effects, gaps and all. Clustered variance:
    (Σ x̃x̃′)⁻¹ Σ_i s_i s_i′ (Σ x̃x̃′)⁻¹ with s_i = Σ_t x̃_it e_it.

    References
    ----------
    Arellano (1987), Oxford Bulletin of Economics and Statistics 49(4), 431-434.
    Cameron and Miller (2015), J. of Human Resources 50(2), 317-372 (small-sample factors).
    """
    table = np.stack([outcome, *regressors], axis=-1)
    known = np.asarray(np.isfinite(table).all(axis=2))
    n_rows, n_columns = int(known.sum()), len(regressors)
    n_units, n_periods = int(known.any(axis=1).sum()), int(known.any(axis=0).sum())
    freedom = n_rows - n_units - n_periods + 1 - n_columns
    clean = np.stack(
        [two_way_residuals(np.where(known, part, np.nan)) for part in np.moveaxis(table, -1, 0)],
        axis=-1,
    )
    size = np.sqrt((clean[..., 1:] ** 2).sum(axis=(0, 1)))
    spread = np.sqrt(np.where(known[..., None], table[..., 1:] ** 2, 0.0).sum(axis=(0, 1)))
    if n_units < 2 or freedom < 1 or (size <= 1e-10 * spread).any():
        nothing = np.full(n_columns, np.nan)
        why = _FEW.fill(rows=n_rows, units=n_units, periods=n_periods, columns=n_columns)
        return TwoWayRegression(
            nothing, nothing, nothing, nothing, nothing, n_rows, n_units, n_periods,
            applicable=False, note=not_applicable(why),
        )  # fmt: skip
    explaining = clean[..., 1:]
    bread = np.linalg.inv(np.einsum("itp,itq->pq", explaining, explaining))
    coefficients = bread @ np.einsum("itp,it->p", explaining, clean[..., 0])
    residuals = clean[..., 0] - explaining @ coefficients
    scores = np.einsum("itp,it->ip", explaining, residuals)
    clustered = np.sqrt(np.diag(bread @ scores.T @ scores @ bread))
    groups = n_units / (n_units - 1) * (n_rows - 1)
    return TwoWayRegression(
        coefficients=coefficients,
        se=np.sqrt(np.diag(bread) * (residuals**2).sum() / freedom),
        se_cluster=clustered,
        se_cluster_small=clustered * np.sqrt(groups / (n_rows - n_columns)),
        se_cluster_stata=clustered * np.sqrt(groups / (n_rows - n_columns - n_periods)),
        n_rows=n_rows,
        n_units=n_units,
        n_periods=n_periods,
        applicable=True,
        note=NOTHING_TO_SAY,
    )
