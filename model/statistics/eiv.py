"""Did x go before y: half-panel jackknife with the known measurement error taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.applicability import NOTHING_TO_SAY
from model.statistics.within import Column, fit_within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.text import Text

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class EivEstimate:
    """Effect of x on y one period later.

    Parameters
    ----------
    estimate, se : float
        In units of y per unit of x; NaN when not applicable.
    p : float
        Two-sided, from t with (units − 1) degrees of freedom; NaN when not applicable.
    applicable : bool
        Whether the numbers may be used.
    note : Text
        ``not applicable, because …``, or empty.
    """

    estimate: float
    se: float
    p: float
    applicable: bool
    note: Text


def eiv_hpj(
    x: Floats, y: Floats, *, var_x: Floats | float, var_y: Floats | float, lag: int = 1
) -> EivEstimate:
    """Return the effect of x on y some periods later, given y itself one period before.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap: the steps that touch it are left out, nothing is filled in.
    var_x, var_y : float or array, shape (units, periods)
        Error variances (squared standard errors), in squared units of x and y.
    lag : int
        Periods between x and y.

    Returns
    -------
    EivEstimate
        y_it on y_i,t−1 and x_i,t−lag with unit and period effects; see
        :func:`model.statistics.within.fit_within` for the formulas and for when it refuses.

    References
    ----------
    Juodis, Karavias and Sarafidis (2021), Empirical Economics 60, 93-112 (the jackknife test
    without measurement error).
    """
    return effect_of(
        (y, x), (Column(0, 0), Column(1, -lag), Column(0, -1)), variances=(var_y, var_x)
    )


def effect_of(
    series: tuple[Floats, ...],
    columns: tuple[Column, ...],
    *,
    variances: tuple[Floats | float, ...],
) -> EivEstimate:
    """Return the coefficient of the first regressor with its test."""
    fit = fit_within(series, columns, variances=variances)
    if fit.why_not is not None:
        return EivEstimate(np.nan, np.nan, np.nan, applicable=False, note=fit.why_not)
    estimate, se = float(fit.coefficients[0]), float(fit.se[0])
    return EivEstimate(
        estimate=estimate,
        se=se,
        p=float(2 * stats.t.sf(abs(estimate) / max(se, 1e-300), fit.n_units - 1)),
        applicable=True,
        note=NOTHING_TO_SAY,
    )
