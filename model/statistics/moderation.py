"""Does x go before y more strongly in some units than in others: a moderator, with its MDE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from model.statistics.applicability import NOTHING_TO_SAY, not_applicable
from model.statistics.within import Column, fit_within
from model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CONFIDENCE, POWER = 0.95, 0.8
_ALIKE = Text(
    nl="de eenheden verschillen hierin niet van elkaar, of het is onbekend",
    en="the units do not differ in this, or it is not known",
)


@dataclass(frozen=True)
class Moderation:
    """How much the effect of x on later y grows with a moderator.

    Parameters
    ----------
    estimate, se : float
        Change of the effect per standard deviation (between units) of the moderator, in units of
        y per unit of x; NaN when not applicable.
    low, high : float
        95 % interval.
    p : float
        Two-sided, from t with (units − 1) degrees of freedom.
    mde : float
        Smallest change that would be seen with 80 % chance; never show the estimate without it.
    main : float
        The effect in a unit with the average moderator.
    n_units : int
    applicable : bool
        Whether the numbers may be used.
    note : Text
        ``not applicable, because …``, or empty.
    """

    estimate: float
    se: float
    low: float
    high: float
    p: float
    mde: float
    main: float
    n_units: int
    applicable: bool
    note: Text


def moderation(
    x: Floats,
    y: Floats,
    moderator: Floats,
    *,
    var_x: Floats | float,
    var_y: Floats | float,
    lag: int = 1,
) -> Moderation:
    """Return how the effect of x on y some periods later differs with a moderator.

    Parameters
    ----------
    x, y : array, shape (units, periods)
        NaN is a gap.
    moderator : array, shape (units,)
        What may strengthen or weaken the effect, such as a unit's mean leadership support; units
        where it is NaN do not take part. Its own measurement error draws the estimate to zero.
    var_x, var_y : float or array, shape (units, periods)
        Error variances (squared standard errors), in squared units of x and y.
    lag : int
        Periods between x and y.

    Returns
    -------
    Moderation
        Refuses where `model.statistics.within.fit_within` does, and where all units are alike.

    Notes
    -----
    y_it = α_i + τ_t + a y_i,t−1 + (b + c m_i) x_i,t−lag + error, with m_i the moderator in
    standard deviations around its mean: half-panel jackknife, cleared of measurement error (that
    of x and of m·x hardly go together, as m_i has mean zero). c takes about as many units more
    than b as its standard error is larger; MDE = (t.975 + t.80) · SE.

    References
    ----------
    Gelman, Hill and Vehtari (2020), Regression and Other Stories, section 16.4: an interaction
    takes many times the data of a main effect.
    """
    units = np.isfinite(moderator)
    spread = float(np.std(moderator[units])) if units.any() else 0.0
    if spread <= 1e-12 * max(1.0, float(np.abs(moderator[units]).max(initial=0.0))):
        return refused(not_applicable(_ALIKE))
    x, y, noise_x, noise_y = (
        np.broadcast_to(np.asarray(part, dtype=float), np.shape(y))[units]
        for part in (x, y, var_x, var_y)
    )
    standing = ((moderator[units] - moderator[units].mean()) / spread)[:, None]
    fit = fit_within(
        (y, x, standing * x),
        (Column(0, 0), Column(2, -lag), Column(1, -lag), Column(0, -1)),
        variances=(noise_y, noise_x, standing**2 * noise_x),
    )
    if fit.why_not is not None:
        return refused(fit.why_not)
    estimate, se = float(fit.coefficients[0]), float(fit.se[0])
    degrees = fit.n_units - 1
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, degrees))
    return Moderation(
        estimate=estimate,
        se=se,
        low=estimate - reach * se,
        high=estimate + reach * se,
        p=float(2 * stats.t.sf(abs(estimate) / max(se, 1e-300), degrees)),
        mde=(reach + float(stats.t.ppf(POWER, degrees))) * se,
        main=float(fit.coefficients[1]),
        n_units=fit.n_units,
        applicable=True,
        note=NOTHING_TO_SAY,
    )


def refused(why: Text) -> Moderation:
    """Return the answer that says why there is none."""
    nan = float(np.nan)
    return Moderation(nan, nan, nan, nan, nan, nan, nan, 0, applicable=False, note=why)
