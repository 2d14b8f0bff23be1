"""How well a covariance model fits, in the measures that lavaan prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Ends of a 90 % interval.
_LOWER, _UPPER = 0.05, 0.95


@dataclass(frozen=True)
class FitMeasures:
    """Fit of a model with all means free, on complete data; NaN with gaps.

    Parameters
    ----------
    chi2, chi2_p : float
        Against means and covariances all free.
    baseline_chi2 : float
        Of the model without any covariance.
    baseline_df : int
    cfi, tli : float
        Comparative fit index; Tucker-Lewis index.
    rmsea, rmsea_low, rmsea_high : float
        With its 90 % interval.
    srmr : float
        Standardised root mean square residual (Bentler), means counted among the moments.
    """

    chi2: float
    chi2_p: float
    baseline_chi2: float
    baseline_df: int
    cfi: float
    tli: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    srmr: float


def fit_measures(observed: Floats, implied: Floats, *, n_units: int, df: int) -> FitMeasures:
    """Return the fit of an implied covariance to an observed one.

    Parameters
    ----------
    observed, implied : array, shape (columns, columns)
        Divided by N, in the same units.
    n_units, df : int

    References
    ----------
    Bentler (1990), Psychological Bulletin 107(2), 238-246.
    Steiger (1990), Multivariate Behavioral Research 25(2), 173-180.
    Rosseel (2012), lavaan, J. of Statistical Software 48(2).
    """
    size = len(observed)
    distance = (
        np.linalg.slogdet(implied)[1]
        - np.linalg.slogdet(observed)[1]
        + np.trace(np.linalg.solve(implied, observed))
        - size
    )
    chi2 = float(n_units * distance)
    spread = observed.diagonal()
    baseline = float(n_units * (np.log(spread).sum() - np.linalg.slogdet(observed)[1]))
    baseline_df = size * (size - 1) // 2
    excess, most = max(chi2 - df, 0.0), max(baseline - baseline_df, chi2 - df, 0.0)
    residual = (observed - implied) / np.sqrt(np.outer(spread, spread))
    lower = residual[np.tril_indices(size)]
    ends = [_noncentrality(chi2, df, tail) for tail in (_UPPER, _LOWER)]
    rmsea, low, high = (np.sqrt(part / (df * n_units)) for part in (excess, *ends))
    return FitMeasures(
        chi2=chi2,
        chi2_p=float(stats.chi2.sf(chi2, df)),
        baseline_chi2=baseline,
        baseline_df=baseline_df,
        cfi=1 - excess / most if most > 0 else 1.0,
        tli=(baseline / baseline_df - chi2 / df) / (baseline / baseline_df - 1),
        rmsea=float(rmsea),
        rmsea_low=float(low),
        rmsea_high=float(high),
        srmr=float(np.sqrt((lower**2).sum() / (len(lower) + size))),
    )


def _noncentrality(chi2: float, df: int, share: float) -> float:
    """Return the noncentrality under which a share of chi-squares is smaller than this one."""
    if stats.chi2.cdf(chi2, df) < share:
        return 0.0
    far = chi2 + 10 * np.sqrt(2 * df + 4 * chi2) + 100

    def off(noncentrality: float) -> float:
        return float(stats.ncx2.cdf(chi2, df, noncentrality)) - share

    return float(optimize.brentq(off, 1e-10, far, xtol=1e-8))


def unknown_fit() -> FitMeasures:
    """Return the measures of what cannot be compared with all covariances free."""
    nan = float(np.nan)
    return FitMeasures(nan, nan, nan, 0, nan, nan, nan, nan, nan, nan)
