"""The shape over lags: how x relates to y some periods later, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.within import Column, fit_within
from model.statistics.within_moments import two_way_residuals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class LagEstimate:
    """One point of the curve.

    Parameters
    ----------
    lag : int
        Positive: x comes first, by this many periods; negative: y comes first.
    estimate, low, high : float
        In standard deviations within units, with a 95 % interval; NaN where the panel is too
        short or too still to tell.
    """

    lag: int
    estimate: float
    low: float
    high: float


def local_projections(x: Floats, y: Floats, *, max_lag: int) -> tuple[LagEstimate, ...]:
    """Return the cross-lag curve; a picture, no verdict hangs on it.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap. Measurement error is not taken out: it draws the curve towards zero and
        leaks some of it to the other side.
    max_lag : int
        The curve runs from −max_lag to max_lag.

    Returns
    -------
    tuple of LagEstimate
        2·max_lag + 1 points. Lag k > 0: y_t+k on x_t, given y_t; in a VAR(1) this is element
        [y,x] of Φᵏ. Lag −k: x_t+k on y_t, given x_t. Lag 0: y_t on x_t, given both a period
        earlier. Unit and period effects throughout; split-panel jackknife; intervals from
        leaving out one unit at a time (clustered by unit), pointwise.

    References
    ----------
    Jordà (2005), American Economic Review 95(1), 161-182.
    Mei, Sheng and Shi (2026), Nickell bias in panel local projection, J. of Econometrics.
    """
    series = (_in_own_spread(y), _in_own_spread(x))
    return tuple(_point(series, lag) for lag in range(-max_lag, max_lag + 1))


def _in_own_spread(values: Floats) -> Floats:
    """Return a series in units of its standard deviation within units and periods."""
    n_known = max(1, int(np.isfinite(values).sum()))
    spread = float(np.sqrt((two_way_residuals(values) ** 2).sum() / n_known))
    return values / spread if spread > 0 else values


def _point(series: tuple[Floats, Floats], lag: int) -> LagEstimate:
    """Return one point of the curve."""
    outcome, cause = (0, 1) if lag >= 0 else (1, 0)
    columns = (
        (Column(outcome, abs(lag)), Column(cause, 0), Column(outcome, 0))
        if lag
        else (Column(0, 0), Column(1, 0), Column(0, -1), Column(1, -1))
    )
    fit = fit_within(series, columns, variances=(0.0, 0.0))
    reach = float(stats.t.ppf((1 + _CONFIDENCE) / 2, max(1, fit.n_units - 1)) * fit.se[0])
    estimate = float(fit.coefficients[0])
    return LagEstimate(lag, estimate, estimate - reach, estimate + reach)
