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
class Moments:
    """Means and covariance of the columns, observed or implied by a model.

    Parameters
    ----------
    means : array, shape (columns,)
    covariance : array, shape (columns, columns)
        Divided by N.
    """

    means: Floats
    covariance: Floats


@dataclass(frozen=True)
class FitMeasures:
    """Fit of a model of means and covariances.

    Parameters
    ----------
    chi2, chi2_p : float
        Against means and covariances all free; p is NaN without degrees of freedom.
    baseline_chi2 : float
        Of the model without any covariance, means and variances free.
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


def fit_measures(
    observed: Moments, implied: Moments, *, chi2: float, baseline_chi2: float, n_units: int, df: int
) -> FitMeasures:
    """Return the fit of implied moments to the observed ones.

    Parameters
    ----------
    observed, implied : Moments
        In the same units; with gaps, the observed ones are those of highest likelihood.
    chi2, baseline_chi2 : float
        Twice the log likelihood of all moments free, less that of the model, and of the model
        without any covariance.
    n_units, df : int

    References
    ----------
    Bentler (1990), Psychological Bulletin 107(2), 238-246.
    Steiger (1990), Multivariate Behavioral Research 25(2), 173-180.
    Rosseel (2012), lavaan, J. of Statistical Software 48(2).
    """
    spread = observed.covariance.diagonal()
    size = len(spread)
    baseline_df = size * (size - 1) // 2
    excess = max(chi2 - df, 0.0)
    most = max(baseline_chi2 - baseline_df, chi2 - df, 0.0)
    residual = (observed.covariance - implied.covariance) / np.sqrt(np.outer(spread, spread))
    lower = residual[np.tril_indices(size)]
    shift = (observed.means - implied.means) / np.sqrt(spread)
    # A model without degrees of freedom fits exactly: it has no misfit per degree.
    ends = [_noncentrality(chi2, df, tail) if df else 0.0 for tail in (_UPPER, _LOWER)]
    rmsea, low, high = (np.sqrt(part / (max(df, 1) * n_units)) for part in (excess, *ends))
    ratio = baseline_chi2 / baseline_df
    return FitMeasures(
        chi2=chi2,
        chi2_p=float(stats.chi2.sf(chi2, df)) if df else float("nan"),
        baseline_chi2=baseline_chi2,
        baseline_df=baseline_df,
        cfi=1 - excess / most if most > 0 else 1.0,
        tli=(ratio - chi2 / df) / (ratio - 1) if df else 1.0,
        rmsea=float(rmsea) if df else 0.0,
        rmsea_low=float(low),
        rmsea_high=float(high),
        srmr=float(np.sqrt(((lower**2).sum() + (shift**2).sum()) / (len(lower) + size))),
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
